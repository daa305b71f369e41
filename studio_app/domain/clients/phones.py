"""Phone numbers in the one form in which they are stored, compared and dialled (RFC 3966): `+74951234567;ext=12`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from studio_app.core.errors import Invalid
from studio_app.core.numbers import Unclear
from studio_app.domain.clients.typed import plain

DEFAULT_REGION = "RU"
_LONGEST = 80  # characters that somebody may need for a number
_EXTENSION = re.compile(
    r"[\s,;(]*(?:;ext=|доб(?:авочный)?\.?|вн(?:утр(?:енний)?)?\.?|ext(?:ension)?n?\.?|(?<=[\s)\d])[xх]\.?|#)"
    r"[\s:.№#-]*(?P<digits>[0-9]{1,10})[\s).]*$",
    re.IGNORECASE,
)
_EXTENSION_WORD = re.compile(r"\s*(?:доб|вн|ext|x\s*\d|#)", re.IGNORECASE)
_SEVERAL = re.compile(r"[;,\n]")
_SPREADSHEET = re.compile(r"'?([0-9]{7,15})\.0")
_SCIENTIFIC = re.compile(r"([0-9])[.,]([0-9]{6,14})e\+?([0-9]{1,2})", re.IGNORECASE)
_PREFIXES = ("0011", "00", "011", "810")
"""What is dialled before the country's code: Australia; most countries; America; Russia and its neighbours."""


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as E.164 and the extension behind it, if there is one."""

    number: str
    extension: str = ""

    @property
    def stored(self) -> str:
        """As it is kept, and dialled behind `tel:`."""
        return f"{self.number};ext={self.extension}" if self.extension else self.number


def normal_phone(text: str, *, region: str = DEFAULT_REGION) -> str:
    """The number as it is stored; empty stays empty. See read_phone."""
    found = read_phone(text, region=region)
    return found.stored if found else ""


def read_phone(text: str, *, region: str = DEFAULT_REGION) -> Phone | None:
    """The number that `text` writes, of `region` when it names no country; None for no text.

    Raises Invalid(reason phone) for what is nobody's number; Unclear where the country is not sure, and the person
    is asked to write it with its plus.
    """
    bare = plain(text)
    if not bare:
        return None
    if len(bare) > _LONGEST:
        raise Invalid(field="phone", reason="phone")
    extension = _EXTENSION.search(bare)
    base = _of_spreadsheet(bare[: extension.start()] if extension else bare)
    found = sorted(set(_readings(base, region)))
    if len(found) == 1:
        number, behind = found[0]
        return Phone(number, extension["digits"] if extension else behind)
    if found:
        raise Unclear(field="phone", first=found[0][0], second=found[1][0], reason="phone_unclear")
    if guess := _valid(f"+{base}", region):
        raise Unclear(field="phone", first=guess[0], second="", reason="phone_country")
    raise Invalid(field="phone", reason="phone")


def first_phone(text: str) -> str:
    """Where several numbers stand in one cell, the first of them with its extension."""
    parts = _SEVERAL.split(text)
    for at, part in enumerate(parts):
        if part.strip():
            behind = parts[at + 1] if at + 1 < len(parts) else ""
            return f"{part} {behind}".strip() if _EXTENSION_WORD.match(behind) else part.strip()
    return ""


def _readings(base: str, region: str) -> Iterator[tuple[str, str]]:
    digits = re.sub(r"\D", "", base)
    if re.match(r"\+\s*8[\s(-]", base) and (own := _valid(base.lstrip("+ "), region)):
        yield own  # +8 (495): the 8 of calls inside Russia; no country's code is 8
    elif not base.startswith("+0") and (own := _valid(base, region)):
        yield own
    else:
        for prefix in _PREFIXES:
            if digits.startswith(prefix) and (abroad := _valid(f"+{digits.removeprefix(prefix)}", region)):
                yield abroad


def _valid(text: str, region: str) -> tuple[str, str] | None:
    """E.164 and extension, if somebody can have such a number."""
    import phonenumbers  # noqa: PLC0415  a start has no use for it

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), (number.extension or "")[:10]


def _of_spreadsheet(text: str) -> str:
    """A number that a spreadsheet took for an amount: `79161234567.0`, `7.9161234567E+10` with all its digits."""
    if found := _SPREADSHEET.fullmatch(text):
        return found[1]
    if (found := _SCIENTIFIC.fullmatch(text)) and len(found[2]) == int(found[3]):
        return found[1] + found[2]
    return text
