"""The state of one client's page."""

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.core.errors import NotFound
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.client_book.edits import save_client, save_client_requisites
from studio_app.domain.client_book.listing import client_card
from studio_app.domain.documents.of_client import documents_of_client
from studio_app.domain.studio.brand import studio_brand
from studio_app.domain.studio.kinds import EntityKind
from studio_app.domain.studio.requisites import RequisitesIn, check, tidy
from studio_app.workspace import paths
from studio_app.workspace.clients.views import (
    FIELDS,
    ContactView,
    DealView,
    DocumentView,
    contact_views,
    deal_views,
    document_views,
    requisite_values,
    sentences,
)
from studio_app.workspace.components.clashes import Clashing, clash_views
from studio_app.workspace.components.once import once
from studio_app.workspace.gate import actor, allow, locale
from studio_app.workspace.live import live
from studio_app.workspace.payments.balances import BalancesState
from studio_app.workspace.topics import MONEY

_EMPTY = {"kind": EntityKind.COMPANY.value, **dict.fromkeys(FIELDS, "")}


class ClientState(Clashing, rx.State):
    """One client; every handler looks it up anew by its id."""

    client_id: str = ""
    name: str = ""
    language: str = "ru"
    contacts: list[ContactView] = []
    deals: list[DealView] = []
    documents: list[DocumentView] = []
    values: dict[str, str] = _EMPTY
    errors: dict[str, str] = dict.fromkeys(FIELDS, "")
    warnings: dict[str, str] = dict.fromkeys(FIELDS, "")
    editing: bool = False  # name and language, in a dialog
    has_documents: bool = False
    stored: dict[str, str] = _EMPTY  # a field is filled anew when it is stored otherwise, and left alone while not

    @rx.event
    @allow(Permission.READ_DEALS)
    async def load(self):
        """Show the client of the address; the list when there is none."""
        self.client_id = paths.client_of(self.router.url.path)
        client_id = self.client_id
        await live.watch(self, topic=MONEY, refresh=[ClientState.show_documents, BalancesState.load])
        try:
            await self._show()
        except NotFound:
            return rx.redirect(paths.CLIENTS)
        return rx.redirect(paths.client(self.client_id)) if self.client_id != client_id else None

    @rx.event
    @allow(Permission.READ_DEALS)
    async def catch_up(self):
        """Something about the client was changed."""
        await self._show()

    @rx.event
    @allow(Permission.READ_DEALS)
    async def show_documents(self):
        """Money came or went: say what the documents are now, and leave alone what somebody is typing."""
        if self.client_id:
            await self._show_documents()

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def edit_client(self):
        """Open the dialog of name and language."""
        self.editing = True

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def close(self, opened: bool = False):
        """Close the dialog."""
        if not opened:
            self.editing = False

    @rx.event
    @allow(Permission.EDIT_DEALS)
    @once("editing")
    async def keep_client(self, answers: dict[str, str]):
        """Save name and language."""
        given = {name: answers.get(name, "") for name in ("name", "locale")}
        self._seen = await self._now()
        await self._save(given)
        self.editing = False
        return rx.toast.success(translate(locale(), "clients.saved"))

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def keep_requisites(self, answers: dict[str, str]):
        """Check and save the requisites; wrong fields get their sentence and nothing is saved."""
        self.values = {name: answers.get(name, "") for name in _EMPTY}
        kind = self.values["kind"] if self.values["kind"] in set(EntityKind) else EntityKind.COMPANY.value
        given = tidy(RequisitesIn(kind=EntityKind(kind), **{name: self.values[name] for name in FIELDS}))
        found = check(given, bank_required=False)
        self.errors, self.warnings = sentences(found.errors, locale()), sentences(found.warnings, locale())
        if found.errors:
            return rx.toast.error(translate(locale(), "error.invalid.details"))
        await services().runner.run(actor(), save_client_requisites, client_id=self.client_id, requisites=given)
        self.editing = False
        await self._show()
        return rx.toast.success(translate(locale(), "clients.saved"))

    async def _now(self) -> dict[str, str]:
        return {"name": self.name, "locale": self.language}

    async def _save(self, values: dict[str, str], *, answered: str = "") -> None:
        seen = self._seen
        clashes = await services().runner.run(actor(), save_client, client_id=self.client_id, values=values, seen=seen)
        reader = locale()
        found = clash_views(
            clashes,
            label=lambda field: translate(reader, f"clients.field.{field}"),
            shown=lambda field, value: translate(reader, f"clients.locale.{value}") if field == "locale" else value,
        )
        self._note(found, answered=answered)
        await self._show()

    async def _show(self) -> None:
        runner = services().runner
        brand = await runner.read(actor(), studio_brand)
        card = await runner.read(actor(), client_card, client_id=self.client_id)
        if card.merged_into:
            self.client_id = card.merged_into
            card = await runner.read(actor(), client_card, client_id=self.client_id)
        self.name, self.language, self.contacts = card.name, card.locale, contact_views(card)
        self.deals = deal_views(card.deals, locale=locale(), timezone=brand.timezone)
        await self._show_documents()
        self.values = self.stored = requisite_values(card)
        kept = check(card.requisites, bank_required=False) if card.requisites else None
        self.errors = sentences((), locale())
        self.warnings = sentences(kept.warnings if kept else (), locale())

    async def _show_documents(self) -> None:
        brand = await services().runner.read(actor(), studio_brand)
        documents = await services().runner.read(actor(), documents_of_client, client_id=self.client_id)
        self.documents = document_views(documents, locale=locale(), timezone=brand.timezone)
        self.has_documents = bool(documents)
