"""`read day`: a day as ISO 8601 writes it."""

from argparse import Namespace
from typing import Any

from studio_app.cli.reading.values import read_or_question
from studio_app.core.days import read_day


def read(given: Namespace) -> dict[str, Any]:
    """The day as JSON."""
    return read_or_question(lambda: {"value": read_day(given.what, field="day").isoformat()}, given.language)
