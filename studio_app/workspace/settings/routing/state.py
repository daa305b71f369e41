"""Settings: who gets a lead, when the studio works, and how soon a lead is to be answered."""

from dataclasses import dataclass, replace
from typing import Any

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.core.checking import limited
from studio_app.domain.accounts.people import people
from studio_app.domain.accounts.permissions import Permission, role_may
from studio_app.domain.leads.assignment.settings import (
    RuleView,
    assignment_rules,
    delete_rule,
    move_rule,
    save_rule,
)
from studio_app.domain.studio.current import country
from studio_app.domain.studio.lists import ShortList, entries
from studio_app.domain.studio.official_days import official_years
from studio_app.domain.studio.settings import studio_settings
from studio_app.domain.studio.working_time import (
    HoursView,
    WorkingTime,
    people_hours,
    save_hours,
    save_working_time,
    working_time,
)
from studio_app.workspace.components.once import once
from studio_app.workspace.gate import actor, allow, locale
from studio_app.workspace.settings.clock import (
    official_note,
    shown_exceptions,
    shown_minutes,
    typed_day,
    typed_days,
    typed_exceptions,
    typed_minutes,
)
from studio_app.workspace.settings.parsing import major, money, text, ticked, whole

_LONGEST_CALENDAR = 40_000


@dataclass(frozen=True)
class Option:
    """Something to choose, in both languages."""

    id: str = ""
    ru: str = ""
    en: str = ""


@dataclass(frozen=True)
class TimeForm:
    """The calendar as inputs take it."""

    days: str = "12345"
    begins: str = "09:00"
    ends: str = "18:00"
    response_minutes: str = "60"
    exceptions: str = ""
    official: str = ""  # whose official days stand among them, and which are not decreed yet


@dataclass(frozen=True)
class RuleForm:
    """A rule as the list and the inputs take it; amounts in whole units."""

    id: str = ""
    channel_id: str = ""
    city: str = ""
    topic: str = ""
    amount_from: str = ""
    amount_to: str = ""
    user_id: str = ""
    team: str = ""
    active: bool = True
    channel_ru: str = ""
    channel_en: str = ""
    person: str = ""


@dataclass(frozen=True)
class HoursForm:
    """A person's hours as inputs take them."""

    user_id: str = ""
    name: str = ""
    own: bool = False
    days: str = "12345"
    begins: str = "09:00"
    ends: str = "18:00"
    away_until: str = ""


