"""Reflex from the inside: all that the workspace takes from it beyond `reflex as rx`. No other file looks there."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar, cast

import reflex as rx
from reflex.app import EventNamespace
from reflex.event import passthrough_event_spec
from reflex.istate.delta import _resolve_delta  # pyright: ignore[reportPrivateUsage]  Reflex has no public way
from reflex.istate.manager.memory import StateManagerMemory
from reflex.state import BaseState, FrontendEventExceptionState, OnLoadInternalState, State, StateUpdate
from reflex.utils.exec import is_prod_mode
from reflex.utils.prerequisites import get_web_dir
from reflex.vars import FunctionStringVar
from reflex_base.constants import Dirs
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext
from reflex_components_core.base.error_boundary import ErrorBoundary
from reflex_components_core.core.banner import has_connection_errors
from reflex_components_core.el.elements.base import BaseHTML
from starlette.types import ASGIApp

from studio_app.core.readable import cleaned

__all__ = [
    "BaseHTML",
    "BaseState",
    "ErrorBoundary",
    "Event",
    "FunctionStringVar",
    "StateUpdate",
    "has_connection_errors",
    "passthrough_event_spec",
]

S = TypeVar("S", bound=BaseState)
LOAD_PAGE = OnLoadInternalState.on_load_internal
"""Fires what is fired when the page is opened, in the tab as it is."""
_MESSAGE = "event"  # the one message by which Reflex hands deltas and events to the browser
_EVENT_PACKET, _MESSAGE_FRAME = 2, "4"  # of Socket.IO and, around it, of Engine.IO
_FORGET_SECONDS = 1.0
REPORT = f"{FrontendEventExceptionState.get_full_name()}.handle_frontend_exception"
"""The handler by which a browser tells of its own errors."""
# What Reflex itself fires on every page, by full name. Everything else that is not declared is
# refused: update_vars_internal (no var of ours is kept in the browser) and setvar of any state.
FRAMEWORK_HANDLERS = frozenset(
    {
        f"{State.get_full_name()}.hydrate",
        f"{State.get_full_name()}.hydrate_and_load",
        f"{State.get_full_name()}.set_is_hydrated",
        f"{OnLoadInternalState.get_full_name()}.on_load_internal",
        f"{OnLoadInternalState.get_full_name()}.set_is_hydrated",
        REPORT,
    }
)


def handler_named(name: str) -> Callable[..., Any] | None:
    """The function of the registered handler of that full name."""
    registered = RegistrationContext.get().event_handlers.get(name)
    return None if registered is None else registered.handler.fn


def handler_names() -> Collection[str]:
    """The full names of all handlers that are registered."""
    return RegistrationContext.get().event_handlers


def events_of(fired: Any) -> list[Event]:
    """What is told to a browser so that it fires these handlers."""
    return Event.from_event_type(fired)


def script_of(fired: Any) -> str:
    """The function, as JavaScript, by which a browser does what it is told, such as showing a toast."""
    [event] = events_of(fired)
    return str(event.payload["function"])


def fired(name: str, **typed: Any) -> Any:
    """The registered handler of that full name, to be fired with these arguments, in their order."""
    return RegistrationContext.get().event_handlers[name].handler(*typed.values())


def begin_anew(state: BaseState) -> None:
    """Give every state of the tab its first values; the tab itself stays as loaded as it is."""
    root = cast("State", state._get_root_state())  # noqa: SLF001  Reflex has no public way
    hydrated = root.is_hydrated
    root.reset()
    root.is_hydrated = hydrated


def part_of(root: BaseState, part: type[S]) -> S | None:
    """One state of a tab, by the tab's root, if it has been used yet."""
    return cast("S | None", root.substates.get(part.get_name()))


async def in_place_of(state: BaseState, answer: Any) -> StateUpdate:
    """What a handler that is not run is answered with: what has changed in the tab until now, and `answer`."""
    root = state._get_root_state()  # noqa: SLF001  Reflex has no public way
    delta = await _resolve_delta(root.get_delta())
    root._clean()  # noqa: SLF001  Reflex has no public way
    return StateUpdate(delta=delta, events=events_of(answer))


def is_built() -> bool:
    """Whether the pages are served as they were built, and not by the server for developing."""
    return is_prod_mode()


