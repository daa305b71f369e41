"""The phases of the work are reckoned by one rule, and both documents of a deal say the same."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.contracts.editing import contract_content
from studio_app.domain.contracts.models import Contract
from studio_app.domain.documents.revisions import save_content
from studio_app.domain.pricing.engine import MAX_QUANTITY
from studio_app.domain.pricing.estimates import estimate_of
from studio_app.domain.proposals.answer import accept_proposal
from studio_app.domain.proposals.phases import timeline_of
from studio_app.domain.work import Work
from tests import proposing

CLIENT = Actor(kind=ActorKind.CLIENT, ip="203.0.113.7", user_agent="Firefox")


class TestTimelineOf:
    @given(hours=st.decimals(0, MAX_QUANTITY * MAX_QUANTITY, places=1, allow_nan=False, allow_infinity=False))
    def test_gives_every_phase_at_least_a_day_and_all_the_work_its_days(self, hours: Decimal) -> None:
        phases = timeline_of(hours)
        assert [phase.key for phase in phases] == ["analysis", "design", "build", "launch"]
        assert min(phase.days for phase in phases) >= 1
        assert sum(phase.days for phase in phases) * 6 >= hours


@pytest.mark.usefixtures("first_day_rows")
class TestBothPapers:
    @pytest.mark.parametrize("planned", [True, False])
    def test_of_a_deal_say_the_same_phases(self, work: Work, planned: bool) -> None:
        document = proposing.published(work)
        estimate = estimate_of(work, deal_id=document.deal_id)
        said = proposing.content_of(work, document)
        if not planned:
            save_content(work, document, said.model_copy(update={"timeline": ()}).model_dump(mode="json"))
        accept_proposal(
            replace(work, actor=CLIENT),
            token=proposing.token_of(work, document),
            revision=document.revision,
            tariff=estimate.tariff,
            options=[],
            name="Мария Круглова",
            consent_text="Принимаю.",
        )
        contract = work.session.exec(select(Contract).where(Contract.proposal_id == document.id)).one()
        stages = contract_content(work, document_id=contract.document_id).stages
        assert [(stage.key, stage.title, stage.days) for stage in stages] == [
            (phase.key, phase.title, phase.days) for phase in said.timeline
        ]
