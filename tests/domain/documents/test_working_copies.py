"""What is saved in a published document waits for its publication: the client sees nothing of it, nobody loses it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from studio_app.core.clock import FixedClock
from studio_app.core.errors import Forbidden, StudioError
from studio_app.core.status import IllegalTransition
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.permissions import TABLE, Permission
from studio_app.domain.client_book.edits import contact_values, save_contact
from studio_app.domain.contracts.codes import request_code, signing_code
from studio_app.domain.contracts.editing import (
    contract_content,
    get_contract,
    publish_contract,
    publish_contract_changes,
    save_contract,
    written_contract,
)
from studio_app.domain.contracts.particulars import save_requisites
from studio_app.domain.contracts.schemas import ContractTerms
from studio_app.domain.contracts.terms import change_terms, terms_of
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.changes import discard_changes
from studio_app.domain.documents.kinds import DocumentStatus, Step
from studio_app.domain.documents.links import get_document, link_token
from studio_app.domain.documents.models import Document, WorkingCopy
from studio_app.domain.documents.next_step import next_step
from studio_app.domain.documents.revisions import (
    DocumentEdited,
    DocumentFrozen,
    NothingToPublish,
    content_of,
    revise,
    save_content,
    working_content,
)
from studio_app.domain.documents.summaries import documents_of, read_summary
from studio_app.domain.documents.undrawn import undrawn_documents
from studio_app.domain.documents.working_copies import carried, find_copy
from studio_app.domain.pricing.estimates import estimate_of, save_estimate
from studio_app.domain.pricing.kinds import Tariff
from studio_app.domain.proposals.answer import accept_proposal, decline_proposal
from studio_app.domain.proposals.changes import (
    publish_prices,
    publish_proposal_changes,
    write_and_publish_texts,
)
from studio_app.domain.proposals.draft import publish_proposal, start_proposal, write_texts
from studio_app.domain.proposals.queries import proposal_facts, read_proposal
from studio_app.domain.proposals.schemas import ProposalContent, ProposalTexts
from studio_app.domain.proposals.standing import proposal_standing, send_proposal
from studio_app.domain.studio.kinds import StageKind
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.work import Work
from tests import agreeing, proposing
from tests.rows import acting, add_person
from tests.selling import make_deal

HISTORIES, STEPS = 40, 20


@pytest.fixture
def document(studio: Work) -> Document:
    """A published proposal."""
    return proposing.published(studio)


@pytest.fixture
def contract(work: Work) -> str:
    """The id of a published contract."""
    agreeing.make_sides(work)
    document_id = agreeing.accept_proposal(work, make_deal(work, deal_id="deal-1"))
    publish_contract(work, document_id=document_id)
    return document_id


def written(work: Work, document: Document) -> ProposalContent:
    return ProposalContent.model_validate(working_content(work, document))


def write(work: Work, document: Document, intro: str) -> ProposalTexts:
    """Save another beginning in the proposal."""
    read = written(work, document).texts
    texts = read.model_copy(update={"intro": intro})
    write_texts(work, document_id=document.id, read=read, texts=texts)
    return texts


def accept(work: Work, document: Document) -> None:
    accept_proposal(
        agreeing.as_client(work),
        token=proposing.token_of(work, document),
        revision=document.revision,
        tariff=Tariff.STANDARD,
        options=(),
        name="Мария",
        consent_text="Да",
    )


def decline(work: Work, document: Document) -> None:
    token = proposing.token_of(work, document)
    decline_proposal(agreeing.as_client(work), token=token, revision=document.revision, reason="Дорого")


def told(work: Work) -> list[str]:
    return [one.kind for one in work.events]


def json(rng: Random, depth: int = 3) -> Any:
    """A document's content, in small."""
    if not depth or rng.random() < 0.3:
        return rng.choice([1, 2, "a", "b", None, [1], [1, 2]])
    return {name: json(rng, depth - 1) for name in "xyz" if rng.random() < 0.8}


def leaves(value: Any, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], Any]:
    if not isinstance(value, dict) or not value:
        return {path: value}
    return {at: leaf for name, part in value.items() for at, leaf in leaves(part, (*path, name)).items()}


