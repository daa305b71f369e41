"""The state of the contract's editor."""

from typing import Any

import reflex as rx

from studio_app.bootstrap import services
from studio_app.core.errors import NotFound, StudioError
from studio_app.core.money import Money
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.contracts.schemas import ContractTerms
from studio_app.domain.contracts.terms import (
    TermsView,
    change_and_publish_terms,
    change_and_send_terms,
    change_terms,
    open_terms,
    require_terms,
)
from studio_app.workspace.contract.form import Split, TermsForm, form_of, percent, split, terms_in
from studio_app.workspace.document_editor.state import DocumentEditor
from studio_app.workspace.filling import filling
from studio_app.workspace.gate import actor, allow, locale


class ContractState(DocumentEditor, rx.State):
    """The terms of the unsigned contract of a deal."""

    number: str = ""
    form: TermsForm = TermsForm()
    sums: Split = Split()
    _read_terms: ContractTerms | None = None
    _total: Money | None = None

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    async def divide(self, deposit: str):
        """Show the two sums while the share is typed."""
        if self._total is not None:
            share = percent({"deposit_percent": deposit}, "deposit_percent")
            self.sums = split(self._total, share, locale())

    async def _read(self) -> TermsView | None:
        return await services().runner.read(actor(), open_terms, deal_id=self.deal)

    def _show(self, draft: TermsView) -> None:
        self.number = draft.number
        self._read_terms, self._total = draft.terms, draft.total
        self.filling = filling(draft.terms, again=self._again)
        self.form = form_of(draft.terms, draft.locale)
        self.sums = split(draft.total, draft.terms.deposit_percent, locale())

    async def _write(self, form: dict[str, Any], *, sending: bool) -> StudioError | None:
        if self._read_terms is None:
            raise NotFound
        document, read, refusal = self.document, self._read_terms, None
        terms, run = require_terms(terms_in(form, read, self._language)), services().runner.run
        if sending:
            send = change_and_publish_terms if self.published else change_and_send_terms
            refusal = await run(actor(), send, document_id=document, read=read, terms=terms)
        else:
            await run(actor(), change_terms, document_id=document, read=read, terms=terms)
        self._read_terms = terms
        return refusal
