"""What waits in a tab until its person has typed their password again."""

from typing import Any

import reflex as rx

from studio_app.workspace.framework import BaseState


class Waiting(rx.State):
    """The handler that is fired once the question is answered. It has no handlers of its own: the gate puts it here."""

    asking: bool = False
    _handler: str = ""
    _typed: dict[str, Any] = {}

    def _take(self) -> tuple[str, dict[str, Any]]:
        """The full name of the handler and its arguments; from now on nothing waits, and nothing is asked."""
        taken = self._handler, self._typed
        self.asking, self._handler, self._typed = False, "", {}
        return taken


async def ask_first(state: BaseState, handler: str, typed: dict[str, Any]) -> None:
    """Show the question in the tab of `state`; the handler of that full name is fired once it is answered."""
    waiting = await state.get_state(Waiting)
    waiting.asking, waiting._handler, waiting._typed = True, handler, typed  # noqa: SLF001  backend vars of our own


async def take_waiting(state: BaseState) -> tuple[str, dict[str, Any]]:
    """What waits in the tab of `state`, as its handler's full name ("": nothing) and arguments; it waits no longer."""
    return (await state.get_state(Waiting))._take()  # noqa: SLF001  public, a browser could call it
