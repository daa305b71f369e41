"""A statement is imported, booked, decided about and taken back."""

import dataclasses
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from sqlmodel import select

from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.core.errors import Forbidden, Invalid
from studio_app.core.money import Money
from studio_app.core.status import IllegalTransition
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import get_document
from studio_app.domain.invoices.queries import get_invoice
from studio_app.domain.ledger.kinds import CauseKind
from studio_app.domain.ledger.models import LedgerEntry
from studio_app.domain.payments.ends import ENDS, End
from studio_app.domain.statements import importing
from studio_app.domain.statements.deciding import book_line, ignore_line, take_back_some, undo_import, undo_line
from studio_app.domain.statements.importing import FINISH, book_matched, import_statement
from studio_app.domain.statements.kinds import LineState
from studio_app.domain.statements.lines import Statement, StatementFormat, StatementLine
from studio_app.domain.statements.models import BankLine
from studio_app.domain.statements.planning import plan_import
from studio_app.domain.statements.queries import find_open_invoices, list_imports, list_lines
from studio_app.domain.statements.schemas import Verdict
from studio_app.domain.studio.current import today
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work
from tests.ending import come_in, ended
from tests.selling import issued_invoice, make_studio

OWN = "40702810138250123017"
INN = "7736050003"
MANAGER = Actor(kind=ActorKind.STAFF, id="manager", name="Менеджер", role="manager")
OWNER = Actor(kind=ActorKind.STAFF, id="owner", name="Анна", role="owner")


@pytest.fixture
def owner(work: Work) -> Work:
    make_studio(work)
    return dataclasses.replace(work, actor=OWNER)


def line(purpose: str, amount: int = 100_000, *, reference: str = "1", **changes: object) -> StatementLine:
    made = StatementLine(
        1,
        date(2026, 11, 20),
        Money(amount, "RUB"),
        OWN,
        payer_name="ООО «Ромашка»",
        payer_inn=INN,
        payer_account="40702810500000012345",
        purpose=purpose,
        reference=reference,
    )
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]


def statement(*lines: StatementLine, written: StatementFormat = StatementFormat.ONE_C) -> Statement:
    return Statement(written, lines)


def take(work: Work, *lines: StatementLine) -> str:
    return import_statement(work, statement=statement(*lines), file_name="kl_to_1c.txt").import_id


def states(work: Work) -> list[LineState]:
    return [row.state for row in work.session.exec(select(BankLine).order_by(BankLine.position, BankLine.id))]  # type: ignore[arg-type]


def only_line(work: Work) -> BankLine:
    return work.session.exec(select(BankLine)).one()


def kinds(work: Work) -> list[str]:
    return [event.kind for event in work.session.exec(select(TimelineEvent))]


def number(work: Work, invoice_id: str) -> str:
    return get_document(work, invoice_id).number


class TestPlan:
    def test_says_what_becomes_of_every_line_and_changes_nothing(self, owner: Work) -> None:
        invoice = issued_invoice(owner)
        before = kinds(owner)
        plan = plan_import(
            owner,
            statement=statement(
                line(f"Счет {number(owner, invoice)}"),
                line("Без номера", 5_000),
                line("Аренда", -70_000),
                line("Чужой счёт", own_account="40702810000000000001"),
                line("Свой счёт", payer_account=OWN),
                line("Ещё не проведён", settled=False),
                line("Завтра", booked_on=today(owner) + timedelta(days=1)),
            ),
        )
        assert [one.verdict for one in plan.lines] == [
            Verdict.CERTAIN,
            Verdict.UNSURE,
            Verdict.OUTGOING,
            Verdict.OTHER_ACCOUNT,
            Verdict.OWN_TRANSFER,
            Verdict.PENDING,
            Verdict.PENDING,
        ]
        assert plan.numbers == {invoice: number(owner, invoice)}
        assert kinds(owner) == before
        assert states(owner) == []

    def test_is_for_the_owner_alone(self, owner: Work) -> None:
        with pytest.raises(Forbidden):
            plan_import(dataclasses.replace(owner, actor=MANAGER), statement=statement(line("x")))

    def test_a_file_without_an_account_is_the_default_entitys(self, owner: Work) -> None:
        plan = plan_import(owner, statement=statement(line("x", own_account="")))
        assert plan.lines[0].verdict is Verdict.UNSURE


