"""`read statement`: every movement of a bank's file, what is open and what was left out."""

from argparse import Namespace
from typing import Any

from studio_app.adapters.bank.read import read_statement
from studio_app.adapters.tables.encodings import ENCODINGS
from studio_app.adapters.texts.catalogue import translate
from studio_app.cli.reading.files import content
from studio_app.core.money import exponent
from studio_app.core.refusal import Refusal
from studio_app.domain.statements.accounts import held_in, is_same, plain_account
from studio_app.domain.statements.lines import (
    Answers,
    BadStatement,
    LeftOut,
    Question,
    Statement,
    StatementLine,
)

_WRONG_USE = 2


def read(given: Namespace) -> dict[str, Any]:
    """The statement as JSON. `own` and some states need `--account`. Raises Refusal for a wrong use."""
    if given.encoding and given.encoding not in ENCODINGS:
        raise Refusal(f"--encoding: one of {', '.join(ENCODINGS)}", exit_code=_WRONG_USE)
    ours = plain_account(given.account)
    currency = given.currency or held_in(ours)
    own_currencies = {account: currency for account in (ours, "") if currency or account}
    answer = {"format": "", "encoding": "", "account": ours, "own": None, "lines": [], "left_out": [], "questions": []}
    answers = Answers(encoding=given.encoding, date_order=given.date_order, anyway=given.anyway)
    raw = content(given.what)
    try:
        statement = read_statement(raw, currencies=own_currencies, answers=answers)
    except BadStatement as error:
        sentence = translate(given.language, error.message_key, **error.params)
        return {**answer, "problem": sentence, "reason": error.reason, "line": error.line}
    return {**answer, **_told(statement, ours, given.language), "problem": None}


def _told(statement: Statement, ours: str, language: str) -> dict[str, Any]:
    accounts = list(dict.fromkeys(line.own_account for line in statement.lines))
    named = next((account for account in accounts if account), "")
    return {
        "format": statement.format.value,
        "encoding": statement.encoding,
        "account": named or ours,
        "accounts": accounts if len(accounts) > 1 else [named or ours],
        "own": all(is_same(account or ours, ours) for account in accounts) if ours else None,
        "lines": [_line(line, ours) for line in statement.lines],
        "left_out": [_left_out(one, language) for one in statement.left_out],
        "questions": [_question(one, language) for one in statement.questions],
    }


def _line(line: StatementLine, ours: str) -> dict[str, Any]:
    money = line.amount
    return {
        "line": line.position,
        "day": line.booked_on.isoformat(),
        "amount": f"{abs(money.major):.{exponent(money.currency)}f}",
        "currency": money.currency,
        "direction": "in" if money.amount >= 0 else "out",
        "account": line.own_account or ours,
        "payer": line.payer_name,
        "payer_account": line.payer_account,
        "payer_inn": line.payer_inn,
        "purpose": line.purpose,
        "reference": line.reference,
        "state": _state(line, ours),
    }


def _state(line: StatementLine, ours: str) -> str:
    """What an import would make of it, as far as the one account tells."""
    if ours and line.own_account and not is_same(line.own_account, ours):
        return "other_account"
    if held_in(line.own_account or ours) not in {"", line.amount.currency}:
        return "other_currency"
    if ours and is_same(line.payer_account, ours):
        return "own_transfer"
    return "booked" if line.settled else "pending"


def _left_out(one: LeftOut, language: str) -> dict[str, Any]:
    sentence = translate(language, one.message_key, line=one.line, value=one.said)
    return {"line": one.line, "reason": one.reason, "sentence": sentence, "said": one.said}


def _question(one: Question, language: str) -> dict[str, Any]:
    return {
        "about": one.about.value,
        "sentence": translate(language, f"statements.question.{one.about.value}", said=one.said),
        "taken": one.taken,
        "choices": list(one.choices),
        "line": one.line,
        "said": one.said,
    }
