"""What plain HTTP routes of the workspace share: who asks, whether from our own pages, and how a file is saved."""

from urllib.parse import quote

from fastapi import Request

from studio_app.adapters.visitors import network_of
from studio_app.bootstrap import SESSION_COOKIE, services
from studio_app.core.errors import Forbidden
from studio_app.core.web_address import split
from studio_app.domain.accounts.permissions import Permission, may
from studio_app.domain.accounts.sessions import session_user
from studio_app.domain.actors import SYSTEM, Actor, ActorKind


def visitor(request: Request) -> Actor:
    """Whoever asks, known by address and browser only."""
    peer = request.client.host if request.client else ""
    ip = services().visitor_ip(peer=peer, forwarded_for=request.headers.get("x-forwarded-for", ""))
    return Actor(
        kind=ActorKind.STAFF,
        ip=ip,
        network=network_of(ip),
        user_agent=request.headers.get("user-agent", ""),
    )


def saved_as(name: str, *, plain: str) -> dict[str, str]:
    """The header with which a browser saves a file as `name`, or as `plain` where it knows no RFC 5987."""
    return {"Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"}


async def staff(request: Request, needed: Permission) -> tuple[Actor, str] | None:
    """The signed-in person who asks, and their language; None for anybody else. Raises Forbidden for who may not."""
    token = request.cookies.get(SESSION_COOKIE, "")
    person = await services().runner.read(SYSTEM, session_user, token=token) if token else None
    if person is None:
        return None
    known = visitor(request)
    actor = Actor(
        kind=ActorKind.STAFF,
        id=person.id,
        name=person.name,
        role=person.role.value,
        ip=known.ip,
        network=known.network,
        user_agent=known.user_agent,
    )
    if not may(actor, needed):
        raise Forbidden
    return actor, person.locale


def same_origin(request: Request) -> None:
    """Refuse a post from a foreign page. Raises Forbidden.

    SameSite=Lax keeps the cookie off foreign posts; this also stops signing a victim in or out.
    "null" is the origin of a sandboxed frame, so it is as foreign as any other.
    """
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise Forbidden
    origin = request.headers.get("origin")
    ours = {request.headers.get("host"), split(services().settings.url).netloc}
    if origin is not None and split(origin).netloc not in ours:
        raise Forbidden
