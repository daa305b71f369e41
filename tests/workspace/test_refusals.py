"""A refused form is told in one sentence on top, and in one at each wrong field."""

import pytest

from studio_app.core.errors import Invalid, InvalidFields, StudioError
from studio_app.domain.studio.names import checked_names
from studio_app.workspace.gate import _sentence


def told(error: StudioError) -> list[str]:
    return [str(spec.args) for spec in _sentence(error)]


class TestRefusal:
    def test_names_each_wrong_field_with_its_sentence(self) -> None:
        with pytest.raises(InvalidFields) as refused:
            checked_names("", "x" * 81, maximum=80)
        toast, pointing = told(refused.value)
        assert "Заполните это поле." in toast
        assert pointing.index("name_ru") < pointing.index("name_en")
        assert "80" in pointing

    def test_of_one_field_points_at_it_alone(self) -> None:
        _, pointing = told(Invalid(field="title", reason="too_long", maximum=200))
        assert "title" in pointing
        assert "200" in pointing
        assert "name_ru" not in pointing
