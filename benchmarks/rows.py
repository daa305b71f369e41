"""The shape of one figure."""

from typing import TypedDict


class Row(TypedDict):
    """A measured value beside its baseline of the same run; `ratio` is value / baseline, None without one."""

    name: str
    value: float
    unit: str
    baseline: float | None
    ratio: float | None


def row(name: str, value: float, unit: str, *, baseline: float | None = None) -> Row:
    """A row with its ratio worked out; rounded to what the measurement is worth."""
    return Row(
        name=name,
        value=round(value, 2),
        unit=unit,
        baseline=None if baseline is None else round(baseline, 2),
        ratio=round(value / baseline, 3) if baseline else None,
    )
