"""What filters and totals need to know of a deal, before and after every change.

A change to a deal is caught where the session writes it, whoever made it. So a board that counts need
not ask the database again: what the deal was is taken off its sums, what it is now is added.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import event, inspect
from sqlalchemy.orm import attributes
from sqlmodel import Session

from studio_app.domain.deals.models import Deal
from studio_app.domain.search.kinds import EntryKind
from studio_app.domain.search.models import SearchEntry

_KEY = "changed_deals"


class DealColumns(NamedTuple):
    """The columns of a deal by which boards choose and count."""

    stage_id: str
    manager_id: str
    channel_id: str
    amount: int
    currency: str
    tags: str
    next_task_kind: str
    created_at: datetime
    stage_since: datetime
    closed_at: datetime | None


class DealForFilter(NamedTuple):
    """All that a filter asks about a deal; `words` as the full-text index keeps them."""

    columns: DealColumns
    words: str


@dataclass(frozen=True, slots=True)
class DealChange:
    """What a transaction has made of a deal; None stands for what it left as it was."""

    new: bool
    before: DealColumns | None
    after: DealColumns | None
    words_before: str | None
    words_after: str | None
    gone: bool = False

    def last(self) -> DealForFilter | None:
        """A deal that is gone, as it was; None if it was never seen."""
        return None if self.before is None else DealForFilter(self.before, self.words_before or "")

    def resolve(self, now: DealForFilter) -> tuple[DealForFilter | None, DealForFilter]:
        """The deal before (None: there was none) and after, `now` filling in what did not change."""
        after = DealForFilter(self.after or now.columns, now.words if self.words_after is None else self.words_after)
        if self.new:
            return None, after
        words = after.words if self.words_before is None else self.words_before
        return DealForFilter(self.before or after.columns, words), after


@dataclass(slots=True)
class _Written:
    deal: Deal | None = None
    entry: SearchEntry | None = None
    new: bool = False
    before: DealColumns | None = None
    words_before: str | None = None


def changed_deals(session: Session) -> dict[str, DealChange]:
    """The deals written in this session, by id; call it after the last flush."""
    written: dict[str, _Written] = session.info.pop(_KEY, {})
    return {
        key: DealChange(
            new=one.new,
            before=one.before,
            after=columns_of(one.deal) if one.deal and not gone else None,
            words_before=one.words_before,
            words_after=one.entry.words if one.entry and not gone else None,
            gone=gone,
        )
        for key, one in written.items()
        if not (one.new and inspect(one.deal).transient)  # made in a savepoint that was rolled back
        for gone in (one.deal is not None and inspect(one.deal).was_deleted,)  # a savepoint may bring it back
    }


def columns_of(deal: Deal) -> DealColumns:
    """The columns as they are now."""
    return DealColumns(*(getattr(deal, name) for name in DealColumns._fields))


@event.listens_for(Session, "before_flush")
def _note(session: Session, _context: Any, _instances: Any) -> None:
    written: dict[str, _Written] = session.info.setdefault(_KEY, {})
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, Deal):
            one = written.setdefault(row.id, _Written())
            if one.deal is None:
                one.deal, one.new = row, row in session.new
                one.before = None if one.new else DealColumns(*(_before(row, name) for name in DealColumns._fields))
        elif isinstance(row, SearchEntry) and row.kind is EntryKind.DEAL:
            one = written.setdefault(row.ref, _Written())
            if one.entry is None:
                one.entry = row
                one.words_before = "" if row in session.new else _before(row, "words")


def _before(row: Any, name: str) -> Any:
    past = attributes.get_history(row, name).deleted
    return past[0] if past else getattr(row, name)
