"""What a program writes in its own way is what is read: random payments through each dialect of 1C."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.adapters.bank.read import read_statement
from studio_app.core.money import Money
from studio_app.domain.statements.lines import StatementLine
from tests.adapters.bank.one_c_dialects import DIALECTS, OWN, SECOND, Dialect, write
from tests.adapters.bank.samples import ROUBLES, bare, refusal, texts
from tests.histories import examples

PROGRAMS = pytest.mark.parametrize("dialect", DIALECTS, ids=[one.program for one in DIALECTS])


def payments(dialect: Dialect) -> st.SearchStrategy[list[StatementLine]]:
    words = texts(dialect.letters)
    one = st.builds(
        StatementLine,
        position=st.just(0),
        booked_on=st.dates(date(2026, 11, 1), date(2026, 11, 28)),
        amount=st.integers(-(10**9), 10**9).filter(bool).map(lambda amount: Money(amount, "RUB")),
        own_account=st.sampled_from(dialect.accounts),
        payer_name=(words | st.sampled_from(["Инн", "Иннокентий ИНН", "Инновации", "КПП Сервис"]))
        .map(lambda text: f"ООО {text} Б".replace(" 0", " "))
        .map(lambda text: " ".join(text.split())),
        payer_inn=st.sampled_from(["7736050003", "500100732259"]),
        payer_account=st.text("0123456789", min_size=20, max_size=20).filter(lambda text: text not in {OWN, SECOND}),
        purpose=words.map(lambda text: f"Оплата {text}"),
        reference=st.integers(1, 10**6).map(str),
    )
    return st.lists(one, min_size=1, max_size=6)


class TestDialects:
    @PROGRAMS
    @examples(40)
    @given(data=st.data())
    def test_what_is_written_is_read(self, dialect: Dialect, data: st.DataObject) -> None:
        lines = data.draw(payments(dialect))
        assert bare(read_statement(write(dialect, lines)).lines) == bare(lines)

    @PROGRAMS
    def test_a_payment_that_got_lost_does_not_pass_unseen_where_balances_are_told(self, dialect: Dialect) -> None:
        lines = [replace(ROUBLES, payer_name="ООО Ромашка", purpose=purpose) for purpose in ("Аванс", "Остаток")]
        raw = write(dialect, lines)
        text = raw.removeprefix(dialect.mark).decode(dialect.encoding)
        begins, ends = text.index("СекцияДокумент"), text.index("КонецДокумента") + len("КонецДокумента")
        less = dialect.mark + (text[:begins] + text[ends:].lstrip()).encode(dialect.encoding)
        if dialect.balances:
            assert refusal(less).reason == "does_not_add_up"
        else:
            assert len(read_statement(less).lines) == 1

    def test_a_file_without_its_end_is_whole_where_the_balances_prove_it(self) -> None:
        raw = write(DIALECTS[0], [ROUBLES])
        assert len(read_statement(raw[: raw.rindex("КонецФайла".encode("cp1251"))]).lines) == 1

    def test_a_payment_between_own_accounts_counts_on_both(self) -> None:
        several = next(one for one in DIALECTS if one.program == "several_accounts")
        moved = replace(ROUBLES, payer_account=SECOND, payer_name="ООО Мы", purpose="Перевод")
        raw = write(several, [moved, replace(ROUBLES, own_account=SECOND, purpose="Остаток")])
        told = ("НачальныйОстаток=100.00", "ВсегоПоступило=123450.50", "ВсегоСписано=0.00", "КонечныйОстаток=123550.50")
        out = "\r\n".join(told)
        both = out.replace("ВсегоСписано=0.00", "ВсегоСписано=123450.50").replace("Остаток=123550.50", "Остаток=100.00")
        text = raw.decode("cp1251")
        at = text.index(out, text.index(f"РасчСчет={SECOND}", text.index("СекцияРасчСчет")))
        changed = text[:at] + both + text[at + len(out) :]
        changed = changed.replace("ДатаСписано=\r\n", "ДатаСписано=20.11.2026\r\n", 1)
        assert len(read_statement(changed.encode("cp1251")).lines) == 2
