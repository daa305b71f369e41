"""The points of the dashboard's charts."""

from datetime import date
from typing import Any

from babel.dates import format_date

from studio_app.adapters.texts.catalogue import pick
from studio_app.domain.analytics.schemas import Bucket, StageFigures
from studio_app.domain.studio.kinds import StageKind
from studio_app.workspace.dashboard.words import DAY


def times(stages: tuple[StageFigures, ...], locale: str) -> list[dict[str, Any]]:
    """Median days in each open stage, beside its norm."""
    return [
        {
            "name": stage.name_ru if pick(locale) == "ru" else stage.name_en,
            "median": round((stage.median_seconds or 0) / DAY, 1),
            "norm": stage.norm_days,
        }
        for stage in stages
        if stage.kind is StageKind.OPEN
    ]


def over_time(buckets: tuple[Bucket, ...], locale: str) -> list[dict[str, Any]]:
    """Leads and thousands received by day, week or month."""
    return [
        {
            "label": _label(bucket.first, buckets, locale),
            "leads": bucket.leads,
            "money": float(round(bucket.received.major / 1000, 1)),
        }
        for bucket in buckets
    ]


def _label(first: date, buckets: tuple[Bucket, ...], locale: str) -> str:
    monthly = len(buckets) > 1 and (buckets[1].first - buckets[0].first).days >= 28
    return format_date(first, "LLL" if monthly else "d MMM" if pick(locale) == "en" else "d.MM", locale=pick(locale))
