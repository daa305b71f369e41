"""Whoever accepts a proposal reads what of it was accepted, and for how much."""

from sqlmodel import select

from studio_app.domain.documents.models import Document
from studio_app.domain.notifications.models import Notification
from studio_app.domain.notifications.schemas import Verdict
from studio_app.domain.notifications.sending import decide
from studio_app.domain.pricing.kinds import Tariff
from studio_app.domain.proposals.answer import accept_proposal
from studio_app.domain.proposals.models import Proposal
from studio_app.domain.work import Work
from tests import proposing


def accept(work: Work, document: Document, option: str) -> None:
    accept_proposal(
        work,
        token=proposing.token_of(work, document),
        revision=document.revision,
        tariff=Tariff.PREMIUM,
        options=[option],
        name="Мария Круглова",
        consent_text="Принимаю.",
    )


def test_the_letter_tells_the_choice_with_its_sum(studio: Work) -> None:
    document = proposing.published(studio)
    option = next(line for line in proposing.content_of(studio, document).lines if line.optional)
    accept(studio, document, option.key)
    row = studio.session.exec(select(Notification).where(Notification.rule == "proposal_accepted")).one()
    decision = decide(studio, notification_id=row.id)
    assert decision.verdict is Verdict.SEND
    assert decision.facts
    told = decision.facts.choice
    assert told
    assert (told.tariff, told.options) == (Tariff.PREMIUM, (option.name,))
    assert told.total.amount == studio.session.get_one(Proposal, document.id).accepted_amount
    assert decision.facts.path.endswith(proposing.token_of(studio, document))
