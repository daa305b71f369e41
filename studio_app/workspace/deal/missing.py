"""What the deal page says of a deal that is not there: that it was taken back, and where to go on."""

from dataclasses import dataclass

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.domain.deals.withdrawing import Withdrawn
from studio_app.workspace import paths
from studio_app.workspace.theme import MUTED


@dataclass(frozen=True)
class MissingDealView:
    """A deal that is not there, in the words of the reader; empty while it is."""

    deal_id: str = ""
    title: str = ""
    hint: str = ""
    path: str = ""
    link: str = ""


def missing_deal_view(deal_id: str, gone: Withdrawn | None, locale: str) -> MissingDealView:
    """The sentence and the link for a deal taken back; for one that never was (None), the way to the board."""
    board = (paths.BOARD, translate(locale, "deal.gone.to_board"))
    if gone is None:
        title, hint = translate(locale, "deal.gone.never"), translate(locale, "deal.gone.never_hint")
        return MissingDealView(deal_id, title, hint, *board)
    title = translate(locale, "deal.gone.title", number=gone.number)
    if gone.origin_id:
        link = translate(locale, "deal.gone.to_deal", title=gone.origin_title)
        return MissingDealView(deal_id, title, translate(locale, "deal.gone.of_deal"), paths.deal(gone.origin_id), link)
    hint = translate(locale, "deal.gone.undone")
    if gone.client_id:
        link = translate(locale, "deal.gone.to_client", client=gone.client)
        return MissingDealView(deal_id, title, hint, paths.client(gone.client_id), link)
    return MissingDealView(deal_id, title, hint, *board)


def missing_deal_page(view: MissingDealView) -> rx.Component:
    """The page in place of the deal."""
    return rx.el.div(
        rx.el.div(
            rx.icon("undo-2", size=28, color=MUTED),
            rx.heading(view.title, size="4", as_="h1"),
            rx.text(view.hint, size="2", color=MUTED),
            rx.link(rx.button(view.link, size="2"), href=view.path),
            class_name="empty-state",
            role="status",
        ),
        class_name="page",
    )
