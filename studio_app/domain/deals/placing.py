"""Where a deal stands in its column: at the top on arrival, between two others when put there by hand."""

from sqlmodel import col, func, select

from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.ranks import MAX_LENGTH, between, is_rank, spread
from studio_app.domain.timeline.events.studio import StageRankedAnew
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work


def top_rank(work: Work, *, stage_id: str) -> str:
    """The rank above everything in the column: where a new arrival goes."""
    return top_ranks(work, stage_id=stage_id, count=1)[0]


def top_ranks(work: Work, *, stage_id: str, count: int) -> list[str]:
    """Ranks for `count` deals that arrive one after the other, each above those before it."""
    highest = work.session.exec(select(func.max(Deal.rank)).where(Deal.stage_id == stage_id)).one()
    top = highest if highest and is_rank(highest) else None
    ranks: list[str] = []
    for _ in range(count):
        top = between(top, None)
        ranks.append(top)
    return ranks


def rank_beside(work: Work, deal: Deal, *, stage_id: str, above_id: str | None, below_id: str | None) -> str:
    """The rank right under the deal `above_id`, else right over `below_id`, else at the top of the column.

    Neighbours that have meanwhile left the column, and the deal itself, do not count.
    """
    rank = _rank_beside(work, deal, stage_id, above_id, below_id)
    if rank is None or len(rank) > MAX_LENGTH:
        _rank_anew(work, stage_id)
        rank = _rank_beside(work, deal, stage_id, above_id, below_id)
    return rank or top_rank(work, stage_id=stage_id)


def _rank_beside(work: Work, deal: Deal, stage_id: str, above_id: str | None, below_id: str | None) -> str | None:
    """As `rank_beside`; None where the column has to be ranked anew first."""
    others = select(Deal.rank).where(Deal.stage_id == stage_id, Deal.id != deal.id)
    above = work.session.exec(others.where(Deal.id == above_id)).first() if above_id else None
    below = work.session.exec(others.where(Deal.id == below_id)).first() if below_id and above is None else None
    if above is not None:
        below = work.session.exec(others.where(Deal.rank < above).order_by(col(Deal.rank).desc()).limit(1)).first()
    elif below is not None:
        above = work.session.exec(others.where(Deal.rank > below).order_by(col(Deal.rank)).limit(1)).first()
    else:
        above, below = None, work.session.exec(others.order_by(col(Deal.rank).desc()).limit(1)).first()
    if any(rank is not None and not is_rank(rank) for rank in (above, below)):
        return None
    return between(below, above)


def _rank_anew(work: Work, stage_id: str) -> None:
    """Give the whole column short ranks in the order it has; open boards have to load it again."""
    rows = work.session.exec(
        select(Deal).where(Deal.stage_id == stage_id).order_by(col(Deal.rank).desc(), col(Deal.id).desc())
    ).all()
    for row, rank in zip(rows, spread(len(rows)), strict=True):
        row.rank = rank
    work.session.flush()
    record(work, StageRankedAnew(stage_id=stage_id))
