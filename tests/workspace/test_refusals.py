"""A refused form is told each sentence once: at its field, or where that is not on the screen, in a toast."""

import json
import re

import pytest

from studio_app.core.errors import Invalid, InvalidFields, Stale, StudioError
from studio_app.domain.studio.names import checked_names
from studio_app.workspace.framework import events_of
from studio_app.workspace.gate import _sentence


def told(error: StudioError) -> list[list[str]]:
    """The names of fields with their sentences, as the browser gets them."""
    [event] = events_of(_sentence(error))
    called = re.search(r"studioRefused\((.*)\)\)$", event.payload["javascript_code"])
    assert called
    return json.loads(called[1])


class TestRefusal:
    def test_names_each_wrong_field_with_its_sentence(self) -> None:
        with pytest.raises(InvalidFields) as refused:
            checked_names("", "x" * 81, maximum=80)
        [(first, missing), (second, long)] = told(refused.value)
        assert (first, second) == ("name_ru", "name_en")
        assert missing == "Заполните это поле."
        assert "80" in long

    def test_of_one_field_points_at_it_alone(self) -> None:
        [(field, said)] = told(Invalid(field="title", reason="too_long", maximum=4000))
        assert field == "title"
        assert "4\u00a0000" in said

    def test_of_no_field_is_left_to_a_toast(self) -> None:
        assert [field for field, _ in told(Stale())] == [""]
