"""The form of the studio has each setting, filled in."""

from dataclasses import fields
from decimal import Decimal

from studio_app.core.money import Money
from studio_app.domain.studio.settings import StudioSettings
from studio_app.workspace.settings.studio.page import page
from studio_app.workspace.settings.studio.state import StudioForm, _form

TYPED_BY_NOBODY = {"currency", "version"}
SETTINGS = StudioSettings(
    name="Север",
    name_en="North",
    accent="#123456",
    locale="en",
    timezone="Asia/Tokyo",
    email="north@example.com",
    phone="+7 900 123-45-67",
    hour_cost=Money(150_000, "RUB"),
    lead_cost=Money(20_000, "RUB"),
    min_margin_percent=Decimal(20),
    deposit_percent=Decimal(50),
    proposal_valid_days=14,
    invoice_due_days=5,
    quiet_from_hour=21,
    quiet_until_hour=9,
    reminder_days="2,5",
    version=3,
)


class TestForm:
    def test_is_filled_in_with_each_setting(self) -> None:
        filled, empty = _form(SETTINGS), StudioForm()
        assert [one.name for one in fields(filled) if getattr(filled, one.name) == getattr(empty, one.name)] == []

    def test_has_an_input_for_each(self) -> None:
        drawn = str(page())
        typed = {one.name for one in fields(StudioForm)} - TYPED_BY_NOBODY
        assert {name for name in typed if f'name:"{name}"' not in drawn} == set()
