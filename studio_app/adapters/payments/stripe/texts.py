"""The words that travel to Stripe: what stands on the payer's statement, and the language of its page."""

import re
from typing import Literal

_SUFFIX_LENGTH = 10  # the account's prefix has 10 at most, "* " stands between: 22 in all
_LETTER = "N"


def page_locale(code: str) -> Literal["ru", "en", "auto"]:
    """The language of the pay page: the client's where we know it, else the browser's."""
    return "ru" if code == "ru" else "en" if code == "en" else "auto"


def statement_suffix(number: str) -> str:
    """The end of the line on the payer's card statement: Latin letters, digits, dashes; empty when none are left.

    A suffix without a letter is refused (docs.stripe.com/get-started/account/statement-descriptors), and
    most numbers of invoices have none.
    """
    suffix = re.sub(r"[^A-Za-z0-9-]", "", number).strip("-")
    if suffix and not re.search("[A-Za-z]", suffix[-_SUFFIX_LENGTH:]):
        suffix = _LETTER + suffix[-(_SUFFIX_LENGTH - len(_LETTER)) :].lstrip("-")
    return suffix[-_SUFFIX_LENGTH:].strip("-")
