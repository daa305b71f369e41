"""What a client sees when something of ours breaks: a page of the portal that tells no details."""

import logging
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from studio_app.adapters.bodies import TooLarge
from studio_app.bootstrap import services
from studio_app.core.errors import NotFound
from studio_app.domain.documents.links import find_by_token
from studio_app.domain.studio.brand import Brand, studio_brand
from studio_app.domain.work import SYSTEM, Work
from studio_app.portal.responses import HEADERS, portal_html, visitor_locale

_WHAT = {404: "nothing", 405: "nothing", 413: "too_long", 429: "too_many"}

_log = logging.getLogger(__name__)


class ClientRoute(APIRoute):
    """A route of the portal: what nobody foresaw is logged here, and a page tells the client what to do."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap the handler of the route."""
        handler = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                return await handler(request)
            except (HTTPException, RequestValidationError, ClientDisconnect, TooLarge):
                raise
            except Exception:
                # the address itself opens the document: the log has its pattern only
                _log.exception("%s %s failed", request.method, self.path)
                return await failure(request)

        return answer


async def failure(request: Request) -> HTMLResponse:
    """The page, in the language of the document where it is still known, and without the database if need be."""
    locale = visitor_locale(request)
    try:
        token = request.path_params.get("token", "")
        brand, known = await services().runner.read(SYSTEM, _presentation, token=token)
        html = portal_html("failure.html", locale=known or locale, brand=brand)
    except Exception:  # what broke may be the database, or a text of the studio's own
        html = portal_html("failure.html", locale=locale, brand=Brand())
    return HTMLResponse(html, status_code=500, headers=HEADERS)


async def refusal(request: Request, *, status: int, headers: Mapping[str, str] | None = None) -> HTMLResponse:
    """A page for what cannot be answered as it was asked: what is wrong and where to go on, in kind words."""
    token = request.path_params.get("token", "")
    brand, known = await services().runner.read(SYSTEM, _presentation, token=token)
    what = _WHAT.get(status, "unreadable")
    back = f"/{request.url.path.split('/')[1]}/{token}" if known else ""
    html = portal_html(
        "refusal.html", locale=known or visitor_locale(request), brand=brand, what=f"portal.refusal.{what}", back=back
    )
    return HTMLResponse(html, status_code=status, headers={**(headers or {}), **HEADERS})


def _presentation(work: Work, *, token: str) -> tuple[Brand, str]:
    try:
        locale = find_by_token(work, token=token).locale
    except NotFound:
        locale = ""
    return studio_brand(work), locale
