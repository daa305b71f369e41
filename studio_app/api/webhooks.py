"""`POST /webhooks/{provider}`: payment providers tell us that something happened."""

from fastapi import APIRouter, Request, Response

from studio_app.adapters.bodies import read_limited
from studio_app.api.problems import ProblemRoute
from studio_app.bootstrap import services

MAX_KILOBYTES = 256

router = APIRouter(prefix="/webhooks", include_in_schema=False, route_class=ProblemRoute)


@router.post("/{provider}")
async def receive(request: Request, provider: str) -> Response:
    """200 once the event is stored (again for a repetition), 400 on a bad signature, 404 for no such provider."""
    raw = await read_limited(request, kilobytes=MAX_KILOBYTES)
    await services().inbox.take(
        provider=provider,
        raw=raw,
        headers=request.headers,
        peer_ip=services().visitor_ip(
            peer=request.client.host if request.client else "",
            forwarded_for=request.headers.get("x-forwarded-for", ""),
        ),
    )
    return Response(status_code=200)
