"""The state of merging two clients: find the other, look at both, choose, merge, take apart again."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.adapters.texts.format import phone, short_day
from studio_app.bootstrap import services
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.client_book.listing import find_clients
from studio_app.domain.client_book.merging import (
    MergeField,
    PastMerge,
    doubles_of,
    merge_clients,
    merges_into,
    preview_merge,
    undo_merge,
)
from studio_app.domain.clients.addresses import shown_email
from studio_app.domain.clients.duplicates import Match
from studio_app.domain.studio.current import zone
from studio_app.domain.work import Work
from studio_app.workspace import paths
from studio_app.workspace.clients.state import ClientState
from studio_app.workspace.components.once import once
from studio_app.workspace.gate import actor, allow, locale

_SHOWN = 6
_LONGEST = 80


@dataclass(frozen=True)
class FoundView:
    """A client who may be the same."""

    id: str = ""
    name: str = ""
    reach: str = ""


@dataclass(frozen=True)
class FieldView:
    """A field to choose: what each of the two says."""

    field: str = ""
    label: str = ""
    kept: str = ""
    gone: str = ""


@dataclass(frozen=True)
class PastView:
    """A merge that can be undone, in words."""

    id: str = ""
    words: str = ""


class MergeState(rx.State):
    """The dialog on the page of the client who stays."""

    opened: bool = False
    found: list[FoundView] = []
    looked: bool = False  # a search has been made
    gone_id: str = ""  # the one chosen
    fields: list[FieldView] = []
    contacts: list[str] = []
    deals: int = 0
    past: list[PastView] = []

    @rx.event
    @allow(Permission.READ_DEALS)
    async def load(self):
        """Show what was merged into the client of the address."""
        past, timezone = await services().runner.read(actor(), _past, client_id=self._client_id())
        self.past = [_past_view(one, locale(), timezone) for one in past]

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def open(self, opened: bool):
        """Open the dialog with those who look like the same client, or close it."""
        self.opened, self.gone_id, self.found, self.looked = opened, "", [], False
        if opened:
            alike = await services().runner.read(actor(), doubles_of, client_id=self._client_id())
            self.found = [_alike_view(one, locale()) for one in alike[:_SHOWN]]

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def search(self, text: str):
        """Look for the other client."""
        words = text[:_LONGEST].strip()
        found = await services().runner.read(actor(), find_clients, text=words, limit=_SHOWN + 1) if words else None
        rows = [row for row in found.rows if row.id != self._client_id()] if found else []
        self.found = [FoundView(row.id, row.name, shown_email(row.email) or phone(row.phone)) for row in rows[:_SHOWN]]
        self.looked = bool(words)

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def choose(self, client_id: str):
        """Look at both side by side."""
        preview = await services().runner.read(actor(), preview_merge, kept_id=self._client_id(), gone_id=client_id)
        reader = locale()
        self.gone_id, self.deals = client_id, preview.deals
        self.fields = [_field_view(one, reader) for one in preview.fields if one.differs]
        self.contacts = [
            f"{one.name} — {translate(reader, 'clients.merge_twin', name=one.twin)}" if one.twin else one.name
            for one in preview.contacts
        ]

    @rx.event
    @allow(Permission.EDIT_DEALS)
    @once("opened")
    async def merge(self, answers: dict[str, Any]):
        """Make one of the two."""
        take = [one.field for one in self.fields if answers.get(one.field) == "gone"]
        await services().runner.run(actor(), merge_clients, kept_id=self._client_id(), gone_id=self.gone_id, take=take)
        self.opened = False
        return [rx.toast.success(translate(locale(), "clients.merge_done")), MergeState.load, ClientState.catch_up]

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def part(self, merge_id: str):
        """Make two of them again."""
        await services().runner.run(actor(), undo_merge, merge_id=merge_id)
        return [rx.toast.success(translate(locale(), "clients.parted")), MergeState.load, ClientState.catch_up]

    def _client_id(self) -> str:
        return paths.client_of(self.router.url.path)


def _alike_view(one: Match, locale: str) -> FoundView:
    why = translate(locale, f"clients.alike.{one.reason.value}", value=phone(one.value), likeness=one.likeness)
    return FoundView(id=one.client_id, name=one.client, reach=why)


def _past(work: Work, *, client_id: str) -> tuple[tuple[PastMerge, ...], str]:
    return merges_into(work, client_id=client_id), zone(work).key


def _past_view(one: PastMerge, locale: str, timezone: str) -> PastView:
    day = short_day(one.at.astimezone(ZoneInfo(timezone)).date(), locale)
    return PastView(id=one.id, words=translate(locale, "clients.merged_from", name=one.gone_name, day=day))


def _field_view(one: MergeField, locale: str) -> FieldView:
    def shown(value: str) -> str:
        if one.field == "kind":
            return translate(locale, f"clients.kind_of.{value}")
        return translate(locale, f"clients.locale.{value}") if one.field == "locale" else value

    return FieldView(
        field=one.field,
        label=translate(locale, f"clients.field.{one.field}"),
        kept=shown(one.kept),
        gone=shown(one.gone),
    )
