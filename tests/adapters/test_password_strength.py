"""How hard a password is to guess, and what is told of a weak one."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.adapters.password_strength import require_strong
from studio_app.adapters.texts.catalogue import LOCALES, translate
from studio_app.core.errors import Invalid
from studio_app.workspace.components.passwords import PASSWORD_PROBLEMS

OWN = ("Вера Полякова", "vera.polyakova@studio.example", "Северный ветер")


def weakness(password: str) -> str:
    with pytest.raises(Invalid) as refused:
        require_strong(password, own_words=OWN)
    assert refused.value.field == "password"
    assert refused.value.reason in PASSWORD_PROBLEMS
    return refused.value.reason


class TestRequireStrong:
    @pytest.mark.parametrize(
        ("password", "reason"),
        [
            ("short", "password_short"),
            ("x" * 1001, "password_long"),
            ("1234567890", "password_common"),
            ("qwertyuiop", "password_common"),
            ("password123", "password_common"),
            ("aaaaaaaaaaaaaaaaaaaaaaaaaaaa", "password_repeats"),
            ("йцукенгшщзхъ", "password_row"),
            ("пароль12345", "password_common"),
            ("19.11.1985", "password_date"),
            ("Вера Полякова1", "password_own"),
            ("polyakova2026", "password_own"),
            ("северныйветер", "password_own"),
        ],
    )
    def test_refuses_what_is_tried_first_and_says_why(self, password: str, reason: str) -> None:
        assert weakness(password) == reason

    @pytest.mark.parametrize(
        "password", ["correct horse battery", "корова летит над лесом", "k7m2p-9qwxz-tbn4a", "Zk3u9Qp_7v"]
    )
    def test_takes_what_is_hard_to_guess(self, password: str) -> None:
        require_strong(password, own_words=OWN)

    @given(st.text(alphabet="0123456789", min_size=10, max_size=10).map(lambda digits: digits[0] * 10))
    def test_takes_no_row_of_one_digit(self, password: str) -> None:
        assert weakness(password) in {"password_common", "password_repeats"}

    def test_is_not_held_up_by_a_long_one(self) -> None:
        began = time.monotonic()
        require_strong("4@8({[<3369!|1i10$5+7%2" * 40)
        assert time.monotonic() - began < 15  # of the whole length it would be days

    @pytest.mark.parametrize("locale", LOCALES)
    @pytest.mark.parametrize("reason", PASSWORD_PROBLEMS)
    def test_has_a_sentence_for_each_weakness(self, reason: str, locale: str) -> None:
        assert translate(locale, f"sign_in.error.{reason}")
        assert translate(locale, f"error.invalid.{reason}", minimum=10, maximum=1000)
