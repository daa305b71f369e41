"""Replacing the link of a document: what will happen is said first, then it happens, then what is left to do."""

from typing import Any

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.documents.links import replace_link
from studio_app.domain.notifications.new_links import LinkLetter, link_letter
from studio_app.workspace.deal.documents.rows import document_name
from studio_app.workspace.deal.state import DealState
from studio_app.workspace.gate import actor, allow, locale
from studio_app.workspace.i18n import tr


class ReplacingState(rx.State):
    """The document whose link is asked about; after that the new link, where a person has to hand it over."""

    document: str = ""  # its id, while the question is open
    name: str = ""  # what it is called
    reader: str = ""  # who will get the letter, and where; empty: there will be none
    why: str = ""  # why a person has to hand the link over, of ByHand
    link: str = ""  # the new one, while it is shown
    _link_hash: str = ""

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    async def ask(self, document_id: str):
        """Say what will happen."""
        letter = await services().runner.read(actor(), link_letter, document_id=document_id)
        self.document, self._link_hash, self.link = document_id, letter.link_hash, ""
        self._tell(letter)

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    async def replace(self):
        """Do it. A second press of the button finds the question closed; a colleague may have been faster."""
        document_id, self.document = self.document, ""
        if not document_id:
            return None
        runner = services().runner
        await runner.run(actor(), replace_link, document_id=document_id, link_hash=self._link_hash)
        letter = await runner.read(actor(), link_letter, document_id=document_id)
        self._tell(letter)  # the address may have changed while the question stood there
        if not self.why:
            return [DealState.catch_up, rx.toast.success(translate(locale(), "deal.link_sent", to=self.reader))]
        self.link = services().settings.url + letter.path
        return DealState.catch_up

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    async def close(self, opened: bool = False):
        """Think better of it, or be done with the new link."""
        if not opened:
            self.document = self.link = ""

    def _tell(self, letter: LinkLetter) -> None:
        self.name = document_name(letter.kind, letter.number, locale())
        self.why = letter.by_hand.value if letter.by_hand else ""
        self.reader = ", ".join(filter(None, (letter.name, letter.address))) if letter.address else ""


def replacing_dialog() -> rx.Component:
    """The question, and in its place the new link where no letter brings it."""
    return rx.dialog.root(
        rx.dialog.content(
            rx.cond(ReplacingState.link != "", _new_link(), _question()),
            max_width="460px",
            class_name="deal-replacing",
        ),
        open=(ReplacingState.document != "") | (ReplacingState.link != ""),
        on_open_change=ReplacingState.close,
    )


def _question() -> rx.Component:
    return rx.fragment(
        rx.dialog.title(tr("deal.replace_title"), size="4"),
        rx.dialog.description(
            rx.el.strong(ReplacingState.name), ". ", tr("deal.replace_stops"), size="2", margin_bottom="3"
        ),
        rx.cond(
            ReplacingState.why == "",
            rx.el.p(tr("deal.replace_to"), " ", rx.el.strong(ReplacingState.reader), class_name="deal-replacing-to"),
            rx.el.p(_reason(), class_name="deal-replacing-to", role="note"),
        ),
        rx.el.div(
            rx.dialog.close(rx.button(tr("deal.cancel"), type="button", variant="soft", color_scheme="gray")),
            rx.button(
                rx.cond(ReplacingState.why == "", tr("deal.replace_send"), tr("deal.replace_only")),
                color_scheme="red",
                on_click=ReplacingState.replace,
            ),
            class_name="deal-dialog-actions",
        ),
    )


def _reason() -> Any:
    kinds = ("address", "requisites", "mail", "void")
    return rx.match(ReplacingState.why, *((kind, tr(f"deal.replace_by_hand.{kind}")) for kind in kinds), "")


def _new_link() -> rx.Component:
    return rx.fragment(
        rx.dialog.title(tr("deal.replaced_title"), size="4"),
        rx.dialog.description(
            rx.el.strong(ReplacingState.name), ". ", tr("deal.replaced_hint"), size="2", margin_bottom="3"
        ),
        rx.input(
            value=ReplacingState.link,
            read_only=True,
            aria_label=tr("deal.replaced_link"),
            class_name="deal-replacing-link",
        ),
        rx.el.div(
            rx.button(
                tr("deal.do.copy_link"),
                on_click=[rx.set_clipboard(ReplacingState.link), rx.toast.success(tr("deal.link_copied"))],
            ),
            rx.dialog.close(rx.button(tr("deal.replaced_done"), type="button", variant="soft", color_scheme="gray")),
            class_name="deal-dialog-actions",
        ),
    )
