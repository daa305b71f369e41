"""Use case: the next number of a series, gapless because it is taken in the transaction that uses it."""

from sqlmodel import select

from studio_app.domain.studio.models import NumberSeries
from studio_app.domain.work import Work


def next_number(work: Work, *, legal_entity_id: str, kind: str, year: int) -> int:
    """Take the next number of (legal entity, kind, year), starting at 1; rolled back with its transaction."""
    series = work.session.exec(
        select(NumberSeries)
        .where(NumberSeries.legal_entity_id == legal_entity_id, NumberSeries.kind == kind, NumberSeries.year == year)
        .with_for_update()
    ).first()
    if series is None:
        series = NumberSeries(legal_entity_id=legal_entity_id, kind=kind, year=year, last=0)
        work.session.add(series)
    series.last += 1
    work.session.flush()
    return series.last
