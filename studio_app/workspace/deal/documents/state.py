"""The state of what is done to the documents of the deal, and of the questions asked before."""

import asyncio
from typing import Any

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.core.numbers import read_money
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.contracts.acceptance import accept_work
from studio_app.domain.documents.changes import discard_changes
from studio_app.domain.ledger.bank_transfers import record_bank_transfer
from studio_app.domain.payments.handing_over import hand_over_work
from studio_app.workspace.components.once import once
from studio_app.workspace.deal.parsing import day
from studio_app.workspace.deal.state import DealState
from studio_app.workspace.deal.steps import publish_changes_of, publish_document
from studio_app.workspace.gate import actor, allow, locale
from studio_app.workspace.payments.overpayment import book_or_ask


class DocumentsState(rx.State):
    """Which document is asked about; the documents themselves stand in the deal's state."""

    dialog: str = ""  # void, pay, accept or discard while it is open
    dialog_document: str = ""

    @rx.event
    @allow(Permission.SEND_DOCUMENTS, Permission.ISSUE_INVOICES)
    async def publish(self, document_id: str):
        """Show a draft to the client."""
        await publish_document(document_id)
        return DealState.catch_up

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    async def publish_changes(self, document_id: str):
        """Show the client what was saved since the document was sent."""
        await publish_changes_of(document_id)
        return [DealState.catch_up, rx.toast.success(translate(locale(), "changes.published"))]

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    @once("dialog", "discard")
    async def discard(self, form: dict[str, Any]):
        """Throw away what was saved and not published."""
        await services().runner.run(actor(), discard_changes, document_id=self.dialog_document)
        self.dialog = ""
        return [DealState.catch_up, rx.toast.success(translate(locale(), "changes.discarded"))]

    @rx.event
    @allow(Permission.ISSUE_INVOICES)
    @once("dialog", "void")
    async def void(self, form: dict[str, Any]):
        """Void an invoice with a reason, unless the client was faster: an open checkout is closed first."""
        reason = str(form.get("reason", ""))
        await asyncio.to_thread(
            services().online_payments.void, actor(), document_id=self.dialog_document, reason=reason
        )
        self.dialog = ""
        return DealState.catch_up

    @rx.event
    @allow(Permission.RECORD_PAYMENTS)
    @once("dialog", "pay")
    async def record_payment(self, form: dict[str, Any]):
        """Book a bank transfer; one that is more than what is due is asked about first."""
        deal = await self.get_state(DealState)
        typed = {
            "invoice_id": self.dialog_document,
            "amount": read_money(str(form.get("amount", "")), deal.deal.currency, field="amount"),
            "received_on": day(form.get("received_on")),
            "reference": str(form.get("reference", "")),
        }
        if await book_or_ask(self, record_bank_transfer, typed):
            self.dialog = ""
        return DealState.catch_up

    @rx.event
    @allow(Permission.ISSUE_INVOICES)
    async def hand_over(self, document_id: str):
        """Note that the work of an invoice is handed over."""
        await services().runner.run(actor(), hand_over_work, invoice_id=document_id)
        return DealState.catch_up

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    @once("dialog", "accept")
    async def accept_work(self, form: dict[str, Any]):
        """Mark the day on which the client has accepted the work."""
        deal = await self.get_state(DealState)
        await services().runner.run(actor(), accept_work, deal_id=deal.deal.id, on=day(form.get("accepted_on")))
        self.dialog = ""
        return DealState.catch_up

    @rx.event
    @allow(Permission.READ_DEALS)
    async def open_dialog(self, name: str, document_id: str):
        """Ask for what the action needs."""
        self.dialog, self.dialog_document = name, document_id

    @rx.event
    @allow(Permission.READ_DEALS)
    async def close_dialog(self):
        """Think better of it."""
        self.dialog = ""
