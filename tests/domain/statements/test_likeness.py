"""One transfer that two formats tell in different words is one."""

import dataclasses
from datetime import date, timedelta

import pytest

from studio_app.adapters.bank.read import read_statement
from studio_app.core.money import Money
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.statements.importing import import_statement
from studio_app.domain.statements.lines import Statement, StatementFormat, StatementLine
from studio_app.domain.statements.planning import plan_import
from studio_app.domain.statements.queries import list_imports, list_lines
from studio_app.domain.statements.schemas import Verdict
from studio_app.domain.work import Work
from tests.adapters.bank import writers
from tests.selling import make_studio

OWNER = Actor(kind=ActorKind.STAFF, id="owner", name="Анна", role="owner")
PAID = StatementLine(
    1,
    date(2026, 11, 20),
    Money(12_345_050, "RUB"),
    writers.OWN,
    payer_name='ООО "Ромашка"',
    payer_inn="7736050003",
    payer_account="40702810500000012345",
    purpose="Оплата по счёту № 2026-0012 от 18.11.2026 за сайт. НДС не облагается",
    reference="000017",
)


@pytest.fixture
def owner(work: Work) -> Work:
    make_studio(work)
    made = dataclasses.replace(work, actor=OWNER)
    import_statement(made, statement=read_statement(writers.one_c([PAID])), file_name="kl_to_1c.txt")
    return made


def verdict(work: Work, written: StatementFormat = StatementFormat.CSV, **changes: object) -> Verdict:
    line = dataclasses.replace(PAID, **changes)  # type: ignore[arg-type]  names of fields
    return plan_import(work, statement=Statement(written, (line,))).lines[0].verdict


class TestSameTransfer:
    def test_by_csv_and_by_1c_is_one(self, owner: Work) -> None:
        raw = "Дата;Номер документа;Сумма;Контрагент;Назначение платежа\n20.11.2026;17;123 450,50;Ромашка ООО;"
        raw += "Оплата по счету N 2026-0012 от 18.11.2026 за сайт\n"
        plan = plan_import(owner, statement=read_statement(raw.encode("cp1251")))
        assert plan.counts == {Verdict.DUPLICATE: 1}

    @pytest.mark.parametrize(
        "changes",
        [
            {"purpose": "Оплата по счёту № 2026-0012", "payer_account": "", "payer_inn": "", "reference": ""},
            {"purpose": "ООО Ромашка: Оплата по счету N 2026-0012 от 18.11.2026 за сайт. НДС не облагается"},
            {"purpose": "", "reference": "17"},
            {"purpose": "Поступление", "reference": "17", "payer_account": "", "payer_inn": ""},
        ],
    )
    def test_in_other_words_is_known(self, owner: Work, changes: dict[str, object]) -> None:
        assert verdict(owner, **changes) is Verdict.DUPLICATE

    @pytest.mark.parametrize(
        "changes",
        [
            {"purpose": "За поддержку", "reference": "18"},
            {"purpose": "Оплата", "reference": ""},  # too short to tell
            {"payer_inn": "500100732259", "payer_account": "", "purpose": "Оплата по счёту № 2026-0012"},
            {"payer_account": "40702810500000099999"},
            {"amount": Money(12_345_051, "RUB")},
            {"booked_on": PAID.booked_on - timedelta(days=1)},
            {"reference": "17", "purpose": "", "payer_name": "", "payer_inn": "", "payer_account": ""},
        ],
    )
    def test_another_one_is_not_taken_for_it(self, owner: Work, changes: dict[str, object]) -> None:
        assert verdict(owner, **changes) is not Verdict.DUPLICATE

    def test_one_format_numbers_its_own(self, owner: Work) -> None:
        assert verdict(owner, StatementFormat.ONE_C, reference="18", purpose="Оплата по счёту № 2026-0012") is (
            Verdict.UNSURE
        )

    def test_each_stored_one_accounts_for_one_line(self, owner: Work) -> None:
        cut = dataclasses.replace(PAID, purpose="Оплата по счёту № 2026-0012", reference="")
        plan = plan_import(owner, statement=Statement(StatementFormat.CSV, (cut, dataclasses.replace(cut, position=2))))
        assert [one.verdict for one in plan.lines] == [Verdict.DUPLICATE, Verdict.UNSURE]


class TestLeftOut:
    def test_a_row_is_named_with_its_reason(self, owner: Work) -> None:
        raw = f"Дата;Номер счета;Сумма;Контрагент;Назначение\n21.11.2026;{writers.OWN};5,00;Иванов;Аванс\n"
        raw += "21.11.2026;40702810000000000001;7,00;Петров;Не нам\n21.11.2026;;-9,00;Кафе;Обед\nИтого;;12,00;;\n"
        import_statement(owner, statement=read_statement(raw.encode()), file_name="bank.csv")
        rows = list_imports(owner)[0].left_rows
        assert [(row.line, row.why, row.said, row.amount) for row in rows] == [
            (3, "other_account", "Петров · Не нам", Money(700, "RUB")),
            (5, "total", "Итого 12,00", None),
        ]
        assert len(list_lines(owner).lines) == 2
