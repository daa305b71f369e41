"""MT940 and MT942 of SWIFT, as banks of many countries fill them."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from studio_app.adapters.bank.amounts import amount
from studio_app.adapters.bank.days import in_calendar
from studio_app.adapters.bank.fields import (
    account_currency,
    ask_encoding,
    decode,
    inn_in,
    one_line,
    pass_over,
    split_lines,
    taken,
)
from studio_app.adapters.bank.mt940_details import joined, read_details, read_numbered_lines
from studio_app.core.money import Money
from studio_app.domain.statements.accounts import german_iban, is_iban, plain_account
from studio_app.domain.statements.lines import (
    NOTHING_SAID,
    Answers,
    BadStatement,
    LeftOut,
    Statement,
    StatementFormat,
    StatementLine,
)

_TAG = re.compile(r":(\d{2}[A-Z]?|NS):(.*)")
_SUM = r"0*\d{1,13}(?:[.,]\d{0,5})?"
_BALANCE = re.compile(rf"\s*([CD])\s*(\d{{6}}|(?=\s*[A-Z]{{3}}))\s*([A-Z]{{3}})?\s*({_SUM})\s*")
_FLOOR = re.compile(r"\s*([A-Z]{3})")
_COUNTED = re.compile(rf"\s*(\d{{1,5}})\s*([A-Z]{{3}})\s*({_SUM})\s*")
_MOVEMENT = re.compile(
    rf"(?P<value>\d{{6}})(?P<entry>\d{{4}}|\s{{4}})?\s*(?P<mark>R?[CD]|E[CD])\s*(?P<funds>[A-Z])?\s*(?P<sum>{_SUM})"
    r"(?:(?=NONREF)|(?P<type>[A-Z](?:[A-Z0-9 ]{3}|[A-Z0-9 ]{0,2}$))|$)(?P<reference>.*?)(?://(?P<bank>.*))?"
)
_IBAN = re.compile(r"([A-Z]{2}\d{2}[A-Z0-9]{11,30}?)(?:\W?[A-Z]{3})?")
_WITH_CURRENCY = re.compile(r"(\d[\d /-]*\d)\s*[A-Z]{3}")
_NO_REFERENCE = {"", "NONREF", "NOTPROVIDED", "NOREF"}


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
    unless_told: str = ""  # the currency of an interim report that names none
    opening: int | None = None
    interim: bool = False  # MT942: what the bank has seen today, without balances
    counted: list[_Field] = field(default_factory=list[_Field])
    movements: list[tuple[_Field, list[_Field]]] = field(default_factory=list[tuple[_Field, list[_Field]]])


@dataclass
class _Reading:
    """What has been read so far."""

    answers: Answers
    lines: list[StatementLine] = field(default_factory=list[StatementLine])
    left_out: list[LeftOut] = field(default_factory=list[LeftOut])
    interim: bool = False
    pages: dict[str, int] = field(default_factory=dict[str, int])  # where the page before has ended, by account

    def take(self, block: _Block) -> list[StatementLine]:
        """The movements of a statement that can be read."""
        lines: list[StatementLine] = []
        for movement, details in block.movements:
            said = " ".join([*movement.texts, *(text for one in details for text in one.texts)])
            line = taken(
                self.answers,
                self.left_out,
                lambda movement=movement, details=details: _line(block, movement, details),
                line=movement.line,
                said=said,
            )
            if line is not None:
                lines.append(line)
        self.lines += lines
        return lines

    def refuse(self, reason: str, *, line: int) -> None:
        """Raise BadStatement, unless a person wants the file as it is."""
        pass_over(self.answers, self.left_out, BadStatement(reason, line=line))


def is_mt940(raw: bytes) -> bool:
    """Whether the first tags of SWIFT stand at its beginning."""
    head = raw[:2000].lstrip(b"\xef\xbb\xbf")
    return re.search(rb"(?:^|[\r\n{}])\s*:(?:20|25P?|28C?|60[FM]):", head) is not None


def read_mt940(
    raw: bytes, answers: Answers = NOTHING_SAID, *, own_currencies: Mapping[str, str] | None = None
) -> Statement:
    """Every movement of every statement in the file. Raises BadStatement, naming the line.

    What a statement lists must lead from its opening to its closing balance (of an interim report: to the
    sums it tells): a line that got lost or was garbled on the way does not pass unseen. `own_currencies` says in which
    currencies we hold our accounts.
    """
    decoded = decode(raw, answers)
    reading = _Reading(answers)
    block = _Block()
    for item in _fields(split_lines(decoded.text)):
        if item.tag == "20":
            _end(reading, block)
            block = _Block()
        elif item.tag in {"25", "25P"}:
            block.account = _account(item.texts[0])
            block.unless_told = account_currency(block.account, answers, own_currencies or {})
        elif item.tag in {"62F", "62M"}:
            _close(reading, block, item)
            block = _Block(account=block.account, unless_told=block.unless_told)
        else:
            _note(reading, block, item)
    _end(reading, block)
    return Statement(
        StatementFormat.MT942 if reading.interim else StatementFormat.MT940,
        tuple(reading.lines),
        left_out=tuple(reading.left_out),
        questions=() if decoded.sure else (ask_encoding(decoded.text, encoding=decoded.encoding),),
        encoding=decoded.encoding,
    )


def _fields(texts: list[str]) -> Iterator[_Field]:
    current: _Field | None = None
    for number, text in enumerate(texts, start=1):
        bare = re.sub(r"^\{.*\{4:", "", text)
        found = _TAG.fullmatch(bare.lstrip() if bare.lstrip().startswith(":") else bare)
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


def _note(reading: _Reading, block: _Block, item: _Field) -> None:
    """Take a field into the statement that is being read."""
    match item.tag:
        case "60F" | "60M":
            _open(reading, block, item)
        case "34F":
            block.interim = True
            if found := _FLOOR.match(item.texts[0]):
                block.currency = found[1]
        case "61":
            block.movements.append((item, []))
        case "86" | "NS" if block.movements:
            block.movements[-1][1].append(item)
        case "90C" | "90D":
            block.interim = True
            block.counted.append(item)
        case _:
            pass


def _open(reading: _Reading, block: _Block, item: _Field) -> None:
    opening = _balance(item, block.unless_told)
    block.currency, block.opening = opening.currency, opening.amount
    before = reading.pages.pop(block.account, None)
    if item.tag == "60M" and before is not None and before != opening.amount:
        reading.refuse("page_missing", line=item.line)


def _close(reading: _Reading, block: _Block, item: _Field) -> None:
    lines = reading.take(block)
    closing = _balance(item, block.currency)
    if block.opening is None:
        reading.refuse("balance", line=item.line)
    elif block.opening + sum(line.amount.amount for line in lines) != closing.amount:
        reading.refuse("does_not_add_up", line=item.line)
    if item.tag == "62M":
        reading.pages[block.account] = closing.amount


def _end(reading: _Reading, block: _Block) -> None:
    """What stands where no balance has closed it: an interim report, or a file that breaks off."""
    if not block.interim:
        if block.movements:
            reading.refuse("no_closing", line=block.movements[0][0].line)
            reading.take(block)
        return
    reading.interim = True
    lines = reading.take(block)
    for item in block.counted:
        found = _COUNTED.fullmatch(item.texts[0])
        side = [abs(line.amount.amount) for line in lines if (line.amount.amount < 0) == (item.tag == "90D")]
        if found and (len(side), sum(side)) != (int(found[1]), amount(found[3], found[2], line=item.line).amount):
            reading.refuse("does_not_add_up", line=item.line)


def _balance(item: _Field, unless_told: str) -> Money:
    found = _BALANCE.fullmatch(item.texts[0])
    if not found:
        raise BadStatement("balance", line=item.line, value=item.texts[0])
    money = amount(found[4], found[3] or unless_told or "EUR", line=item.line)
    return money if found[1] == "C" else -money


def _line(block: _Block, movement: _Field, details: list[_Field]) -> StatementLine:
    found = _MOVEMENT.fullmatch(movement.texts[0].strip())
    if not found:
        raise BadStatement("movement", line=movement.line, value=movement.texts[0])
    money = amount(found["sum"], block.currency or block.unless_told, line=movement.line)
    text = joined([one.texts for one in details]) or joined([movement.texts[1:]])
    numbered = next((one.texts for one in details if one.tag == "NS"), None)
    parsed = read_numbered_lines(numbered) if numbered else read_details(text)
    references = (parsed.reference, found["reference"], found["bank"] or "")
    return StatementLine(
        position=movement.line,
        booked_on=_booked_on(found["value"], (found["entry"] or "").strip(), line=movement.line),
        amount=money if found["mark"] in {"C", "RD", "EC"} else -money,
        own_account=block.account,
        payer_name=one_line(parsed.name),
        payer_inn=parsed.inn or inn_in(text),
        payer_account=parsed.account or _account_below(movement.texts[1:]),
        purpose=one_line(parsed.purpose),
        reference=next((text.strip() for text in references if text.strip().upper() not in _NO_REFERENCE), ""),
        settled=not (block.interim or found["mark"].startswith("E")),  # expected, not booked
    )


def _account_below(texts: list[str]) -> str:
    """The payer's account where a bank writes nothing else below the movement."""
    bare = "".join(texts).replace(" ", "")
    return bare if re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}|\d{9,26}", bare) else ""


