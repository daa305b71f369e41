"""Asking again for what went back from an invoice: one question, wherever the invoice stands with its button."""

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.ledger.receipts import MAX_REASON
from studio_app.domain.payments.asking_again import ask_again
from studio_app.workspace.components.counted import counted
from studio_app.workspace.components.once import once
from studio_app.workspace.gate import actor, allow, locale
from studio_app.workspace.i18n import tr


class AskingAgain(rx.State):
    """The invoice that is asked about; the open page hears of the answer as every other does."""

    invoice_id: str = ""  # open while there is one

    @rx.event
    @allow(Permission.ISSUE_INVOICES)
    async def open_dialog(self, invoice_id: str):
        """Ask why."""
        self.invoice_id = invoice_id

    @rx.event
    @allow(Permission.ISSUE_INVOICES)
    @once("invoice_id")
    async def ask(self, answers: dict[str, str]):
        """Make due again what went back, and write to the client."""
        reason = answers.get("reason", "")
        await services().runner.run(actor(), ask_again, invoice_id=self.invoice_id, reason=reason)
        self.invoice_id = ""
        return rx.toast.success(translate(locale(), "ledger.asked_again"))

    @rx.event
    @allow(Permission.ISSUE_INVOICES)
    async def leave(self, opened: bool = False):
        """Think better of it: nothing is asked for."""
        if not opened:
            self.invoice_id = ""


def ask_again_dialog() -> rx.Component:
    """Asks for the reason, which the client will read."""
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(tr("ledger.ask_again_title")),
            rx.dialog.description(tr("ledger.ask_again_hint"), size="2"),
            rx.form(
                rx.el.label(
                    rx.text(tr("ledger.reason"), size="2", weight="medium"),
                    counted(rx.text_area, MAX_REASON, name="reason", rows="3", required=True),
                    class_name="field",
                ),
                rx.el.div(
                    rx.dialog.close(rx.button(tr("ledger.cancel"), type="button", variant="soft", color_scheme="gray")),
                    rx.button(tr("ledger.ask_again_submit"), type="submit"),
                    class_name="invoices-buttons",
                ),
                on_submit=AskingAgain.ask,
                class_name="stack invoices-form",
            ),
            max_width="440px",
        ),
        open=AskingAgain.invoice_id != "",
        on_open_change=AskingAgain.leave,
    )
