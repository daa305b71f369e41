"""The port that the site listens on, and how many files and connections it may have open."""

import errno
import resource
import socket

from studio_app.config import Settings
from studio_app.core.refusal import Refusal

FILES = 65_536


def take_port(settings: Settings) -> socket.socket:
    """The port, bound: nobody is let in yet. Raises Refusal where another server listens, or on a strange address."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            settings.host or None, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind)
    except (OSError, OverflowError) as strange:
        raise Refusal(f"STUDIO_HOST={settings.host} STUDIO_PORT={settings.port} is no address: {strange}") from None
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port that was in use a moment ago is free
    try:
        listener.bind(address)
    except (OSError, OverflowError) as refused:
        listener.close()
        raise _refusal(settings, refused) from None
    return listener


def let_in(settings: Settings, listener: socket.socket, *, backlog: int) -> None:
    """From now on connections are taken. Raises Refusal where another server has begun to listen meanwhile."""
    try:
        listener.listen(backlog)
    except OSError as refused:
        raise _refusal(settings, refused) from None
    listener.setblocking(False)


def raise_file_limit() -> int:
    """Each connection is an open file: as many as the system lets this process have, up to `FILES`."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft == resource.RLIM_INFINITY or soft >= most:
        return FILES if soft == resource.RLIM_INFINITY else soft
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return most


def _refusal(settings: Settings, refused: OSError | OverflowError) -> Refusal:
    if isinstance(refused, OSError) and refused.errno == errno.EADDRINUSE:
        return Refusal(f"port {settings.port} is in use; another one: STUDIO_PORT={settings.port + 1} make run")
    return Refusal(f"the site can't listen at {settings.host} port {settings.port}: {refused}")
