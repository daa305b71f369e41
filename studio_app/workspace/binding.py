"""Whose data the states of a tab may hold."""

import reflex as rx

from studio_app.workspace.framework import BaseState, begin_anew, part_of


class Binding(rx.State):
    """Kept by the gate, read by nobody's screen."""

    _bound_to: str = ""


async def bind(state: BaseState, seen: str) -> None:
    """Bind the tab of `state` to that person in that role ("": nobody); what it held for somebody else is forgotten."""
    binding = await state.get_state(Binding)
    if binding._bound_to != seen:  # noqa: SLF001  a backend var of our own State
        begin_anew(state)
        binding._bound_to = seen  # noqa: SLF001  as above


def belongs_to_somebody(root: BaseState) -> bool:
    """Whether a person has been signed in at the tab with that root state."""
    binding = part_of(root, Binding)
    return binding is not None and binding._bound_to != ""  # noqa: SLF001  as above
