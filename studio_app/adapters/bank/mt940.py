"""MT940 of SWIFT, with the ways in which banks of several countries fill the field :86:."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from studio_app.adapters.bank.fields import amount, decode, inn_in, one_line, split_lines
from studio_app.core.money import Money
from studio_app.domain.statements.lines import BadStatement, Statement, StatementFormat, StatementLine

_TAG = re.compile(r":(\d{2}[A-Z]?):(.*)")
_BALANCE = re.compile(r"([CD])(\d{6})([A-Z]{3})(\d{1,13},\d{0,3})")
_MOVEMENT = re.compile(
    r"(?P<value>\d{6})(?P<entry>\d{4})?(?P<mark>R?[CD]|E[CD])(?P<funds>[A-Z])?(?P<sum>\d{1,13},\d{0,3})"
    r"[A-Z][A-Z0-9]{3}(?P<reference>.*?)(?://(?P<bank>.*))?"
)
_FIELDS = re.compile(r"\d{3}([?>+^])(?=\d\d)")
_SEPA = re.compile(r"(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|PURP|IBAN|BIC|BREF|RREF)\+")
_SLASHED = re.compile(r"/(EREF|CNTP|NAME|IBAN|BIC|REMI|TRCD|MARF|CSID|ADDR|RTRN|BENM|ORDP|ID|USTD|PREF|SVCL)/")
_PURPOSE = (*range(20, 30), *range(60, 64))
_IBAN_WITH_CURRENCY = re.compile(r"([A-Z]{2}\d{2}[A-Z0-9]{11,28}?)([A-Z]{3})")
_WIDTH = 65  # a field is wrapped here, in the middle of a word if need be
_NO_REFERENCE = {"NONREF", "NOTPROVIDED", "NOREF"}


@dataclass
class _Field:
    """A tagged field with the lines that belong to it."""

    tag: str
    line: int
    texts: list[str]


@dataclass
class _Block:
    """One statement of the file while it is read."""

    account: str = ""
    currency: str = ""
    opening: int | None = None
    movements: list[tuple[_Field, str]] = field(default_factory=list[tuple[_Field, str]])  # :61: and its :86:


def is_mt940(raw: bytes) -> bool:
    """Whether the first tags of SWIFT stand at its beginning."""
    head = raw[:2000].lstrip(b"\xef\xbb\xbf")
    return re.search(rb"(?:^|[\r\n{}])\s*:(?:20|25|28C?|60[FM]):", head) is not None


def read_mt940(raw: bytes) -> Statement:
    """Every movement of every statement in the file. Raises BadStatement, naming the line.

    What a statement lists must lead from its opening to its closing balance: a line that got lost
    or was garbled on the way does not pass unseen.
    """
    lines: list[StatementLine] = []
    block = _Block()
    for item in _fields(split_lines(decode(raw))):
        text = "".join(item.texts)
        match item.tag:
            case "20":
                block = _Block()
            case "25" | "25P":
                block.account = _account(item.texts[0])
            case "60F" | "60M":
                opening = _balance(item)
                block.currency, block.opening = opening.currency, opening.amount
            case "61":
                block.movements.append((item, ""))
            case "86" if block.movements and not block.movements[-1][1]:
                block.movements[-1] = (block.movements[-1][0], _joined(item.texts) or text)
            case "62F" | "62M":
                lines += _closed(block, item)
                block = _Block(account=block.account)
            case _:
                pass
    if block.movements:
        raise BadStatement("no_closing", line=block.movements[0][0].line)
    return Statement(StatementFormat.MT940, tuple(lines))


def _fields(texts: list[str]) -> Iterator[_Field]:
    current: _Field | None = None
    for number, text in enumerate(texts, start=1):
        bare = re.sub(r"^\{.*\{4:", "", text)
        found = _TAG.fullmatch(bare)
        if found:
            if current is not None:
                yield current
            current = _Field(found[1], number, [found[2]])
        elif bare.startswith(("-}", "{")) or bare.strip() == "-":
            if current is not None:
                yield current
            current = None
        elif current is not None and bare.strip():
            current.texts.append(bare)
    if current is not None:
        yield current


def _balance(item: _Field) -> Money:
    found = _BALANCE.fullmatch(item.texts[0].strip())
    if not found:
        raise BadStatement("balance", line=item.line, value=item.texts[0])
    money = amount(found[4], found[3], line=item.line)
    return money if found[1] == "C" else -money


def _closed(block: _Block, item: _Field) -> list[StatementLine]:
    if block.opening is None:
        raise BadStatement("balance", line=item.line)
    lines = [_line(block, movement, details) for movement, details in block.movements]
    closing = _balance(item)
    if block.opening + sum(line.amount.amount for line in lines) != closing.amount:
        raise BadStatement("does_not_add_up", line=item.line)
    return lines


def _line(block: _Block, movement: _Field, details: str) -> StatementLine:
    found = _MOVEMENT.fullmatch(movement.texts[0].strip())
    if not found:
        raise BadStatement("movement", line=movement.line, value=movement.texts[0])
    money = amount(found["sum"], block.currency, line=movement.line)
    told = _details(details)
    references = (told.reference, found["reference"], found["bank"] or "")
    return StatementLine(
        position=movement.line,
        booked_on=_booked_on(found["value"], found["entry"] or "", line=movement.line),
        amount=money if found["mark"] in {"C", "RD", "EC"} else -money,
        own_account=block.account,
        payer_name=one_line(told.name),
        payer_inn=inn_in(details),
        payer_account=told.account,
        purpose=one_line(told.purpose),
        reference=next((text.strip() for text in references if text.strip().upper() not in {"", *_NO_REFERENCE}), ""),
        settled=not found["mark"].startswith("E"),  # expected, not booked
    )


def _booked_on(value: str, entry: str, *, line: int) -> date:
    try:
        valued = date(2000 + int(value[:2]), int(value[2:4]), int(value[4:6]))
    except ValueError:
        raise BadStatement("date", line=line, value=value + entry) from None
    if not entry:
        return valued
    near = list(_same_day(entry, valued.year))
    if not near:
        raise BadStatement("date", line=line, value=value + entry)
    return min(near, key=lambda booked: abs(booked - valued))


def _same_day(entry: str, year: int) -> Iterator[date]:
    for around in (year - 1, year, year + 1):
        with suppress(ValueError):  # not every year has a 29 February
            yield date(around, int(entry[:2]), int(entry[2:]))


@dataclass(frozen=True)
class _Details:
    purpose: str
    name: str = ""
    account: str = ""
    reference: str = ""


def _details(text: str) -> _Details:
    mark = _FIELDS.match(text)
    if mark:
        return _numbered(text, mark[1])
    named = _tagged(text, _SLASHED)
    if named:
        counterparty = [*named.get("CNTP", "").split("/"), "", "", ""]
        return _Details(
            purpose=re.sub(r"^USTD//|^STRD/[A-Z]+/", "", named.get("REMI", named.get("USTD", ""))),
            name=named.get("NAME", counterparty[2]),
            account=named.get("IBAN", counterparty[0]),
            reference=named.get("EREF", ""),
        )
    return _Details(purpose=text)


def _numbered(text: str, mark: str) -> _Details:
    parts = {int(part[:2]): part[2:] for part in text.split(mark)[1:] if part[:2].isdecimal()}
    written = "".join(parts.get(number, "") for number in _PURPOSE)
    named = _tagged(written, _SEPA)
    reference = named.get("EREF", "")
    return _Details(
        purpose=named.get("SVWZ", written if not named else parts.get(0, "")),
        name=parts.get(32, "") + parts.get(33, ""),
        account=parts.get(31, "") or named.get("IBAN", ""),
        reference=reference,
    )


def _tagged(text: str, pattern: re.Pattern[str]) -> dict[str, str]:
    found = list(pattern.finditer(text))
    ends = [*(item.start() for item in found[1:]), len(text)]
    return {item[1]: text[item.end() : end].strip() for item, end in zip(found, ends, strict=False)}


def _joined(texts: list[str]) -> str:
    """A full line was cut by its width; a shorter one ends where a word does."""
    if _FIELDS.match(texts[0]):
        return "".join(texts)
    return "".join(text if len(text) >= _WIDTH else f"{text} " for text in texts).strip()


def _account(text: str) -> str:
    bare = text.strip().replace(" ", "")
    with_currency = _IBAN_WITH_CURRENCY.fullmatch(bare)
    return with_currency[1] if with_currency and with_currency[2].isalpha() else bare
