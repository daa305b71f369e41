"""The state of the contract's editor."""

from typing import Any

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.core.errors import NotFound
from studio_app.core.money import Money
from studio_app.domain.contracts.editing import publish_contract
from studio_app.domain.contracts.schemas import ContractTerms
from studio_app.domain.contracts.terms import change_terms, open_terms, require_terms
from studio_app.domain.documents.models import DocumentStatus
from studio_app.domain.documents.revisions import DocumentEdited
from studio_app.workspace import paths
from studio_app.workspace.contract.form import Split, TermsForm, form_of, percent, split, terms_in
from studio_app.workspace.filling import filling
from studio_app.workspace.gate import Access, actor, allow, locale


class ContractState(rx.State):
    """The terms of one contract being edited in one tab; the fields themselves live in the browser."""

    deal: str = ""
    document: str = ""
    number: str = ""
    loaded: bool = False
    published: bool = False
    path: str = ""
    filling: str = ""  # changes whenever the fields are filled anew
    form: TermsForm = TermsForm()
    sums: Split = Split()
    edited: bool = False  # a colleague was faster, what is typed here is not saved
    _read_terms: ContractTerms | None = None
    _total: Money | None = None
    _language: str = ""
    _again: int = 0
    _sending: bool = False

    @rx.event
    @allow(Access.STAFF)
    async def load(self):
        """Show the unsigned contract of the deal of the address."""
        self.reset()
        self.deal = paths.deal_of(self.router.url.path)
        await self._fill()

    @rx.event
    @allow(Access.STAFF)
    async def look_again(self):
        """Show what the colleague has saved; what was typed here is given up."""
        self._again += 1
        await self._fill()

    @rx.event
    @allow(Access.STAFF)
    async def choose(self, sending: bool):
        """The form that is about to come in is to be sent, too, or only saved."""
        self._sending = sending is True

    @rx.event
    @allow(Access.STAFF)
    async def divide(self, deposit: str):
        """Show the two sums while the share is typed."""
        if self._total is not None:
            share = percent({"deposit_percent": deposit}, "deposit_percent")
            self.sums = split(self._total, share, locale())

    @rx.event
    @allow(Access.STAFF)
    async def save(self, form: dict[str, Any]):
        """Keep the terms; a published contract changes before the client's eyes."""
        sending, self._sending = self._sending, False
        await self._save(form)
        if sending:
            await services().runner.run(actor(), publish_contract, document_id=self.document)
            return rx.redirect(paths.deal(self.deal))
        return rx.toast.success(translate(locale(), "contract_editor.saved"))

    async def _save(self, form: dict[str, Any]) -> None:
        if self._read_terms is None:
            raise NotFound
        terms = require_terms(terms_in(form, self._read_terms, self._language))
        try:
            await services().runner.run(
                actor(), change_terms, document_id=self.document, read=self._read_terms, terms=terms
            )
        except DocumentEdited:
            self.edited = True
            raise
        self._read_terms, self.edited = terms, False

    async def _fill(self) -> None:
        view = await services().runner.read(actor(), open_terms, deal_id=self.deal)
        self.loaded, self.edited = True, False
        self.document = view.document_id if view else ""
        if view is None:
            return
        self.number, self.path = view.number, view.path
        self.published = view.status is DocumentStatus.PUBLISHED
        self._read_terms, self._total, self._language = view.terms, view.total, view.locale
        self.filling = filling(view.terms, again=self._again)
        self.form = form_of(view.terms, view.locale)
        self.sums = split(view.total, view.terms.deposit_percent, locale())
