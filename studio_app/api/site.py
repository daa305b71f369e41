"""The API's routes together."""

from fastapi import APIRouter, Request

from studio_app.api.health import router as health
from studio_app.api.leads import router as leads
from studio_app.api.problems import MethodNotAllowed, NotHere, ProblemRoute
from studio_app.api.reference import document
from studio_app.api.reference import router as reference
from studio_app.api.webhooks import router as webhooks

rest = APIRouter(route_class=ProblemRoute, include_in_schema=False)


@rest.api_route("/api/{path:path}", methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
async def nothing_here(request: Request) -> None:
    """Whatever else is asked for below /api/: machines get an answer they can read."""
    raise MethodNotAllowed if request.url.path in document()["paths"] else NotHere


rooms = (leads, health, reference, webhooks, rest)
