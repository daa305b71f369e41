"""A form is taken once: over a slow line it stays on the screen for a while after it was sent, and is sent again."""

import functools
import time
from collections.abc import Callable
from typing import Any, TypeVar, cast

from studio_app.workspace.framework import BaseState
from studio_app.workspace.session import Session

F = TypeVar("F", bound=Callable[..., Any])

_SECONDS = 5.0  # that the answer to a form is on its way at most


def once(name: str = "", dialog: str = "") -> Callable[[F], F]:
    """Let the handler do nothing where it has just done the very same in this tab and closed its dialog over it.

    Goes below `allow`. The var `name` of the State says that the dialog is open, with `dialog` which one; without
    a name the form is none of a dialog's. What was refused is tried again; and so is what a tab sends that has lost
    its State with its connection, where no dialog is open: it may be all that the person has typed.
    """

    def declare(handler: F) -> F:
        @functools.wraps(handler)
        async def call(self: BaseState, *args: Any, **typed: Any) -> Any:
            session = await self.get_state(Session)
            sent = hash(repr((handler.__qualname__, args, typed)))
            open_ = getattr(self, name) if name else ""
            closed = open_ != dialog if dialog else not open_
            last, at = session._sent  # noqa: SLF001  a backend var of our own State
            if closed and sent == last and time.monotonic() - at < _SECONDS:
                return None
            answer = await handler(self, *args, **typed)
            session._sent = (sent, time.monotonic())  # noqa: SLF001  as above
            return answer

        return cast("F", call)

    return declare
