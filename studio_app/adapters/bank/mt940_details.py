"""The field :86: of SWIFT: what is paid for, and by whom, in the ways in which banks mark it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from studio_app.adapters.bank.fields import name_and_inn, one_line
from studio_app.domain.statements.accounts import german_iban, is_iban, plain_account

_NUMBERED = re.compile(r"(?:\d{3}|\s{3})([^\w\s/:;,.-])(?:00|10|2\d|3[0-4]|6[0-3])|([?>^~<|])(?:00|20)")
_SEPA = re.compile(r"(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|PURP|IBAN|BIC|BREF|RREF|ANAM|RCUR|INTR)\+")
_SLASHED = re.compile(
    r"/(EREF|CNTP|NAME|IBAN|BIC|REMI|TRTP|TRCD|MARF|CSID|ADDR|RTRN|BENM|ORDP|ID|USTD|PREF|SVCL|ISDT|PURP|CODE|ULTD|"
    r"ULTC|ULTB|UDTR|UCRD|ACCT|BUSP|ACCW|HIST|IREF|BREF|KREF|MREF|RFB|INFO|CHGS|OCMT|EXCH|CRNM|DBNM|CACT|DACT|CBIC|DBIC|OPRP)/"
)
_LABELLED = re.compile(
    r"\b(IBAN|BIC|NAAM|NAME|OMSCHRIJVING|KENMERK|BETALINGSKENM\.?|MACHTIGING|INCASSANT)\s*:\s*", re.IGNORECASE
)
_POLISH_LABELS = re.compile(r";\s*(z rach\.|na rach\.|od|dla|tyt\.|TNR)\s*:\s*", re.IGNORECASE)
_PURPOSE = (*range(20, 30), *range(60, 64))
_POLISH = 38  # the subfield of the payer's IBAN where it is in use; the address stands in 62 and 63 then
_WIDTH = 65  # a field is wrapped here, in the middle of a word if need be
_PART = 27  # a subfield is full here
_ACCOUNT = re.compile(r"[A-Z]{0,2}\d[\dA-Z ]{6,33}")
_REMITTANCE = re.compile(r"^/?(?:USTD//|STRD/[A-Z]+/)")


@dataclass(frozen=True)
class Details:
    """What a field :86: says."""

    purpose: str
    name: str = ""
    account: str = ""
    reference: str = ""
    inn: str = ""


def read_details(text: str) -> Details:
    """Take the field apart. What stands under no known mark stays in the purpose: nothing is thrown away."""
    mark = _NUMBERED.match(text)
    if mark:
        return _numbered(text, mark[1] or mark[2])
    before, named = _tagged(text, _SLASHED)
    if named:
        return _slashed(text, before, named)
    before, named = _tagged(text, _LABELLED)
    if named:
        return Details(
            purpose=text,
            name=_cut(named.get("NAAM", named.get("NAME", ""))),
            account=_account_in(named.get("IBAN", "")),
            reference=_cut(named.get("KENMERK", "")),
        )
    _, named = _tagged(text, _POLISH_LABELS)
    if named:
        return Details(
            purpose=text,
            name=_first(named, "OD", "DLA").strip(" ;"),
            account=_account_in(_first(named, "Z RACH.", "NA RACH.").strip(" ;")),
        )
    return Details(purpose=text)


def read_numbered_lines(texts: Sequence[str]) -> Details:
    """A field :NS:, which some banks write in the place of :86:, a number at the beginning of each line."""
    by_number: dict[int, str] = {}
    for text in texts:
        if text[:2].isdecimal():
            by_number[int(text[:2])] = text[2:]
    name, inn = name_and_inn(_together([by_number.get(15, ""), by_number.get(16, "")]))
    return Details(
        purpose=_together([by_number[number] for number in range(1, 15) if number in by_number])
        or by_number.get(17, ""),
        name=name,
        account=german_iban(f"{by_number.get(10, '').strip()}/{by_number.get(11, '').strip()}"),
        inn=inn,
    )


def joined(fields: Sequence[Sequence[str]]) -> str:
    """The lines of a field as one text. A full line was cut by its width; a shorter one ends where a word does.

    A bank may repeat the field: a first one that only holds the code of the kind says nothing more.
    """
    whole = [_joined(texts) for texts in fields if any(text.strip() for text in texts)]
    return " ".join(text for text in whole if len(whole) == 1 or not re.fullmatch(r"\s*\d{3}\s*", text))


def _joined(texts: Sequence[str]) -> str:
    if _NUMBERED.match(texts[0]):
        return "".join(texts)
    first = texts[0] if len(texts[0]) in {_WIDTH, _WIDTH - len(":86:")} else f"{texts[0]} "
    return (first + "".join(text if len(text) >= _WIDTH else f"{text} " for text in texts[1:])).strip()


def _numbered(text: str, mark: str) -> Details:
    parts: dict[int, list[str]] = {}
    last = 0
    for at, part in enumerate(text.split(mark)):
        if at and part[:2].isdecimal():
            last = int(part[:2])
            parts.setdefault(last, []).append(part[2:])
        elif at:  # the mark itself stands in the text
            parts.setdefault(last, [""])[-1] += mark + part
    by_number = {number: "".join(pieces) for number, pieces in parts.items()}
    polish = bool(by_number.get(_POLISH, "").strip())
    if mark == "<" and 32 not in by_number:  # Polish banks that write who pays behind what for
        by_number[32], by_number[33] = by_number.pop(27, ""), by_number.pop(28, "")
        polish = False
    written = _together(
        [by_number[number] for number in _PURPOSE if number in by_number and not (polish and number > 60)]
    )
    before, named = _tagged(written, _SEPA)
    purpose_parts = f"{before} {named.pop('SVWZ', '')}".strip()
    rest = " ".join(f"{tag}+{value}" for tag, value in named.items())
    purpose = purpose_parts or " ".join(part for part in (by_number.get(0, ""), rest) if part.strip())
    name, inn = name_and_inn(_together([by_number.get(32, ""), "" if polish else by_number.get(33, "")]))
    return Details(
        purpose=purpose,
        name=name or _first(named, "ANAM", "ABWA"),
        account=_payers(by_number, named),
        reference=named.get("EREF", ""),
        inn=inn,
    )


def _payers(by_number: dict[int, str], named: dict[str, str]) -> str:
    """The payer's account: its IBAN, or bank and number where both are German, or the number alone."""
    iban, bank, number = (by_number.get(at, "").strip() for at in (_POLISH, 30, 31))
    if iban:
        return plain_account(iban)
    return german_iban(f"{bank}/{number}") or number or named.get("IBAN", "").replace(" ", "")