def mended(value: Any, rng: Random) -> Any:
    """The same fields, some with other values."""
    if isinstance(value, dict):
        return {name: mended(part, rng) for name, part in value.items()}
    return rng.choice([value, value, "new", 7])


class TestCarried:
    def test_takes_each_field_from_whoever_has_changed_it_and_mine_where_both_have(self) -> None:
        for seed in range(300):
            rng = Random(seed)
            was = json(rng)
            mine, now = mended(was, rng), mended(was, rng)
            old, ours, theirs = leaves(was), leaves(mine), leaves(now)
            found = leaves(carried(mine, was=was, now=now))
            assert found == {at: theirs[at] if ours[at] == old[at] else ours[at] for at in old}

    def test_knows_fields_that_were_added_or_left_out(self) -> None:
        for seed in range(300):
            rng = Random(seed)
            was, other = json(rng), json(rng)
            assert carried(was, was=was, now=other) == other
            assert carried(other, was=was, now=was) == other


class TestSave:
    def test_keeps_what_is_written_and_shows_the_client_nothing(self, studio: Work, document: Document) -> None:
        before, heard = content_of(studio, document), told(studio)
        write(studio, document, "Новое")
        assert (content_of(studio, document), document.revision, told(studio)) == (before, 1, heard)
        assert read_proposal(studio, document_id=document.id).content.intro == "Новое"
        assert read_proposal(studio, document_id=document.id).changed

    def test_of_a_draft_is_no_copy(self, studio: Work) -> None:
        draft = proposing.draft(studio)
        write(studio, draft, "Новое")
        assert find_copy(studio, draft) is None
        assert proposing.content_of(studio, draft).intro == "Новое"

    def test_of_what_is_published_leaves_no_copy(self, studio: Work, document: Document) -> None:
        before = written(studio, document).intro
        write(studio, document, "Новое")
        write(studio, document, before)
        assert find_copy(studio, document) is None
        with pytest.raises(NothingToPublish):
            publish_proposal_changes(studio, document_id=document.id)

    def test_notes_who_has_saved_it_last_and_when(self, studio: Work, document: Document, clock: FixedClock) -> None:
        write(studio, document, "Новое")
        clock.advance(timedelta(hours=1))
        manager = acting(studio, add_person(studio, key="vera", role=Role.MANAGER))
        write(manager, document, "Новее")
        copy = studio.session.get_one(WorkingCopy, document.id)
        assert (copy.saved_by, copy.saved_at, copy.revision) == (manager.actor.id, studio.now(), 1)

    def test_tells_a_slower_colleague(self, studio: Work, document: Document) -> None:
        read = written(studio, document).texts
        write(studio, document, "Моё")
        with pytest.raises(DocumentEdited):
            write_texts(studio, document_id=document.id, read=read, texts=read.model_copy(update={"intro": "Чужое"}))
        assert written(studio, document).intro == "Моё"

    def test_of_a_day_leaves_the_last_day_of_the_client(self, studio: Work, document: Document) -> None:
        read, until = written(studio, document).texts, proposal_facts(studio, document_id=document.id).valid_until
        later = read.model_copy(update={"valid_until": read.valid_until + timedelta(days=10)})
        write_texts(studio, document_id=document.id, read=read, texts=later)
        assert proposal_facts(studio, document_id=document.id).valid_until == until
        publish_proposal_changes(studio, document_id=document.id)
        assert proposal_facts(studio, document_id=document.id).valid_until == until + timedelta(days=10)