def _booked_on(value: str, entry: str, *, line: int) -> date:
    """The day of the entry in the year nearest to the value date; the value date where there is none.

    A value date that is in no calendar does no harm to an entry's that is.
    """
    year, month, day = 2000 + int(value[:2]), int(value[2:4]), int(value[4:6])
    try:
        valued = in_calendar(year, month, day)
    except ValueError:
        valued = date(year, month, 1) if 0 < month <= 12 and 0 < day <= 31 else None
        near = [] if entry in {"", "0000"} or valued is None else list(_same_day(entry, year))
    else:
        if entry in {"", "0000"}:
            return valued
        near = list(_same_day(entry, year))
    if not near or valued is None:
        raise BadStatement("date", line=line, value=value + entry)
    return min(near, key=lambda booked: abs(booked - valued))


def _same_day(entry: str, year: int) -> Iterator[date]:
    exact: list[date] = []
    for around in (year - 1, year, year + 1):
        with suppress(ValueError):  # not every year has a 29 February
            exact.append(date(around, int(entry[:2]), int(entry[2:])))
    if exact:
        yield from exact
    else:
        with suppress(ValueError):
            yield in_calendar(year, int(entry[:2]), int(entry[2:]))


def _account(text: str) -> str:
    """Our account as its country writes it: an IBAN without its currency and its bank, a German one made an IBAN."""
    bare = text.strip().strip("/").replace(" ", "")
    for part in (bare, bare.rpartition("/")[2]):
        if is_iban(part):
            return plain_account(part)
        if found := _IBAN.fullmatch(part.upper()):
            return plain_account(found[1])
    if found := _WITH_CURRENCY.fullmatch(bare):
        bare = found[1]
    return german_iban(bare) or bare
