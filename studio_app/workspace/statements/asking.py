"""What the screen asks about a bank's file: how it is read, with a choice for each thing, and what was left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from studio_app.adapters.bank.days import day
from studio_app.adapters.bank.in_process import OpenedFile
from studio_app.adapters.tables.encodings import ENCODINGS
from studio_app.adapters.texts.catalogue import translate
from studio_app.adapters.texts.format import moment, money, short_day
from studio_app.adapters.texts.refusals import in_words
from studio_app.domain.statements.lines import About, Answers, DateOrder, Question, StatementFormat
from studio_app.domain.statements.schemas import LeftRow, RefusedView
from studio_app.domain.statements.uploads import Upload
from studio_app.workspace import paths
from studio_app.workspace.uploads.views import Ask

_CURRENCIES = ("RUB", "EUR", "USD", "GBP", "CHF", "PLN", "CZK", "HUF", "SEK", "DKK", "NOK", "KZT", "BYN", "TRY", "CNY")
_WHOLE = frozenset(
    {
        "amount", "thousands", "date", "no_date", "no_amount", "movement", "direction", "currency", "does_not_add_up",
        "no_closing", "page_missing", "cut_off", "open_document", "stray_end",
    }
)  # fmt: skip
"""Problems with a part of a file, of which the rest can be taken."""


@dataclass(frozen=True)
class Left:
    """Something of the file that was not taken in, and why."""

    place: str
    said: str
    why: str


@dataclass(frozen=True)
class RefusedItem:
    """A file that could not be read."""

    id: str
    file_name: str
    problem: str
    when: str
    who: str
    path: str  # of the file as it came


def asks(upload: Upload, opened: OpenedFile, locale: str) -> list[Ask]:
    """Everything about the file that a person may tell, the open questions first."""
    statement, answers = opened.statement, upload.answers
    questions = {one.about: one for one in statement.questions} if statement else {}
    table = opened.head is not None
    found: list[Ask] = []
    if table or About.DATE_ORDER in questions:
        found.append(_order(answers, questions.get(About.DATE_ORDER), locale))
    if (statement is not None and statement.encoding) or answers.encoding or opened.problem:
        encoding = statement.encoding if statement else ""
        codes = dict.fromkeys([code for code in (encoding, *ENCODINGS) if code])
        options = [[code, code] for code in codes]
        if not encoding and not answers.encoding:
            options.insert(0, ["", translate(locale, "statements.ask.as_found")])
        found.append(_ask(About.ENCODING, answers.encoding or encoding, options, questions, locale))
    if table or About.CURRENCY in questions or (statement and statement.format is StatementFormat.MT942):
        own_currencies = [code for code in upload.currencies.values() if code]
        options = [["", translate(locale, "statements.ask.as_told")]]
        options += [[code, code] for code in dict.fromkeys([*own_currencies, *_CURRENCIES])]
        found.append(_ask(About.CURRENCY, answers.currency, options, questions, locale))
    ours = [account for account in upload.currencies if account]
    if ours:
        options = [["", translate(locale, "statements.ask.as_told")], *([account, account] for account in ours)]
        found.append(Ask("account", translate(locale, "statements.ask.account"), answers.account, options))
    return sorted(found, key=lambda one: not one.sentence)


def can_pass_over(opened: OpenedFile, answers: Answers) -> bool:
    """Whether a part of the file is at fault, and the rest can be taken."""
    return opened.problem is not None and not answers.anyway and opened.problem.reason in _WHOLE


def left_views(rows: Sequence[LeftRow], locale: str) -> list[Left]:
    """What was left out, in the viewer's language."""
    return [
        Left(
            place=translate(locale, "statements.left.line", line=row.line) if row.line else "",
            said=" · ".join(text for text in (_moved(row, locale), row.said) if text),
            why=translate(locale, row.message_key, line=row.line, value=row.said),
        )
        for row in rows
    ]


def refused_item(one: RefusedView, locale: str, timezone: str) -> RefusedItem:
    """A refused file in the viewer's language."""
    return RefusedItem(
        id=one.id,
        file_name=one.file_name,
        problem=in_words(one.problem, locale),
        when=moment(one.refused_at, locale, timezone),
        who=one.uploaded_by,
        path=paths.refused_statement(one.id),
    )


def _ask(about: About, value: str, options: list[list[str]], questions: dict[About, Question], locale: str) -> Ask:
    question = questions.get(about)
    sentence = translate(locale, f"statements.question.{about.value}", said=question.said) if question else ""
    if question and about is About.CURRENCY:
        value = ""
        options = [["", "—"], *options[1:]]
    if question and about is About.ENCODING:  # that the letters are right is an answer too
        value, options = "", [["", "—"], *options]
    return Ask(about.value, translate(locale, f"statements.ask.{about.value}"), value, options, sentence)


def _order(answers: Answers, question: Question | None, locale: str) -> Ask:
    options = [["", "—" if question else translate(locale, "statements.ask.as_found")]]
    for order in DateOrder:
        word = translate(locale, f"statements.ask.{order.value}")
        becomes = short_day(day(question.said, line=0, order=order), locale) if question else ""
        options.append([order.value, f"{word}: {becomes}" if becomes else word])
    questions = {About.DATE_ORDER: question} if question else {}
    return _ask(About.DATE_ORDER, answers.date_order, options, questions, locale)


def _moved(row: LeftRow, locale: str) -> str:
    if row.amount is None:
        return ""
    return f"{short_day(date.fromisoformat(row.day), locale)}, {money(row.amount, locale)}"
