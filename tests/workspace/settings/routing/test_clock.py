"""Days of the studio's calendar as lines of text."""

from datetime import date

import pytest

from studio_app.core.errors import Invalid
from studio_app.domain.studio.working_time import DayView
from studio_app.workspace.settings.routing.clock import shown_exceptions, typed_exceptions

DAYS = (DayView(date(2027, 1, 1), False, "Новый год"), DayView(date(2027, 2, 20), True, ""))


class TestExceptions:
    def test_are_written_as_the_reader_writes_days(self) -> None:
        assert shown_exceptions(DAYS, "ru") == "01.01.2027 Новый год\n+20.02.2027"
        assert shown_exceptions(DAYS, "en") == "2027-01-01 Новый год\n+2027-02-20"

    @pytest.mark.parametrize("locale", ["ru", "en"])
    def test_come_back_as_they_were(self, locale: str) -> None:
        assert typed_exceptions(shown_exceptions(DAYS, locale)) == DAYS

    @pytest.mark.parametrize("line", ["Новый год", "31.02.2027", "2027-13-01", "1.1"])
    def test_name_the_line_that_is_no_day(self, line: str) -> None:
        with pytest.raises(Invalid, match="day_line"):
            typed_exceptions(line)
