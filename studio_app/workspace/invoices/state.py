"""What the list of invoices is asked to do."""

import asyncio
from typing import ClassVar

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.domain.accounts.permissions import Permission, may
from studio_app.domain.invoices.issue import issue_invoice
from studio_app.domain.invoices.queries import InvoiceFilter, list_invoices
from studio_app.domain.ledger.entity_balances import with_test_money
from studio_app.domain.payments.ends import ends_of
from studio_app.domain.payments.handing_over import hand_over_work, handed_over
from studio_app.domain.studio.current import today
from studio_app.workspace.components.once import once
from studio_app.workspace.components.paging import Paged
from studio_app.workspace.gate import actor, allow, locale
from studio_app.workspace.invoices.transfers import typed_transfer
from studio_app.workspace.invoices.views import InvoiceItem, invoice_item
from studio_app.workspace.live import live
from studio_app.workspace.payments.overpayment import book_or_ask
from studio_app.workspace.topics import MONEY

_PAGE = 50


class InvoicesState(Paged, rx.State):
    """One open list: a page of rows, the filter, and the invoice whose dialog is open."""

    page_size: ClassVar[int] = _PAGE

    only: str = InvoiceFilter.ALL.value
    rows: list[InvoiceItem] = []
    counts: dict[str, int] = {}
    view: str = ""  # rows, none (under this filter), empty (none at all); nothing before the first load
    chosen: str = ""
    chosen_number: str = ""
    chosen_due: str = ""
    chosen_currency: str = ""
    day: str = ""
    recording: bool = False
    voiding: bool = False
    may_close: bool = False  # over an exchange difference

    @rx.event
    @allow(Permission.READ_DEALS)
    async def open(self):
        """Show the page of the filter as it is now, or as the address asks for."""
        await live.watch(self, topic=MONEY, refresh=InvoicesState.catch_up)
        only = self.router.url.query_parameters.get("only", "")
        if only in set(InvoiceFilter):
            self.only, self.offset = only, 0
        await self._load()

    @rx.event
    @allow(Permission.READ_DEALS)
    async def catch_up(self):
        """Money came or went: show it; an open dialog stays as it is."""
        if self.view:
            await self._load()

    @rx.event
    @allow(Permission.READ_DEALS)
    async def show(self, only: str | list[str]):
        """Show the invoices of another filter, from the newest."""
        self.only = InvoiceFilter(only).value if only in list(InvoiceFilter) else InvoiceFilter.ALL.value
        self.offset = 0
        await self._load()

    @rx.event
    @allow(Permission.ISSUE_INVOICES)
    async def issue(self, invoice_id: str):
        """Number the draft and send it to the client."""
        done = await services().runner.run(actor(), issue_invoice, document_id=invoice_id)
        await self._load()
        return rx.toast.success(translate(locale(), "invoices.issued", number=done.number))

    @rx.event
    @allow(Permission.RECORD_PAYMENTS)
    async def ask_transfer(self, invoice_id: str):
        """Open the dialog of a bank transfer, filled with what is due and today."""
        self._choose(invoice_id)
        self.day = (await services().runner.read(actor(), today)).isoformat()
        self.may_close = may(actor(), Permission.WRITE_OFF)
        self.recording = True

    @rx.event
    @allow(Permission.RECORD_PAYMENTS)
    @once("recording")
    async def record(self, answers: dict[str, str]):
        """Book a bank transfer; one that is more than what is due is asked about first."""
        use_case, typed = typed_transfer(answers, currency=self.chosen_currency)
        booked = await book_or_ask(self, use_case, {"invoice_id": self.chosen, **typed})
        if not booked:
            return None
        self.recording = False
        await self._load()
        return rx.toast.success(translate(locale(), "invoices.recorded"))

    @rx.event
    @allow(Permission.ISSUE_INVOICES)
    async def ask_void(self, invoice_id: str):
        """Open the dialog that asks why."""
        self._choose(invoice_id)
        self.voiding = True

    @rx.event
    @allow(Permission.ISSUE_INVOICES)
    @once("voiding")
    async def void(self, answers: dict[str, str]):
        """Void the invoice, unless the client was faster."""
        online_payments = services().online_payments
        await asyncio.to_thread(
            online_payments.void, actor(), document_id=self.chosen, reason=answers.get("reason", "")
        )
        self.voiding = False
        await self._load()
        return rx.toast.success(translate(locale(), "invoices.voided"))

    @rx.event
    @allow(Permission.ISSUE_INVOICES)
    async def hand_over(self, invoice_id: str):
        """Note that the work of a paid invoice is handed over."""
        await services().runner.run(actor(), hand_over_work, invoice_id=invoice_id)
        await self._load()
        return rx.toast.success(translate(locale(), "invoices.handed_over"))

    @rx.event
    @allow(Permission.READ_DEALS)
    async def close(self, _opened: bool):
        """Close whatever dialog is open."""
        self.recording = self.voiding = False

    def _choose(self, invoice_id: str) -> None:
        found = next((row for row in self.rows if row.id == invoice_id), None)
        self.chosen = invoice_id
        self.chosen_number = found.number if found else ""
        self.chosen_due = found.due if found else ""
        self.chosen_currency = found.currency if found else ""

    async def _load(self) -> None:
        page = await services().runner.read(
            actor(), list_invoices, only=InvoiceFilter(self.only), offset=self.offset, limit=_PAGE + 1
        )
        shown = page.rows[:_PAGE]
        ids = [row.document_id for row in shown]
        ended = await services().runner.read(actor(), ends_of, invoice_ids=ids)
        done = await services().runner.read(actor(), handed_over, invoice_ids=ids)
        tested = await services().runner.read(actor(), with_test_money, invoice_ids=ids)
        self.rows = [
            invoice_item(
                row,
                locale(),
                ended=ended.get(row.document_id),
                is_handed_over=row.document_id in done,
                has_test_money=row.document_id in tested,
            )
            for row in shown
        ]
        self.counts = page.counts
        self.more = len(page.rows) > _PAGE
        self.view = "rows" if self.rows else "none" if page.counts["all"] else "empty"