class TestPublishChanges:
    def test_shows_the_client_the_next_revision(self, studio: Work, document: Document) -> None:
        write(studio, document, "Новое")
        assert publish_proposal_changes(studio, document_id=document.id) == document.revision == 2
        assert proposing.content_of(studio, document).intro == "Новое"
        assert told(studio).count(EventKind.PROPOSAL_CHANGED) == 1
        assert find_copy(studio, document) is None

    def test_is_one_press_with_what_is_typed(self, studio: Work, document: Document) -> None:
        read = written(studio, document).texts
        texts = read.model_copy(update={"intro": "Новое"})
        assert write_and_publish_texts(studio, document_id=document.id, read=read, texts=texts) is None
        assert proposing.content_of(studio, document).intro == "Новое"
        again = write_and_publish_texts(studio, document_id=document.id, read=texts, texts=texts)
        assert isinstance(again, NothingToPublish)

    def test_keeps_what_is_typed_where_it_is_refused(self, studio: Work, document: Document) -> None:
        old = estimate_of(studio, deal_id=document.deal_id)
        save_estimate(studio, deal_id=document.deal_id, version=old.version, lines=[], tariff=old.tariff)
        read = written(studio, document).texts
        texts = read.model_copy(update={"intro": "Новое"})
        refused = write_and_publish_texts(studio, document_id=document.id, read=read, texts=texts)
        assert refused is not None
        assert refused.params["reason"] == "empty_proposal"
        assert (written(studio, document).intro, document.revision) == ("Новое", 1)

    def test_of_a_proposal_whose_day_is_over_puts_it_off(
        self, studio: Work, document: Document, clock: FixedClock
    ) -> None:
        clock.advance(timedelta(days=90))
        write(studio, document, "Новое")
        publish_proposal_changes(studio, document_id=document.id)
        assert proposal_facts(studio, document_id=document.id).is_open

    def test_of_a_contract_changes_the_price_only_then(self, work: Work, contract: str) -> None:
        content = contract_content(work, document_id=contract)
        (first, *_), deal = content.lines, work.session.get_one(Deal, "deal-1")
        cheaper = content.model_copy(
            update={
                "lines": (first,),
                **{part: getattr(first, part) for part in ("net", "tax", "total")},
                "payments": (content.payments[0].model_copy(update={"amount": first.total}),),
            }
        )
        save_contract(work, document_id=contract, content=cheaper)
        assert deal.amount == get_contract(work, contract).total_amount == content.total
        publish_contract_changes(work, document_id=contract)
        assert deal.amount == get_contract(work, contract).total_amount == first.total

    def test_ends_a_signing_code_that_is_out(self, work: Work, contract: str) -> None:
        client, token = agreeing.as_client(work), link_token(work, get_document(work, contract))
        save_requisites(client, token=token, requisites=agreeing.CLIENT)
        revision = get_document(work, contract).revision
        code_id = request_code(client, token=token, revision=revision, html=b"text", html_revision=revision)
        _reword(work, contract, "Новое условие")
        assert signing_code(work, code_id=code_id)  # what the client reads has not changed
        publish_contract_changes(work, document_id=contract)
        with pytest.raises(StudioError):
            signing_code(work, code_id=code_id)

    def test_needs_something_that_is_before_the_client(self, studio: Work) -> None:
        draft = proposing.draft(studio)
        write(studio, draft, "Новое")
        with pytest.raises(IllegalTransition):
            publish_proposal_changes(studio, document_id=draft.id)

    def test_is_refused_once_the_client_has_agreed(self, studio: Work, document: Document) -> None:
        write(studio, document, "Новое")
        accept(studio, document)
        with pytest.raises(DocumentFrozen):
            publish_proposal_changes(studio, document_id=document.id)
        assert find_copy(studio, document) is not None

    def test_after_a_no_is_sending_it_again(self, studio: Work, document: Document) -> None:
        write(studio, document, "До ответа")
        decline(studio, document)
        assert written(studio, document).intro == "До ответа"
        with pytest.raises(IllegalTransition):
            publish_proposal_changes(studio, document_id=document.id)
        write(studio, document, "После ответа")
        assert document.revision == 1
        publish_proposal(studio, document_id=document.id)
        assert (proposing.content_of(studio, document).intro, document.revision) == ("После ответа", 2)
        assert find_copy(studio, document) is None
        with pytest.raises(IllegalTransition):
            publish_proposal(studio, document_id=document.id)


