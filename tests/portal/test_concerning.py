"""Which open pages of documents an event is told to."""

from dataclasses import fields
from typing import get_args

import pytest

from studio_app.domain.timeline.events.base import Event
from studio_app.domain.timeline.events.every import TYPES
from studio_app.portal.live import _OfDocument


class TestConcerns:
    @pytest.mark.parametrize("what", TYPES.values())
    def test_knows_every_event_that_names_a_document(self, what: type[Event]) -> None:
        names_one = "document_id" in {one.name for one in fields(what)}
        assert issubclass(what, get_args(_OfDocument)) is names_one
