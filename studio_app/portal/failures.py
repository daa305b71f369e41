"""What a client sees when something of ours breaks: a page of the portal that tells no details."""

import contextlib
import logging
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from studio_app.adapters.bodies import TooLarge
from studio_app.adapters.texts.catalogue import pick, translate
from studio_app.bootstrap import services
from studio_app.core.errors import NotFound, StudioError, Unavailable
from studio_app.core.printable import printable
from studio_app.domain.actors import SYSTEM
from studio_app.domain.documents.links import locale_at
from studio_app.domain.studio.brand import Brand, studio_brand
from studio_app.domain.work import Work
from studio_app.portal.forms import Posted, one, typed
from studio_app.portal.responses import HEADERS, portal_html, visitor_locale, when_to_return

_WHAT = {404: "nothing", 405: "nothing", 413: "too_long", 429: "too_many"}

_log = logging.getLogger(__name__)
_RETRY_SECONDS = "10"


class ClientRoute(APIRoute):
    """A route of the portal: what nobody foresaw is logged here, and a page tells the client what to do.

    Whoever may GET may ask for the HEAD too, as mail programs and messengers do before they show a link.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.methods and "GET" in self.methods:
            self.methods.add("HEAD")

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap the handler of the route."""
        handler = super().get_route_handler()

        async def answer(request: Request) -> Response:
            response = await whole(request)
            return _head_of(response) if request.method == "HEAD" else response

        async def whole(request: Request) -> Response:
            try:
                return _with_a_time(await handler(request))
            except Unavailable as error:
                return (
                    told_refusal(error, visitor_locale(request)) if wants_json(request) else await busy(request, error)
                )
            except (HTTPException, RequestValidationError, ClientDisconnect, TooLarge):
                raise
            except Exception:
                # the address itself opens the document: the log has its pattern only
                _log.exception("%s %s failed", printable(request.method), self.path)
                if wants_json(request):
                    locale = visitor_locale(request)
                    body = {"code": "internal", "message": translate(locale, "portal.failure.title")}
                    return JSONResponse(body, status_code=500, headers=HEADERS)
                return await failure(request)

        return answer


def wants_json(request: Request) -> bool:
    """Whether a page's script asks, and not a person who is to read a page."""
    return "application/json" in request.headers.get("accept", "")


def told_refusal(error: StudioError, locale: str) -> JSONResponse:
    """The refusal for a page's script: a code, and the sentence that it shows."""
    key = "portal.link_closed" if isinstance(error, NotFound) else error.message_key
    body = {"code": error.code, "message": translate(locale, key, **error.params)}
    return JSONResponse(body, status_code=error.status, headers={**HEADERS, **when_to_return(error)})


def _head_of(response: Response) -> Response:
    head = Response(status_code=response.status_code)
    head.raw_headers = response.raw_headers
    return head


def _with_a_time(response: Response) -> Response:
    """A form that was shown again because nothing can be stored now says when that may be over."""
    if response.status_code == Unavailable.status:
        response.headers.setdefault("Retry-After", _RETRY_SECONDS)
    return response


async def busy(request: Request, error: Unavailable) -> HTMLResponse:
    """Nothing can be stored now: the page keeps what was posted, and sends it again at a press of its button."""
    response = await _apology(request, "portal.busy", status=error.status, **await _kept(request))
    response.headers["Retry-After"] = str(error.retry_after)
    return response


async def _kept(request: Request) -> dict[str, Any]:
    """What was posted, for a page that sends it again."""
    posted = request.method == "POST"
    fields = [(name, value) for name, values in (await _typed(request)).items() for value in values] if posted else []
    return {"fields": fields, "posted": posted}


async def _typed(request: Request) -> Posted:
    """What was posted, whoever has read it; read now where the database had failed before the form was."""
    if typed(request):
        return typed(request)
    with contextlib.suppress(TooLarge, HTTPException, RuntimeError, ClientDisconnect):
        form = await request.form(max_files=0)
        return {name: [value for value in form.getlist(name) if isinstance(value, str)] for name in form}
    return {}


async def failure(request: Request) -> HTMLResponse:
    """Something broke that nobody foresaw: what was posted is kept on the page."""
    return await _apology(request, "portal.failure", status=500, **await _kept(request))


async def _apology(request: Request, what: str, *, status: int, **context: Any) -> HTMLResponse:
    """The page with the words of `what`, in the language of its document where that can be known."""
    locale = pick(one(typed(request), "lang") or visitor_locale(request))
    try:
        token = request.path_params.get("token", "")
        brand, known = await services().runner.read(SYSTEM, _presentation, token=token)
        html = portal_html("apology.html", locale=known or locale, brand=brand, what=what, **context)
    except Exception:  # what broke may be the database, or a text of the studio's own
        html = portal_html("apology.html", locale=locale, brand=Brand(), what=what, **context)
    return HTMLResponse(html, status_code=status, headers=HEADERS)


async def refusal(request: Request, *, status: int, headers: Mapping[str, str] | None = None) -> HTMLResponse:
    """A page for what cannot be answered as it was asked: what is wrong and where to go on, in kind words."""
    token = request.path_params.get("token", "")
    brand, known = Brand(), ""
    with contextlib.suppress(Unavailable):
        brand, known = await services().runner.read(SYSTEM, _presentation, token=token)
    what = _WHAT.get(status, "unreadable")
    back = f"/{request.url.path.split('/')[1]}/{token}" if known else ""
    html = portal_html(
        "refusal.html", locale=known or visitor_locale(request), brand=brand, what=f"portal.refusal.{what}", back=back
    )
    return HTMLResponse(html, status_code=status, headers={**(headers or {}), **HEADERS})


def _presentation(work: Work, *, token: str) -> tuple[Brand, str]:
    return studio_brand(work), locale_at(work, token=token)
