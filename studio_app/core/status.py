"""Statuses move along a table of allowed transitions, through one setter."""

from collections.abc import Mapping, Set
from enum import StrEnum
from typing import TypeVar

from studio_app.core.errors import StudioError

S = TypeVar("S", bound=StrEnum)
Transitions = Mapping[S, Set[S]]


class IllegalTransition(StudioError):
    """The thing is in a state from which this step does not lead on."""

    code = "illegal_transition"
    status = 409


def advance(current: S, target: S, table: Transitions[S]) -> S:
    """Return `target` if `table` allows the step from `current`.

    Raises IllegalTransition (params: current, target) otherwise.
    """
    if target not in table.get(current, frozenset()):
        raise IllegalTransition(current=current.value, target=target.value)
    return target
