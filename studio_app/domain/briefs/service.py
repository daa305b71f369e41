"""Use cases of a brief: sent, filled in over several visits, submitted once."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import col, select

from studio_app.core.errors import Invalid, NotFound, StudioError
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.briefs.answers import MUST_CHOOSE, missing
from studio_app.domain.briefs.merging import (
    MAX_BESIDE,
    MAX_RIVALS,
    AnswerState,
    answer_state,
    merge,
    problem_of,
    rivals_of,
)
from studio_app.domain.briefs.models import Brief, Questionnaire
from studio_app.domain.briefs.schemas import (
    AnswerProblem,
    Answers,
    AnswersSaved,
    BriefPage,
    DocumentRef,
    Filled,
    Question,
)
from studio_app.domain.clients.models import Contact
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.moves import advance_to, get_deal
from studio_app.domain.documents.kinds import DocumentKind, DocumentStatus
from studio_app.domain.documents.links import find_by_token, link_path, new_document
from studio_app.domain.documents.models import Document
from studio_app.domain.documents.revisions import publish, save_content, set_status
from studio_app.domain.leads.intake.models import Lead
from studio_app.domain.studio.kinds import StageRole
from studio_app.domain.timeline.events.deals import DealCreated
from studio_app.domain.timeline.events.documents import BriefSaved, BriefSubmitted
from studio_app.domain.timeline.recorded import Recorded
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

VISIT = timedelta(minutes=30)
"""Saves nearer to each other than this are one visit: one event in the timeline."""


class AlreadySubmitted(StudioError):
    """The answers have been sent off and can no longer be changed."""

    code = "brief_submitted"
    status = 409


class BriefIncomplete(StudioError):
    """Some answers are missing or unusable; `problems` says which and why."""

    code = "brief_incomplete"
    status = 422

    def __init__(self, problems: tuple[AnswerProblem, ...]) -> None:
        super().__init__(count=len(problems))
        self.problems = problems


class NoQuestionnaire(StudioError):
    """The studio has no active questionnaire to send."""

    code = "no_questionnaire"
    status = 409


def send_brief_to_new_client(work: Work, recorded: Recorded[DealCreated]) -> None:
    """Reaction to deal.created: the brief goes out at once to a client who can get the letter.

    Not to those of an imported list: they have not just asked for anything.
    """
    if recorded.event.from_list:
        return
    deal = get_deal(work, recorded.event.deal_id)
    contact = work.session.get_one(Contact, deal.contact_id)
    if contact.email:
        _publish_brief(work, deal.id)


def send_brief(work: Work, *, deal_id: str) -> DocumentRef:
    """Publish the brief of a deal, filled in as far as the lead tells; the one there is, if there is one.

    Raises NotFound, NoQuestionnaire.
    """
    require(work, Permission.SEND_DOCUMENTS)
    return _publish_brief(work, deal_id)


def _publish_brief(work: Work, deal_id: str) -> DocumentRef:
    deal = get_deal(work, deal_id)
    existing = _brief_of(work, deal_id)
    if existing is not None:
        return DocumentRef(existing.id, link_path(work, existing))
    questionnaire = _newest(work)
    document = new_document(
        work,
        deal_id=deal.id,
        kind=DocumentKind.BRIEF,
        title=questionnaire.name_en if deal.locale == "en" else questionnaire.name_ru,
        locale=deal.locale,
    )
    save_content(work, document, {"questionnaire": questionnaire.key, "version": questionnaire.version})
    brief = Brief(
        document_id=document.id,
        questionnaire_id=questionnaire.id,
    )
    _keep(brief, _from_lead(work, deal, _questions(questionnaire)))
    work.session.add(brief)
    publish(work, document)
    advance_to(work, deal_id=deal.id, role=StageRole.BRIEF)
    return DocumentRef(document.id, link_path(work, document))


def open_brief(work: Work, *, token: str) -> BriefPage:
    """What the client's page shows. Changes nothing. Raises NotFound."""
    document, brief = _find(work, token, lock=False)
    deal = get_deal(work, document.deal_id)
    contact = work.session.get_one(Contact, deal.contact_id)
    questions = _questions(work.session.get_one(Questionnaire, brief.questionnaire_id))
    states = _states(brief, questions)
    return BriefPage(
        document_id=document.id,
        deal_id=document.deal_id,
        revision=document.revision,
        locale=document.locale,
        title=document.title,
        contact_name=contact.name,
        questions=questions,
        answers=dict(brief.answers),
        refused={key: state.refused for key, state in states.items() if state.refused is not None},
        rivals={one.key: found for one in questions if (found := rivals_of(one, states[one.key]))},
        problems=_problems(questions, states),
        submitted=brief.submitted_at is not None,
        currency=deal.currency,
    )


def save_answers(work: Work, *, token: str, filled: Filled) -> AnswersSaved:
    """Keep all of `filled` (an empty answer clears); records `brief.saved` once a visit.

    A text that is no usable answer is kept as text, and the answer of a second device beside the first one's,
    until somebody chooses: both are told as problems. Raises NotFound, AlreadySubmitted, Invalid.
    """
    document, brief = _find(work, token)
    questions, problems = _merge(work, brief, filled)
    answered = _answered(brief)
    if brief.saved_at is None or work.now() - brief.saved_at >= VISIT:
        record(
            work, BriefSaved(deal_id=document.deal_id, document_id=document.id, answered=answered, total=len(questions))
        )
    brief.saved_at = work.now()
    return AnswersSaved(answered=answered, total=len(questions), problems=problems)