class TestDiscard:
    def test_gives_back_what_the_client_sees(self, studio: Work, document: Document) -> None:
        before = written(studio, document)
        write(studio, document, "Новое")
        discard_changes(studio, document_id=document.id)
        discard_changes(studio, document_id=document.id)
        assert written(studio, document) == before

    def test_leaves_the_estimate_which_can_be_published_anew(self, studio: Work, document: Document) -> None:
        changed = proposing.change_price(studio, document.deal_id)
        discard_changes(studio, document_id=document.id)
        standing = proposal_standing(studio, deal_id=document.deal_id)
        assert (standing.changed, standing.behind) == (False, True)
        assert estimate_of(studio, deal_id=document.deal_id).lines == changed.lines
        publish_prices(studio, deal_id=document.deal_id)
        assert proposing.content_of(studio, document).totals(Tariff.START).total == changed.of(Tariff.START).total
        standing = proposal_standing(studio, deal_id=document.deal_id)
        assert (standing.changed, standing.behind) == (False, False)

    def test_of_a_declined_one_is_made_good_by_sending_from_the_calculator(
        self, studio: Work, document: Document
    ) -> None:
        decline(studio, document)
        changed = proposing.change_price(studio, document.deal_id)
        discard_changes(studio, document_id=document.id)
        send_proposal(studio, deal_id=document.deal_id)
        assert proposing.content_of(studio, document).totals(Tariff.START).total == changed.of(Tariff.START).total


class TestRights:
    @pytest.mark.parametrize("role", Role)
    def test_are_those_of_sending(self, studio: Work, document: Document, role: Role) -> None:
        write(studio, document, "Новое")
        person = acting(studio, add_person(studio, key="vera", role=role))
        read = written(studio, document).texts
        acts: list[Callable[[], object]] = [
            lambda: write_texts(person, document_id=document.id, read=read, texts=read),
            lambda: write_and_publish_texts(person, document_id=document.id, read=read, texts=read),
            lambda: write(person, document, "Новее"),
            lambda: publish_proposal_changes(person, document_id=document.id),
            lambda: write(person, document, "Ещё новее"),
            lambda: publish_prices(person, deal_id=document.deal_id),
            lambda: discard_changes(person, document_id=document.id),
        ]
        for act in acts:
            if role in TABLE[Permission.SEND_DOCUMENTS]:
                act()
            else:
                with pytest.raises(Forbidden):
                    act()


class TestAnswered:
    """The client was faster: what was not published is kept, told and can be taken on."""

    def test_is_told_on_the_deal_until_somebody_discards_it(self, studio: Work, document: Document) -> None:
        write(studio, document, "Не успели")
        assert read_summary(studio, document_id=document.id).is_changed
        accept(studio, document)
        found = read_summary(studio, document_id=document.id)
        assert (found.is_changed, found.is_left_over) == (False, True)
        assert proposing.content_of(studio, document).intro == written(studio, document).intro != "Не успели"
        discard_changes(studio, document_id=document.id)
        assert not read_summary(studio, document_id=document.id).is_left_over

    def test_goes_into_the_next_proposal(self, studio: Work, document: Document) -> None:
        texts = write(studio, document, "Не успели")
        prices = proposing.change_price(studio, document.deal_id)
        accept(studio, document)
        anew = get_document(studio, start_proposal(studio, deal_id=document.deal_id))
        said = proposing.content_of(studio, anew)
        assert said.texts == texts
        assert said.totals(Tariff.START).total == prices.of(Tariff.START).total
        assert not read_summary(studio, document_id=document.id).is_left_over

    def test_of_a_signed_contract_stays_beside_it(self, work: Work, contract: str) -> None:
        agreed = contract_content(work, document_id=contract)
        _reword(work, contract, "Не успели")
        agreeing.sign_published(work, contract)
        assert contract_content(work, document_id=contract).special_terms == agreed.special_terms
        assert read_summary(work, document_id=contract).is_left_over
        copy = work.session.get_one(WorkingCopy, contract)
        assert (copy.content["special_terms"], copy.content["client"]["inn"]) == ("Не успели", agreeing.CLIENT.inn)


