"""`read email`: the address as it is stored, and as people read it."""

from argparse import Namespace
from typing import Any

from studio_app.cli.reading.values import read_or_question, required
from studio_app.domain.clients.addresses import normal_email, shown_email


def read(given: Namespace) -> dict[str, Any]:
    """The address as JSON."""

    def address() -> dict[str, Any]:
        value = required(normal_email(given.what), field="email")
        return {"value": value, "shown": shown_email(value)}

    return read_or_question(address, given.language)