class RoutingSettings(rx.State):
    """Rules, calendar and hours, and what is being edited."""

    time: TimeForm = TimeForm()
    rules: list[RuleForm] = []
    hours: list[HoursForm] = []
    channels: list[Option] = []
    persons: list[Option] = []
    teams: list[str] = []
    rule: RuleForm = RuleForm()
    editing_rule: bool = False
    person: HoursForm = HoursForm()
    editing_hours: bool = False
    currency: str = "RUB"

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def load(self):
        """Show all."""
        await self._read()

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def save_time(self, data: dict[str, Any]):
        """Keep the calendar."""
        time = WorkingTime(
            days=typed_days(data),
            from_minute=typed_minutes(data, "begins"),
            until_minute=typed_minutes(data, "ends"),
            response_minutes=whole(data, "response_minutes"),
            exceptions=typed_exceptions(limited("exceptions", str(data.get("exceptions") or ""), _LONGEST_CALENDAR)),
        )
        await services().runner.run(actor(), save_working_time, time=time)
        await self._read()
        return rx.toast.success(translate(locale(), "settings.saved"))

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def edit_rule(self, rule_id: str):
        """Open the editor on one, or on a new one."""
        self.rule = next((row for row in self.rules if row.id == rule_id), RuleForm())
        self.editing_rule = True

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def set_editing_rule(self, editing: bool):
        """Close the editor."""
        self.editing_rule = editing

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    @once("editing_rule")
    async def save_one(self, data: dict[str, Any]):
        """Keep the rule."""
        rule = RuleView(
            id=self.rule.id,
            channel_id=text(data, "channel_id"),
            city=text(data, "city"),
            topic=text(data, "topic"),
            amount_from=money(data, "amount_from", self.currency) if text(data, "amount_from") else None,
            amount_to=money(data, "amount_to", self.currency) if text(data, "amount_to") else None,
            user_id=text(data, "user_id"),
            team=text(data, "team"),
            active=ticked(data, "active"),
        )
        await services().runner.run(actor(), save_rule, rule=rule)
        self.editing_rule = False
        await self._read()

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def move(self, rule_id: str, by: int):
        """Try a rule earlier or later."""
        await services().runner.run(actor(), move_rule, rule_id=rule_id, by=by)
        await self._read()

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def delete(self):
        """Forget the rule being edited."""
        await services().runner.run(actor(), delete_rule, rule_id=self.rule.id)
        self.editing_rule = False
        await self._read()

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def edit_hours(self, user_id: str):
        """Open the editor on a person's hours."""
        self.person = next((row for row in self.hours if row.user_id == user_id), HoursForm())
        self.editing_hours = self.person.user_id != ""

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def set_editing_hours(self, editing: bool):
        """Close the editor."""
        self.editing_hours = editing

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    @once("editing_hours")
    async def save_person(self, data: dict[str, Any]):
        """Keep a person's hours."""
        hours = HoursView(
            user_id=self.person.user_id,
            name="",
            own=ticked(data, "own"),
            days=typed_days(data),
            from_minute=typed_minutes(data, "begins"),
            until_minute=typed_minutes(data, "ends"),
            away_until=typed_day(data, "away_until"),
        )
        await services().runner.run(actor(), save_hours, hours=hours)
        self.editing_hours = False
        await self._read()

    async def _read(self) -> None:
        read = services().runner.read
        everybody = [
            person
            for person in await read(actor(), people)
            if person.active and role_may(person.role, Permission.EDIT_DEALS)
        ]
        self.persons = [Option(person.id, person.name, person.name) for person in everybody]
        self.teams = sorted({person.team for person in everybody if person.team})
        listed = await read(actor(), entries, which=ShortList.CHANNELS)
        self.channels = [Option(row.id, row.name_ru, row.name_en) for row in listed if row.active]
        self.currency = (await read(actor(), studio_settings)).hour_cost.currency
        said = official_note(await read(actor(), country), await read(actor(), official_years), locale())
        self.time = replace(_time_form(await read(actor(), working_time), locale()), official=said)
        names = {option.id: option for option in (*self.channels, *self.persons)}
        self.rules = [_rule_form(row, names) for row in await read(actor(), assignment_rules)]
        self.hours = [_hours_form(row) for row in await read(actor(), people_hours)]


def _time_form(time: WorkingTime, language: str) -> TimeForm:
    begins, ends = shown_minutes(time.from_minute), shown_minutes(time.until_minute)
    return TimeForm(time.days, begins, ends, str(time.response_minutes), shown_exceptions(time.exceptions, language))


def _rule_form(rule: RuleView, names: dict[str, Option]) -> RuleForm:
    channel, person = names.get(rule.channel_id, Option()), names.get(rule.user_id, Option())
    return RuleForm(
        id=rule.id,
        channel_id=rule.channel_id,
        city=rule.city,
        topic=rule.topic,
        amount_from=major(rule.amount_from) if rule.amount_from else "",
        amount_to=major(rule.amount_to) if rule.amount_to else "",
        user_id=rule.user_id,
        team=rule.team,
        active=rule.active,
        channel_ru=channel.ru,
        channel_en=channel.en,
        person=person.ru,
    )


def _hours_form(row: HoursView) -> HoursForm:
    away = row.away_until.isoformat() if row.away_until else ""
    begins, ends = shown_minutes(row.from_minute), shown_minutes(row.until_minute)
    return HoursForm(row.user_id, row.name, row.own, row.days, begins, ends, away)
