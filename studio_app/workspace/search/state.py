"""What the palette asks the server for."""

from dataclasses import dataclass

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.search.find import Hit, find_anything
from studio_app.domain.search.kinds import EntryKind
from studio_app.workspace import paths
from studio_app.workspace.gate import actor, allow, locale

_LONGEST = 80


@dataclass(frozen=True)
class HitView:
    """One line of what was found."""

    key: str
    kind: str
    title: str
    detail: str
    href: str


class SearchState(rx.State):
    """The last answer."""

    asked: str = ""
    hits: list[HitView] = []

    @rx.event
    @allow(Permission.READ_DEALS)
    async def search(self, text: str):
        """Find deals, clients and documents by the beginnings of words."""
        found = await services().runner.read(actor(), find_anything, text=text[:_LONGEST])
        self.hits = [hit_view(hit, locale()) for hit in found]
        self.asked = text


def hit_view(hit: Hit, locale: str) -> HitView:
    """The line of a hit and where it leads: a document is shown by its deal."""
    title = hit.title
    if hit.kind is EntryKind.DOCUMENT:
        title = translate(locale, f"kind.{hit.document_kind}.found", number=hit.title)
    href = paths.client(hit.ref) if hit.kind is EntryKind.CLIENT else paths.deal(hit.deal_id)
    return HitView(key=f"{hit.kind}:{hit.ref}", kind=hit.kind.value, title=title, detail=hit.detail, href=href)
