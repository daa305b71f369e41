"""E-mail addresses and phone numbers in the one form in which they are stored and compared."""

import re

import phonenumbers

from studio_app.core.errors import Invalid

DEFAULT_REGION = "RU"
_EMAIL = re.compile(r"[^@\s\"'(),:;<>\[\]\\]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]*[^\W_]")
_DOUBLE_DOT = re.compile(r"^\.|\.\.|\.@")


def normal_email(text: str) -> str:
    """The address in lower case; empty stays empty. Raises Invalid(reason email)."""
    address = text.strip().lower()
    if not address:
        return ""
    if len(address) > 254 or not _EMAIL.fullmatch(address) or _DOUBLE_DOT.search(address):
        raise Invalid(field="email", reason="email")
    return address


def normal_phone(text: str, *, region: str = DEFAULT_REGION) -> str:
    """The number as E.164 (`+79161234567`), read as a number of `region` when it names no country.

    Empty stays empty. Raises Invalid(reason phone).
    """
    if not text.strip():
        return ""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        raise Invalid(field="phone", reason="phone") from None
    if not phonenumbers.is_possible_number(number) or number.extension:
        raise Invalid(field="phone", reason="phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
