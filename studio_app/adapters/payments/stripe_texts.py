"""The words that travel to Stripe: what stands on the payer's statement, and the language of its page."""

import re
from typing import Literal

_SUFFIX_LENGTH = 12  # with the account's own prefix the whole must stay within 22


def page_locale(code: str) -> Literal["ru", "en", "auto"]:
    """The language of the pay page: the client's where we know it, else the browser's."""
    return "ru" if code == "ru" else "en" if code == "en" else "auto"


def statement_suffix(number: str) -> str:
    """The end of the line on the payer's card statement: Latin letters, digits, dashes; empty when none are left."""
    return re.sub(r"[^A-Za-z0-9-]", "", number)[-_SUFFIX_LENGTH:].strip("-")
