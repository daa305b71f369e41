"""The board's React component, wrapped: its messages come over the page's socket, not through a State."""

from typing import Any

import reflex as rx

from studio_app.workspace.framework import passthrough_event_spec

# an asset of the app's own: one that is shared from beside its module costs a look at the whole call stack
_SOURCE = rx.asset("board/board.jsx")


class Board(rx.Component):
    """Deals as columns of cards, as a table or as a calendar; the child is what an empty board shows."""

    library = _SOURCE.importable_path
    tag = "Board"
    lib_dependencies: list[str] = ["@hello-pangea/dnd@18.0.1"]

    session: rx.Var[str]  # the socket's session: a new one after a reconnect
    locale: rx.Var[str]
    texts: rx.Var[dict[str, Any]]
    deal_path: rx.Var[str]
    exports: rx.Var[bool]  # the deals may be taken away as a file
    fixed: rx.Var[bool]  # nothing is moved or changed: the person only reads

    on_open: rx.EventHandler[passthrough_event_spec(str)]  # what stands in the address
    # id, version, stage, the card above, the card below
    on_move: rx.EventHandler[passthrough_event_spec(str, int, str, str, str)]
    # ids with versions, stage, the card above, the card below
    on_move_many: rx.EventHandler[passthrough_event_spec(list[list[Any]], str, str, str)]
    on_lose: rx.EventHandler[passthrough_event_spec(list[list[Any]], str, str, str)]
    on_undo: rx.EventHandler[passthrough_event_spec(list[list[Any]])]
    on_assign: rx.EventHandler[passthrough_event_spec(list[list[Any]], str)]
    on_tag: rx.EventHandler[passthrough_event_spec(list[list[Any]], str, bool)]
    # stage, id of the last loaded card
    on_more: rx.EventHandler[passthrough_event_spec(str, str)]
    # what stands in the address, id of the last loaded row
    on_more_rows: rx.EventHandler[passthrough_event_spec(str, str)]
    # id, title, the title seen
    on_rename: rx.EventHandler[passthrough_event_spec(str, str, str)]
    on_price: rx.EventHandler[passthrough_event_spec(str, int, str)]
    on_hand_over: rx.EventHandler[passthrough_event_spec(str, int, str)]
    # id, words, ISO day, when it was due as seen (seconds)
    on_plan: rx.EventHandler[passthrough_event_spec(str, str, str, int)]
    # task, ISO day, when it was due as seen (seconds)
    on_put_off: rx.EventHandler[passthrough_event_spec(str, str, int)]
    on_habit: rx.EventHandler[passthrough_event_spec(str, str)]
    on_save_view: rx.EventHandler[passthrough_event_spec(str, str, bool)]
    on_drop_view: rx.EventHandler[passthrough_event_spec(str)]


live_board = Board.create