class TestShown:
    def test_on_the_deal_and_as_its_next_step(self, studio: Work, document: Document) -> None:
        def step() -> Step:
            rows = documents_of(studio, deal_id=document.deal_id)
            return next_step(rows, stage=StageKind.OPEN, has_estimate=True, invoiced=False).step

        assert step() is Step.WAIT_PROPOSAL
        write(studio, document, "Новое")
        assert [row.is_changed for row in documents_of(studio, deal_id=document.deal_id) if row.id == document.id]
        assert step() is Step.PUBLISH_CHANGES
        decline(studio, document)
        assert step() is Step.REVISE_PROPOSAL

    def test_where_its_signs_cannot_be_drawn(self, studio: Work, document: Document) -> None:
        drawn = [sign for sign in range(0x500) if chr(sign) != "Ж"]
        studio.session.flush()
        before = undrawn_documents(studio, deal_id=document.deal_id, drawn=drawn)
        write(studio, document, "Ж")
        (found,) = undrawn_documents(studio, deal_id=document.deal_id, drawn=drawn)
        assert "Ж" in found.signs
        assert all("Ж" not in one.signs for one in before)


class TestRevise:
    def test_is_seen_at_once_and_carried_into_the_copy(self, studio: Work, document: Document) -> None:
        write(studio, document, "Новое")
        said = content_of(studio, document)
        revise(studio, document, {**said, "client_name": "Ромашка"})
        assert content_of(studio, document) == {**said, "client_name": "Ромашка"}
        assert working_content(studio, document) == {**said, "client_name": "Ромашка", "intro": "Новое"}
        assert studio.session.get_one(WorkingCopy, document.id).revision == document.revision == 2

    def test_ends_a_copy_that_says_the_same(self, studio: Work, document: Document) -> None:
        said = content_of(studio, document)
        save_content(studio, document, {**said, "client_name": "Ромашка"})
        revise(studio, document, {**said, "client_name": "Ромашка"})
        assert find_copy(studio, document) is None


@dataclass
class Kept:
    """What has to be there after each act of a history."""

    seen: dict[str, Any]  # what the client sees
    wanted: dict[str, Any]  # what the studio has written
    number: int = 0  # of what was written, so that nothing is written twice
    acts: list[str] = field(default_factory=list[str])


class TestHistoriesOfAProposal:
    """Texts, prices, publications, answers and second thoughts in any order."""

    def test_show_only_what_was_published_and_lose_only_what_was_discarded(self, studio: Work) -> None:
        met: set[str] = set()
        for seed in range(HISTORIES):
            rng, document = Random(seed), proposing.published(studio)
            said = content_of(studio, document)
            kept = Kept(said, said)
            for _ in range(STEPS):
                document = self._act(studio, document, kept, rng)
                assert content_of(studio, document) == kept.seen, kept.acts
                copy = find_copy(studio, document)
                assert (copy.content if copy else content_of(studio, document)) == kept.wanted, kept.acts
                assert (copy is None) == (kept.seen == kept.wanted), kept.acts
            met |= set(kept.acts)
        assert met == {"write", "price", "publish", "discard", "accept", "decline", "send", "anew"}

    def _act(self, work: Work, document: Document, kept: Kept, rng: Random) -> Document:
        name = rng.choice(
            ["write"] * 3 + ["price"] * 2 + ["publish"] * 2 + ["discard", "accept", "decline", "send", "anew"]
        )
        try:
            with work.session.begin_nested():
                document = getattr(self, f"_{name}")(work, document, kept)
        except StudioError:
            work.session.expire_all()
            return document
        kept.acts.append(name)
        return document

    def _write(self, work: Work, document: Document, kept: Kept) -> Document:
        kept.number += 1
        write(work, document, f"Вступление {kept.number}")
        kept.wanted = {**kept.wanted, "intro": f"Вступление {kept.number}"}
        return document

    def _price(self, work: Work, document: Document, kept: Kept) -> Document:
        before = kept.wanted
        proposing.change_price(work, document.deal_id)
        if document.status is not DocumentStatus.ACCEPTED:
            now = working_content(work, document)
            texts = set(ProposalTexts.model_fields)
            assert {name: now[name] for name in texts} == {name: before[name] for name in texts}
            assert now["lines"] != before["lines"]
            kept.wanted = now
        return document

    def _publish(self, work: Work, document: Document, kept: Kept) -> Document:
        publish_proposal_changes(work, document_id=document.id)
        kept.seen = kept.wanted
        return document

    def _discard(self, work: Work, document: Document, kept: Kept) -> Document:
        discard_changes(work, document_id=document.id)
        kept.wanted = kept.seen
        return document

    def _accept(self, work: Work, document: Document, kept: Kept) -> Document:
        if document.status is DocumentStatus.PUBLISHED and kept.number % 3:
            raise IllegalTransition  # so rarely that a history comes to more than an answer
        accept(work, document)
        return document

    def _decline(self, work: Work, document: Document, kept: Kept) -> Document:
        decline(work, document)
        return document

    def _send(self, work: Work, document: Document, kept: Kept) -> Document:
        publish_proposal(work, document_id=document.id)
        kept.seen = kept.wanted
        return document

    def _anew(self, work: Work, document: Document, kept: Kept) -> Document:
        if document.status is not DocumentStatus.ACCEPTED:
            raise IllegalTransition
        left = kept.wanted != kept.seen
        anew = get_document(work, start_proposal(work, deal_id=document.deal_id))
        said = content_of(work, anew)
        if left:
            assert said["intro"] == kept.wanted["intro"]
        publish_proposal(work, document_id=anew.id)
        kept.seen = kept.wanted = said
        return anew


