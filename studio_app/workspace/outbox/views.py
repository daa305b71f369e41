"""What the outbox shows: letters in words and moments of the viewer."""

from dataclasses import dataclass

from studio_app.adapters.mail.delivery import NO_MAIL_SERVER
from studio_app.adapters.texts.format import moment
from studio_app.domain.notifications.planning import NO_ADDRESS
from studio_app.domain.notifications.ports import MailTrouble
from studio_app.domain.notifications.rules import PRIVATE
from studio_app.domain.notifications.schemas import LetterDetail, LetterRow

PROBLEMS = (NO_ADDRESS, NO_MAIL_SERVER, *(trouble.value for trouble in MailTrouble))
"""Those that have a sentence."""


@dataclass(frozen=True)
class LetterLine:
    """A line of the list."""

    id: str = ""
    deal_id: str = ""
    deal: str = ""
    rule: str = ""
    recipient: str = ""
    status: str = ""
    subject: str = ""
    when: str = ""
    problem: str = ""  # the key of a sentence, or what was said
    detail: str = ""  # what was said, beside a sentence
    private: bool = False  # what it says is its reader's business


@dataclass(frozen=True)
class OpenLetter:
    """The letter in the reading pane."""

    line: LetterLine = LetterLine()
    text: str = ""
    html: str = ""


def line(row: LetterRow, *, locale: str, timezone: str) -> LetterLine:
    """A row in the language and on the clock of the viewer."""
    problem, _, detail = row.problem.partition(": ")
    if problem not in PROBLEMS:
        problem, detail = row.problem, ""
    return LetterLine(
        id=row.id,
        deal_id=row.deal_id,
        deal=row.deal_title,
        rule=row.rule,
        recipient=row.recipient,
        status=row.status.value,
        subject=row.subject,
        when=moment(row.at, locale, timezone),
        problem=problem,
        detail=detail,
        private=row.rule in PRIVATE,
    )


def open_letter(detail: LetterDetail, *, locale: str, timezone: str) -> OpenLetter:
    """A letter with its parts."""
    return OpenLetter(line=line(detail.row, locale=locale, timezone=timezone), text=detail.text, html=detail.html)
