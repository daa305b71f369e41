"""The one answer to links that open nothing, and the form on it: "send me a new link".

Nobody learns there which links were ever real: the page, the answer to the form and the time that both take are
the same for all of them. Only a job finds out whether there is somebody to write to.
"""

import re

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from studio_app.bootstrap import services
from studio_app.core.errors import Throttled
from studio_app.core.tokens import token_hash
from studio_app.domain.documents.links import path_at
from studio_app.domain.notifications.new_links import plan_asking
from studio_app.portal.failures import ClientRoute, refusal
from studio_app.portal.responses import HEADERS, client_of, page, visitor_locale, when_to_return

router = APIRouter(include_in_schema=False, route_class=ClientRoute)

FORM = "new-link"
"""The mark in the address that the form is sent to, which is that of the page it stands on."""
_ASKED = "/new-link"
_TOKEN = re.compile(r"/[bd]/([\w-]+)", re.ASCII)


async def not_found(request: Request) -> Response:
    """Unknown, mistyped, replaced and expired links, whatever of them is asked for, and the form on that page."""
    if request.method == "POST" and FORM in request.query_params:
        return await _ask(request)
    return await page(request, "not_found.html", locale=visitor_locale(request), status=404, form=FORM)


@router.get(_ASKED)
async def link_asked(request: Request) -> HTMLResponse:
    """Where the form leads: reloading it sends nothing again."""
    return await page(request, "link_asked.html", locale=visitor_locale(request))


@router.get("/d")
@router.get("/b")
@router.get("/d/{rest:path}")
@router.get("/b/{rest:path}")
async def elsewhere(request: Request) -> Response:
    """What no other route knows below a link that opens something leads back to it."""
    path = await services().runner.read(client_of(request), path_at, token=_token(request))
    return RedirectResponse(path, status_code=303, headers=HEADERS) if path else await not_found(request)


@router.post("/d")
@router.post("/b")
@router.post("/d/{rest:path}")
@router.post("/b/{rest:path}")
async def asks(request: Request) -> Response:
    """The form, sent to the address of a page that takes no other forms."""
    return await not_found(request)


async def _ask(request: Request) -> Response:
    client = client_of(request)
    try:
        services().link_limiter.take(client.ip)
    except Throttled as error:
        return await refusal(request, status=error.status, headers=when_to_return(error))
    await services().runner.run(client, plan_asking, former=token_hash(_token(request)))
    return RedirectResponse(f"{_ASKED}?lang={visitor_locale(request)}", status_code=303, headers=HEADERS)


def _token(request: Request) -> str:
    found = _TOKEN.match(request.url.path)
    return found[1] if found else ""
