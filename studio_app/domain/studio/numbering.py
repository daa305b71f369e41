"""Use cases: the next number of a series, gapless because it is taken in the transaction that uses it."""

from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from studio_app.domain.studio.models import Counter, NumberSeries
from studio_app.domain.work import Work

DEALS = "deal"


def next_number(work: Work, *, legal_entity_id: str, kind: str, year: int) -> int:
    """Take the next number of (legal entity, kind, year), starting at 1; rolled back with its transaction."""
    series = _locked(work, legal_entity_id, kind, year) or _started(work, legal_entity_id, kind, year)
    series.last += 1
    work.session.flush()
    return series.last


def next_deal_number(work: Work) -> int:
    """Take the next number of the studio's deals, starting at 1."""
    return next_deal_numbers(work, 1)[0]


def next_deal_numbers(work: Work, count: int) -> range:
    """Take the next `count` numbers of the studio's deals. The starter pack made the counter."""
    counter = work.session.get_one(Counter, DEALS, with_for_update=True, populate_existing=True)
    first = counter.last + 1
    counter.last += count
    work.session.flush()
    return range(first, first + count)


def _locked(work: Work, legal_entity_id: str, kind: str, year: int) -> NumberSeries | None:
    return work.session.exec(
        select(NumberSeries)
        .where(NumberSeries.legal_entity_id == legal_entity_id, NumberSeries.kind == kind, NumberSeries.year == year)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()


def _started(work: Work, legal_entity_id: str, kind: str, year: int) -> NumberSeries:
    series = NumberSeries(legal_entity_id=legal_entity_id, kind=kind, year=year, last=0)
    try:
        with work.session.begin_nested():
            work.session.add(series)
    except IntegrityError:  # another transaction began the series in the meantime: queue up behind it
        found = _locked(work, legal_entity_id, kind, year)
        assert found is not None  # noqa: S101  it has just collided with ours
        return found
    return series
