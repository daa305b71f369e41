"""1CClientBankExchange 1.03 (v8.1c.ru, exchange with client-bank systems), as banks really write it."""

import re
from collections.abc import Iterator, Mapping, Sequence

from studio_app.adapters.bank.amounts import amount
from studio_app.adapters.bank.days import day
from studio_app.adapters.bank.fields import name_and_inn, one_line, pass_over, split_lines, taken
from studio_app.adapters.bank.one_c_totals import Currencies, Section, check_totals
from studio_app.domain.statements.lines import (
    NOTHING_SAID,
    Answers,
    BadStatement,
    LeftOut,
    Statement,
    StatementFormat,
    StatementLine,
)

HEADER = "1CClientBankExchange"
_ENCODINGS = ("utf-8", "cp1251", "cp866", "koi8-r")
_MARKS = ("Кодировка", "СекцияДокумент", "СекцияРасчСчет", "КонецФайла")
_KEY = re.compile(r"[A-Za-zА-Яа-яЁё]+\d*")
_MOVED = ("ДатаПоступило", "ДатаСписано")


def is_one_c(raw: bytes) -> bool:
    """Whether the file says that it is one."""
    return raw[:100].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe\r\n ").startswith(HEADER.encode())


def read_one_c(
    raw: bytes, answers: Answers = NOTHING_SAID, *, own_currencies: Mapping[str, str] | None = None
) -> Statement:
    """Every payment of the file. Raises BadStatement, naming the line.

    `own_currencies` are our accounts with their currencies, for a file that does not tell whose it is. The payments
    must lead from the opening to the closing balance of each account that tells both.
    """
    ours = own_currencies or {}
    currencies = Currencies(answers, ours)
    accounts: list[Section] = []
    left_out: list[LeftOut] = []
    text, encoding = _decode(raw, answers)
    documents, broken = _complete(_documents(split_lines(text), accounts))
    own = list(dict.fromkeys(number for one in accounts if (number := one.get("РасчСчет")))) or [
        one for one in ours if one
    ]
    dated = any(key in one.values for one in documents for key in _MOVED)
    lines = [
        line
        for one in documents
        if (
            line := taken(
                answers,
                left_out,
                lambda one=one: _line(one, own, currencies, dated=dated),
                line=one.line,
                said=f"{one.get('Номер')} {one.get('Сумма')} {_purpose(one)}",
            )
        )
    ]
    try:
        proven = check_totals(accounts, documents, currencies, dated=dated)
    except BadStatement as error:
        proven = False
        pass_over(answers, left_out, broken or error)
    else:
        if broken is not None and not (proven and broken.reason == "cut_off"):
            pass_over(answers, left_out, broken)
    return Statement(StatementFormat.ONE_C, tuple(lines), left_out=tuple(left_out), encoding=encoding)


def _complete(documents: Iterator[Section]) -> tuple[list[Section], BadStatement | None]:
    """The documents before the place where the file breaks, and why it breaks there."""
    whole: list[Section] = []
    while True:
        try:
            whole.append(next(documents))
        except StopIteration:
            return whole, None
        except BadStatement as error:
            return whole, error


def _decode(raw: bytes, answers: Answers) -> tuple[str, str]:
    """The declared encoding is often wrong: the one in which the format's own words can be read is right."""
    if answers.encoding:
        return raw.decode(answers.encoding, "replace").removeprefix("\ufeff"), answers.encoding
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace"), "utf-16"
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    for encoding in _ENCODINGS:
        if any(mark.encode(encoding) in raw for mark in _MARKS):
            try:
                return raw.decode(encoding), encoding
            except UnicodeDecodeError:
                return raw.decode(encoding, "replace"), encoding
    raise BadStatement("encoding")


def _documents(lines: list[str], accounts: list[Section]) -> Iterator[Section]:
    current: Section | None = None
    accounts.append(Section(0))
    for number, text in enumerate(lines, start=1):
        key, equals, value = text.partition("=")
        key = key.strip()
        if key in {"СекцияДокумент", "КонецФайла"}:
            if current is not None:
                raise BadStatement("open_document", line=current.line)
            if key == "КонецФайла":
                return
            current = Section(number)
        elif key == "КонецДокумента" and not equals:
            if current is None:
                raise BadStatement("stray_end", line=number)
            yield current
            current = None
        elif current is not None:
            _take(current, key if equals else "", value, text)
        else:
            _tell(accounts, key, value.strip(), number)
    if current is not None:
        raise BadStatement("open_document", line=current.line)
    raise BadStatement("cut_off", line=len(lines))


def _tell(accounts: list[Section], key: str, value: str, number: int) -> None:
    """Note what is told outside of documents; above the sections several accounts may stand."""
    begins = key in {"СекцияРасчСчет", "КонецРасчСчет"}
    if begins or (key == "РасчСчет" and accounts[-1].values.get(key)):
        accounts.append(Section(number))
    if value:
        accounts[-1].values.setdefault(key, value)


def _take(section: Section, key: str, value: str, text: str) -> None:
    if key and _KEY.fullmatch(key):
        section.last = key
        section.values.setdefault(key, value)
    elif section.last:  # a purpose goes on in the next line, possibly with an equals sign of its own
        section.values[section.last] += f" {text}"


def _line(section: Section, accounts: Sequence[str], currencies: Currencies, *, dated: bool) -> StatementLine:
    payer, payee = section.payer, section.payee
    arrived, left = (section.get(key) for key in _MOVED)
    # where the file does not say whose it is, money that has only left is not coming in
    incoming = (payee in accounts or payer not in accounts) if accounts else bool(arrived) or not left
    own, other = (payee, payer) if incoming else (payer, payee)
    side = "Плательщик" if incoming else "Получатель"
    moved = arrived if incoming else left
    when = moved or section.get("Дата", "ДатаСписано", "ДатаПоступило")
    if not when:
        raise BadStatement("no_date", line=section.line)
    sum_text = section.get("Сумма")
    if not sum_text:
        raise BadStatement("no_amount", line=section.line)
    money = amount(sum_text, currencies.of(own), line=section.line)
    if money.amount < 0:
        raise BadStatement("amount", line=section.line, value=sum_text)
    name, inn = name_and_inn(section.get(f"{side}1"))
    given = section.get(f"{side}ИНН").strip("0 ")
    whole, other_inn = ("", "") if name and (given or inn) else name_and_inn(section.get(side))
    return StatementLine(
        position=section.line,
        booked_on=day(when, line=section.line),
        amount=money if incoming else -money,
        own_account=own,
        payer_name=name or whole,
        payer_inn=section.get(f"{side}ИНН") if given else inn or other_inn,
        payer_account=other,
        purpose=one_line(_purpose(section)),
        reference=section.get("Номер"),
        settled=bool(moved) or not dated,
    )


def _purpose(section: Section) -> str:
    whole = section.get("НазначениеПлатежа")
    return whole or " ".join(section.get(f"НазначениеПлатежа{part}") for part in range(1, 7))
