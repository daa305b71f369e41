"""Any history of a sale keeps its books: money there = money here; once paid, paid until somebody asks again."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from random import Random

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import Engine, StaticPool, create_engine
from sqlmodel import Session, col, func, select

from studio_app.adapters.db.schema import metadata
from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.core.clock import FixedClock
from studio_app.core.errors import StudioError
from studio_app.core.ids import new_id
from studio_app.core.money import Money
from studio_app.core.tokens import LinkTokens
from studio_app.domain.actors import SYSTEM, Actor, ActorKind
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import get_document, link_token
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.invoices.owed import gone_back, owed
from studio_app.domain.invoices.queries import get_invoice
from studio_app.domain.invoices.void import void_invoice
from studio_app.domain.ledger.balances import open_invoices, unallocated
from studio_app.domain.ledger.booking import available, is_income
from studio_app.domain.ledger.excess import release_excess
from studio_app.domain.ledger.exchange import exchange
from studio_app.domain.ledger.kinds import NOT_MONEY, CauseKind, EntryKind
from studio_app.domain.ledger.models import EntryAllocation, LedgerEntry
from studio_app.domain.ledger.receipts import allocate, record_receipt, reverse_entry
from studio_app.domain.ledger.schemas import Allocation, Cause
from studio_app.domain.payments.asking_again import NothingToAsk, ask_again
from studio_app.domain.payments.attempts import expire_attempt, get_attempt, record_checkout, start_attempt
from studio_app.domain.payments.ends import End, ends_of
from studio_app.domain.payments.entries import BookFilter, book_page
from studio_app.domain.payments.kinds import DisputeStatus, RefundStatus
from studio_app.domain.payments.providers.apply import apply_remote
from studio_app.domain.payments.providers.gateway import (
    RemoteDispute,
    RemoteEntry,
    RemoteRefund,
    RemoteState,
    RemoteStatus,
)
from studio_app.domain.payments.reconciliation.differences import accept_contradiction, differences, set_aside
from studio_app.domain.payments.refunds import start_refund
from studio_app.domain.payments.schemas import AttemptView
from studio_app.domain.timeline.events.invoices import InvoiceVoided
from studio_app.domain.work import Work
from studio_app.reactions import reactions
from tests.conftest import NOON
from tests.histories import going_through, patience
from tests.selling import issued_invoice, make_studio

TODAY = date(2026, 11, 23)
STAFF = Actor(kind=ActorKind.STAFF, id="manager", role="manager")
TOTALS = (100_000, 30_000)
HISTORIES = 2_000
pytestmark = patience
STEPS = 10

# an invoice exactly, and more than it: else hardly any history covers one
amounts = st.sampled_from((*TOTALS, 120_000)) | st.integers(1, 120_000)
which = st.integers(0, 1)


# what contradicts the row that we wrote first: another sum, currency, account or customer of ours
LIES: tuple[Callable[[RemoteState], RemoteState], ...] = (
    lambda state: replace(state, amount=Money(state.amount.amount + 1, "RUB")),
    lambda state: replace(state, amount=Money(state.amount.amount, "EUR")),
    lambda state: replace(state, live_mode=True),
    lambda state: replace(state, attempt_id="another"),
)


@dataclass
class Checkout:
    """What the provider has of one checkout, by a clock that is not ours."""

    attempt: AttemptView
    at: datetime = NOON
    stored: bool = True  # whether our row knows its ref
    status: RemoteStatus = RemoteStatus.OPEN
    refunds: list[RemoteRefund] = field(default_factory=list)
    dispute: RemoteDispute | None = None
    told: list[RemoteState] = field(default_factory=list)  # every truth it ever had: each may arrive, late and twice

    def state(self) -> RemoteState:
        paid = RemoteEntry(f"pay-{self.attempt.id}", EntryKind.PAYMENT, self.attempt.amount, self.at)
        moved = [*self.refunds, *([self.dispute] if self.dispute else [])]
        entries = (paid, *(entry for one in moved for entry in one.entries()))
        return RemoteState(
            ref=f"ref-{self.attempt.id}",
            attempt_id=self.attempt.id,
            status=self.status,
            amount=self.attempt.amount,
            live_mode=False,
            entries=entries if self.status is RemoteStatus.PAID else (),
            refunds=tuple(self.refunds),
            disputes=(self.dispute,) if self.dispute else (),
        )

    def become(self, status: RemoteStatus) -> None:
        self.status = status

    @property
    def worth(self) -> int:
        """What it has moved for the studio, in minor units."""
        return sum(entry.amount.amount for entry in self.state().entries)

    def left(self) -> int:
        given = sum(one.amount.amount for one in self.refunds if one.status is not RefundStatus.FAILED)
        return self.attempt.amount.amount - given


@cache
def _template() -> bytes:
    """A database with two issued invoices of one client each, to copy from."""
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    metadata.create_all(engine)
    with Session(engine, expire_on_commit=False) as session:
        work = _work(session, FixedClock(NOON))
        make_studio(work)
        for number, total in enumerate(TOTALS):
            issued_invoice(work, deal_id=f"deal{number}", amount=total)
        session.commit()
        raw = session.connection().connection.driver_connection
        assert raw is not None
        return raw.serialize()


@cache
def _engine() -> Engine:
    """One for all histories: it keeps the statements that it has compiled."""
    return create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})


def _work(session: Session, clock: FixedClock) -> Work:
    return Work(
        session=session,
        clock=clock,
        new_id=new_id,
        links=LinkTokens(b"test key"),
        actor=SYSTEM,
        jobs=RecordingJobs(),
        reactions={},
    )


class Histories(RuleBasedStateMachine):
    """Attempts, webhooks, edits, voids, refunds, imports, crashes, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.session = Session(_engine(), expire_on_commit=False)
        raw = self.session.connection().connection.driver_connection
        assert raw is not None
        raw.rollback()
        raw.deserialize(_template())
        self.clock = FixedClock(NOON)
        self.work = replace(_work(self.session, self.clock), reactions={InvoiceVoided: reactions()[InvoiceVoided]})
        self.invoices = list(self.session.exec(select(Invoice.document_id).order_by(col(Invoice.deal_id))))
        self.checkouts: list[Checkout] = []
        self.received: dict[str, int] = {}  # by bank, not taken back, by currency
        self.lines = 0
        self.exchanged = 0  # and not taken back
        self.were_paid: set[str] = set()  # before this step
        self.reopening = False  # this step takes a payment back, or asks again

    def teardown(self) -> None:
        self.session.close()

    def act(self, use_case, *, killed: bool = False, **arguments):
        """Run it as one transaction: refused, or killed before its commit, it leaves nothing behind."""
        with self.session.begin_nested() as savepoint:
            answer = None
            try:
                answer = use_case(self.work, **arguments)
            except StudioError:
                killed = True
            if killed:
                savepoint.rollback()
                self.session.expire_all()
            return None if killed else answer

    @rule(number=which, crash=st.booleans(), skew=st.integers(-30, 30))
    def press_pay(self, number: int, crash: bool, skew: int) -> None:
        """The client presses the button; killed before our second commit, we do not know the provider's ref."""
        token = link_token(self.work, get_document(self.work, self.invoices[number]))
        attempt = self.act(start_attempt, token=token, provider="demo")
        if attempt is None or any(one.attempt.id == attempt.id for one in self.checkouts):
            return
        self.checkouts.append(Checkout(attempt, at=NOON + timedelta(hours=skew), stored=not crash))
        if not crash:
            self.act(record_checkout, attempt_id=attempt.id, ref=f"ref-{attempt.id}", redirect_url="https://pay")

    @precondition(lambda self: any(not one.stored for one in self.checkouts))
    @rule()
    def store_late(self) -> None:
        """Our second commit comes at last, whatever the provider has told meanwhile."""
        one = next(one for one in self.checkouts if not one.stored)
        one.stored = True
        ref = f"ref-{one.attempt.id}"
        self.act(record_checkout, attempt_id=one.attempt.id, ref=ref, redirect_url="https://pay")

    @rule(hours=st.integers(1, 40))
    def wait(self, hours: int) -> None:
        """Time goes by; checkouts grow old."""
        self.clock.advance(timedelta(hours=hours))

    @precondition(lambda self: self.checkouts)
    @rule(seed=st.randoms(use_true_random=False), outcome=st.sampled_from(list(RemoteStatus)))
    def happen(self, seed: Random, outcome: RemoteStatus) -> None:
        """Something happens at the provider: a client pays, late or never; money once there stays."""
        one = seed.choice(self.checkouts)
        one.told.append(one.state())
        if one.status is not RemoteStatus.PAID and outcome is not RemoteStatus.OPEN:
            one.become(outcome)

    @precondition(lambda self: any(one.status is RemoteStatus.PAID for one in self.checkouts))
    @rule(seed=st.randoms(use_true_random=False), amount=amounts)
    def refund_over_there(self, seed: Random, amount: int) -> None:
        """Somebody refunds in the provider's own dashboard."""
        one = seed.choice([one for one in self.checkouts if one.status is RemoteStatus.PAID])
        if one.dispute is None and 0 < amount <= one.left():
            one.told.append(one.state())
            money = Money(amount, "RUB")
            number = len(one.refunds)
            one.refunds.append(RemoteRefund(f"re-{one.attempt.id}-{number}", "", RefundStatus.SUCCEEDED, money, NOON))

    @precondition(lambda self: any(one.refunds for one in self.checkouts))
    @rule(seed=st.randoms(use_true_random=False))
    def refund_bounces(self, seed: Random) -> None:
        """The payer's bank does not take a refund: it fails, and stays so."""
        one = seed.choice([one for one in self.checkouts if one.refunds])
        number = seed.randrange(len(one.refunds))
        refund = one.refunds[number]
        if refund.status is RefundStatus.SUCCEEDED:
            one.told.append(one.state())
            one.refunds[number] = replace(refund, status=RefundStatus.FAILED)

    @precondition(lambda self: any(one.status is RemoteStatus.PAID for one in self.checkouts))
    @rule(
        seed=st.randoms(use_true_random=False),
        status=st.sampled_from(list(DisputeStatus)),
        currency=st.sampled_from(["RUB", "RUB", "EUR"]),
    )
    def dispute(self, seed: Random, status: DisputeStatus, currency: str) -> None:
        """A payer objects, in the currency in which their bank counts, and the bank decides."""
        one = seed.choice([one for one in self.checkouts if one.status is RemoteStatus.PAID])
        one.told.append(one.state())
        ended = one.dispute is not None and one.dispute.status in {DisputeStatus.WON, DisputeStatus.LOST}
        if one.left() <= 0 or ended:
            return
        withheld = status is not DisputeStatus.INQUIRY or (one.dispute is not None and one.dispute.withheld)
        kept = one.dispute.amount if one.dispute else Money(one.left(), currency)
        one.dispute = RemoteDispute(f"dp-{one.attempt.id}", status, kept, NOON, withheld=withheld)

    @precondition(lambda self: self.checkouts)
    @rule(seed=st.randoms(use_true_random=False), times=st.integers(1, 3), killed=st.booleans())
    def hear(self, seed: Random, times: int, killed: bool) -> None:
        """Truths arrive, of now or of earlier, shuffled and more than once; the first may find us dying."""
        for number in range(times):
            one = seed.choice(self.checkouts)
            state = seed.choice([one.state(), *one.told])
            self.act(apply_remote, killed=killed and not number, provider="demo", state=state)

    @precondition(lambda self: self.checkouts)
    @rule(seed=st.randoms(use_true_random=False), lie=st.sampled_from(LIES))
    def contradict(self, seed: Random, lie: Callable[[RemoteState], RemoteState]) -> None:
        """The provider tells what cannot be: it books nothing, and a person is asked."""
        one = seed.choice(self.checkouts)
        if get_attempt(self.work, one.attempt.id).accepted_by:
            return  # a person has taken its word
        before = self.booked(one)
        self.act(apply_remote, provider="demo", state=lie(one.state()))
        assert self.booked(one) == before

    @rule(number=which, amount=amounts, part=amounts)
    def bank_line(self, number: int, amount: int, part: int) -> None:
        """A line of a statement comes in, for an invoice, a part of it or nobody's."""
        self.lines += 1
        parts = [Allocation(self.invoices[number], Money(part, "RUB"))] if part <= amount else []
        booked = self.act(
            record_receipt,
            amount=Money(amount, "RUB"),
            received_on=TODAY,
            reference="1",
            cause=Cause(CauseKind.STATEMENT, "bank", f"line-{self.lines}"),
            allocations=parts,
        )
        self.receive(amount if booked else 0, "RUB")

    def receive(self, amount: int, currency: str) -> None:
        self.received[currency] = self.received.get(currency, 0) + amount

    @rule(amount=amounts)
    def foreign_line(self, amount: int) -> None:
        """Money comes in that is of no invoice's currency: it waits for a person."""
        self.lines += 1
        cause = Cause(CauseKind.STATEMENT, "bank", f"line-{self.lines}")
        booked = self.act(record_receipt, amount=Money(amount, "EUR"), received_on=TODAY, reference="1", cause=cause)
        self.receive(amount if booked else 0, "EUR")

    @precondition(lambda self: self.received.get("EUR"))
    @rule(seed=st.randoms(use_true_random=False), number=which, worth=amounts, closes=st.booleans())
    def exchange_line(self, seed: Random, number: int, worth: int, closes: bool) -> None:
        """Somebody lets it count for an invoice at the rate of a day, to the kopeck or as far as it goes."""
        entry = seed.choice(self.entries_of(LedgerEntry.kind == EntryKind.PAYMENT, LedgerEntry.currency == "EUR"))
        invoice = get_invoice(self.work, self.invoices[number])
        due = max(invoice.total_amount - invoice.paid_amount, 1)
        money = Money(worth if closes else min(worth, due), "RUB")
        counted = self.act(exchange, entry_id=entry.id, invoice_id=invoice.document_id, worth=money, closes=closes)
        if counted:
            self.exchanged += 1
            self.receive(money.amount, "RUB")
            self.receive(-entry.amount, "EUR")
            assert available(self.work, entry).amount == 0
            assert not closes or invoice.paid_amount == invoice.total_amount

    @precondition(lambda self: self.exchanged)
    @rule(seed=st.randoms(use_true_random=False))
    def take_exchange_back(self, seed: Random) -> None:
        """An exchange is undone: both sides and the difference go, what came is there again."""
        sides = self.entries_of(LedgerEntry.kind == EntryKind.EXCHANGE)
        side = seed.choice(sides)
        away = side if side.amount < 0 else self.session.get_one(LedgerEntry, side.about_id)
        (came,) = [one for one in sides if one.about_id == away.id]
        if self.act(reverse_entry, entry_id=side.id, reason="wrong rate"):
            self.reopening = True
            self.exchanged -= 1
            self.receive(-came.amount, "RUB")
            self.receive(-away.amount, "EUR")
            payment = self.session.get_one(LedgerEntry, away.about_id)
            assert available(self.work, payment) == Money(-away.amount, "EUR")

    def entries_of(self, *where) -> list[LedgerEntry]:
        return list(self.session.exec(select(LedgerEntry).where(*where).order_by(col(LedgerEntry.id))))

    def sums_by_bank(self) -> dict[str, int]:
        """The money in the ledger that came through no provider, in minor units by currency."""
        not_money = select(LedgerEntry.id).where(col(LedgerEntry.kind).in_(NOT_MONEY))
        about = func.coalesce(LedgerEntry.about_id, "")
        taken_back = (col(LedgerEntry.kind) == EntryKind.CORRECTION) & about.in_(not_money)
        only_money = ~taken_back & col(LedgerEntry.kind).not_in(NOT_MONEY)
        return self.sums(LedgerEntry.amount, col(LedgerEntry.attempt_id).is_(None), only_money)

    def sums(self, amount, *where) -> dict[str, int]:
        query = select(LedgerEntry.currency, func.sum(amount)).where(*where).group_by(col(LedgerEntry.currency))
        return {currency: total for currency, total in self.session.exec(query) if total}

    @rule(seed=st.randoms(use_true_random=False))
    def take_back(self, seed: Random) -> None:
        """An import is undone."""
        entries = self.session.exec(select(LedgerEntry).where(LedgerEntry.kind == EntryKind.PAYMENT)).all()
        if entries:
            entry = seed.choice(entries)
            if self.act(reverse_entry, entry_id=entry.id, reason="undo"):
                self.reopening = True
                self.receive(-entry.amount, entry.currency)

    @rule(seed=st.randoms(use_true_random=False), number=which, amount=amounts)
    def allocate_free(self, seed: Random, number: int, amount: int) -> None:
        """Somebody lets free money count for an invoice."""
        entries = self.session.exec(select(LedgerEntry).where(LedgerEntry.kind == EntryKind.PAYMENT)).all()
        if entries:
            part = Allocation(self.invoices[number], Money(amount, "RUB"))
            self.act(allocate, entry_id=seed.choice(entries).id, allocations=[part])

    @rule(number=which)
    def ask_again(self, number: int) -> None:
        """A person asks again for what went back: it is due, to the kopeck; nothing else is ever asked for again."""
        invoice_id = self.invoices[number]
        invoice, before = get_invoice(self.work, invoice_id), get_document(self.work, invoice_id).status
        back = gone_back(before, invoice.total_amount, invoice.paid_amount)
        with self.session.begin_nested():
            try:
                ask_again(replace(self.work, actor=STAFF), invoice_id=invoice_id, reason="they want it after all")
            except NothingToAsk:
                assert not back or End.DISPUTED in {
                    one.end for one in ends_of(self.work, invoice_ids=[invoice_id]).values()
                }
                return
        self.reopening = True
        after = get_document(self.work, invoice_id).status
        assert (after, owed(after, invoice.total_amount, invoice.paid_amount)) == (DocumentStatus.PUBLISHED, back)
        assert back > 0

    @precondition(lambda self: any(map(self.over, self.invoices)))
    @rule(seed=st.randoms(use_true_random=False))
    def set_free(self, seed: Random) -> None:
        """Somebody frees what is over, of whatever currency it was once."""
        invoice_id = seed.choice([one for one in self.invoices if self.over(one)])
        over = self.over(invoice_id)
        freed = self.act(release_excess, invoice_id=invoice_id)
        if freed:
            assert 0 <= freed.amount <= over
            assert self.over(invoice_id) == 0

    def over(self, invoice_id: str) -> int:
        """What counts for an invoice beyond what it asks for."""
        invoice = get_invoice(self.work, invoice_id)
        is_void = get_document(self.work, invoice_id).status is DocumentStatus.VOID
        return max(0, invoice.paid_amount - (0 if is_void else invoice.total_amount))

    @rule(seed=st.randoms(use_true_random=False), amount=amounts)
    def refund_here(self, seed: Random, amount: int) -> None:
        """Somebody asks for a refund; the provider takes it or the process dies before it hears."""
        entries = self.session.exec(select(LedgerEntry).where(LedgerEntry.kind == EntryKind.PAYMENT)).all()
        if not entries:
            return
        entry = seed.choice(entries)
        money = Money(amount, "RUB")
        begun = self.act(start_refund, entry_id=entry.id, amount=money, reason="kind")
        one = next((one for one in self.checkouts if one.attempt.id == entry.attempt_id), None)
        if begun and one and one.dispute is None and amount <= one.left() and seed.random() < 0.8:
            one.told.append(one.state())
            one.refunds.append(RemoteRefund(f"re-{begun.id}", begun.id, RefundStatus.SUCCEEDED, money, NOON))

    @rule(number=which, closes=st.booleans())
    def void(self, number: int, closes: bool) -> None:
        """Somebody voids an invoice, closing what is open at the provider or not."""
        for one in self.checkouts:
            if closes and one.attempt.invoice_id == self.invoices[number] and one.status is RemoteStatus.OPEN:
                one.become(RemoteStatus.EXPIRED)
                self.act(expire_attempt, attempt_id=one.attempt.id)
        self.act(void_invoice, document_id=self.invoices[number], reason="a mistake")

    def settle_all(self) -> None:
        """Reconciliation: every truth of now is heard, contradictions are looked at by a person."""
        for one in self.checkouts:
            self.act(accept_contradiction, attempt_id=one.attempt.id)
            self.act(apply_remote, provider="demo", state=one.state())
        for found in differences(self.work):
            self.act(set_aside, difference_id=found.id)

    @rule()
    def reconcile(self) -> None:
        """After a look at the provider, its money and ours are the same."""
        self.settle_all()
        for one in self.checkouts:
            assert self.booked(one) == one.worth
        listed = {row.id for row in book_page(self.work, only=BookFilter.FREE, limit=1000).rows}
        came = filter(is_income, self.entries_of())
        assert listed == {entry.id for entry in came if available(self.work, entry).amount > 0}

    def booked(self, one: Checkout) -> int:
        """What the ledger has of a checkout."""
        amount = func.coalesce(func.sum(LedgerEntry.amount), 0)
        return self.session.exec(select(amount).where(LedgerEntry.attempt_id == one.attempt.id)).one()

    @invariant()
    def paid_once_covered_until_somebody_asks_again(self) -> None:
        """Whatever goes back: a refund, a dispute opened or lost, makes no debt of it."""
        for invoice_id in self.invoices:
            invoice, status = get_invoice(self.work, invoice_id), get_document(self.work, invoice_id).status
            amounts = self.session.exec(
                select(EntryAllocation.amount).where(EntryAllocation.invoice_id == invoice_id)
            ).all()
            assert invoice.paid_amount == sum(amounts)
            if status is DocumentStatus.VOID:
                continue
            if sum(amounts) >= invoice.total_amount:
                assert status is DocumentStatus.PAID
            elif invoice_id in self.were_paid and not self.reopening:
                assert status is DocumentStatus.PAID
                assert owed(status, invoice.total_amount, invoice.paid_amount) == 0
            elif status is DocumentStatus.PAID:  # paid and given back within one step, or before it
                assert sum(amount for amount in amounts if amount > 0) >= invoice.total_amount
        open_now = {one.id for one in open_invoices(self.work)}
        self.were_paid = {one for one in self.invoices if get_document(self.work, one).status is DocumentStatus.PAID}
        assert not open_now & self.were_paid
        self.reopening = False

    @invariant()
    def every_kopeck_is_somewhere(self) -> None:
        """In each currency; what a bank brought is there as it came, or as what it was exchanged for."""
        on_invoices = dict(
            self.session.exec(
                select(EntryAllocation.currency, func.sum(EntryAllocation.amount)).group_by(EntryAllocation.currency)
            ).all()
        )
        assert set(on_invoices) <= {"RUB"}
        free = unallocated(self.work)
        for currency, total in {"RUB": 0, "EUR": 0, **self.sums(LedgerEntry.amount)}.items():
            assert total == on_invoices.get(currency, 0) + free.get(currency, 0)
        assert self.sums_by_bank() == {currency: amount for currency, amount in self.received.items() if amount}

    @invariant()
    def an_exchange_has_two_sides(self) -> None:
        """Each stands with its other one, or both were taken back; what it made stands with them."""
        rows = self.entries_of(col(LedgerEntry.attempt_id).is_(None))
        back = {row.about_id for row in rows if row.kind is EntryKind.CORRECTION}
        gone = {row.id: row for row in rows if row.kind is EntryKind.EXCHANGE and row.amount < 0}
        came = {row.about_id: row for row in rows if row.kind is EntryKind.EXCHANGE and row.amount > 0}
        assert gone.keys() == came.keys()
        for away_id, side in came.items():
            assert away_id is not None
            assert (gone[away_id].currency, side.currency) == ("EUR", "RUB")
            assert (away_id in back) is (side.id in back)

    @invariant()
    def nothing_is_free_twice(self) -> None:
        for entry in filter(is_income, self.entries_of()):
            assert available(self.work, entry).amount <= entry.amount


class MoreHistories(Histories):
    """The other half of them: two processes share the work."""


for _half in (Histories, MoreHistories):
    _half.TestCase.settings = going_through(histories=HISTORIES // 2, quick=25, steps=STEPS)
TestHistories = Histories.TestCase
TestMoreHistories = MoreHistories.TestCase
