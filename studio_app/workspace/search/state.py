"""What the palette asks the server for."""

from dataclasses import dataclass

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.adapters.texts.format import money
from studio_app.bootstrap import services
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.deals.finding import Findings, Standing, find_with_standings
from studio_app.domain.search.find import Hit
from studio_app.domain.search.kinds import EntryKind
from studio_app.workspace import paths
from studio_app.workspace.gate import actor, allow, locale

_LONGEST = 80


@dataclass(frozen=True)
class HitView:
    """One line of what was found; a deal tells its stage and sum, `other` is found by the other keyboard layout."""

    key: str
    kind: str
    title: str
    detail: str
    href: str
    stage: str = ""
    amount: str = ""
    other: bool = False


class SearchState(rx.State):
    """The last answer."""

    asked: str = ""
    other: str = ""  # what the keys of `asked` say with the other layout on
    hits: list[HitView] = []

    @rx.event
    @allow(Permission.READ_DEALS)
    async def search(self, text: str):
        """Find deals, clients and documents by the beginnings of words."""
        findings = await services().runner.read(actor(), find_with_standings, text=text[:_LONGEST])
        self.hits = hit_views(findings, locale())
        self.asked, self.other = text, findings.found.other_text


def hit_views(findings: Findings, locale: str) -> list[HitView]:
    """The lines: those for what was typed, then those for the other layout."""
    found, standings = findings.found, findings.standings
    return [
        hit_view(hit, locale, standing=standings.get(hit.ref), other=other)
        for other, hits in ((False, found.hits), (True, found.other_hits))
        for hit in hits
    ]


def hit_view(hit: Hit, locale: str, *, standing: Standing | None = None, other: bool = False) -> HitView:
    """The line of a hit and where it leads: a document is shown by its deal."""
    title = hit.title
    if hit.kind is EntryKind.DOCUMENT:
        title = translate(locale, f"kind.{hit.document_kind}.found", number=hit.title)
    return HitView(
        key=f"{hit.kind}:{hit.ref}",
        kind=hit.kind.value,
        title=title,
        detail=hit.detail,
        href=paths.client(hit.ref) if hit.kind is EntryKind.CLIENT else paths.deal(hit.deal_id),
        stage=_stage(standing, locale) if standing else "",
        amount=money(standing.amount, locale) if standing and standing.amount else "",
        other=other,
    )


def _stage(standing: Standing, locale: str) -> str:
    return standing.stage_en if locale == "en" else standing.stage_ru
