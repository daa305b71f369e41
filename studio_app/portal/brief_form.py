"""What a posted brief says: answers, what the page had shown, and choices between two answers."""

from studio_app.domain.briefs.schemas import BriefPage, Choice, Filled, QuestionKind
from studio_app.portal.forms import Posted, one

PAGE = "page"
_PAGE_LENGTH = 32
SEEN, CHOICE, OFFERED = "seen.", "choice.", "offered."
"""What the names of the fields beside an answer begin with; its question's key follows."""


def filled_in(brief: BriefPage, posted: Posted) -> Filled:
    """What a posted form says to each question that was on it.

    The page's script posts the questions that were touched. A box that nobody ticked is not posted; what was
    seen is, so that the question is known to have been there.
    """
    keys = [each.key for each in brief.questions if each.key in posted or SEEN + each.key in posted]
    return Filled(
        answers={key: value_of(brief, posted, key) for key in keys},
        seen={key: text_of(posted, SEEN + key) for key in keys},
        page=one(posted, PAGE)[:_PAGE_LENGTH],  # made by us, and no longer than that
        choices={
            question.key: Choice(text_of(posted, CHOICE + question.key), _texts(posted, OFFERED + question.key))
            for question in brief.questions
            if CHOICE + question.key in posted
        },
    )


def value_of(brief: BriefPage, posted: Posted, key: str) -> str | list[str]:
    """The answer as it was posted: several where several may be ticked."""
    kinds = {question.key: question.kind for question in brief.questions}
    return posted.get(key, []) if kinds[key] is QuestionKind.MULTI else text_of(posted, key)


def text_of(posted: Posted, name: str) -> str:
    """A field as one text, one value a line."""
    return "\n".join(_texts(posted, name))


def _texts(posted: Posted, name: str) -> tuple[str, ...]:
    return tuple(text.replace("\r\n", "\n") for text in posted.get(name, []))