def built_pages() -> Path:
    """The folder that the pages are built to."""
    return get_web_dir().absolute() / Dirs.STATIC


class App(rx.App):
    """An app whose whole traffic, whatever answers it, passes `front` first."""

    front: Callable[[ASGIApp], ASGIApp] = staticmethod(lambda served: served)

    def __call__(self) -> ASGIApp:
        """What the server runs."""
        return self.front(super().__call__())


class Sockets:
    """The sockets of an app's open tabs, each known by its id (sid)."""

    def __init__(self, app: rx.App) -> None:
        if app.event_namespace is None:
            raise RuntimeError("the app has no states")
        self._app = app
        self._namespace: EventNamespace = app.event_namespace

    @property
    def connected(self) -> Collection[str]:
        """The ids of all that are open."""
        return self._namespace.sid_to_token

    async def enter_room(self, sid: str, room: str) -> None:
        """Have the socket hear what the room is told."""
        await self._namespace.enter_room(sid, room)

    async def leave_room(self, sid: str, room: str) -> None:
        """Have the socket hear no more of the room."""
        await self._namespace.leave_room(sid, room)

    async def tell(self, room: str, update: Mapping[str, Any] | StateUpdate) -> None:
        """Send an update to a room, or to one socket by its id; it is encoded once for all."""
        await self._namespace.emit(_MESSAGE, update, room=room)

    def when_closed(self, call: Callable[[str], None]) -> None:
        """Call with the id of each socket that closes."""
        disconnected = self._namespace.on_disconnect

        def on_disconnect(sid: str, *_: Any) -> Any:
            call(sid)
            return disconnected(sid)

        self._namespace.on_disconnect = on_disconnect

    def screen(self) -> None:
        """Let no event reach the queue that names no handler, and no text that nothing of ours can hold.

        Reflex would keep a trace of each of the former for good; half a surrogate pair in a text, once stored,
        ends the socket of whoever opens the page that shows it.
        """
        take: Callable[[str, Any], Awaitable[None]] = self._namespace.on_event

        async def on_event(sid: str, data: Any) -> None:
            name = data.get("name") if isinstance(data, dict) else None
            if isinstance(name, str) and name in RegistrationContext.get().event_handlers:
                with suppress(RecursionError):  # no page of ours nests anything so deep
                    await take(sid, cleaned(data))

        self._namespace.on_event = on_event

    def packet(self, fired: Any) -> str:
        """The text on the wire that has a browser fire these handlers."""
        message = [_MESSAGE, StateUpdate(events=events_of(fired))]
        make: Any = cast("Any", self._app.sio).packet_class  # the app's own: it knows how updates are written
        packet = make(_EVENT_PACKET, data=message, namespace=self._namespace.namespace)
        return f"{_MESSAGE_FRAME}{packet.encode()}"

    async def forget_closed(self, *, keeps: Callable[[BaseState], bool], at_most: int) -> None:
        """Once a second forget what is kept of closed tabs. Runs as a lifespan task of the app.

        What a tab `keeps` waits for its return, for at most as many tabs, and as long as Reflex keeps any state.
        """
        closed: dict[str, None] = {}  # in the order in which they were seen to be closed
        while True:
            await asyncio.sleep(_FORGET_SECONDS)
            self._forget(closed, keeps, at_most)

    def _forget(self, closed: dict[str, None], keeps: Callable[[BaseState], bool], at_most: int) -> None:
        manager, processor = cast("StateManagerMemory", self._app.state_manager), self._app.event_processor
        busy = processor._token_queues  # noqa: SLF001  Reflex has no public way
        tracked = manager._token_expires_at  # noqa: SLF001  Reflex has no public way
        for key in closed.keys() - tracked.keys():  # expired by itself
            del closed[key]
        for key, (_, token) in tracked.items():
            if token.ident in self._namespace.token_to_sid:
                closed.pop(key, None)
            elif token.ident not in busy:
                closed.setdefault(key)
        waiting = [key for key in closed if (state := manager.states.get(key)) is not None and keeps(state)]
        for key in closed.keys() - set(waiting[-at_most:]):
            token = tracked[key][1]
            lock = manager._states_locks.get(token.lock_key)  # noqa: SLF001  Reflex has no public way
            if token.ident not in busy and not (lock and lock.locked()):
                manager._purge_token(token)  # noqa: SLF001  Reflex has no public way
                del closed[key]
