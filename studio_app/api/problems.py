"""What the API answers when it says no: application/problem+json (RFC 9457) with a stable code."""

import logging
from collections.abc import Callable, Coroutine, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import HTTPException, Request, Response
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel

from studio_app.adapters.texts.catalogue import pick, translate
from studio_app.adapters.texts.refusals import in_words
from studio_app.core.checking import problems_of
from studio_app.core.errors import Invalid, RetryLater, StudioError
from studio_app.core.printable import printable

_log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"


class WrongField(BaseModel):
    """What is wrong with one field: its name, a stable code, and a sentence in the language of the caller."""

    field: str
    code: str
    detail: str


class Problem(BaseModel):
    """Why a request was refused. `errors` names all wrong fields; `field`, `code` and `detail` are of the first."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    field: str | None = None
    errors: list[WrongField] | None = None


class Malformed(StudioError):
    """The body is not JSON."""

    code = "malformed"
    status = 400


class NotHere(StudioError):
    """No such address."""

    code = "not_here"
    status = 404


class MethodNotAllowed(StudioError):
    """The address is right, the method is not."""

    code = "method_not_allowed"
    status = 405


class ProblemRoute(APIRoute):
    """A route whose errors, anticipated or not, are answered as problem documents."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap the handler of the route."""
        handler = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                return await handler(request)
            except StudioError as error:
                return problem(request, error)
            except HTTPException:
                raise
            except Exception:
                _log.exception("%s %s failed", printable(request.method), printable(request.url.path))
                return problem(request, _Internal())

        return answer


_HERE = ("/api/", "/webhooks/", "/health")
_CODES = {400: "malformed", 404: "not_here", 405: "method_not_allowed", 413: "too_long", 429: "too_many"}


def is_for_machines(request: Request) -> bool:
    """Whether the answer is read by a program: below the API's addresses, or where JSON is asked for."""
    return request.url.path.startswith(_HERE) or "application/json" in request.headers.get("accept", "")


def refusal(request: Request, *, status: int, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """The problem document of a plain status that no use case has given."""
    code = _CODES.get(status, "unreadable")
    locale = pick(request.headers.get("accept-language", "en").split(",")[0])
    body = Problem(title=HTTPStatus(status).phrase, status=status, detail=translate(locale, f"error.{code}"), code=code)
    return JSONResponse(
        body.model_dump(exclude_none=True), status_code=status, headers=dict(headers or {}), media_type=MEDIA_TYPE
    )


class _Internal(StudioError):
    status = 500


def _wrong(error: Invalid, locale: str) -> WrongField:
    return WrongField(field=error.field, code=error.reason, detail=in_words(error, locale))


def problem(request: Request, error: StudioError) -> JSONResponse:
    """The problem document of `error`, its sentence in the language of the caller."""
    locale = pick(request.headers.get("accept-language", "en").split(",")[0])
    body = Problem(
        title=HTTPStatus(error.status).phrase,
        status=error.status,
        detail=in_words(error, locale),
        code=error.reason if isinstance(error, Invalid) else error.code,
        field=error.field if isinstance(error, Invalid) else None,
        errors=[_wrong(one, locale) for one in problems_of(error)] if isinstance(error, Invalid) else None,
    )
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, RetryLater) else None
    return JSONResponse(
        body.model_dump(exclude_none=True), status_code=error.status, headers=headers, media_type=MEDIA_TYPE
    )
