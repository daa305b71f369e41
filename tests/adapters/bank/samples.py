"""Statement lines as banks write them, and what tests of all formats ask of a reader."""

import dataclasses
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import strategies as st

from studio_app.adapters.bank.read import read_statement
from studio_app.adapters.texts.catalogue import translate
from studio_app.core.money import Money
from studio_app.domain.statements.lines import BadStatement, StatementLine
from tests.adapters.bank import writers

DAY = date(2026, 11, 20)
PAYER = "40702810500000012345"
PAYER_IBAN = "DE02120300000000202051"
ROUBLES = StatementLine(
    position=0,
    booked_on=DAY,
    amount=Money(12_345_050, "RUB"),
    own_account=writers.OWN,
    payer_name="ООО «Ромашка»",
    payer_inn="7736050003",
    payer_account=PAYER,
    purpose="Оплата по счёту № 2026-0012 от 18.11.2026 за сайт = дизайн; НДС не облагается",
    reference="17",
)
EUROS = StatementLine(
    position=0,
    booked_on=DAY,
    amount=Money(150_050, "EUR"),
    own_account=writers.IBAN,
    payer_name="ACME GmbH",
    payer_account=PAYER_IBAN,
    purpose="Invoice 2026-0012 Website & Design",
    reference="REF17",
)


def texts(letters: str) -> st.SearchStrategy[str]:
    """Texts as they are after reading: single blanks inside, none around."""
    return st.text(letters, min_size=1, max_size=150).map(lambda text: " ".join(text.split())).filter(bool)


def bare(lines: Sequence[StatementLine]) -> list[tuple[object, ...]]:
    """The lines without their places in the file."""
    return [tuple(value for name, value in dataclasses.asdict(line).items() if name != "position") for line in lines]


def refusal(raw: bytes) -> BadStatement:
    with pytest.raises(BadStatement) as caught:
        read_statement(raw)
    for locale in ("ru", "en"):
        assert translate(locale, caught.value.message_key, **caught.value.params)
    return caught.value


def changed(line: StatementLine, **changes: Any) -> StatementLine:
    return dataclasses.replace(line, **changes)
