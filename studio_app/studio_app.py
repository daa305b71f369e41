"""The app: registers the pages, mounts portal and api, starts the jobs and the inbox of leads."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from studio_app.adapters.bodies import BodyLimit
from studio_app.adapters.logs import keep_log
from studio_app.adapters.site_guard import SiteGuard
from studio_app.api.problems import is_for_machines, problem, refusal
from studio_app.api.site import rooms as api_rooms
from studio_app.bootstrap import services
from studio_app.config import Settings
from studio_app.core.errors import Unavailable
from studio_app.portal.failures import refusal as page_of_refusal
from studio_app.portal.site import rooms as portal_rooms
from studio_app.workspace import paths, theme
from studio_app.workspace.binding import belongs_to_somebody
from studio_app.workspace.board.routes import router as board_routes
from studio_app.workspace.built_pages import policies
from studio_app.workspace.deal.files.routes import DEAL_FILES
from studio_app.workspace.deal.files.routes import router as file_routes
from studio_app.workspace.failures import in_a_browser, in_a_handler
from studio_app.workspace.framework import App, Sockets, built_pages, is_built
from studio_app.workspace.gate import Gate
from studio_app.workspace.imports.routes import router as import_routes
from studio_app.workspace.letters.routes import router as letter_routes
from studio_app.workspace.live import live
from studio_app.workspace.overlay import in_place_of_broken, overlay, toaster
from studio_app.workspace.screens import register_screens
from studio_app.workspace.sign_in.routes import router as sign_in_routes
from studio_app.workspace.socket_limits import SocketLimits
from studio_app.workspace.socket_rules import socket_rules
from studio_app.workspace.statements.routes import router as statement_routes

_JOBS_AFTER = 1.0  # seconds in which a starting server answers first; what waits has waited for longer
_WARM_AFTER = 3.0  # seconds in which a starting server has better things to do than to get ready for a PDF
_CLOSED_TABS = 200  # of signed-in people, whose return is waited for
_FORM_KILOBYTES = 512  # the longest form is a brief, and that is half as long

site = FastAPI(title="studio_app", docs_url=None, redoc_url=None, openapi_url=None)
staff_routes = (sign_in_routes, board_routes, file_routes, letter_routes, statement_routes, import_routes)
for room in (*staff_routes, *portal_rooms, *api_rooms):
    site.router.routes += room.routes  # including a router would make each of its routes a second time


async def refuse(request: Request, error: Exception) -> Response:
    """What no route has answered: a page for people, a problem document for programs; 422 for an unreadable form."""
    known = isinstance(error, HTTPException)
    status, headers = (error.status_code, error.headers) if known else (422, None)
    if is_for_machines(request):
        return refusal(request, status=status, headers=headers)
    return await page_of_refusal(request, status=status, headers=headers)


for refused in (HTTPException, RequestValidationError):
    site.add_exception_handler(refused, refuse)
site.add_middleware(
    BodyLimit,
    kilobytes=_FORM_KILOBYTES,
    besides=(DEAL_FILES, paths.STATEMENT_FILE, paths.TABLE_FILE),
    refusal=refuse,
)


@site.exception_handler(Unavailable)
async def unavailable(request: Request, error: Unavailable) -> Response:
    """What the faces have not answered themselves: a download, an export."""
    return problem(request, error)


app = App(
    stylesheets=theme.STYLESHEETS,
    style=theme.STYLE,
    head_components=theme.head_components(),
    toaster=toaster(),
    api_transformer=site,
    frontend_exception_handler=in_a_browser,
    backend_exception_handler=in_a_handler,
)
app.app_wraps[5, "Overlay"] = overlay
app.app_wraps[55, "ErrorBoundary"] = in_place_of_broken
app.add_middleware(Gate(), index=0)
app.register_lifespan_task(live.listen)
register_screens(app)
sockets = Sockets(app)
sockets.screen()


def _front(served: ASGIApp) -> ASGIApp:
    settings = Settings()
    keep_log(settings.log_level)
    limits = SocketLimits(served, socket_rules(sockets))
    live.when_a_session_ends(limits.session_ended)
    pages = policies(built_pages(), url=settings.url)
    return SiteGuard(limits, url=settings.url, policy_of=pages, any_host=not is_built())


app.front = _front
app.register_lifespan_task(sockets.forget_closed, keeps=belongs_to_somebody, at_most=_CLOSED_TABS)


@asynccontextmanager
async def _jobs() -> AsyncIterator[None]:
    services().watch.start()
    services().start_jobs(after=_JOBS_AFTER)
    services().lead_inbox.start()
    services().inbox.start()
    asyncio.get_running_loop().call_later(_WARM_AFTER, services().pdf.warm)
    yield
    await asyncio.to_thread(services().close)


app.register_lifespan_task(_jobs)
