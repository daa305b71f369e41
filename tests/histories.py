"""Random examples and histories: how many, and how long, by the profile of the run."""

import hypothesis
import pytest

_PROFILE = hypothesis.settings.get_current_profile_name()
_SOAK_STEPS = 5

patience = pytest.mark.timeout(0 if _PROFILE == "soak" else 900)
"""Thousands of histories are one test."""


def examples(many: int) -> hypothesis.settings:
    """What a test of random examples runs with: `make check` takes the few of its profile."""
    return hypothesis.settings(max_examples=10 if _PROFILE == "quick" else many, deadline=None)


def going_through(*, histories: int, quick: int, steps: int) -> hypothesis.settings:
    """What a state machine runs with: `make check` takes the `quick` number, `make soak` longer ones."""
    return hypothesis.settings(
        max_examples=quick if _PROFILE == "quick" else histories,
        stateful_step_count=steps * _SOAK_STEPS if _PROFILE == "soak" else steps,
        deadline=None,
    )
