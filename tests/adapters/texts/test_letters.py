"""Every rule has a letter in both languages, complete in plain text."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from studio_app.adapters.texts import templates
from studio_app.adapters.texts.catalogue import LOCALES
from studio_app.adapters.texts.letters import TemplateWriter, ink_on
from studio_app.adapters.texts.overrides import say
from studio_app.core.money import Money
from studio_app.domain.ledger.kinds import CauseKind
from studio_app.domain.ledger.schemas import InvoiceBalance, InvoiceState
from studio_app.domain.notifications.rules import CODE_RULE, NIGHT_REPORT, RULES
from studio_app.domain.notifications.schemas import LetterFacts, NightReport
from studio_app.domain.payments.day_report import DayBook, Income
from studio_app.domain.payments.kinds import Way
from studio_app.domain.pricing.kinds import Tariff
from studio_app.domain.proposals.schemas import Picked
from studio_app.domain.studio.brand import Brand

PARTLY = InvoiceState.PARTLY
URL = "https://studio.example"
DAY = date(2026, 12, 4)
REPORT = NightReport(
    first=DAY,
    last=DAY,
    book=DayBook(
        came=(Income("stripe", CauseKind.PROVIDER, Way.CARD, Money(100_050, "RUB"), 2),), back=(Money(-5_000, "RUB"),)
    ),
    differences=1,
    over=(),
    partly=(
        InvoiceBalance(
            *("i", "2026-0007", "d", "<b>Ann</b>"),
            total=Money(9, "EUR"),
            paid=Money(5, "EUR"),
            due=Money(4, "EUR"),
            written=Money(0, "EUR"),
            state=PARTLY,
        ),
    ),
    lines=3,
)


def facts(rule: str, locale: str) -> LetterFacts:
    return LetterFacts(
        notification_id="1",
        rule=rule,
        recipient="client@example.com",
        locale=locale,
        timezone="Europe/Moscow",
        brand=Brand(name="North & Co", accent="#123456", phone="+7 495 000-00-00"),
        addressee="<b>Ann</b>",
        client="Daisy",
        manager="Ilya",
        reply_to="",
        path="/d/token",
        title="Site",
        number="7",
        kind="invoice",
        amount=Money(100_050, "RUB"),
        due=Money(50_000, "RUB"),
        until=date(2026, 12, 4),
        choice=Picked(Tariff.PREMIUM, ("Blog <&>", "Chat"), Money(12_345_600, "RUB"), taxed=True),
        at=datetime(2026, 12, 4, 9, tzinfo=UTC),
        code="402918" if rule == CODE_RULE else "",
        report=REPORT if rule == NIGHT_REPORT else None,
    )


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("rule", [rule.name for rule in RULES])
class TestLetters:
    def test_say_in_plain_text_all_that_the_html_says(self, rule: str, locale: str) -> None:
        letter = TemplateWriter(URL).write(facts(rule, locale))
        essential = "402918" if rule == CODE_RULE else f"{URL}/d/token"
        assert essential in letter.text
        assert essential in letter.html
        assert letter.subject
        assert "\n" not in letter.subject

    def test_say_each_sentence_in_html_and_in_plain_text(
        self, rule: str, locale: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        said: set[str] = set()

        def listen(rewritten: Mapping[str, str], language: str, key: str, **params: object) -> str:
            said.add(key)
            return say(rewritten, language, key, **params)

        monkeypatch.setattr(templates, "say", listen)
        parts: dict[str, set[str]] = {}
        for part in ("html.html", "text.txt"):
            said.clear()
            TemplateWriter(URL)._part(facts(rule, locale), part)
            parts[part] = said - {"email.spare_link", f"email.{rule}.subject"}  # of a page: the button, the title
        assert parts["html.html"] == parts["text.txt"], f"templates/email/{rule}: one of the two says less"

    def test_escape_what_people_wrote_in_html_and_only_there(self, rule: str, locale: str) -> None:
        letter = TemplateWriter(URL).write(facts(rule, locale))
        assert "&lt;b&gt;Ann" in letter.html
        assert "<b>Ann" not in letter.html
        assert "<b>Ann</b>" in letter.text

    def test_carry_the_colour_and_name_of_the_studio(self, rule: str, locale: str) -> None:
        letter = TemplateWriter(URL).write(facts(rule, locale))
        assert "North &amp; Co" in letter.html
        assert "#123456" in letter.html
        assert "<script" not in letter.html


@pytest.mark.parametrize("rule", [rule.name for rule in RULES])
def test_in_english_it_is_the_studios_english_name_alone(rule: str) -> None:
    brand = Brand(name="Студия света", name_en="Studio of Light")
    letter = TemplateWriter(URL).write(replace(facts(rule, "en"), brand=brand))
    russian = TemplateWriter(URL).write(replace(facts(rule, "ru"), brand=brand))
    for part in ("subject", "text", "html"):
        said, told = getattr(letter, part), getattr(russian, part)
        assert said.count("Studio of Light") == told.count("Студия света")
        assert "Студия света" not in said


@pytest.mark.parametrize("locale", LOCALES)
def test_the_subject_of_a_code_letter_does_not_show_the_code(locale: str) -> None:
    assert "402918" not in TemplateWriter(URL).write(facts(CODE_RULE, locale)).subject


@pytest.mark.parametrize(
    ("colour", "ink"), [("#3e63dd", "#ffffff"), ("#ffdd00", "#1c2024"), ("#000000", "#ffffff"), ("red", "#ffffff")]
)
def test_the_button_is_readable_in_any_colour(colour: str, ink: str) -> None:
    assert ink_on(colour) == ink
