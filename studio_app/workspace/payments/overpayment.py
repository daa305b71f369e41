"""Booking a typed payment, and the question that is asked first where it is more than what is due."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.adapters.texts.format import money as amount_text
from studio_app.bootstrap import services
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.ledger.bank_transfers import record_bank_transfer
from studio_app.domain.ledger.receipts import ExcessUnconfirmed
from studio_app.workspace.framework import BaseState
from studio_app.workspace.gate import actor, allow, locale
from studio_app.workspace.i18n import tr


class Overpayment(rx.State):
    """The question, and the payment that waits for its answer."""

    excess: str = ""  # open while there is one
    _typed: dict[str, Any] = {}

    @rx.event
    @allow(Permission.RECORD_PAYMENTS)
    async def confirm(self):
        """Book it with the excess that was shown; asked anew when it is another one by now."""
        typed = self._typed
        if not typed:
            return None
        self.excess, self._typed = "", {}
        if not await self._book(typed):
            return None
        return rx.toast.success(translate(locale(), "invoices.recorded"))

    @rx.event
    @allow(Permission.RECORD_PAYMENTS)
    async def leave(self, opened: bool = False):
        """Think better of it: nothing is booked."""
        if not opened:
            self.excess, self._typed = "", {}

    async def _book(self, typed: dict[str, Any]) -> bool:
        try:
            await services().runner.run(actor(), record_bank_transfer, **typed)
        except ExcessUnconfirmed as error:
            self._typed = {**typed, "excess_seen": error.excess}
            self.excess = amount_text(error.excess, locale())
            return False
        return True


async def book_or_ask(state: BaseState, use_case: Callable[..., str], typed: dict[str, Any]) -> bool:
    """Book the payment that was typed in the tab of `state`; False: it is more than what is due, the person is asked.

    What came in another currency is never more than what is due: its use case says so itself.
    """
    if use_case is record_bank_transfer:
        return await (await state.get_state(Overpayment))._book(typed)  # noqa: SLF001  public, a browser could call it
    await services().runner.run(actor(), use_case, **typed)
    return True


def overpayment_dialog(*, then: Any) -> rx.Component:
    """Says by how much, over the dialog in which the sum was typed: closed, that one stands there as it was left.

    `then` closes that dialog once the answer is yes.
    """
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(tr("ledger.excess_ask", excess=Overpayment.excess), size="4"),
            rx.dialog.description(tr("ledger.excess_hint"), size="2"),
            rx.el.div(
                rx.dialog.close(
                    rx.button(tr("ledger.excess_cancel"), type="button", variant="soft", color_scheme="gray")
                ),
                rx.button(tr("ledger.excess_record"), color_scheme="amber", on_click=[Overpayment.confirm, then]),
                class_name="invoices-buttons",
            ),
            max_width="440px",
        ),
        open=Overpayment.excess != "",
        on_open_change=Overpayment.leave,
    )
