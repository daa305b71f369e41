"""A form is read to its end before it is refused."""

import pytest

from studio_app.core.checking import Checks, limited, problems_of
from studio_app.core.errors import Invalid, InvalidFields


def refuse(*fields: str) -> str:
    raise InvalidFields([Invalid(field=field, reason="required") for field in fields])


class TestChecks:
    def test_tells_all_that_is_wrong_one_problem_a_field(self) -> None:
        checks = Checks()
        assert checks.read(lambda: refuse("name", "email"), otherwise="nobody") == "nobody"
        assert checks.read(lambda: "well", otherwise="") == "well"
        checks.refuse("email", "email")
        checks.within("city", "Moscow", 5)
        with pytest.raises(InvalidFields) as refusal:
            checks.done()
        told = [(problem.field, problem.reason) for problem in problems_of(refusal.value)]
        assert told == [("name", "required"), ("email", "required"), ("city", "too_long")]

    def test_is_its_first_problem_for_whoever_shows_one(self) -> None:
        with pytest.raises(Invalid) as refusal:
            refuse("name", "email")
        assert (refusal.value.field, refusal.value.message_key) == ("name", "error.invalid.required")

    def test_refuses_nothing_when_all_is_well(self) -> None:
        Checks().done()


class TestLimited:
    def test_cuts_nothing(self) -> None:
        assert limited("reason", "x" * 10, 10) == "x" * 10
        with pytest.raises(Invalid) as refusal:
            limited("reason", "x" * 11, 10)
        assert refusal.value.params["maximum"] == 10
