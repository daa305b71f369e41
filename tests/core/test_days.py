"""Days, months and times as people type them."""

from contextlib import suppress
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.core.days import read_day, read_month, read_time
from studio_app.core.errors import Invalid
from studio_app.core.numbers import Unclear

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


class TestReadDay:
    @pytest.mark.parametrize(
        "text",
        [
            "2026-11-29", "2026/11/29", "2026.11.29", "29.11.2026", "29.11.26", "29/11/2026", "11/29/2026",
            "29-11-2026", "29. 11. 2026", "29. 11. 26", "2026. 11. 29.", "29.11.2026.",
            "29 ноября 2026", "29 ноября 2026 г.", "29 нояб. 2026", "29 Nov 2026", "29 November 2026",
            "29th of November 2026",
            "November 29, 2026", "Nov. 29 2026", " 29.11.2026 ", "2026-11-29 00:00:00", "2026-11-29T10:15:00Z",
            "2026-11-29T10:15:00+03:00",
        ],
    )  # fmt: skip
    def test_reads(self, text: str) -> None:
        assert read_day(text, field="day") == date(2026, 11, 29)

    @pytest.mark.parametrize(
        "text",
        [
            "30.02.2026", "2026-02-30", "32.01.2026", "29.13.2026", "29/13/2026", "20261129", "2026-W48-7", "29.11",
            "29 мартобря 2026", "завтра", "29. 11-2026", "29.11-2026", "٢٩.11.2026", "29.11.202",
            "29.11.0026", "0000-01-01", "1 1 2026",
        ],
    )  # fmt: skip
    def test_refuses(self, text: str) -> None:
        with pytest.raises(Invalid) as refused:
            read_day(text, field="day")
        assert refused.value.reason == "day"

    @pytest.mark.parametrize("text", ["03/10/2026", "3-10-2026"])
    def test_asks_where_the_month_may_stand_first(self, text: str) -> None:
        with pytest.raises(Unclear) as asked:
            read_day(text, field="day")
        assert (asked.value.params["first"], asked.value.params["second"]) == ("2026-10-03", "2026-03-10")

    def test_needs_no_question_where_both_are_one_day(self) -> None:
        assert read_day("03/03/2026", field="day") == date(2026, 3, 3)

    @given(DAYS)
    def test_reads_what_the_product_writes(self, day: date) -> None:
        assert read_day(day.isoformat(), field="x") == read_day(f"{day:%d.%m.%Y}", field="x") == day

    @given(st.text(max_size=30))
    def test_answers_anything_with_a_day_or_a_reason(self, text: str) -> None:
        with suppress(Invalid):
            assert read_day(text, field="x").year in range(1900, 2200)


class TestReadMonth:
    @pytest.mark.parametrize(
        "text",
        [
            "2026-11",
            "11.2026",
            "11/2026",
            "Ноябрь 2026",
            "ноября 2026 г.",
            "Nov 2026",
            "2026 ноябрь",
            "15.11.2026",
            "2026-11-15",
        ],
    )
    def test_reads(self, text: str) -> None:
        assert read_month(text, field="month") == date(2026, 11, 1)

    @pytest.mark.parametrize(("text", "reason"), [("13.2026", "month"), ("когда-то", "month"), ("лунь 2026", "month")])
    def test_refuses(self, text: str, reason: str) -> None:
        with pytest.raises(Invalid) as refused:
            read_month(text, field="month")
        assert refused.value.reason == reason


class TestReadTime:
    @pytest.mark.parametrize("text", ["9:30", "09:30", "09.30", "09:30:00", " 9:30 "])
    def test_reads(self, text: str) -> None:
        assert read_time(text, field="at") == time(9, 30)

    def test_reads_a_bare_hour(self) -> None:
        assert read_time("9", field="at") == time(9)

    @pytest.mark.parametrize("text", ["24:00", "9:60", "9:3", "930", "полдень", "9:30:15", "-9"])
    def test_refuses(self, text: str) -> None:
        with pytest.raises(Invalid) as refused:
            read_time(text, field="at")
        assert refused.value.reason == "time"
