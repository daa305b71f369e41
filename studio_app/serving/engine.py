"""What lies inside Granian 2.8 and Reflex 0.10: the app, served by this very process."""

import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from granian._granian import SocketHolder
from granian.constants import HTTPModes, Loops, RuntimeModes, TaskImpl
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from studio_app.serving.building import ROOT, reflex_environment

BACK_PRESSURE = 16_384
"""Connections at once; more wait in the backlog of the port."""
BACKLOG = 4096
HEAD_SECONDS = 5
"""Within these the head of a request is here, and the next one has begun, or the connection is closed."""
_DISPENSABLE = ("requests", "websocket", "pydantic.v1")
"""What is loaded only where it is installed, and of no use here: two for clients of sockets, one for old models."""


def workspace() -> Callable[..., Any]:
    """The whole site as Reflex makes it: our routes first, the compiled workspace behind them."""
    os.environ.update(reflex_environment())
    os.chdir(ROOT)
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))  # where Reflex looks for rxconfig.py
    from reflex_base.constants import Env  # noqa: PLC0415  reads the environment set above
    from reflex_base.environment import environment  # noqa: PLC0415  the same

    environment.REFLEX_ENV_MODE.set(Env.PROD)
    environment.REFLEX_SKIP_COMPILE.set(True)
    environment.REFLEX_MOUNT_FRONTEND_COMPILED_APP.set(True)
    with _passed_over(_DISPENSABLE):
        from studio_app.studio_app import app  # noqa: PLC0415  the modules above are to be missing by then

        return app()


@contextmanager
def _passed_over(names: tuple[str, ...]) -> Iterator[None]:
    """Until the block ends, libraries find these modules not installed, and do without; together 0.05 s of a start."""
    missing: dict[str, Any] = {name: None for name in names if name not in sys.modules}
    sys.modules.update(missing)
    try:
        yield
    finally:
        for name in missing:
            del sys.modules[name]


def run(app: Callable[..., Any], listener: socket.socket) -> None:
    """Serve `app` at `listener` until SIGINT or SIGTERM, its lifespan around it.

    Granian would start a process of its own for this, and Reflex would load the app twice for it. Only HTTP/1 is
    spoken: to tell the two apart the first bytes would have to be waited for, and that without end.
    """
    serve: Any = MPServer._spawn_asgi_lifespan_worker  # noqa: SLF001  Granian's public way starts a process
    holder: Any = SocketHolder
    serve(
        1,
        None,
        lambda: app,
        ((None, holder(listener.dup().detach(), False, BACKLOG)), None),  # the engine closes what it is given
        None,
        Loops.auto,
        True,
        LogLevels.warning,
        None,
        (),
        runtime_mode=RuntimeModes.mt,
        runtime_threads=1,
        runtime_blocking_threads=512,
        blocking_threads=1,
        blocking_threads_idle_timeout=30,
        backpressure=BACK_PRESSURE,
        task_impl=TaskImpl.asyncio,
        http_mode=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEAD_SECONDS * 1000),
        http2_settings=None,
        websockets=True,
        static_path=None,
        log_access_fmt=None,
        ssl_ctx=(False, None, None, None, "tls1.3", None, [], False),
        scope_opts={"url_path_prefix": None},
        metrics=(None, None),
    )
