"""Reading a JSON body of limited size, and checking its shape."""

import json
from typing import Any, TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError

from studio_app.adapters.bodies import read_limited
from studio_app.api.problems import Malformed
from studio_app.core.errors import Invalid

MAX_KILOBYTES = 64
M = TypeVar("M", bound=BaseModel)


async def read_json(request: Request, model: type[M]) -> M:
    """The body as `model`. Raises TooLarge as soon as the limit is passed, Malformed, Invalid naming the field."""
    raw = await read_limited(request, kilobytes=MAX_KILOBYTES)
    return _shaped(_parsed(raw), model)


def _parsed(raw: bytes) -> dict[str, Any]:
    try:
        document = json.loads(raw, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise Malformed from None
    if not isinstance(document, dict):
        raise Malformed
    return document


def _refuse(constant: str) -> None:
    raise ValueError(constant)  # NaN and Infinity are not JSON


def _shaped(document: dict[str, Any], model: type[M]) -> M:
    try:
        return model.model_validate(document)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "body"
        raise Invalid(field=field, reason="required" if first["type"] == "missing" else "type") from None
