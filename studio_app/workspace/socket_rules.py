"""Who the workspace takes a socket's visitor for, and what it lets those do whom it does not know."""

import reflex as rx

from studio_app.bootstrap import SESSION_COOKIE, services
from studio_app.core.tokens import token_hash
from studio_app.domain.accounts.sessions import living_sessions
from studio_app.domain.actors import SYSTEM
from studio_app.workspace import paths
from studio_app.workspace.cookies import read_cookie
from studio_app.workspace.framework import Sockets
from studio_app.workspace.gate import open_to_all
from studio_app.workspace.socket_limits import Rules


def socket_rules(sockets: Sockets) -> Rules:
    """The rules for the sockets of an app all of whose handlers are registered."""
    return Rules(
        session_of=_session_of,
        lives=_lives,
        address_of=_address_of,
        welcome=open_to_all().__contains__,
        refusal=sockets.packet(rx.redirect(paths.SIGN_IN)),
    )


def _session_of(cookie: str) -> str:
    token = read_cookie(cookie, SESSION_COOKIE)
    return token_hash(token) if token else ""


async def _lives(session: str) -> bool:
    return session in await services().runner.read(SYSTEM, living_sessions, hashes=[session])


def _address_of(peer: str, forwarded_for: str) -> str:
    return services().visitor_ip(peer=peer, forwarded_for=forwarded_for)
