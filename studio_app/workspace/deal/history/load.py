"""What the history of a deal or client is told with: the events, the names of stages and people, the clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from studio_app.domain.deals.history import (
    HistoryKind,
    HistoryPage,
    TimelineEntry,
    actors,
    client_history,
    deal_titles,
    history,
)
from studio_app.domain.deals.notes import mentionable
from studio_app.domain.studio.choices import all_lost_reasons, all_stages
from studio_app.domain.studio.current import zone
from studio_app.domain.work import Work
from studio_app.workspace.history.sentences import HIDDEN, Words, own_words, sentence

SEARCHED = 2000
"""Events, counted from the newest, among which words are looked for: they are compared as they are told."""


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """What the reader wants to see: a kind, what one person did, what says all the words of `text`; how much."""

    kind: HistoryKind
    by: str
    text: str
    limit: int
    locale: str


@dataclass(frozen=True, slots=True)
class HistoryWithWords:
    """A window of the history, the words for it, who did something, whom a note may mention, deals' titles by id."""

    page: HistoryPage
    words: Words
    doers: tuple[tuple[str, str], ...]
    people: tuple[str, ...]
    titles: Mapping[str, str]
    zone: ZoneInfo
    now: datetime


def load_history(work: Work, *, deal_id: str, where: HistoryFilter) -> HistoryWithWords:
    """The history of one deal."""
    known = words(work, where.locale)
    page = history(work, deal_id=deal_id, kind=where.kind, by=where.by, hidden=HIDDEN, limit=_read(where))
    return HistoryWithWords(
        page=_saying(page, known, where),
        words=known,
        doers=actors(work, deal_id=deal_id),
        people=mentionable(work),
        titles={},
        zone=zone(work),
        now=work.now(),
    )


def load_client_history(work: Work, *, client_id: str, where: HistoryFilter) -> HistoryWithWords:
    """The history of all deals of a client; titles only where there are several."""
    known = words(work, where.locale)
    page = client_history(work, client_id=client_id, kind=where.kind, by=where.by, hidden=HIDDEN, limit=_read(where))
    titles = deal_titles(work, client_id=client_id)
    return HistoryWithWords(
        page=_saying(page, known, where),
        words=known,
        doers=actors(work, client_id=client_id),
        people=(),
        titles=titles if len(titles) > 1 else {},
        zone=zone(work),
        now=work.now(),
    )


def _read(where: HistoryFilter) -> int:
    return SEARCHED if where.text else where.limit


def _saying(page: HistoryPage, known: Words, where: HistoryFilter) -> HistoryPage:
    """The part of the page that says all the words."""
    if not where.text:
        return page
    wanted = where.text.lower().split()
    found = [entry for entry in page.entries if all(word in _sentence_of(entry, known) for word in wanted)]
    return HistoryPage(entries=tuple(found[: where.limit]), more=len(found) > where.limit)


def _sentence_of(entry: TimelineEntry, known: Words) -> str:
    said = (sentence(entry, known), own_words(entry), entry.actor_name, entry.ip)
    return " ".join(said).lower()


def words(work: Work, locale: str) -> Words:
    """The names of stages and lost reasons in the reader's language."""
    return Words(
        locale=locale,
        stages={one.id: one.name(locale) for one in all_stages(work)},
        lost_reasons={one.id: one.name(locale) for one in all_lost_reasons(work)},
    )
