"""1CClientBankExchange 1.03 (v8.1c.ru, exchange with client-bank systems), as banks really write it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from studio_app.adapters.bank.fields import account_currency, amount, day, inn_in, one_line, split_lines
from studio_app.domain.statements.lines import BadStatement, Statement, StatementFormat, StatementLine

HEADER = "1CClientBankExchange"
_ENCODINGS = ("utf-8", "cp1251", "cp866")
_MARKS = ("Кодировка", "СекцияДокумент", "СекцияРасчСчет", "КонецФайла")
_KEY = re.compile(r"[A-Za-zА-Яа-яЁё]+\d*")
_TAX_NUMBER = re.compile(r"^\s*ИНН\s*\d*\s*", re.IGNORECASE)


@dataclass
class _Section:
    """A document of the file: its keys, and the line at which it begins."""

    line: int
    values: dict[str, str] = field(default_factory=dict[str, str])
    last: str = ""

    def get(self, *names: str) -> str:
        """The first of the keys that has a value."""
        return next((value for name in names if (value := self.values.get(name, "").strip())), "")


def is_one_c(raw: bytes) -> bool:
    """Whether the file says that it is one."""
    return raw.lstrip(b"\xef\xbb\xbf\r\n ").startswith(HEADER.encode())


def read_one_c(raw: bytes) -> Statement:
    """Every payment of the file. Raises BadStatement, naming the line."""
    accounts: list[str] = []
    documents = list(_documents(split_lines(_decode(raw)), accounts))
    return Statement(StatementFormat.ONE_C, tuple(_line(document, accounts) for document in documents))


def _decode(raw: bytes) -> str:
    """The declared encoding is often wrong: the one in which the format's own words can be read is right."""
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    for encoding in _ENCODINGS:
        if any(mark.encode(encoding) in raw for mark in _MARKS):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError:
                return raw.decode(encoding, "replace")
    raise BadStatement("encoding")


def _documents(lines: list[str], accounts: list[str]) -> Iterator[_Section]:
    current: _Section | None = None
    for number, text in enumerate(lines, start=1):
        key, equals, value = text.partition("=")
        key = key.strip()
        if key in {"СекцияДокумент", "КонецФайла"}:
            if current is not None:
                raise BadStatement("open_document", line=current.line)
            if key == "КонецФайла":
                return
            current = _Section(number)
        elif key == "КонецДокумента" and not equals:
            if current is None:
                raise BadStatement("stray_end", line=number)
            yield current
            current = None
        elif current is not None:
            _take(current, key if equals else "", value, text)
        elif key == "РасчСчет" and value.strip() not in accounts:
            accounts.append(value.strip())
    if current is not None:
        raise BadStatement("open_document", line=current.line)
    raise BadStatement("cut_off", line=len(lines))


def _take(section: _Section, key: str, value: str, text: str) -> None:
    if key and _KEY.fullmatch(key):
        section.last = key
        section.values.setdefault(key, value)
    elif section.last:  # a purpose goes on in the next line, possibly with an equals sign of its own
        section.values[section.last] += f" {text}"


def _line(section: _Section, accounts: list[str]) -> StatementLine:
    payer, payee = (
        section.get("ПлательщикСчет", "ПлательщикРасчСчет"),
        section.get("ПолучательСчет", "ПолучательРасчСчет"),
    )
    incoming = payee in accounts or (payer not in accounts)
    own, other = (payee, payer) if incoming else (payer, payee)
    side = "Плательщик" if incoming else "Получатель"
    moved = section.get("ДатаПоступило" if incoming else "ДатаСписано")
    when = moved or section.get("Дата", "ДатаСписано", "ДатаПоступило")
    if not when:
        raise BadStatement("no_date", line=section.line)
    sum_text = section.get("Сумма")
    if not sum_text:
        raise BadStatement("no_amount", line=section.line)
    money = amount(sum_text, account_currency(own), line=section.line)
    if money.amount < 0:
        raise BadStatement("amount", line=section.line, value=sum_text)
    full_name = section.get(side)
    return StatementLine(
        position=section.line,
        booked_on=day(when, line=section.line),
        amount=money if incoming else -money,
        own_account=own,
        payer_name=one_line(section.get(f"{side}1") or _TAX_NUMBER.sub("", full_name)),
        payer_inn=section.get(f"{side}ИНН") or inn_in(full_name),
        payer_account=other,
        purpose=one_line(_purpose(section)),
        reference=section.get("Номер"),
        settled=bool(moved),
    )


def _purpose(section: _Section) -> str:
    whole = section.get("НазначениеПлатежа")
    return whole or " ".join(section.get(f"НазначениеПлатежа{part}") for part in range(1, 7))
