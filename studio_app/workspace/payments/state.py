"""What the payments screen is asked to do."""

import asyncio
from typing import ClassVar

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.adapters.texts.format import money as amount_text
from studio_app.bootstrap import services
from studio_app.core.numbers import read_money
from studio_app.domain.accounts.permissions import Permission, may
from studio_app.domain.ledger.balances import invoices_for, invoices_for_excess
from studio_app.domain.ledger.excess import move_excess, release_excess
from studio_app.domain.ledger.receipts import reverse_entry, write_off
from studio_app.domain.notifications.asking import ask_for_rest
from studio_app.domain.payments.entries import BookFilter, book_entry
from studio_app.domain.payments.reconciliation.differences import set_aside
from studio_app.domain.payments.refunds import record_refund_paid
from studio_app.domain.studio.current import today
from studio_app.workspace.components.once import once
from studio_app.workspace.components.paging import Paged
from studio_app.workspace.gate import actor, allow, locale
from studio_app.workspace.invoices.transfers import typed_allocation
from studio_app.workspace.invoices.views import typed_date
from studio_app.workspace.live import live
from studio_app.workspace.payments.load import PAGE, read_page
from studio_app.workspace.payments.views import (
    BalanceItem,
    CurrencyBalanceItem,
    DifferenceItem,
    EntryItem,
    HealthItem,
    OpenItem,
    PayoutItem,
    open_item,
)
from studio_app.workspace.topics import MONEY


