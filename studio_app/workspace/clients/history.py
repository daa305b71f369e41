"""The whole history of a client: all deals in one line of time."""

from dataclasses import dataclass

import reflex as rx

from studio_app.bootstrap import services
from studio_app.domain.accounts.permissions import Permission
from studio_app.workspace import paths
from studio_app.workspace.deal.history.load import load_client_history
from studio_app.workspace.deal.reader import Reader
from studio_app.workspace.gate import actor, allow, locale
from studio_app.workspace.history.panel import entry_icon
from studio_app.workspace.history.rows import entry_views
from studio_app.workspace.history.window import HistoryWindow, history_filter, history_list
from studio_app.workspace.i18n import tr


@dataclass(frozen=True)
class ClientEntry:
    """An event and the deal it belongs to."""

    id: int = 0
    noun: str = ""
    text: str = ""
    note: str = ""
    meta: str = ""
    deal: str = ""
    path: str = ""


class ClientHistoryState(HistoryWindow, rx.State):
    """A window of the history of one client."""

    entries: list[ClientEntry] = []

    @rx.event
    @allow(Permission.READ_DEALS)
    async def load(self):
        """Show the newest events of the client of the address."""
        self.reset()
        await self._show()

    async def _show(self) -> None:
        client_id = paths.client_of(self.router.url.path)
        history = await services().runner.read(actor(), load_client_history, client_id=client_id, where=self._filter())
        self._settle(history)
        reader = Reader(locale=locale(), timezone=history.zone.key, now=history.now)
        views = entry_views(history.page.entries, history.words, reader, me="")
        self.entries = [
            ClientEntry(
                id=view.id,
                noun=view.noun,
                text=view.text,
                note=view.note,
                meta=f"{view.who} · {view.when}",
                deal=history.titles.get(entry.deal_id, ""),
                path=paths.deal(entry.deal_id),
            )
            for entry, view in zip(history.page.entries, views, strict=True)
        ]


def client_history() -> rx.Component:
    """The panel."""
    return rx.el.section(
        rx.el.div(
            rx.heading(tr("clients.history"), size="3", as_="h2"),
            history_filter(ClientHistoryState),
            class_name="deal-section-head",
        ),
        history_list(ClientHistoryState, _entry),
        class_name="client-panel",
    )


def _entry(entry: ClientEntry) -> rx.Component:
    return rx.el.li(
        entry_icon(entry.noun),
        rx.el.div(
            rx.cond(entry.text != "", rx.text(entry.text, size="2")),
            rx.cond(entry.note != "", rx.el.p(entry.note, class_name="deal-entry-note")),
            rx.el.p(
                rx.cond(
                    entry.deal != "",
                    rx.fragment(rx.link(entry.deal, href=entry.path, underline="always"), " · "),
                ),
                entry.meta,
                class_name="deal-entry-meta num",
            ),
            class_name="deal-entry",
        ),
        key=entry.id,
    )
