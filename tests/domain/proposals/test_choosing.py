"""A choice stays with the link, answers nothing, and outlives what the studio changes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from studio_app.core.clock import FixedClock
from studio_app.core.errors import Forbidden, Invalid, NotFound, Throttled
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.permissions import TABLE, Permission
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.models import Document
from studio_app.domain.pricing.estimates import estimate_of, save_estimate
from studio_app.domain.pricing.kinds import Tariff
from studio_app.domain.pricing.schemas import EstimateLineIn
from studio_app.domain.proposals.answer import ProposalExpired, accept_proposal, decline_proposal
from studio_app.domain.proposals.choosing import HOURLY, ChoiceClosed, choose_offer
from studio_app.domain.proposals.chosen import choose
from studio_app.domain.proposals.queries import proposal_facts
from studio_app.domain.proposals.schemas import Choice
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.work import Work
from tests import proposing
from tests.rows import acting, add_person

CLIENT = Actor(kind=ActorKind.CLIENT, ip="203.0.113.7", user_agent="Firefox")


@pytest.fixture
def document(studio: Work) -> Document:
    return proposing.published(studio)


def options(work: Work, document: Document) -> list[str]:
    return [line.key for line in proposing.content_of(work, document).lines if line.optional]


def pick(work: Work, document: Document, tariff: str = "premium", ticked: Sequence[str] = ()) -> str:
    token = proposing.token_of(work, document)
    return choose_offer(replace(work, actor=CLIENT), token=token, tariff=tariff, options=ticked)


def shown(work: Work, document: Document) -> Choice:
    """What the page shows to everybody who opens the link now."""
    return choose(proposing.content_of(work, document), proposal_facts(work, document_id=document.id), ())


def drop(work: Work, deal_id: str, *keys: str, tariff: Tariff | None = None) -> None:
    """Publish the estimate without the lines of these keys, or of a tariff."""
    old = estimate_of(work, deal_id=deal_id)
    lines = [
        EstimateLineIn(line=item.line, service_key=item.service_key)
        for item in old.lines
        if item.line.key not in keys and item.line.tariff is not tariff
    ]
    save_estimate(work, deal_id=deal_id, version=old.version, lines=lines, tariff=old.tariff)
    proposing.publish_changes(work, deal_id)


def revise(work: Work, deal_id: str, key: str, **changes: object) -> None:
    """Publish the estimate with one line changed."""
    old = estimate_of(work, deal_id=deal_id)
    changed = [replace(item.line, **changes) if item.line.key == key else item.line for item in old.lines]  # type: ignore[arg-type]
    lines = [EstimateLineIn(line=line) for line in changed]
    save_estimate(work, deal_id=deal_id, version=old.version, lines=lines, tariff=old.tariff)
    proposing.publish_changes(work, deal_id)


def chosen_events(work: Work) -> int:
    return sum(event.kind == EventKind.PROPOSAL_CHOSEN for event in work.events)


class TestChooseOffer:
    @pytest.mark.parametrize("role", Role)
    def test_is_made_by_those_of_the_studio_who_send_proposals(
        self, studio: Work, document: Document, role: Role
    ) -> None:
        asking = acting(studio, add_person(studio, key="vera", role=role))
        token = proposing.token_of(studio, document)
        if role in TABLE[Permission.SEND_DOCUMENTS]:
            choose_offer(asking, token=token, tariff="premium", options=())
            assert shown(studio, document).tariff is Tariff.PREMIUM
        else:
            with pytest.raises(Forbidden):
                choose_offer(asking, token=token, tariff="premium", options=())

    def test_is_shown_to_whoever_opens_the_link_and_the_last_one_wins(self, studio: Work, document: Document) -> None:
        assert not shown(studio, document).made
        first, second = options(studio, document)[:2]
        pick(studio, document, "premium", [first, second])
        pick(studio, document, "premium", [second])
        choice = shown(studio, document)
        assert (choice.tariff, choice.options, choice.made) == (Tariff.PREMIUM, {second}, True)
        assert choice.picked.total == proposing.content_of(studio, document).totals(Tariff.PREMIUM, [second]).total

    def test_is_no_answer(self, studio: Work, document: Document) -> None:
        deal = studio.session.get_one(Deal, document.deal_id)
        before = (deal.stage_id, deal.amount, document.revision)
        pick(studio, document)
        assert document.status is DocumentStatus.PUBLISHED
        assert (deal.stage_id, deal.amount, document.revision) == before
        assert proposal_facts(studio, document_id=document.id).accepted_tariff is None

    def test_the_same_again_changes_nothing(self, studio: Work, document: Document) -> None:
        assert pick(studio, document) == pick(studio, document)
        assert chosen_events(studio) == 1

    @pytest.mark.parametrize(("tariff", "ticked", "field"), [("gold", (), "tariff"), ("start", ("none",), "option")])
    def test_refuses_what_is_not_offered(
        self, *, studio: Work, document: Document, tariff: str, ticked: Sequence[str], field: str
    ) -> None:
        with pytest.raises(Invalid) as refused:
            pick(studio, document, tariff, ticked)
        assert refused.value.field == field
        assert not shown(studio, document).made

    def test_refuses_a_tariff_that_this_proposal_does_not_have(self, studio: Work, document: Document) -> None:
        drop(studio, document.deal_id, tariff=Tariff.PREMIUM)
        with pytest.raises(Invalid):
            pick(studio, document, "premium")

    def test_refuses_an_option_of_another_proposal(self, studio: Work, document: Document) -> None:
        other = options(studio, proposing.published(studio))
        with pytest.raises(Invalid):
            pick(studio, document, "premium", other[:1])

    def test_leaves_out_what_the_tariff_cannot_have(self, studio: Work, document: Document) -> None:
        key = options(studio, document)[0]
        revise(studio, document.deal_id, key, tariff=Tariff.PREMIUM)
        pick(studio, document, "start", [key])
        assert shown(studio, document).options == frozenset()

    def test_never_touches_an_accepted_one(self, studio: Work, document: Document) -> None:
        accept_proposal(
            studio,
            token=proposing.token_of(studio, document),
            revision=1,
            tariff=Tariff.START,
            options=[],
            name="Мария",
            consent_text="Да.",
        )
        with pytest.raises(ChoiceClosed):
            pick(studio, document, "premium")
        assert shown(studio, document).tariff is Tariff.START

    def test_never_touches_a_declined_one(self, studio: Work, document: Document) -> None:
        token = proposing.token_of(studio, document)
        decline_proposal(studio, token=token, revision=document.revision, reason="Дорого")
        with pytest.raises(ChoiceClosed):
            pick(studio, document)

    def test_never_touches_an_expired_one_or_a_draft(self, studio: Work, document: Document) -> None:
        late = replace(studio, clock=FixedClock(studio.now() + timedelta(days=400)))
        with pytest.raises(ProposalExpired):
            pick(late, document)
        with pytest.raises(NotFound):
            pick(studio, proposing.draft(studio))
        assert chosen_events(studio) == 0

    def test_is_limited_by_the_hour(self, studio: Work, document: Document) -> None:
        for number in range(HOURLY):
            pick(studio, document, ("start", "premium")[number % 2])
        with pytest.raises(Throttled) as refused:
            pick(studio, document, "start")
        assert 0 < refused.value.retry_after <= 3600
        later = replace(studio, clock=FixedClock(studio.now() + timedelta(hours=1, seconds=1)))
        pick(later, document, "start")


class TestNewPublication:
    def test_keeps_what_still_exists_and_says_what_fell_away(self, studio: Work, document: Document) -> None:
        gone, stays = options(studio, document)[:2]
        names = {line.key: line.name for line in proposing.content_of(studio, document).lines}
        pick(studio, document, "premium", [gone, stays])
        drop(studio, document.deal_id, gone)
        choice = shown(studio, document)
        assert document.revision == 2
        assert (choice.tariff, choice.options) == (Tariff.PREMIUM, {stays})
        assert (choice.fallen.tariff, choice.fallen.options) == (None, (names[gone],))

    def test_says_that_the_tariff_is_gone_and_takes_the_next_smaller_one(
        self, studio: Work, document: Document
    ) -> None:
        pick(studio, document, "premium")
        drop(studio, document.deal_id, tariff=Tariff.PREMIUM)
        choice = shown(studio, document)
        assert choice.tariff is Tariff.STANDARD
        assert choice.fallen.tariff is Tariff.PREMIUM

    def test_is_silent_once_somebody_has_chosen_anew(self, studio: Work, document: Document) -> None:
        gone = options(studio, document)[0]
        pick(studio, document, "premium", [gone])
        drop(studio, document.deal_id, gone)
        assert shown(studio, document).fallen
        pick(studio, document, "premium")
        assert not shown(studio, document).fallen

    def test_what_is_part_of_the_tariff_by_now_is_no_loss(self, studio: Work, document: Document) -> None:
        key = options(studio, document)[0]
        pick(studio, document, "premium", [key])
        revise(studio, document.deal_id, key, optional=False)
        choice = shown(studio, document)
        assert not choice.fallen
        assert key in {part.line.key for part in choice.totals.lines}
