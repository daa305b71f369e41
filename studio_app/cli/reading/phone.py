"""`read phone`: the number as E.164 and its extension."""

from argparse import Namespace
from typing import Any

from studio_app.adapters.texts.format import phone
from studio_app.cli.reading.values import read_or_question, required
from studio_app.domain.clients.phones import read_phone


def read(given: Namespace) -> dict[str, Any]:
    """The number as JSON; `shown` is what people read, `dialled` what stands behind `tel:`."""

    def number() -> dict[str, Any]:
        required(given.what.strip(), field="phone")
        found = read_phone(given.what, region=given.country)
        if found is None:
            return {"value": required("", field="phone")}
        shown = phone(found.stored)
        return {"value": found.number, "extension": found.extension, "shown": shown, "dialled": found.stored}

    return read_or_question(number, given.language)
