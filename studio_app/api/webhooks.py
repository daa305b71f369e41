"""`POST /webhooks/{provider}`: payment providers tell us that something happened."""

import asyncio

from fastapi import APIRouter, Request, Response

from studio_app.api.problems import ProblemRoute, TooLarge
from studio_app.bootstrap import services

MAX_BYTES = 256 * 1024

router = APIRouter(prefix="/webhooks", include_in_schema=False, route_class=ProblemRoute)


@router.post("/{provider}")
async def receive(request: Request, provider: str) -> Response:
    """200 once the event is stored (again for a repetition), 400 on a bad signature, 404 for no such provider."""
    raw = await _body(request)
    await asyncio.to_thread(
        services().cashier.receive,
        provider=provider,
        raw=raw,
        headers=dict(request.headers),
        peer_ip=request.client.host if request.client else "",
    )
    return Response(status_code=200)


async def _body(request: Request) -> bytes:
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > MAX_BYTES:
            raise TooLarge
    return bytes(raw)
