"""Settings: the stages of the board."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from studio_app.bootstrap import services
from studio_app.domain.studio.models import StageKind, StageRole
from studio_app.domain.studio.stages import (
    COLOURS,
    StageIn,
    StageView,
    move_stage,
    save_stage,
    set_stage_active,
    stage_list,
)
from studio_app.workspace.gate import Access, actor, allow
from studio_app.workspace.i18n import tr
from studio_app.workspace.session import Session
from studio_app.workspace.settings.frame import add_button, buttons, choice, editor, field, off_badge, section
from studio_app.workspace.settings.parsing import text, whole


@dataclass(frozen=True)
class StageForm:
    """A stage as the list and the inputs take it."""

    id: str = ""
    name_ru: str = ""
    name_en: str = ""
    colour: str = "slate"
    probability: str = "0"
    norm_days: str = "3"
    own: bool = True  # added by the studio, not a step of the chain
    movable: bool = True
    active: bool = True


class StageSettings(rx.State):
    """The stages and the one being edited."""

    rows: list[StageForm] = []
    form: StageForm = StageForm()
    editing: bool = False

    @rx.event
    @allow(Access.OWNER)
    async def load(self):
        """Show all."""
        await self._read()

    @rx.event
    @allow(Access.OWNER)
    async def edit(self, stage_id: str):
        """Open the editor on one, or on a new one."""
        self.form = next((row for row in self.rows if row.id == stage_id), StageForm())
        self.editing = True

    @rx.event
    @allow(Access.OWNER)
    async def set_editing(self, editing: bool):
        """Close the editor."""
        self.editing = editing

    @rx.event
    @allow(Access.OWNER)
    async def save(self, data: dict[str, Any]):
        """Keep the stage."""
        stage = StageIn(
            name_ru=text(data, "name_ru"),
            name_en=text(data, "name_en"),
            colour=text(data, "colour"),
            probability=whole(data, "probability"),
            norm_days=whole(data, "norm_days"),
        )
        await services().runner.run(actor(), save_stage, stage_id=self.form.id, stage=stage)
        self.editing = False
        await self._read()

    @rx.event
    @allow(Access.OWNER)
    async def shift(self, stage_id: str, up: bool):
        """Let it change places with its neighbour."""
        await services().runner.run(actor(), move_stage, stage_id=stage_id, up=up)
        await self._read()

    @rx.event
    @allow(Access.OWNER)
    async def switch(self, stage_id: str, active: bool):
        """Take a stage of the studio's own out of use, or back."""
        await services().runner.run(actor(), set_stage_active, stage_id=stage_id, active=active)
        await self._read()

    async def _read(self) -> None:
        self.rows = [_form(row) for row in await services().runner.read(actor(), stage_list)]


def _form(stage: StageView) -> StageForm:
    return StageForm(
        id=stage.id,
        name_ru=stage.name_ru,
        name_en=stage.name_en,
        colour=stage.colour,
        probability=str(stage.probability),
        norm_days=str(stage.norm_days),
        own=stage.role is StageRole.CUSTOM,
        movable=stage.role is StageRole.CUSTOM and stage.kind is StageKind.OPEN,
        active=stage.active,
    )


def page() -> rx.Component:
    """The list and the editor."""
    return section(
        "stages",
        rx.fragment(
            rx.el.div(rx.foreach(StageSettings.rows, _row), class_name="settings-list"),
            editor(
                tr("settings.stage"),
                _editor(),
                open_=StageSettings.editing,
                on_open_change=StageSettings.set_editing,
            ),
        ),
        add_button(tr("settings.add_stage"), StageSettings.edit("")),
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
            rx.el.span(
                tr("settings.stage_detail", days=row.norm_days, probability=row.probability),
                class_name="settings-detail num",
            ),
            type="button",
            on_click=StageSettings.edit(row.id),
            class_name="settings-row",
        ),
        rx.cond(row.own, _own_actions(row), rx.icon("lock", size=14, class_name="settings-lock")),
        class_name="settings-line",
    )


def _own_actions(row: Any) -> rx.Component:
    return rx.el.span(
        _icon("arrow-up", tr("settings.up"), StageSettings.shift(row.id, True)),
        _icon("arrow-down", tr("settings.down"), StageSettings.shift(row.id, False)),
        rx.cond(
            row.active,
            _icon("archive", tr("settings.take_off"), StageSettings.switch(row.id, False)),
            _icon("archive-restore", tr("settings.put_back"), StageSettings.switch(row.id, True)),
        ),
        class_name="settings-actions",
    )


def _icon(icon: str, label: rx.Var[str], on_click: Any) -> rx.Component:
    return rx.icon_button(
        rx.icon(icon, size=16), variant="ghost", color_scheme="gray", aria_label=label, title=label, on_click=on_click
    )


def _editor() -> rx.Component:
    form = StageSettings.form
    return rx.form(
        rx.el.div(
            field("name_ru", tr("settings.name_ru"), form.name_ru, required=True),
            field("name_en", tr("settings.name_en"), form.name_en, required=True),
            field("norm_days", tr("settings.norm_days"), form.norm_days, type_="number"),
            field("probability", tr("settings.probability"), form.probability, type_="number"),
            choice(
                "colour",
                tr("settings.colour"),
                form.colour,
                [(name, tr(f"settings.colour.{name}")) for name in COLOURS],
            ),
            class_name="settings-grid two",
        ),
        buttons(),
        on_submit=StageSettings.save,
        key=form.id,
    )
