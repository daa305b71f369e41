"""Reaction: a filled brief tells what the deal is about, so the deal is called by it."""

from sqlmodel import col, select

from studio_app.domain.briefs.models import Brief, Questionnaire
from studio_app.domain.briefs.schemas import Question
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.deals.naming import rename_deal
from studio_app.domain.leads.intake.models import Lead
from studio_app.domain.timeline.events.documents import BriefSubmitted
from studio_app.domain.timeline.recorded import Recorded
from studio_app.domain.work import Work

KIND = "site_kind"
"""The question whose answer says what kind of site it is to be."""


def name_deal(work: Work, recorded: Recorded[BriefSubmitted]) -> None:
    """On brief.submitted: “Company site — Harbour Lights”, in the client's language.

    A title that a person has given stays; only the one that came with the lead is replaced.
    """
    deal, brief = get_deal(work, recorded.event.deal_id), work.session.get(Brief, recorded.event.document_id)
    kind = brief and _chosen(work, brief, locale=deal.locale)
    if kind and _named_by_lead(work, deal):
        rename_deal(work, deal_id=deal.id, title=f"{kind} — {deal.title}")


def _named_by_lead(work: Work, deal: Deal) -> bool:
    first = work.session.exec(select(Lead).where(Lead.deal_id == deal.id).order_by(col(Lead.received_at))).first()
    return first is not None and deal.title == (first.company or first.name)


def _chosen(work: Work, brief: Brief, *, locale: str) -> str:
    """The label of the chosen kind of site; empty where the questionnaire asks no such thing."""
    questionnaire = work.session.get_one(Questionnaire, brief.questionnaire_id)
    for question in map(Question.model_validate, questionnaire.questions):
        if question.key == KIND:
            chosen = brief.answers.get(KIND)
            return next((option.label.of(locale) for option in question.options if option.value == chosen), "")
    return ""