def submit_brief(work: Work, *, token: str, filled: Filled) -> None:
    """Close the brief with these answers; records `brief.submitted`. Submitting again changes nothing.

    Raises NotFound, BriefIncomplete, Invalid.
    """
    document, brief = _find(work, token)
    if brief.submitted_at is not None:
        return
    questions, problems = _merge(work, brief, filled)
    known = {problem.key for problem in problems}
    problems += tuple(gap for gap in missing(questions, brief.answers) if gap.key not in known)
    if problems:
        raise BriefIncomplete(problems)
    brief.saved_at = brief.submitted_at = work.now()
    set_status(work, document, DocumentStatus.ACCEPTED)
    work.session.flush()
    record(
        work,
        BriefSubmitted(
            deal_id=document.deal_id,
            document_id=document.id,
            revision=document.revision,
            title=document.title,
            number=document.number,
            answered=len(brief.answers),
            total=len(questions),
        ),
    )


def answers_of(work: Work, *, deal_id: str) -> Answers:
    """What the client has answered so far, by question key; empty without a brief."""
    document = _brief_of(work, deal_id)
    return dict(work.session.get_one(Brief, document.id).answers) if document else {}


def filled_at(work: Work, *, deal_id: str) -> datetime | None:
    """When the client sent the answers off; None before."""
    document = _brief_of(work, deal_id)
    return work.session.get_one(Brief, document.id).submitted_at if document else None


def brief_of(work: Work, *, deal_id: str) -> BriefPage | None:
    """The brief of a deal as its client sees it, for the studio's eyes; None when none was sent."""
    document = _brief_of(work, deal_id)
    return open_brief(work, token=work.links.derive(document.nonce)) if document else None


def _merge(work: Work, brief: Brief, filled: Filled) -> tuple[tuple[Question, ...], tuple[AnswerProblem, ...]]:
    if brief.submitted_at is not None:
        raise AlreadySubmitted
    questions = _questions(work.session.get_one(Questionnaire, brief.questionnaire_id))
    states = _states(brief, questions)
    merged = {question.key: merge(question, states[question.key], filled) for question in questions}
    _keep(brief, merged)
    return questions, _problems(questions, merged)


def _keep(brief: Brief, states: dict[str, AnswerState]) -> None:
    beside = {key: kept for key, state in states.items() if (kept := state.beside())}
    aside = sum(len(text) for state in states.values() for text in (state.refused or "", *state.rivals.values()))
    if any(len(state.rivals) > MAX_RIVALS for state in states.values()):
        raise Invalid(field="", reason=MUST_CHOOSE)
    if aside > MAX_BESIDE:
        raise Invalid(field="", reason="too_long", maximum=MAX_BESIDE)
    brief.answers = {key: state.answer for key, state in states.items() if state.answer is not None}
    brief.beside = beside


def _states(brief: Brief, questions: tuple[Question, ...]) -> dict[str, AnswerState]:
    return {question.key: answer_state(brief.answers, brief.beside, question.key) for question in questions}


def _problems(questions: tuple[Question, ...], states: dict[str, AnswerState]) -> tuple[AnswerProblem, ...]:
    return tuple(found for one in questions if (found := problem_of(one, states[one.key])) is not None)


def _answered(brief: Brief) -> int:
    """How many questions are answered as they stand: one whose text was refused is not."""
    return sum("refused" not in brief.beside.get(key, {}) for key in brief.answers)


def _find(work: Work, token: str, *, lock: bool = True) -> tuple[Document, Brief]:
    document = find_by_token(work, token=token)
    if document.kind is not DocumentKind.BRIEF:
        raise NotFound
    return document, work.session.get_one(Brief, document.id, with_for_update=lock or None)


def _brief_of(work: Work, deal_id: str) -> Document | None:
    query = select(Document).where(Document.deal_id == deal_id, Document.kind == DocumentKind.BRIEF)
    return work.session.exec(
        query.where(Document.status != DocumentStatus.VOID).order_by(col(Document.created_at).desc()).limit(1)
    ).first()


def _newest(work: Work) -> Questionnaire:
    query = select(Questionnaire).where(col(Questionnaire.active)).order_by(col(Questionnaire.version).desc())
    questionnaire = work.session.exec(query.limit(1)).first()
    if questionnaire is None:
        raise NoQuestionnaire
    return questionnaire


def _questions(questionnaire: Questionnaire) -> tuple[Question, ...]:
    return tuple(Question.model_validate(question) for question in questionnaire.questions)


def _from_lead(work: Work, deal: Deal, questions: tuple[Question, ...]) -> dict[str, AnswerState]:
    """What the lead has told; its message too where it is longer than an answer: as text, for its writer to shorten."""
    lead = work.session.exec(select(Lead).where(Lead.deal_id == deal.id).order_by(col(Lead.received_at))).first()
    if lead is None:
        return {}
    filled = Filled(answers={"goals": lead.message, **lead.answers})
    states = {question.key: merge(question, AnswerState(), filled) for question in questions}
    # what a program sent along and is no answer is the program's mistake: no client could mend it
    return {key: state if key == "goals" else replace(state, refused=None) for key, state in states.items()}
