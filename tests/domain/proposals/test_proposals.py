"""Proposals from draft to answer, and every way an answer must not count."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import select

from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.core.clock import FixedClock
from studio_app.core.errors import Invalid, NotFound
from studio_app.core.money import total
from studio_app.core.status import IllegalTransition
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.frozen import frozen_copy
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import find_by_token, get_document
from studio_app.domain.documents.models import Consent, Document
from studio_app.domain.documents.revisions import (
    DocumentChanged,
    DocumentEdited,
    DocumentFrozen,
    content_of,
    save_content,
)
from studio_app.domain.pricing.estimates import estimate_of, save_estimate
from studio_app.domain.pricing.kinds import Tariff
from studio_app.domain.pricing.schemas import EstimateLineIn
from studio_app.domain.proposals.answer import ProposalExpired, TotalDiffers, accept_proposal, decline_proposal
from studio_app.domain.proposals.chosen import choose
from studio_app.domain.proposals.draft import (
    open_proposal,
    publish_proposal,
    save_proposal,
    start_proposal,
    write_texts,
)
from studio_app.domain.proposals.models import Proposal
from studio_app.domain.proposals.queries import proposal_facts, read_proposal
from studio_app.domain.proposals.schemas import ProposalContent
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.work import Work
from tests import proposing

CLIENT = Actor(kind=ActorKind.CLIENT, ip="203.0.113.7", user_agent="Firefox")


def content(work: Work, document: Document) -> ProposalContent:
    return ProposalContent.model_validate(content_of(work, document))


def accept(work: Work, document: Document, **changes: object) -> None:
    arguments: dict[str, object] = {
        "token": proposing.token_of(work, document),
        "revision": document.revision,
        "tariff": Tariff.STANDARD,
        "options": [],
        "name": "Мария Круглова",
        "consent_text": "Принимаю.",
    }
    accept_proposal(replace(work, actor=CLIENT), **{**arguments, **changes})  # type: ignore[arg-type]


def kinds(work: Work) -> list[str]:
    return [event.kind for event in work.events]


class TestDraft:
    def test_stands_ready_when_the_estimate_is_prepared(self, studio: Work) -> None:
        document = proposing.draft(studio)
        assert document.status is DocumentStatus.DRAFT
        assert kinds(studio).count(EventKind.PROPOSAL_DRAFTED) == 1
        assert start_proposal(studio, deal_id=document.deal_id) == document.id

    def test_copies_prices_so_the_lines_add_up_to_each_tariff(self, studio: Work) -> None:
        said = content(studio, proposing.draft(studio))
        for offer in said.offers():
            assert total((part.total for part in offer.totals.lines), currency="RUB") == offer.totals.total

    def test_offers_no_tariff_that_adds_nothing(self, studio: Work) -> None:
        said = content(studio, proposing.draft(studio))
        start = said.model_copy(update={"lines": tuple(x for x in said.lines if x.tariff is Tariff.START)})
        assert [offer.tariff for offer in start.offers()] == [Tariff.START]
        assert start.tariff_of(Tariff.PREMIUM) is Tariff.START

    def test_is_invisible_to_the_client(self, studio: Work) -> None:
        document = proposing.draft(studio)
        with pytest.raises(NotFound):
            find_by_token(studio, token=proposing.token_of(studio, document))
        with pytest.raises(NotFound):
            accept(studio, document)


class TestFollowEstimate:
    def test_keeps_a_draft_in_step_in_the_same_revision(self, studio: Work) -> None:
        document = proposing.draft(studio)
        before = content(studio, document).totals(Tariff.START)
        estimate = proposing.change_price(studio, document.deal_id)
        assert document.revision == 1
        assert content(studio, document).totals(Tariff.START).total == estimate.of(Tariff.START).total != before.total

    def test_waits_beside_a_published_one_until_it_is_published_too(self, studio: Work) -> None:
        document = proposing.published(studio)
        before = content(studio, document)
        estimate = proposing.change_price(studio, document.deal_id)
        assert (document.revision, content(studio, document)) == (1, before)
        assert EventKind.PROPOSAL_CHANGED not in kinds(studio)
        proposing.publish_changes(studio, document.deal_id)
        assert document.revision == 2
        assert content(studio, document).totals(Tariff.START).total == estimate.of(Tariff.START).total
        assert EventKind.PROPOSAL_CHANGED in kinds(studio)

    def test_leaves_an_accepted_one_alone(self, studio: Work) -> None:
        document = proposing.published(studio)
        accept(studio, document)
        proposing.change_price(studio, document.deal_id)
        assert document.revision == 1


class TestSave:
    def test_changes_texts_but_never_prices(self, studio: Work) -> None:
        document = proposing.draft(studio)
        said = content(studio, document)
        save_proposal(
            studio, document_id=document.id, content=said.model_copy(update={"intro": "Здравствуйте!", "lines": ()})
        )
        saved = read_proposal(studio, document_id=document.id).content
        assert (saved.intro, saved.lines) == ("Здравствуйте!", said.lines)

    def test_refuses_a_day_that_is_over(self, studio: Work) -> None:
        document = proposing.draft(studio)
        said = content(studio, document)
        with pytest.raises(Invalid):
            save_proposal(
                studio, document_id=document.id, content=said.model_copy(update={"valid_until": date(2020, 1, 1)})
            )

    def test_refuses_an_accepted_one(self, studio: Work) -> None:
        document = proposing.published(studio)
        accept(studio, document)
        said = content(studio, document)
        with pytest.raises(DocumentFrozen):
            save_proposal(studio, document_id=document.id, content=said.model_copy(update={"intro": "Другое"}))


class TestWriteTexts:
    def test_says_that_a_colleague_was_faster_and_changes_nothing(self, studio: Work) -> None:
        document = proposing.draft(studio)
        read = content(studio, document).texts
        theirs = read.model_copy(update={"intro": "От коллеги"})
        write_texts(studio, document_id=document.id, read=read, texts=theirs)
        with pytest.raises(DocumentEdited):
            write_texts(studio, document_id=document.id, read=read, texts=read.model_copy(update={"intro": "Моё"}))
        assert content(studio, document).texts == theirs

    def test_keeps_prices_that_were_changed_meanwhile(self, studio: Work) -> None:
        document = proposing.draft(studio)
        read = content(studio, document).texts
        proposing.change_price(studio, document.deal_id)
        changed = content(studio, document).lines
        write_texts(studio, document_id=document.id, read=read, texts=read.model_copy(update={"intro": "Моё"}))
        said = content(studio, document)
        assert (said.intro, said.lines) == ("Моё", changed)


class TestPublish:
    def test_moves_the_deal_and_shows_the_document(self, studio: Work) -> None:
        document = proposing.published(studio)
        assert find_by_token(studio, token=proposing.token_of(studio, document)).id == document.id
        assert kinds(studio)[-2:] == [EventKind.PROPOSAL_PUBLISHED, EventKind.DEAL_MOVED]

    def test_refuses_to_offer_nothing(self, studio: Work) -> None:
        document = proposing.draft(studio)
        row = content(studio, document).model_copy(update={"lines": ()})
        save_content(studio, document, row.model_dump(mode="json"))
        with pytest.raises(Invalid):
            publish_proposal(studio, document_id=document.id)

    def test_renews_the_last_day_of_a_draft_that_waited_too_long(self, studio: Work, clock: FixedClock) -> None:
        document = proposing.draft(studio)
        clock.advance(timedelta(days=90))
        publish_proposal(studio, document_id=document.id)
        assert not proposal_facts(studio, document_id=document.id).expired


class TestAccept:
    def test_reckons_the_sum_itself_and_keeps_the_lines(self, studio: Work) -> None:
        document = proposing.published(studio)
        said = content(studio, document)
        option = said.options()[0].priced.line.key
        accept(studio, document, options=[option, "nonsense"])
        proposal = studio.session.get_one(Proposal, document.id)
        expected = said.totals(Tariff.STANDARD, [option])
        assert proposal.accepted_amount == expected.total.amount
        assert sum(line["total"] for line in proposal.accepted_lines) == proposal.accepted_amount
        assert studio.session.get_one(Deal, document.deal_id).amount == proposal.accepted_amount
        assert proposal.accepted_options == [option]

    def test_holds_whatever_becomes_of_the_estimate(self, studio: Work) -> None:
        document = proposing.published(studio)
        accept(studio, document)
        deal = studio.session.get_one(Deal, document.deal_id)
        agreed, estimate = deal.amount, estimate_of(studio, deal_id=deal.id)
        lines = [EstimateLineIn(item.line) for item in estimate.lines[:1]]
        save_estimate(studio, deal_id=deal.id, version=estimate.version, lines=lines, tariff=Tariff.START)
        assert deal.amount == agreed

    def test_writes_down_who_agreed_to_what(self, studio: Work) -> None:
        document = proposing.published(studio)
        accept(studio, document, consent_text="Принимаю предложение № 1.")
        consent = studio.session.exec(select(Consent)).one()
        assert (consent.text, consent.ip, consent.user_agent) == ("Принимаю предложение № 1.", CLIENT.ip, "Firefox")
        assert consent.revision == document.revision

    def test_freezes_the_bytes_and_asks_for_their_pdf(self, studio: Work, jobs: RecordingJobs) -> None:
        document = proposing.published(studio)
        accept(studio, document, html=b"<p>bytes</p>")
        copy = frozen_copy(studio, document_id=document.id, revision=1)
        assert copy is not None
        assert copy.html == b"<p>bytes</p>"
        assert "freeze_pdf" in [job.job for job in jobs.enqueued]

    def test_refuses_a_revision_that_is_no_longer_current(self, studio: Work) -> None:
        document = proposing.published(studio)
        proposing.change_price(studio, document.deal_id)
        proposing.publish_changes(studio, document.deal_id)
        with pytest.raises(DocumentChanged):
            accept(studio, document, revision=1)

    def test_refuses_another_sum_than_the_one_shown(self, studio: Work) -> None:
        document = proposing.published(studio)
        with pytest.raises(TotalDiffers):
            accept(studio, document, total_seen=1)
        accept(studio, document, total_seen=content(studio, document).totals(Tariff.STANDARD).total.amount)

    def test_refuses_after_the_last_day(self, studio: Work, clock: FixedClock) -> None:
        document = proposing.published(studio)
        valid_until = studio.session.get_one(Proposal, document.id).valid_until
        clock.set(valid_until)
        with pytest.raises(ProposalExpired):
            accept(studio, document)
        clock.set(valid_until - timedelta(seconds=1))
        accept(studio, document)

    @pytest.mark.parametrize("changes", [{"name": "  "}, {"consent_text": ""}])
    def test_refuses_a_missing_name_or_sentence(self, studio: Work, changes: dict[str, object]) -> None:
        document = proposing.published(studio)
        with pytest.raises(Invalid):
            accept(studio, document, **changes)

    def test_twice_is_once(self, studio: Work) -> None:
        document = proposing.published(studio)
        accept(studio, document)
        accept(studio, document, tariff=Tariff.PREMIUM)
        assert kinds(studio).count(EventKind.PROPOSAL_ACCEPTED) == 1
        assert studio.session.get_one(Proposal, document.id).accepted_tariff is Tariff.STANDARD

    def test_is_refused_after_a_no(self, studio: Work) -> None:
        document = proposing.published(studio)
        decline_proposal(studio, token=proposing.token_of(studio, document), revision=1, reason="Дорого")
        with pytest.raises(IllegalTransition):
            accept(studio, document)


class TestDecline:
    def test_keeps_the_reason_and_can_be_renewed(self, studio: Work) -> None:
        document = proposing.published(studio)
        token = proposing.token_of(studio, document)
        decline_proposal(studio, token=token, revision=1, reason=" Дорого ")
        assert proposal_facts(studio, document_id=document.id).decline_reason == "Дорого"
        publish_proposal(studio, document_id=document.id)
        assert proposal_facts(studio, document_id=document.id).is_open
        accept(studio, document)
        assert kinds(studio).count(EventKind.PROPOSAL_ACCEPTED) == 1

    def test_asks_for_a_reason(self, studio: Work) -> None:
        document = proposing.published(studio)
        with pytest.raises(Invalid):
            decline_proposal(studio, token=proposing.token_of(studio, document), revision=1, reason=" ")


class TestChoose:
    def test_falls_back_to_the_recommended_tariff(self, studio: Work) -> None:
        said = content(studio, proposing.draft(studio))
        assert choose(said, None, [("tariff", "gold")]).tariff is said.tariff_of(said.recommended)

    def test_drops_options_that_are_not_offered(self, studio: Work) -> None:
        said = content(studio, proposing.draft(studio))
        picked = choose(said, None, [("tariff", "start"), ("option", "nonsense")])
        assert picked.options == frozenset()
        assert picked.totals.total == said.totals(Tariff.START).total

    def test_shows_what_was_accepted_whatever_is_asked(self, studio: Work) -> None:
        document = proposing.published(studio)
        accept(studio, document)
        facts = proposal_facts(studio, document_id=document.id)
        assert choose(content(studio, document), facts, [("tariff", "premium")]).tariff is Tariff.STANDARD


class TestOpenProposal:
    def test_is_none_after_the_answer(self, studio: Work) -> None:
        document = proposing.published(studio)
        assert open_proposal(studio, deal_id=document.deal_id) == get_document(studio, document.id)
        accept(studio, document)
        assert open_proposal(studio, deal_id=document.deal_id) is None
