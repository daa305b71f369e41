"""The rules by which a lead becomes somebody's."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from studio_app.bootstrap import services
from studio_app.domain.accounts.people import people
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.leads.assignment.settings import (
    RuleView,
    assignment_rules,
    delete_rule,
    move_rule,
    save_rule,
)
from studio_app.domain.studio.lists import ShortList, entries
from studio_app.domain.studio.settings import studio_settings
from studio_app.workspace.components.once import once
from studio_app.workspace.gate import actor, allow
from studio_app.workspace.settings.editor import ListEditor
from studio_app.workspace.settings.parsing import major, money, text, ticked


@dataclass(frozen=True)
class Option:
    """Something to choose, in both languages."""

    id: str = ""
    ru: str = ""
    en: str = ""


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


class RuleSettings(ListEditor, rx.State):
    """The rules in the order in which they are tried, what they may name, and the rule being edited."""

    rows: list[RuleForm] = []
    form: RuleForm = RuleForm()
    channels: list[Option] = []
    persons: list[Option] = []
    teams: list[str] = []
    currency: str = "RUB"

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    @once("editing")
    async def save(self, data: dict[str, Any]):
        """Keep the rule."""
        rule = RuleView(
            id=self.form.id,
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
        await self._saved()

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
        await services().runner.run(actor(), delete_rule, rule_id=self.form.id)
        await self._saved()

    def _new(self) -> RuleForm:
        return RuleForm()

    async def _read(self) -> None:
        read = services().runner.read
        everybody = [person for person in await read(actor(), people) if person.takes_deals]
        self.persons = [Option(person.id, person.name, person.name) for person in everybody]
        self.teams = sorted({person.team for person in everybody if person.team})
        listed = await read(actor(), entries, which=ShortList.CHANNELS)
        self.channels = [Option(row.id, row.name_ru, row.name_en) for row in listed if row.active]
        self.currency = (await read(actor(), studio_settings)).hour_cost.currency
        names = {option.id: option for option in (*self.channels, *self.persons)}
        self.rows = [_form(row, names) for row in await read(actor(), assignment_rules)]


def _form(rule: RuleView, names: dict[str, Option]) -> RuleForm:
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
