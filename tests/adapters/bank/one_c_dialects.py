"""1CClientBankExchange as eight kinds of programs write it, for tests alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from studio_app.domain.statements.lines import StatementLine

OWN = "40702810138250123017"
SECOND = "40702810238250123018"


@dataclass(frozen=True)
class Dialect:
    """A program's way of writing; `party` writes the payer, `told` says in which keys."""

    program: str
    encoding: str = "cp1251"
    declared: str = "Windows"
    end: str = "\r\n"
    mark: bytes = b""
    balances: str = "whole"  # one section for the whole time, one a day, or none
    accounts: Sequence[str] = (OWN,)
    dated: bool = True  # whether it tells when money has arrived
    party: Callable[[str, StatementLine], list[str]] = lambda side, line: [
        f"{side}=ИНН {line.payer_inn} {line.payer_name}",
        f"{side}ИНН={line.payer_inn}",
        f"{side}1={line.payer_name}",
    ]
    purpose: Callable[[str], list[str]] = lambda text: [f"НазначениеПлатежа={text}"]
    extra: Sequence[str] = ()
    letters: str = "АБВабвгдеёжзийклмн 0123456789-.,()"


def _comma_party(side: str, line: StatementLine) -> list[str]:
    return [f"{side}={line.payer_inn}, {line.payer_name}"]


def _slashed_party(side: str, line: StatementLine) -> list[str]:
    return [f"{side}1=ИНН {line.payer_inn}/КПП 770701001 {line.payer_name}", f"{side}ИНН=0"]


def _in_parts(text: str) -> list[str]:
    """A purpose in numbered keys, broken between words."""
    words, half = text.split(), len(text.split()) // 2
    parts = (" ".join(words[:half]), " ".join(words[half:]))
    return [f"НазначениеПлатежа{number}={part}" for number, part in enumerate(parts, start=1)]


def _in_lines(text: str) -> list[str]:
    words, half = text.split(), (len(text.split()) + 1) // 2
    return [f"НазначениеПлатежа={' '.join(words[:half])}", *([" ".join(words[half:])] if words[half:] else [])]


DIALECTS = (
    Dialect("windows"),
    Dialect("utf8_with_mark", encoding="utf-8", declared="UTF-8", mark=b"\xef\xbb\xbf", balances="daily"),
    Dialect("dos", encoding="cp866", declared="DOS", end="\n", party=_comma_party),
    Dialect("utf8_that_says_windows", encoding="utf-8", declared="Windows", end="\n", party=_slashed_party),
    Dialect("without_sections", balances="", purpose=_in_parts),
    Dialect("several_accounts", accounts=(OWN, SECOND), balances="whole", purpose=_in_lines),
    Dialect("only_the_day", dated=False, balances="whole"),
    Dialect(
        "with_more_fields",
        balances="daily",
        extra=("ПлательщикБанк1=АО БАНК", "ПоказательКБК=", "Очередность=5", "Код=0", "КвитанцияСодержание=Проведено"),
    ),
    Dialect("utf16", encoding="utf-16", declared="UTF-16"),
)


def write(dialect: Dialect, lines: Sequence[StatementLine]) -> bytes:
    """A file with its documents; opening balances are a hundred roubles."""
    rows = ["1CClientBankExchange", "ВерсияФормата=1.03", f"Кодировка={dialect.declared}", "Отправитель=Банк"]
    days = sorted({line.booked_on for line in lines})
    rows += [f"ДатаНачала={days[0]:%d.%m.%Y}", f"ДатаКонца={days[-1]:%d.%m.%Y}"]
    rows += [f"РасчСчет={account}" for account in dialect.accounts]
    for account in dialect.accounts if dialect.balances else ():
        rows += _sections(dialect, account, [line for line in lines if line.own_account == account])
    for line in lines:
        rows += _document(dialect, line)
    return dialect.mark + dialect.end.join([*rows, "КонецФайла", ""]).encode(dialect.encoding)


def _sections(dialect: Dialect, account: str, lines: Sequence[StatementLine]) -> list[str]:
    days = sorted({line.booked_on for line in lines})
    spans = [(day, day) for day in days] if dialect.balances == "daily" else [(days[0], days[-1])] if days else []
    rows: list[str] = []
    balance = 10_000
    for first, last in spans:
        moved = [line.amount.amount for line in lines if first <= line.booked_on <= last]
        rows += ["СекцияРасчСчет", f"ДатаНачала={first:%d.%m.%Y}", f"ДатаКонца={last:%d.%m.%Y}"]
        rows += [f"РасчСчет={account}", f"НачальныйОстаток={_sum(balance)}"]
        rows += [f"ВсегоПоступило={_sum(sum(one for one in moved if one > 0))}"]
        rows += [f"ВсегоСписано={_sum(-sum(one for one in moved if one < 0))}"]
        balance += sum(moved)
        rows += [f"КонечныйОстаток={_sum(balance)}", "КонецРасчСчет"]
    return rows


def _document(dialect: Dialect, line: StatementLine) -> list[str]:
    incoming = line.amount.amount > 0
    side, ours = ("Плательщик", "Получатель") if incoming else ("Получатель", "Плательщик")
    day = f"{line.booked_on:%d.%m.%Y}"
    rows = ["СекцияДокумент=Платежное поручение", f"Номер={line.reference}", f"Дата={day}"]
    rows += [f"Сумма={_sum(abs(line.amount.amount))}", f"{side}Счет={line.payer_account}", *dialect.party(side, line)]
    rows += [f"{ours}Счет={line.own_account}"]
    if dialect.dated:
        rows += [f"ДатаПоступило={day if incoming else ''}", f"ДатаСписано={'' if incoming else day}"]
    return [*rows, *dialect.extra, *dialect.purpose(line.purpose), "КонецДокумента"]


def _sum(amount: int) -> str:
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100}.{abs(amount) % 100:02d}"
