"""E-mail addresses as people type and paste them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.core.errors import Invalid
from studio_app.domain.clients.addresses import normal_email, shown_email

ATOMS = st.text("abcxyz0189!#$%&'*+/=?^_`{|}~-", min_size=1, max_size=12)
AROUND = (
    "{}",
    " {} ",
    "<{}>",
    "Ann B. <{}>",
    '"B., Ann" <{}>;',
    "mailto:{}",
    "<mailto:{}>",
    "{}.",
    "{},",
    "'{}'",
    "({})",
)


class TestNormalEmail:
    @pytest.mark.parametrize(
        ("text", "stored"),
        [
            ("o'brien@example.ie", "o'brien@example.ie"),
            ("o\u2019brien@example.ie", "o'brien@example.ie"),
            ("Ann+Site@Example.com", "ann+site@example.com"),
            ("почта@пример.рф", "почта@xn--e1afmkfd.xn--p1ai"),
            ("info@müller.de", "info@xn--mller-kva.de"),
            ("info@xn--mller-kva.de", "info@xn--mller-kva.de"),
            ("mailto:ann@example.com?subject=site", "ann@example.com"),
            ("ann\u200b@example.com\u2060", "ann@example.com"),
            ("ａｎｎ＠example.com", "ann@example.com"),
            ('"john.doe"@example.com', "john.doe@example.com"),
            ("", ""),
        ],
    )
    def test_takes(self, text: str, stored: str) -> None:
        assert normal_email(text) == stored

    @pytest.mark.parametrize(
        "text",
        [
            "ann",
            "@example.com",
            "ann@example",
            "ann@exa mple.com",
            "a..b@example.com",
            ".a@example.com",
            '"john doe"@example.com',
            '"a@b"@example.com',
            "a@x.com, b@y.com",
            "a@[127.0.0.1]",
            "a@-x.com",
            "a@\u2603.\u2603",
            f"{'a' * 65}@example.com",
            f"a@{'b' * 64}.com",
        ],
    )
    def test_refuses(self, text: str) -> None:
        with pytest.raises(Invalid) as refused:
            normal_email(text)
        assert (refused.value.field, refused.value.reason) == ("email", "email")

    @given(
        local=st.lists(ATOMS, min_size=1, max_size=3).map(".".join).filter(lambda text: "%" not in text),
        domain=st.sampled_from(["example.ie", "sub.example.org", "xn--e1afmkfd.xn--p1ai"]),
        around=st.sampled_from(AROUND),
    )
    def test_finds_the_address_in_what_was_copied(self, local: str, domain: str, around: str) -> None:
        # ? begins the headers of a mailto link, and quotation marks at both ends are around it
        if ("mailto" in around and "?" in local) or local[0] == "'":
            return
        assert normal_email(around.format(f"{local}@{domain}")) == f"{local}@{domain}"

    @given(st.text(max_size=60))
    def test_changes_nothing_the_second_time(self, text: str) -> None:
        try:
            once = normal_email(text)
        except Invalid:
            return
        assert normal_email(once) == once
        assert normal_email(shown_email(once)) == once


class TestShownEmail:
    @pytest.mark.parametrize(
        ("stored", "shown"),
        [
            ("почта@xn--e1afmkfd.xn--p1ai", "почта@пример.рф"),
            ("a@example.com", "a@example.com"),
            ("a@xn--0.com", "a@xn--0.com"),
            ("", ""),
        ],
    )
    def test_is_in_the_letters_of_its_people(self, stored: str, shown: str) -> None:
        assert shown_email(stored) == shown
