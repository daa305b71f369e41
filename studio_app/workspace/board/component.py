"""The board's React component, wrapped: its messages come over the page's socket, not through a State."""

from collections.abc import Callable
from typing import Any, get_args, get_type_hints

import reflex as rx

from studio_app.workspace.board.wire.asks import Ask

# an asset of the app's own: one that is shared from beside its module costs a look at the whole call stack
_SOURCE = rx.asset("board/board.jsx")


def _fields_of(kind: Any) -> Callable[..., Any]:
    """What an event hands to its handler: the fields of the one object with which the browser fires it."""
    hints = get_type_hints(kind)

    def fields(ask: rx.Var[dict[str, Any]]) -> tuple[rx.Var[Any], ...]:
        return tuple(ask.to(dict[str, Any])[name].to(hint) for name, hint in hints.items())

    fields.__annotations__["return"] = tuple[tuple(rx.Var[hint] for hint in hints.values())]
    return fields


_ASKED = {event: get_args(hint)[0][0] for event, hint in get_type_hints(Ask).items()}
_EVENTS = {event: _fields_of(kind) for event, kind in _ASKED.items()}


class Board(rx.Component):
    """Deals as columns of cards, as a table or as a calendar; the child is what an empty board shows.

    Its events are those of the schema, `wire/asks.py`.
    """

    library = _SOURCE.importable_path
    tag = "Board"
    lib_dependencies: list[str] = ["@hello-pangea/dnd@18.0.1"]

    session: rx.Var[str]  # the socket's session: a new one after a reconnect
    locale: rx.Var[str]
    texts: rx.Var[dict[str, Any]]
    deal_path: rx.Var[str]
    exports: rx.Var[bool]  # the deals may be taken away as a file
    fixed: rx.Var[bool]  # nothing is moved or changed: the person only reads

    @classmethod
    def get_event_triggers(cls) -> dict[str, Any]:
        """What Reflex binds handlers to."""
        return super().get_event_triggers() | _EVENTS


live_board = Board.create
