"""The history as rows: who did what, when, and from which address."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from studio_app.adapters.texts.catalogue import translate
from studio_app.domain.actors import ActorKind
from studio_app.domain.deals.history import TimelineEntry
from studio_app.domain.deals.notes import seconds_to_take_back
from studio_app.domain.timeline.events.deals import ContactMade, NoteAdded
from studio_app.domain.timeline.events.leads import LeadJoined, LeadSplit
from studio_app.workspace.deal.reader import Reader
from studio_app.workspace.history.sentences import Words, own_words, sentence

_OWN = (NoteAdded, ContactMade)
_BROWSERS = (
    (re.compile(r"YaBrowser/"), "Yandex"),
    (re.compile(r"Edg(?:A|iOS)?/"), "Edge"),
    (re.compile(r"OPR/"), "Opera"),
    (re.compile(r"Firefox/|FxiOS/"), "Firefox"),
    (re.compile(r"Chrome/|CriOS/"), "Chrome"),
    (re.compile(r"Safari/"), "Safari"),
)
_SYSTEMS = (
    (re.compile(r"iPhone|iPad"), "iOS"),
    (re.compile(r"Android"), "Android"),
    (re.compile(r"Windows"), "Windows"),
    (re.compile(r"Mac OS X|Macintosh"), "macOS"),
    (re.compile(r"Linux"), "Linux"),
)


@dataclass(frozen=True)
class EntryView:
    """A line of the history; `note` holds a person's own words, `undo` the time left to take it back (`8s`)."""

    id: int = 0
    noun: str = ""
    text: str = ""
    note: str = ""
    who: str = ""
    when: str = ""
    where: str = ""
    undo: str = ""
    lead: str = ""  # that was added to the deal and can be split off again


def entry_views(entries: Sequence[TimelineEntry], words: Words, reader: Reader, *, me: str) -> list[EntryView]:
    """The rows; `me` is the person who reads them and may take back what they have just written."""
    split: set[str] = set()
    return [
        EntryView(
            id=entry.id,
            noun=noun(entry.kind),
            text="" if isinstance(entry.event, NoteAdded) else sentence(entry, words),
            note=own_words(entry),
            who=who(entry, reader.locale),
            when=reader.moment(entry.at),
            where=where(entry),
            undo=_undo(entry, reader, me),
            lead=_joined(entry, split),
        )
        for entry in entries
    ]


def noun(kind: str) -> str:
    """What an event is about, by which its icon is chosen."""
    return kind.partition(".")[0]


def who(entry: TimelineEntry, locale: str) -> str:
    """The person's name, or the kind of actor."""
    if entry.actor_kind is ActorKind.STAFF and entry.actor_name:
        return entry.actor_name
    return translate(locale, f"timeline.actor.{entry.actor_kind.value}")


def where(entry: TimelineEntry) -> str:
    """`203.0.113.7, Firefox, Windows`; what is not known is left out."""
    found = [
        next((name for pattern, name in table if pattern.search(entry.user_agent)), "")
        for table in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(filter(None, [entry.ip, *found]))


def _joined(entry: TimelineEntry, split: set[str]) -> str:
    """The lead that the entry has added, unless one of the newer entries, noted in `split`, has split it off."""
    if isinstance(entry.event, LeadSplit):
        split.add(entry.event.lead_id)
    joined = entry.event.lead_id if isinstance(entry.event, LeadJoined) else ""
    return joined if joined not in split else ""


def _undo(entry: TimelineEntry, reader: Reader, me: str) -> str:
    if not isinstance(entry.event, _OWN) or entry.actor_id != me:
        return ""
    left = seconds_to_take_back(entry.at, reader.now)
    return f"{left}s" if left else ""
