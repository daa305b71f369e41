"""Settings page: rules of assignment, the calendar, the hours of people."""

from typing import Any

import reflex as rx

from studio_app.domain.leads.assignment.settings import LONGEST_OF_RULE
from studio_app.workspace.i18n import tr
from studio_app.workspace.session import Session
from studio_app.workspace.settings.editor import add_button, buttons, editor, off_badge, row_button
from studio_app.workspace.settings.frame import field, section, tick
from studio_app.workspace.settings.routing.calendar import WorkingTimeSettings
from studio_app.workspace.settings.routing.hours import HoursSettings
from studio_app.workspace.settings.routing.rules import RuleSettings
from studio_app.workspace.theme import MUTED


def page() -> rx.Component:
    """The three parts."""
    return section(
        "routing",
        rx.fragment(
            rx.cond(
                RuleSettings.rows,
                rx.el.div(rx.foreach(RuleSettings.rows, _rule), class_name="settings-list"),
                rx.text(tr("routing.none"), size="2", color=MUTED),
            ),
            _calendar(),
            rx.heading(tr("routing.hours"), size="3", as_="h3"),
            rx.el.div(rx.foreach(HoursSettings.rows, _person), class_name="settings-list"),
            editor(
                tr("routing.rule"),
                _rule_editor(),
                open_=RuleSettings.editing,
                on_open_change=RuleSettings.set_editing,
            ),
            editor(
                tr("routing.hours_of", name=HoursSettings.form.name),
                _hours_editor(),
                open_=HoursSettings.editing,
                on_open_change=HoursSettings.set_editing,
            ),
        ),
        add_button(tr("routing.add"), RuleSettings.edit("")),
    )


def _rule(rule: Any) -> rx.Component:
    channel = rx.cond(Session.locale == "en", rule.channel_en, rule.channel_ru)
    return rx.el.div(
        row_button(
            rx.el.span(
                _condition(rule.channel_id, tr("routing.when_channel", value=channel)),
                _condition(rule.city, tr("routing.when_city", value=rule.city)),
                _condition(rule.topic, tr("routing.when_topic", value=rule.topic)),
                _condition(rule.amount_from, tr("routing.when_from", value=rule.amount_from)),
                _condition(rule.amount_to, tr("routing.when_to", value=rule.amount_to)),
                off_badge(rule.active),
                class_name="settings-name routing-conditions",
            ),
            rx.el.span(
                rx.icon("arrow-right", size=14),
                rx.cond(
                    rule.user_id != "",
                    rule.person,
                    rx.cond(rule.team != "", tr("routing.to_team", value=rule.team), tr("routing.to_free")),
                ),
                class_name="settings-detail routing-target",
            ),
            on_click=RuleSettings.edit(rule.id),
            muted=~rule.active,
        ),
        _mover("chevron-up", "routing.earlier", rule.id, -1),
        _mover("chevron-down", "routing.later", rule.id, 1),
        class_name="settings-line",
    )


def _condition(value: Any, words: Any) -> rx.Component:
    return rx.cond(value != "", rx.badge(words, color_scheme="gray"), rx.fragment())


def _mover(icon: str, label: str, rule_id: Any, by: int) -> rx.Component:
    return rx.icon_button(
        rx.icon(icon, size=16),
        variant="ghost",
        color_scheme="gray",
        aria_label=tr(label),
        on_click=RuleSettings.move(rule_id, by),
        class_name="routing-mover",
    )


def _calendar() -> rx.Component:
    time = WorkingTimeSettings.time
    return rx.form(
        rx.el.fieldset(
            rx.el.legend(tr("routing.calendar")),
            _days(time.days),
            rx.el.div(
                _time("begins", tr("routing.begins"), time.begins),
                _time("ends", tr("routing.ends"), time.ends),
                field(
                    "response_minutes",
                    tr("routing.response"),
                    time.response_minutes,
                    type_="number",
                    hint=tr("routing.response_hint"),
                ),
                class_name="settings-grid",
            ),
            rx.el.label(
                rx.text(tr("routing.exceptions"), size="2", weight="medium", as_="span"),
                rx.text_area(name="exceptions", default_value=time.exceptions, rows="4"),
                rx.text(tr("routing.exceptions_hint"), size="1", color=MUTED, as_="span"),
                rx.text(time.official, size="1", color=MUTED, as_="span"),
                class_name="field",
            ),
            rx.el.div(rx.button(tr("settings.save"), type="submit"), class_name="settings-save"),
            class_name="settings-group routing-calendar",
        ),
        on_submit=WorkingTimeSettings.save,
        key=time.days + time.begins + time.ends + time.response_minutes + time.exceptions,
    )


