"""`read`: what the product makes of a foreign input, as JSON; nothing is kept and no database is opened."""

import argparse
import json
from collections.abc import Mapping
from importlib import import_module

KINDS: Mapping[str, str] = {
    "statement": "a bank's file: 1CClientBankExchange, CAMT, MT940, MT942, CSV, XLSX",
    "table": "a list in CSV or XLSX, as imports read it",
    "letter": "a raw letter (RFC 5322), as the mailbox reads it",
    "phone": "a phone number, as forms, imports and the API read it",
    "email": "an e-mail address",
    "amount": "an amount of money",
    "day": "a day",
    "words": "an amount of money, and how documents write it in words",
}
"""Every kind of input: what it is. Its module in `reading` has the same name and a `read(given) -> dict` that raises
Refusal for a wrong use; a `problem` in what it returns says why the input is refused."""

LOCALES = ("en", "ru")
_REFUSED = 1


def arguments(parser: argparse.ArgumentParser) -> None:
    """What is read, and what a person knows about it that it does not tell itself."""
    parser.add_argument(
        "kind", choices=KINDS, help="; ".join(f"{name}: {description}" for name, description in KINDS.items())
    )
    parser.add_argument("what", help="the path of a file, or the text itself for kinds that are a few words")
    parser.add_argument("--account", default="", help="our account, as it stands in the requisites")
    parser.add_argument("--currency", type=_currency, help="what our account is held in; of an amount that names none")
    parser.add_argument("--address", default="", help="of our mailbox, whose own letters are none of a client's")
    parser.add_argument("--country", default="RU", type=_country, help="of phone numbers that name none")
    parser.add_argument("--encoding", default="", help="of a file that does not tell it")
    parser.add_argument("--date-order", default="", choices=("day_first", "month_first"), help="of 03/10/2026")
    parser.add_argument("--anyway", action="store_true", help="take what can be read, and name what cannot")
    parser.add_argument("--language", default=LOCALES[0], choices=LOCALES, help="of sentences (default %(default)s)")


def run(given: argparse.Namespace) -> int:
    """Print one JSON object; 0 where it was read, 1 where it is refused."""
    answer = import_module(f"{__package__}.reading.{given.kind}").read(given)
    print(json.dumps(answer, ensure_ascii=False, indent=2))
    return _REFUSED if answer["problem"] else 0


def _country(text: str) -> str:
    code = text.strip().upper()
    if len(code) != 2 or not code.isalpha():
        raise argparse.ArgumentTypeError("two letters, such as DE")
    return code


def _currency(text: str) -> str:
    code = text.strip().upper()
    if len(code) != 3 or not code.isalpha():
        raise argparse.ArgumentTypeError("three letters, such as EUR")
    return code