class TestImport:
    def test_books_what_is_certain_and_keeps_the_rest(self, owner: Work) -> None:
        invoice = issued_invoice(owner)
        take(owner, line(f"Счет {number(owner, invoice)}"), line("Без номера", 5_000), line("Аренда", -70_000))
        assert sorted(states(owner)) == [LineState.BOOKED, LineState.WAITING]
        assert get_document(owner, invoice).status is DocumentStatus.PAID
        entry = owner.session.exec(select(LedgerEntry)).one()
        booked = owner.session.exec(select(BankLine).where(BankLine.state == LineState.BOOKED)).one()
        assert (entry.cause_kind, entry.cause_ref, entry.legal_entity_id) == (CauseKind.STATEMENT, booked.id, "entity")
        assert EventKind.STATEMENT_IMPORTED in kinds(owner)
        assert EventKind.PAYMENT_RECORDED in kinds(owner)

    def test_again_and_in_another_format_books_nothing(self, owner: Work) -> None:
        invoice = issued_invoice(owner)
        paid = line(f"Счет {number(owner, invoice)}")
        take(owner, paid)
        take(owner, paid)
        again = import_statement(
            owner,
            statement=statement(dataclasses.replace(paid, reference="E1"), written=StatementFormat.CAMT),
            file_name="camt.xml",
        )
        assert again.counts == {Verdict.DUPLICATE: 1}
        assert get_invoice(owner, invoice).paid_amount == 100_000

    def test_two_payments_of_one_invoice_in_one_file(self, owner: Work) -> None:
        invoice = issued_invoice(owner)
        purpose = f"Счет {number(owner, invoice)}"
        take(owner, line(purpose, reference="1"), line(purpose, reference="2"))
        assert sorted(states(owner)) == [LineState.BOOKED, LineState.WAITING]
        assert get_invoice(owner, invoice).paid_amount == 100_000

    def test_one_payment_of_two_invoices(self, owner: Work) -> None:
        first, second = issued_invoice(owner), issued_invoice(owner, deal_id="second", amount=50_000)
        take(owner, line(f"Счета {number(owner, first)}, {number(owner, second)}", 150_000))
        assert get_document(owner, first).status is get_document(owner, second).status is DocumentStatus.PAID

    def test_a_long_one_is_booked_by_a_job(
        self, owner: Work, jobs: RecordingJobs, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(importing, "BATCH", 1)
        paid = [issued_invoice(owner), issued_invoice(owner, deal_id="second")]
        lines = [line(f"Счет {number(owner, one)}", reference=one[:20]) for one in paid]
        import_id = take(owner, *lines)
        assert states(owner) == [LineState.MATCHED, LineState.MATCHED]
        assert [job.args for job in jobs.enqueued if job.job == FINISH] == [{"import_id": import_id}]
        assert [book_matched(owner, import_id=import_id, limit=1) for _ in range(3)] == [1, 1, 0]
        assert states(owner) == [LineState.BOOKED, LineState.BOOKED]

    def test_what_was_paid_meanwhile_goes_to_the_inbox(self, owner: Work, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(importing, "BATCH", 0)
        invoice = issued_invoice(owner)
        import_id = take(owner, line(f"Счет {number(owner, invoice)}"))
        come_in(owner, invoice, 1)
        book_matched(owner, import_id=import_id, limit=5)
        assert states(owner) == [LineState.WAITING]


class TestInbox:
    def test_shows_what_waits_with_suggestions(self, owner: Work) -> None:
        invoice = issued_invoice(owner)
        take(owner, line("Оплата за сайт"))
        page = list_lines(dataclasses.replace(owner, actor=MANAGER))
        assert page.counts == {LineState.WAITING: 1}
        best = page.lines[0].suggestions[0]
        assert ([one.id for one in best.invoices], best.reasons) == ([invoice], ("inn", "amount"))

    def test_finds_other_open_invoices_by_number_and_client(self, owner: Work) -> None:
        invoice = issued_invoice(owner)
        take(owner, line("Перевод", 5_000, payer_inn="", payer_name=""))
        line_id = only_line(owner).id
        assert [one.id for one in find_open_invoices(owner, line_id=line_id, text="ромашка 0001")] == [invoice]
        assert find_open_invoices(owner, line_id=line_id, text="лютик") == ()


class TestBookLine:
    def test_books_a_part_and_the_next_payment_the_rest(self, owner: Work) -> None:
        invoice = issued_invoice(owner)
        take(owner, line("Аванс", 40_000, reference="1"), line("Остаток", 60_000, reference="2"))
        for row in owner.session.exec(select(BankLine)).all():
            book_line(dataclasses.replace(owner, actor=MANAGER), line_id=row.id, invoice_ids=[invoice])
        assert get_document(owner, invoice).status is DocumentStatus.PAID
        assert EventKind.STATEMENT_LINE_BOOKED in kinds(owner)

    def test_what_is_more_than_due_stays_free_on_the_client(self, owner: Work) -> None:
        invoice = issued_invoice(owner)
        take(owner, line("Много", 130_000))
        book_line(owner, line_id=only_line(owner).id, invoice_ids=[invoice])
        entry = owner.session.exec(select(LedgerEntry)).one()
        assert (get_invoice(owner, invoice).paid_amount, entry.amount, entry.client_id) == (
            100_000,
            130_000,
            "client-deal",
        )

    def test_needs_an_invoice_with_something_due(self, owner: Work) -> None:
        take(owner, line("Перевод"))
        with pytest.raises(Invalid):
            book_line(owner, line_id=only_line(owner).id, invoice_ids=[])

    def test_happens_once(self, owner: Work) -> None:
        invoice = issued_invoice(owner, amount=200_000)
        take(owner, line("Часть"))
        row = only_line(owner)
        book_line(owner, line_id=row.id, invoice_ids=[invoice])
        with pytest.raises(IllegalTransition):
            ignore_line(owner, line_id=row.id)


class TestIgnoreLine:
    def test_takes_it_out_of_the_inbox_and_back(self, owner: Work) -> None:
        take(owner, line("Заём"))
        row = only_line(owner)
        ignore_line(owner, line_id=row.id)
        assert states(owner) == [LineState.IGNORED]
        undo_line(owner, line_id=row.id)
        assert states(owner) == [LineState.WAITING]

    def test_is_for_the_owner_alone(self, owner: Work) -> None:
        take(owner, line("Заём"))
        with pytest.raises(Forbidden):
            ignore_line(dataclasses.replace(owner, actor=MANAGER), line_id=only_line(owner).id)


class TestUndo:
    def test_a_line_goes_back_to_the_inbox_and_may_be_booked_again(self, owner: Work) -> None:
        invoice = issued_invoice(owner)
        take(owner, line(f"Счет {number(owner, invoice)}"))
        row = only_line(owner)
        undo_line(owner, line_id=row.id)
        assert get_document(owner, invoice).status is DocumentStatus.PUBLISHED
        assert states(owner) == [LineState.WAITING]
        book_line(owner, line_id=row.id, invoice_ids=[invoice])
        assert get_document(owner, invoice).status is DocumentStatus.PAID
        assert len(owner.session.exec(select(LedgerEntry)).all()) == 3

    def test_a_manager_does_not_undo_what_was_booked_by_itself(self, owner: Work) -> None:
        invoice = issued_invoice(owner)
        take(owner, line(f"Счет {number(owner, invoice)}"))
        with pytest.raises(Forbidden):
            undo_line(dataclasses.replace(owner, actor=MANAGER), line_id=only_line(owner).id)

    def test_a_whole_import_is_as_if_it_had_never_been(self, owner: Work) -> None:
        invoice = issued_invoice(owner)
        lines: Sequence[StatementLine] = (line(f"Счет {number(owner, invoice)}"), line("Без номера", 5_000))
        import_id = take(owner, *lines)
        undo_import(owner, import_id=import_id)
        assert set(states(owner)) == {LineState.UNDONE}
        assert get_document(owner, invoice).status is DocumentStatus.PUBLISHED
        assert list_imports(owner)[0].undone
        again = import_statement(owner, statement=statement(*lines), file_name="again.txt")
        assert again.counts == {Verdict.CERTAIN: 1, Verdict.UNSURE: 1}
        assert get_document(owner, invoice).status is DocumentStatus.PAID

    def test_only_an_undone_import_is_taken_back(self, owner: Work) -> None:
        import_id = take(owner, line("x"))
        assert take_back_some(owner, import_id=import_id) == 0
        assert states(owner) == [LineState.WAITING]

    def test_a_whole_import_is_the_owners(self, owner: Work) -> None:
        import_id = take(owner, line("x"))
        with pytest.raises(Forbidden):
            undo_import(dataclasses.replace(owner, actor=MANAGER), import_id=import_id)


@pytest.mark.parametrize("end", End)
class TestEachEnd:
    def test_is_matched_and_found_as_the_table_says(self, owner: Work, end: End) -> None:
        invoice = ended(owner, end)
        plan = plan_import(owner, statement=statement(line(f"Счет {number(owner, invoice)}", reference="again")))
        (told,) = plan.lines
        matched = told.match is not None and invoice in {part.invoice_id for part in told.match.allocations}
        take(owner, line("без номера", reference="unknown"))
        found = find_open_invoices(owner, line_id=only_line(owner).id, text=number(owner, invoice))
        offered = {one.id for one in found}
        may = ENDS[end].bank_may_match
        assert (matched, invoice in offered) == (may, may)

    def test_takes_no_line_by_hand(self, owner: Work, end: End) -> None:
        invoice = ended(owner, end)
        take(owner, line("без номера", reference="again"))
        with pytest.raises(Invalid):
            book_line(owner, line_id=only_line(owner).id, invoice_ids=[invoice])
        assert states(owner) == [LineState.WAITING]