def _reword(work: Work, document_id: str, special_terms: str) -> ContractTerms:
    read = terms_of(written_contract(work, document_id=document_id))
    terms = read.model_copy(update={"special_terms": special_terms})
    change_terms(work, document_id=document_id, read=read, terms=terms)
    return terms


class TestHistoriesOfAContract:
    """The studio changes terms while the client fills in requisites on the page, or has another address."""

    def test_show_only_what_was_published_and_lose_only_what_was_discarded(self, work: Work) -> None:
        agreeing.make_sides(work)
        met: set[str] = set()
        for seed in range(HISTORIES):
            rng, deal = Random(seed), make_deal(work, deal_id=f"deal-{seed}")
            document_id = agreeing.accept_proposal(work, deal)
            publish_contract(work, document_id=document_id)
            said = contract_content(work, document_id=document_id)
            seen, wanted, client = terms_of(said), terms_of(said), said.client
            for number in range(STEPS):
                act = rng.choice(["terms"] * 3 + ["requisites", "address", "publish", "discard", "sign"])
                try:
                    with work.session.begin_nested():
                        if act == "terms":
                            wanted = _reword(work, document_id, f"Условие {number}")
                        elif act == "requisites":
                            client = self._fill_in(work, document_id, f"Москва, дом {number}")
                        elif act == "address":
                            client = self._move(work, document_id, deal.contact_id, f"{seed}-{number}@example.com")
                        elif act == "publish":
                            publish_contract_changes(work, document_id=document_id)
                            seen = wanted
                        elif act == "discard":
                            discard_changes(work, document_id=document_id)
                            wanted = seen
                        elif number > STEPS // 2:
                            agreeing.sign_published(work, document_id)
                            client = contract_content(work, document_id=document_id).client
                except StudioError:
                    work.session.expire_all()
                    continue
                met.add(act)
                now = contract_content(work, document_id=document_id)
                assert (terms_of(now), now.client) == (seen, client)
                copy = find_copy(work, get_document(work, document_id))
                kept = now if copy is None else type(now).model_validate(copy.content)
                assert (terms_of(kept), kept.client, copy is None) == (wanted, client, seen == wanted)
        assert met == {"terms", "requisites", "address", "publish", "discard", "sign"}

    def _fill_in(self, work: Work, document_id: str, address: str) -> Any:
        token, before = link_token(work, get_document(work, document_id)), get_document(work, document_id).revision
        given = replace(agreeing.CLIENT, address=address)
        save_requisites(agreeing.as_client(work), token=token, requisites=given)
        assert get_document(work, document_id).revision == before + 1  # at once
        return contract_content(work, document_id=document_id).client

    def _move(self, work: Work, document_id: str, contact_id: str, email: str) -> Any:
        save_contact(
            work, contact_id=contact_id, values={**contact_values(work, contact_id=contact_id), "email": email}
        )
        return contract_content(work, document_id=document_id).client