def _days(days: Any) -> rx.Component:
    return rx.el.div(
        *(tick(f"day_{day}", tr(f"routing.day_{day}"), days.contains(str(day))) for day in range(1, 8)),
        class_name="routing-days",
        role="group",
    )


def _time(name: str, label: Any, value: Any) -> rx.Component:
    return rx.el.label(
        rx.text(label, size="2", weight="medium", as_="span"),
        rx.el.input(type="time", name=name, default_value=value, required=True, class_name="native-select"),
        class_name="field",
    )


def _person(person: Any) -> rx.Component:
    return row_button(
        rx.el.span(person.name, class_name="settings-name"),
        rx.el.span(
            rx.cond(
                person.away_until != "",
                tr("routing.away", day=person.away_until),
                rx.cond(person.own, person.begins + "–" + person.ends, tr("routing.as_studio")),
            ),
            class_name="settings-detail num",
        ),
        on_click=HoursSettings.edit(person.id),
    )


def _hours_editor() -> rx.Component:
    person = HoursSettings.form
    return rx.form(
        tick("own", tr("routing.own"), person.own),
        _days(person.days),
        rx.el.div(
            _time("begins", tr("routing.begins"), person.begins),
            _time("ends", tr("routing.ends"), person.ends),
            rx.el.label(
                rx.text(tr("routing.away_until"), size="2", weight="medium", as_="span"),
                rx.el.input(
                    type="date", name="away_until", default_value=person.away_until, class_name="native-select"
                ),
                class_name="field",
            ),
            class_name="settings-grid two",
        ),
        buttons(),
        on_submit=HoursSettings.save,
        key=person.id,
    )


def _rule_editor() -> rx.Component:
    rule = RuleSettings.form
    return rx.form(
        rx.el.div(
            _select("channel_id", tr("routing.channel"), rule.channel_id, RuleSettings.channels),
            field("city", tr("routing.city"), rule.city, hint=tr("routing.list_hint"), longest=LONGEST_OF_RULE["city"]),
            field(
                "topic",
                tr("routing.topic"),
                rule.topic,
                hint=tr("routing.topic_hint"),
                longest=LONGEST_OF_RULE["topic"],
            ),
            field("amount_from", tr("routing.amount_from"), rule.amount_from, type_="number"),
            field("amount_to", tr("routing.amount_to"), rule.amount_to, type_="number"),
            class_name="settings-grid two",
        ),
        rx.text(tr("routing.then"), size="2", weight="bold", margin_top="16px"),
        rx.el.div(
            _select("user_id", tr("routing.person"), rule.user_id, RuleSettings.persons),
            field("team", tr("routing.team"), rule.team, hint=tr("routing.team_hint"), longest=LONGEST_OF_RULE["team"]),
            class_name="settings-grid two",
        ),
        tick("active", tr("settings.in_use"), rule.active),
        rx.cond(
            rule.id != "",
            rx.button(
                tr("routing.delete"),
                type="button",
                variant="outline",
                color_scheme="red",
                on_click=RuleSettings.delete,
                margin_top="16px",
            ),
        ),
        buttons(),
        on_submit=RuleSettings.save,
        key=rule.id,
    )


def _select(name: str, label: Any, value: Any, options: Any) -> rx.Component:
    return rx.el.label(
        rx.text(label, size="2", weight="medium", as_="span"),
        rx.el.select(
            rx.el.option(tr("routing.any"), value=""),
            rx.foreach(
                options, lambda one: rx.el.option(rx.cond(Session.locale == "en", one.en, one.ru), value=one.id)
            ),
            name=name,
            default_value=value,
            class_name="native-select",
        ),
        class_name="field",
    )