def _slashed(text: str, before: str, named: dict[str, str]) -> Details:
    counterparty = [*named.get("CNTP", "").split("/"), "", "", ""]
    party = named.get("ORDP", "") or named.get("BENM", "")
    account, _, rest = party.strip("/ ").partition("/")
    if not _ACCOUNT.fullmatch(account.strip()):
        account, rest = "", party
    remittance = _REMITTANCE.sub("", named.get("REMI", named.get("USTD", ""))).strip("/ ")
    return Details(
        purpose=" ".join(part for part in (before, remittance) if part) if remittance else text,
        name=_cut(_first(named, "NAME", "CRNM", "DBNM") or counterparty[2] or re.split(r"\s/", rest)[0]).strip("/ "),
        account=_account_in(_first(named, "IBAN", "CACT", "DACT") or counterparty[0] or account),
        reference=named.get("EREF", "").strip("/ "),
    )


def _tagged(text: str, pattern: re.Pattern[str]) -> tuple[str, dict[str, str]]:
    """What stands before the first mark, and what under each."""
    found = list(pattern.finditer(text))
    ends = [*(item.start() for item in found[1:]), len(text)]
    named: dict[str, str] = {}
    for item, end in zip(found, ends, strict=True) if found else ():
        value = text[item.end() : end].strip()
        mark = item[1].upper()
        named[mark] = f"{named[mark]} {value}".strip() if mark in named else value
    return (text[: found[0].start()].strip(" /") if found else text), named


def _together(parts: Sequence[str]) -> str:
    """Subfields as one text: a full one is cut by its width, a shorter one ends where a word does."""
    width = max([_PART, *(len(part) for part in parts)])
    return one_line("".join(part if len(part) == width else f"{part} " for part in parts))


def _cut(value: str) -> str:
    """A value without what follows it in a column of its own."""
    return re.split(r"\s{3,}", value.strip())[0]


def _account_in(text: str) -> str:
    found = re.match(r"[A-Z]{2}\d{2}(?: ?[A-Z0-9]{1,4}){2,8}", text.strip())
    if found:
        whole = plain_account(found[0])
        ends = range(len(whole), 14, -1)  # a word in capitals may follow
        return next((whole[:end] for end in ends if is_iban(whole[:end])), text.split(maxsplit=1)[0])
    return re.sub(r"\s", "", text)


def _first(named: dict[str, str], *names: str) -> str:
    return next((named[name] for name in names if named.get(name)), "")
