"""The site: everything that people, clients and machines reach, in one process on one port."""

import gc
import http.client
import socket
import sys
import threading
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from studio_app.adapters.pace import BodyPace
from studio_app.config import Settings
from studio_app.serving.engine import BACKLOG, run, workspace
from studio_app.serving.listening import let_in

# A thread that comes back from the database waits so long at most for a busy event loop, once a statement; the
# interpreter's own 5 ms, a dozen times over, make one writer out of a transaction that takes a few ms by itself
_SWITCH_SECONDS = 0.0005
_BODY_SECONDS = 10.0  # without a byte
_LOOK_AGAIN = 0.05


def serve(settings: Settings, listener: socket.socket, *, ready: Callable[[], None]) -> None:
    """Serve until stopped: workspace, portal, API and jobs. `ready` is called when the site says that all is well."""
    sys.setswitchinterval(_SWITCH_SECONDS)
    app = workspace()
    gc.freeze()  # what is loaded now stays: it need not be looked through for garbage again and again
    gc.enable()
    let_in(settings, listener, backlog=BACKLOG)
    tell_when_healthy(settings.loopback, ready)
    run(BodyPace(app, seconds=_BODY_SECONDS), listener)


def tell_when_healthy(address: str, ready: Callable[[], None]) -> None:
    """Call `ready`, once, as soon as the site at `address` is healthy; never when it ends before."""
    threading.Thread(target=_watch, args=(address, ready), name="is-it-healthy", daemon=True).start()


def _watch(address: str, ready: Callable[[], None]) -> None:
    while not _healthy(urlsplit(address).netloc):
        time.sleep(_LOOK_AGAIN)
    ready()


def _healthy(host: str) -> bool:
    connection = http.client.HTTPConnection(host, timeout=5)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):  # not there yet, or still failing
        return False
    finally:
        connection.close()