class PaymentsState(Paged, rx.State):
    """The open ledger: a page of entries, the balance of one invoice, the differences, the dialog."""

    page_size: ClassVar[int] = PAGE

    only: str = BookFilter.ALL.value
    invoice_id: str = ""
    rows: list[EntryItem] = []
    ready: bool = False
    balance: BalanceItem = BalanceItem()
    health: HealthItem = HealthItem()
    differences: list[DifferenceItem] = []
    entities: list[CurrencyBalanceItem] = []
    payouts: list[PayoutItem] = []
    dialog: str = ""  # refund, transfer_back, allocate, move_excess, reverse, write_off
    chosen: str = ""
    chosen_amount: str = ""
    chosen_typed: str = ""
    chosen_currency: str = ""
    target: str = ""  # the invoice on which money is to count
    may_close: bool = False  # over an exchange difference
    exchanges: bool = False  # it is in another currency than the money
    day: str = ""
    open_ones: list[OpenItem] = []  # in the currency of the money
    open_others: list[OpenItem] = []

    @rx.event
    @allow(Permission.READ_DEALS)
    async def open(self):
        """Show the ledger, of one invoice if the address names it."""
        await live.watch(self, topic=MONEY, refresh=PaymentsState.catch_up)
        self.invoice_id = self.router.url.query_parameters.get("invoice", "")
        self.offset, self.dialog = 0, ""
        await self._load()

    @rx.event
    @allow(Permission.READ_DEALS)
    async def catch_up(self):
        """Money came or went: show it; an open dialog stays as it is."""
        if self.ready:
            await self._load()

    @rx.event
    @allow(Permission.READ_DEALS)
    async def show(self, only: str):
        """Show other entries, from the newest."""
        self.only = BookFilter(only).value if only in list(BookFilter) else BookFilter.ALL.value
        self.offset = 0
        await self._load()

    @rx.event
    @allow(Permission.REFUND)
    async def ask_refund(self, entry_id: str):
        """Open the dialog of a refund: through the provider, or of a transfer that a person makes."""
        row = await services().runner.read(actor(), book_entry, entry_id=entry_id)
        found = next((item for item in self.rows if item.id == row.id), None)
        if found is None:
            return
        self.chosen, self.chosen_currency = row.id, found.currency
        self.chosen_amount = found.refundable
        is_excess = row.id == self.balance.refund_from
        self.chosen_typed = self.balance.due_typed if is_excess else found.refundable_typed
        self.day = (await services().runner.read(actor(), today)).isoformat()
        self.dialog = "refund" if found.by_provider else "transfer_back"

    @rx.event
    @allow(Permission.REFUND, fresh=True)
    @once("dialog", "refund")
    async def refund(self, answers: dict[str, str]):
        """Give money back through the provider it came from."""
        amount = read_money(answers.get("amount", ""), self.chosen_currency, field="amount")
        done = await asyncio.to_thread(
            services().refunds.give_back,
            actor(),
            entry_id=self.chosen,
            amount=amount,
            reason=answers.get("reason", ""),
        )
        await self._done()
        return rx.toast.success(translate(locale(), f"ledger.refund.{done.status.value}"))

    @rx.event
    @allow(Permission.REFUND, fresh=True)
    @once("dialog", "transfer_back")
    async def transfer_back(self, answers: dict[str, str]):
        """Book a transfer by which money was given back."""
        await services().runner.run(
            actor(),
            record_refund_paid,
            entry_id=self.chosen,
            amount=read_money(answers.get("amount", ""), self.chosen_currency, field="amount"),
            paid_on=typed_date(answers.get("paid_on", "")),
            reference=answers.get("reference", ""),
        )
        await self._done()
        return rx.toast.success(translate(locale(), "ledger.refund.succeeded"))

    @rx.event
    @allow(Permission.RECORD_PAYMENTS)
    async def ask_allocate(self, entry_id: str):
        """Open the dialog in which free money finds its invoice; the client's own come first."""
        row = await services().runner.read(actor(), book_entry, entry_id=entry_id)
        found = await services().runner.read(actor(), invoices_for, entry_id=row.id)
        if not found:
            return rx.toast.info(translate(locale(), "ledger.nowhere_to_allocate"))
        self._offer([open_item(one, row.free, locale()) for one in found])
        self.chosen, self.chosen_amount = row.id, amount_text(row.free, locale())
        self.may_close = may(actor(), Permission.WRITE_OFF)
        self.dialog = "allocate"
        return None

    @rx.event
    @allow(Permission.RECORD_PAYMENTS)
    async def aim(self, invoice_id: str):
        """Another invoice was chosen for the money."""
        self._aim(invoice_id)

    @rx.event
    @allow(Permission.RECORD_PAYMENTS)
    @once("dialog", "allocate")
    async def allocate(self, answers: dict[str, str]):
        """Let free money count for the chosen invoice."""
        self._aim(answers.get("invoice", ""))
        use_case, typed = typed_allocation(answers, currency=self.chosen_currency, exchanges=self.exchanges)
        await services().runner.run(actor(), use_case, entry_id=self.chosen, **typed)
        await self._done()
        return rx.toast.success(translate(locale(), "ledger.allocated"))

    @rx.event
    @allow(Permission.RECORD_PAYMENTS)
    async def ask_reason(self, dialog: str, entry_id: str):
        """Open the dialog that asks why: to take an entry back, or to write off what is due on the invoice."""
        self.dialog = dialog if dialog in {"reverse", "write_off"} else ""
        self.chosen = entry_id

    @rx.event
    @allow(Permission.RECORD_PAYMENTS)
    @once("dialog", "reverse")
    async def reverse(self, answers: dict[str, str]):
        """Take an entry back by a correction."""
        reason = answers.get("reason", "")
        await services().runner.run(actor(), reverse_entry, entry_id=self.chosen, reason=reason)
        await self._done()
        return rx.toast.success(translate(locale(), "ledger.reversed"))

    @rx.event
    @allow(Permission.WRITE_OFF)
    @once("dialog", "write_off")
    async def write_off(self, answers: dict[str, str]):
        """Close the invoice over a difference that nobody will pay."""
        reason = answers.get("reason", "")
        await services().runner.run(actor(), write_off, invoice_id=self.invoice_id, reason=reason)
        await self._done()
        return rx.toast.success(translate(locale(), "ledger.written_off"))

    @rx.event
    @allow(Permission.RECORD_PAYMENTS)
    async def release(self):
        """Set what is over on the invoice free for others of its client."""
        await services().runner.run(actor(), release_excess, invoice_id=self.invoice_id)
        await self._done()
        return rx.toast.success(translate(locale(), "ledger.released"))

    @rx.event
    @allow(Permission.RECORD_PAYMENTS)
    async def ask_move(self):
        """Open the dialog in which the excess finds another invoice of the same client."""
        found = await services().runner.read(actor(), invoices_for_excess, invoice_id=self.invoice_id)
        over = read_money(self.balance.due_typed, self.balance.currency, field="amount")
        if not found:
            return rx.toast.info(translate(locale(), "ledger.nowhere_to_move"))
        self._offer([open_item(one, over, locale()) for one in found])
        self.dialog = "move_excess"
        return None

    @rx.event
    @allow(Permission.RECORD_PAYMENTS)
    @once("dialog", "move_excess")
    async def move_excess(self, answers: dict[str, str]):
        """Let the excess count for the chosen invoice."""
        amount = read_money(answers.get("amount", ""), self.chosen_currency, field="amount")
        target = answers.get("invoice", "")
        await services().runner.run(
            actor(), move_excess, invoice_id=self.invoice_id, to_invoice_id=target, amount=amount
        )
        await self._done()
        return rx.toast.success(translate(locale(), "ledger.moved"))

    @rx.event
    @allow(Permission.ISSUE_INVOICES)
    async def ask_rest(self):
        """Write to the client that a part is still due."""
        await services().runner.run(actor(), ask_for_rest, invoice_id=self.invoice_id)
        return rx.toast.success(translate(locale(), "ledger.rest_asked"))

    @rx.event
    @allow(Permission.RECORD_PAYMENTS)
    async def look(self):
        """Compare our books with the provider's now."""
        found = await asyncio.to_thread(services().reconciliation.look)
        await self._load()
        if found:
            return rx.toast.warning(translate(locale(), "ledger.looked_differs"))
        return rx.toast.success(translate(locale(), "ledger.looked"))

    @rx.event
    @allow(Permission.WRITE_OFF)
    async def repair(self, difference_id: str):
        """Mend a difference with one click."""
        await asyncio.to_thread(services().reconciliation.repair, actor(), difference_id=difference_id)
        await self._load()

    @rx.event
    @allow(Permission.WRITE_OFF)
    async def put_aside(self, difference_id: str):
        """Somebody has dealt with it elsewhere."""
        await services().runner.run(actor(), set_aside, difference_id=difference_id)
        await self._load()

    @rx.event
    @allow(Permission.READ_DEALS)
    async def close(self, _opened: bool):
        """Close whatever dialog is open."""
        self.dialog = ""

    def _offer(self, items: list[OpenItem]) -> None:
        self.open_ones = [item for item in items if not item.exchanged]
        self.open_others = [item for item in items if item.exchanged]
        self._aim(items[0].id)

    def _aim(self, invoice_id: str) -> None:
        found = next((one for one in (*self.open_ones, *self.open_others) if one.id == invoice_id), None)
        if found is not None:
            self.target, self.chosen_typed = found.id, found.due_typed
            self.chosen_currency, self.exchanges = found.currency, found.exchanged

    async def _done(self) -> None:
        self.dialog = ""
        await self._load()

    async def _load(self) -> None:
        page = await read_page(BookFilter(self.only), self.invoice_id, self.offset)
        self.rows, self.more, self.balance = page.rows, page.more, page.balance
        self.health, self.differences, self.entities = page.health, page.differences, page.entities
        self.payouts = page.payouts
        self.ready = True
