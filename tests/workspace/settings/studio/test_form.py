"""The form of the studio has each setting, filled in."""

from dataclasses import fields
from decimal import Decimal

from studio_app.core.money import Money
from studio_app.domain.studio.settings import StudioSettings
from studio_app.workspace.settings.studio.page import page
from studio_app.workspace.settings.studio.state import StudioForm, _form

TYPED_BY_NOBODY = {"currency", "version"}
GIVEN = {str: "given", int: 7, bool: True, Decimal: Decimal(7), Money: Money(700, "RUB")}
"""A value of each type, which no empty form has."""


class TestForm:
    def test_is_filled_in_with_each_setting(self) -> None:
        settings = StudioSettings(**{one.name: GIVEN[one.type] for one in fields(StudioSettings)})
        filled, empty = _form(settings), StudioForm()
        assert [one.name for one in fields(filled) if getattr(filled, one.name) == getattr(empty, one.name)] == []

    def test_has_an_input_for_each(self) -> None:
        drawn = str(page())
        typed = {one.name for one in fields(StudioForm)} - TYPED_BY_NOBODY
        assert {name for name in typed if f'name:"{name}"' not in drawn} == set()
