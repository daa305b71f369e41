"""The cohort funnel: the deals that entered each stage, what became of them, and how long each stay took."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import String, and_, case, cast, distinct
from sqlalchemy import select as sql_select
from sqlmodel import col, func

from studio_app.domain.analytics import counting
from studio_app.domain.analytics.models import StageVisit
from studio_app.domain.analytics.schemas import Period, StageFigures
from studio_app.domain.studio.kinds import SALES, StageKind
from studio_app.domain.studio.models import Stage
from studio_app.domain.work import Work

_SECOND = timedelta(seconds=1)


def funnel(work: Work, period: Period) -> tuple[StageFigures, ...]:
    """Every active stage, and others entered in the period, in the order of the chain."""
    left, kind, deal = col(StageVisit.left_at), col(StageVisit.kind), col(StageVisit.deal_id)
    lasting = and_(left.is_(None), kind == StageKind.OPEN)
    # not every database knows percentiles, and rows by the ten thousand are dear: the times come as one text a stage
    query = (
        sql_select(
            Stage,
            func.count(distinct(deal)).label("entered"),
            func.count(distinct(case((col(StageVisit.forward).is_(True), deal)))).label("forward"),
            func.count(case((and_(left.is_(None), kind.is_not(None)), 1))).label("waiting"),
            func.aggregate_strings(cast(col(StageVisit.seconds), String), ",").label("ended"),
            func.aggregate_strings(case((lasting, cast(col(StageVisit.entered_at), String))), ",").label("lasting"),
        )
        .select_from(Stage)
        .outerjoin(StageVisit, and_(col(StageVisit.stage_id) == col(Stage.id), *counting.entered(period)))
        .where(col(Stage.pipeline_id) == SALES)
        .group_by(col(Stage.id))
        .order_by(col(Stage.position))
    )
    now = work.now()
    figures: list[StageFigures] = []
    for row in work.session.connection().execute(query):
        if not row.active and not row.entered:
            continue
        spent = [int(seconds) for seconds in _parts(row.ended)]
        spent += [_since(moment, now) for moment in _parts(row.lasting)]
        figures.append(
            StageFigures(
                stage_id=row.id,
                name_ru=row.name_ru,
                name_en=row.name_en,
                colour=row.colour,
                kind=row.kind,
                norm_days=row.norm_days,
                entered=row.entered,
                forward=row.forward,
                waiting=row.waiting,
                median_seconds=quantile(spent, 50),
                p90_seconds=quantile(spent, 90),
            )
        )
    return tuple(figures)


def quantile(values: list[int], percent: int) -> int | None:
    """The smallest of `values` that at least `percent` per cent of them do not exceed (nearest rank); None of none."""
    values.sort()
    return values[max(0, -(-len(values) * percent // 100) - 1)] if values else None


def _parts(text: str | None) -> list[str]:
    return text.split(",") if text else []


def _since(moment: str, now: datetime) -> int:
    # SQLite writes moments without their offset, in UTC
    then = datetime.fromisoformat(moment)
    return (now - (then if then.tzinfo else then.replace(tzinfo=UTC))) // _SECOND
