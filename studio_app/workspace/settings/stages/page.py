"""The pipelines and their stages, as settings show them."""

from typing import Any

import reflex as rx

from studio_app.domain.studio.kinds import ChainAction, StageDemand, StageKind
from studio_app.domain.studio.pipelines import LONGEST_OF_PIPELINE
from studio_app.domain.studio.stages import COLOURS, LONGEST_OF_STAGE
from studio_app.workspace.i18n import tr
from studio_app.workspace.session import Session
from studio_app.workspace.settings.editor import add_button, buttons, editor, off_badge
from studio_app.workspace.settings.frame import choice, field, section, tick
from studio_app.workspace.settings.stages.state import StageSettings


def page() -> rx.Component:
    """The list and the editor."""
    return section(
        "stages",
        rx.fragment(
            _pipelines(),
            rx.el.div(rx.foreach(StageSettings.rows, _row), class_name="settings-list"),
            editor(
                tr("settings.pipeline"),
                _pipeline_editor(),
                open_=StageSettings.editing_pipeline,
                on_open_change=StageSettings.set_editing_pipeline,
            ),
            editor(
                tr("settings.stage"),
                _editor(),
                open_=StageSettings.editing,
                on_open_change=StageSettings.set_editing,
            ),
        ),
        add_button(tr("settings.add_stage"), StageSettings.edit("")),
    )


def _pipelines() -> rx.Component:
    return rx.el.div(
        rx.foreach(StageSettings.pipelines, _tab),
        _icon("pencil", tr("settings.edit_pipeline"), StageSettings.edit_pipeline(StageSettings.pipeline_id)),
        _icon("plus", tr("settings.add_pipeline"), StageSettings.edit_pipeline("")),
        class_name="settings-tabs",
    )


def _tab(row: Any) -> rx.Component:
    return rx.el.button(
        rx.cond(Session.locale == "en", row.name_en, row.name_ru),
        off_badge(row.active),
        type="button",
        on_click=StageSettings.choose(row.id),
        aria_pressed=row.id == StageSettings.pipeline_id,
        class_name="settings-tab",
    )


def _pipeline_editor() -> rx.Component:
    form = StageSettings.pipeline
    return rx.form(
        rx.el.div(
            field(
                "name_ru", tr("settings.name_ru"), form.name_ru, required=True, longest=LONGEST_OF_PIPELINE["name_ru"]
            ),
            field(
                "name_en", tr("settings.name_en"), form.name_en, required=True, longest=LONGEST_OF_PIPELINE["name_en"]
            ),
            class_name="settings-grid two",
        ),
        tick("active", tr("settings.in_use"), form.active),
        buttons(),
        on_submit=StageSettings.keep_pipeline,
        key=form.id,
    )


def _row(row: Any) -> rx.Component:
    return rx.el.div(
        rx.el.span(class_name="settings-dot", style={"background": "var(--" + row.colour.to(str) + "-9)"}),
        rx.el.button(
            rx.el.span(
                rx.cond(Session.locale == "en", row.name_en, row.name_ru),
                off_badge(row.active),
                class_name="settings-name",
            ),
            rx.el.span(_detail(row), class_name="settings-detail"),
            type="button",
            on_click=StageSettings.edit(row.id),
            class_name="settings-row",
        ),
        rx.el.span(
            rx.cond(row.up, _icon("arrow-up", tr("settings.up"), StageSettings.shift(row.id, True))),
            rx.cond(row.down, _icon("arrow-down", tr("settings.down"), StageSettings.shift(row.id, False))),
            rx.cond(row.own, _in_use(row), rx.icon("lock", size=16, class_name="settings-lock")),
            class_name="settings-actions",
        ),
        class_name="settings-line",
    )


def _detail(row: Any) -> rx.Component:
    """What is expected of an open stage, what an outcome means and sets off."""
    then = rx.cond(Session.locale == "en", row.then_en, row.then_ru)
    return rx.fragment(
        rx.match(
            row.kind,
            (StageKind.WON.value, tr("settings.outcome.won")),
            (StageKind.LOST.value, tr("settings.outcome.lost")),
            tr("settings.stage_detail", days=row.norm_days, probability=row.probability),
        ),
        rx.cond(then != "", " · " + then, ""),
    )


def _in_use(row: Any) -> Any:
    return rx.cond(
        row.active,
        _icon("archive", tr("settings.take_off"), StageSettings.switch(row.id, False)),
        _icon("archive-restore", tr("settings.put_back"), StageSettings.switch(row.id, True)),
    )


def _icon(icon: str, label: rx.Var[str], on_click: Any) -> rx.Component:
    return rx.icon_button(
        rx.icon(icon, size=16), variant="ghost", color_scheme="gray", aria_label=label, title=label, on_click=on_click
    )


def _editor() -> rx.Component:
    form = StageSettings.form
    return rx.form(
        rx.el.div(
            field("name_ru", tr("settings.name_ru"), form.name_ru, required=True, longest=LONGEST_OF_STAGE["name_ru"]),
            field("name_en", tr("settings.name_en"), form.name_en, required=True, longest=LONGEST_OF_STAGE["name_en"]),
            rx.cond(
                form.kind == StageKind.OPEN.value,
                rx.fragment(
                    field("norm_days", tr("settings.norm_days"), form.norm_days, type_="number", step="1"),
                    field("probability", tr("settings.probability"), form.probability, type_="number", step="1"),
                ),
                rx.fragment(
                    rx.el.input(type="hidden", name="norm_days", value=form.norm_days),
                    rx.el.input(type="hidden", name="probability", value=form.probability),
                ),
            ),
            choice(
                "colour",
                tr("settings.colour"),
                form.colour,
                [(name, tr(f"settings.colour.{name}")) for name in COLOURS],
            ),
            choice(
                "demand",
                tr("settings.demand"),
                form.demand,
                [(one.value, tr(f"settings.demand.{one.value or 'nothing'}")) for one in StageDemand],
            ),
            rx.cond(
                form.id == "",
                choice(
                    "kind",
                    tr("settings.kind"),
                    form.kind,
                    [(one.value, tr(f"settings.kind.{one.value}")) for one in StageKind],
                ),
                rx.el.input(type="hidden", name="kind", value=form.kind),
            ),
            class_name="settings-grid two",
        ),
        rx.cond(
            (form.id != "") & (form.kind != StageKind.OPEN.value),
            rx.fragment(
                _targets(ChainAction.OPEN, tr("settings.opens"), form.opens),
                _targets(ChainAction.CLOSE, tr("settings.closes"), form.closes),
            ),
        ),
        buttons(),
        on_submit=StageSettings.save,
        key=form.id,
    )


def _targets(action: ChainAction, label: rx.Var[str], chosen: Any) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(label),
        rx.foreach(
            StageSettings.pipelines,
            lambda one: rx.cond(
                one.id != StageSettings.pipeline_id,
                rx.el.label(
                    rx.el.input(
                        type="checkbox",
                        name=f"{action}:" + one.id,
                        default_checked=chosen.contains(one.id),
                        value="on",
                    ),
                    rx.text(rx.cond(Session.locale == "en", one.name_en, one.name_ru), size="2", as_="span"),
                    class_name="tick",
                ),
            ),
        ),
        class_name="settings-targets",
    )
