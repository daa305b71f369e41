"""Asking the client for the rest of an invoice."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import select

from studio_app.core.clock import FixedClock
from studio_app.core.errors import Forbidden
from studio_app.core.money import Money
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.ledger.bank_transfers import record_bank_transfer
from studio_app.domain.ledger.refusals import NotPayable
from studio_app.domain.notifications.asking import AskedToday, ask_for_rest
from studio_app.domain.notifications.models import Notification
from studio_app.domain.notifications.schemas import Verdict
from studio_app.domain.notifications.sending import decide
from studio_app.domain.work import Work
from tests.selling import issued_invoice, make_studio


@pytest.fixture
def manager(work: Work) -> Work:
    make_studio(work)
    return replace(work, actor=Actor(kind=ActorKind.STAFF, id="manager", role="manager"))


@pytest.fixture
def invoice_id(manager: Work) -> str:
    """An invoice over 1 000 roubles of which 600 came in."""
    made = issued_invoice(manager)
    pay(manager, made, 60_000, "1")
    return made


def pay(work: Work, invoice_id: str, amount: int, reference: str) -> None:
    record_bank_transfer(
        work,
        invoice_id=invoice_id,
        amount=Money(amount, "RUB"),
        received_on=date(2026, 11, 23),
        reference=reference,
    )


def letters(work: Work) -> list[Notification]:
    return list(work.session.exec(select(Notification).where(Notification.rule == "invoice_rest")))


class TestAskForRest:
    def test_writes_what_is_due(self, manager: Work, invoice_id: str) -> None:
        ask_for_rest(manager, invoice_id=invoice_id)
        (row,) = letters(manager)
        facts = decide(manager, notification_id=row.id).facts
        assert facts is not None
        assert (facts.recipient, facts.due) == ("client@example.com", Money(40_000, "RUB"))

    def test_happens_once_a_day(self, manager: Work, invoice_id: str, clock: FixedClock) -> None:
        ask_for_rest(manager, invoice_id=invoice_id)
        with pytest.raises(AskedToday):
            ask_for_rest(manager, invoice_id=invoice_id)
        clock.advance(timedelta(days=1))
        ask_for_rest(manager, invoice_id=invoice_id)
        assert len(letters(manager)) == 2

    def test_is_not_sent_when_the_money_came_meanwhile(self, manager: Work, invoice_id: str) -> None:
        ask_for_rest(manager, invoice_id=invoice_id)
        pay(manager, invoice_id, 40_000, "2")
        assert decide(manager, notification_id=letters(manager)[0].id).verdict is Verdict.DONE

    def test_is_refused_where_nothing_is_due(self, manager: Work, invoice_id: str) -> None:
        pay(manager, invoice_id, 40_000, "2")
        with pytest.raises(NotPayable):
            ask_for_rest(manager, invoice_id=invoice_id)

    def test_is_asked_by_a_person(self, manager: Work, invoice_id: str) -> None:
        with pytest.raises(Forbidden):
            ask_for_rest(replace(manager, actor=Actor(kind=ActorKind.CLIENT)), invoice_id=invoice_id)
