"""`/api/openapi.json` and a reference page made of it: plain HTML, no scripts, nothing from elsewhere."""

from functools import cache
from typing import Any

from fastapi import APIRouter, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.routing import APIRoute

from studio_app import __version__
from studio_app.adapters.texts.catalogue import pick, translate
from studio_app.adapters.texts.templates import render
from studio_app.api.health import router as health
from studio_app.api.leads import router as leads
from studio_app.bootstrap import services

router = APIRouter(include_in_schema=False)

_DESCRIBED = (leads, health)
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; font-src 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


@router.get("/api/openapi.json")
async def openapi() -> JSONResponse:
    """The description of the API (OpenAPI 3.1)."""
    return JSONResponse({**document(), "servers": [{"url": services().settings.url}]})


@router.get("/api/docs")
async def docs(request: Request) -> HTMLResponse:
    """The same for people."""
    locale = pick(request.query_params.get("lang") or request.headers.get("accept-language", "en").split(",")[0])
    html = render("api/reference.html", locale=locale, api=document(), url=services().settings.url, resolve=_resolve)
    return HTMLResponse(html, headers=_HEADERS)


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document of the described routes."""
    routes = [route for described in _DESCRIBED for route in described.routes if isinstance(route, APIRoute)]
    return get_openapi(
        title="studio_app",
        version=__version__,
        description=translate("en", "api.description"),
        routes=routes,
    )


def _resolve(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema itself, looked up where it is only named."""
    name = schema.get("$ref", "").rpartition("/")[2]
    return document()["components"]["schemas"][name] if name else schema
