"""A contract from its draft to its signature, and what stands in the way of a wrong one."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256

import pytest
from sqlmodel import select

from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.core.clock import FixedClock
from studio_app.core.errors import Invalid, NotFound, Throttled
from studio_app.core.status import IllegalTransition
from studio_app.domain.clients.requisites import requisites_of
from studio_app.domain.contracts.codes import DAILY, CodeGone, live_code, request_code, signing_code
from studio_app.domain.contracts.editing import (
    contract_content,
    get_contract,
    publish_contract,
    publish_contract_changes,
    save_contract,
)
from studio_app.domain.contracts.models import Contract
from studio_app.domain.contracts.particulars import HOURLY, save_requisites
from studio_app.domain.contracts.queries import contract_facts
from studio_app.domain.contracts.signing import SigningOutcome, sign_contract
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.frozen import frozen_copy
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import get_document
from studio_app.domain.documents.models import Consent, SigningCode
from studio_app.domain.documents.revisions import DocumentChanged, DocumentFrozen
from studio_app.domain.studio.kinds import StageRole
from studio_app.domain.studio.models import LegalEntity
from studio_app.domain.timeline.events.documents import ProposalAccepted
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work
from tests.agreeing import CLIENT, HANDS, accept_offer, accept_proposal, as_client, make_sides, publish_offer, token_of
from tests.happened import blank
from tests.selling import ENTITY

HTML = "<article>Договор</article>".encode()


@pytest.fixture
def published(work: Work, draft: str) -> str:
    publish_contract(work, document_id=draft)
    return draft


@pytest.fixture
def ready(work: Work, published: str) -> str:
    """A published contract with the client's requisites in it."""
    save_requisites(as_client(work), token=token_of(work, published), requisites=CLIENT)
    return published


def ask(work: Work, document_id: str, *, html: bytes = HTML) -> str:
    revision = get_document(work, document_id).revision
    return request_code(
        as_client(work), token=token_of(work, document_id), revision=revision, html=html, html_revision=revision
    )


def sign(work: Work, document_id: str, code: str, *, html: bytes = HTML, revision: int | None = None) -> SigningOutcome:
    current = get_document(work, document_id).revision
    return sign_contract(
        as_client(work),
        token=token_of(work, document_id),
        revision=current if revision is None else revision,
        code=code,
        name="Черных Пётр Ильич",
        consent_text="Согласен",
        html=html,
        html_revision=current,
    )


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


class TestDraftContract:
    def test_copies_lines_that_add_up_to_the_total(self, work: Work, draft: str) -> None:
        content = contract_content(work, document_id=draft)
        assert sum(line.total for line in content.lines) == content.total == content.net + content.tax
        assert (content.tax_rate, len(content.lines)) == (Decimal(5), 2)

    def test_plans_payments_that_add_up_to_the_total(self, work: Work, draft: str) -> None:
        content = contract_content(work, document_id=draft)
        assert [step.key for step in content.payments] == ["deposit", "balance"]
        assert sum(step.amount for step in content.payments) == content.total

    def test_takes_structure_and_stages_of_the_proposal(self, work: Work, draft: str) -> None:
        content = contract_content(work, document_id=draft)
        assert [(node.key, node.title, node.children) for node in content.structure] == [
            ("home", "", ()),
            ("", "Каталог", ("Товар",)),
        ]
        assert [(stage.key, stage.title, stage.days) for stage in content.stages] == [
            ("analysis", "", 4),
            ("", "Съёмка", 3),
        ]

    def test_names_the_studio_in_the_language_of_the_client(self, work: Work) -> None:
        deal = make_sides(work, locale="en")
        entity = work.session.get_one(LegalEntity, ENTITY)
        entity.full_name_en, entity.signer_name_en = "Studio LLC", "Anna Orlova"
        studio = contract_content(work, document_id=accept_proposal(work, deal)).studio
        assert (studio.full_name, studio.signer_name) == ("Studio LLC", "Anna Orlova")

    def test_never_makes_up_an_english_name(self, work: Work) -> None:
        studio = contract_content(work, document_id=accept_proposal(work, make_sides(work, locale="en"))).studio
        assert studio.address == "101000, Москва, ул. Мясницкая, д. 1"

    def test_makes_one_contract_however_often_it_hears_of_it(self, work: Work, deal: Deal, draft: str) -> None:
        proposal = get_contract(work, draft).proposal_id
        record(work, blank(ProposalAccepted, deal_id=deal.id, document_id=proposal))
        assert len(work.session.exec(select(Contract)).all()) == 1

    def test_is_invisible_until_published(self, work: Work, draft: str) -> None:
        with pytest.raises(NotFound):
            save_requisites(work, token=token_of(work, draft), requisites=CLIENT)

    def test_prefills_requisites_kept_from_before(self, work: Work) -> None:
        content = contract_content(work, document_id=accept_proposal(work, make_sides(work, known=True)))
        assert (content.client.inn, content.client.signer_name) == (CLIENT.inn, CLIENT.signer_name)

    def test_needs_a_legal_entity(self, work: Work) -> None:
        proposal_id = publish_offer(work, make_sides(work))
        work.session.get_one(LegalEntity, ENTITY).active = False
        work.session.flush()
        accept_offer(work, proposal_id)
        assert work.session.exec(select(Contract)).all() == []


class TestSaveContract:
    def test_refuses_sums_that_do_not_add_up(self, work: Work, draft: str) -> None:
        content = contract_content(work, document_id=draft)
        with pytest.raises(Invalid, match="contract_sums"):
            save_contract(work, document_id=draft, content=content.model_copy(update={"total": content.total + 1}))

    def test_keeps_the_deal_amount_current(self, work: Work, deal: Deal, draft: str) -> None:
        content = contract_content(work, document_id=draft)
        save_contract(work, document_id=draft, content=content)
        assert deal.amount == content.total

    def test_is_a_new_revision_once_published_too(self, work: Work, published: str) -> None:
        content = contract_content(work, document_id=published)
        before = get_document(work, published).revision
        changed = content.model_copy(update={"special_terms": "Хостинг — за счёт Заказчика.", "dated": None})
        assert save_contract(work, document_id=published, content=changed) == before
        assert contract_content(work, document_id=published) == content
        assert publish_contract_changes(work, document_id=published) == before + 1
        assert contract_content(work, document_id=published) == changed.model_copy(update={"dated": content.dated})


class TestPublishContract:
    def test_numbers_and_dates_it(self, work: Work, published: str) -> None:
        assert get_document(work, published).number == "2026-001"
        assert str(contract_content(work, document_id=published).dated) == "2026-11-23"

    def test_moves_the_deal_to_its_stage(self, work: Work, deal: Deal, published: str) -> None:
        assert deal.stage_id == StageRole.CONTRACT.value

    def test_refuses_a_studio_without_proper_requisites(self, work: Work, draft: str) -> None:
        work.session.get_one(LegalEntity, ENTITY).inn = "7707083894"
        with pytest.raises(Invalid, match="inn_checksum"):
            publish_contract(work, document_id=draft)

    def test_takes_the_legal_entity_as_it_stands_now(self, work: Work, draft: str) -> None:
        work.session.get_one(LegalEntity, ENTITY).address = "Москва, новая улица"
        publish_contract(work, document_id=draft)
        assert contract_content(work, document_id=draft).studio.address == "Москва, новая улица"

    def test_happens_once(self, work: Work, published: str) -> None:
        with pytest.raises(IllegalTransition):
            publish_contract(work, document_id=published)


class TestSaveRequisites:
    def test_puts_them_into_a_new_revision_and_keeps_them_on_the_client(
        self, work: Work, deal: Deal, published: str
    ) -> None:
        before = get_document(work, published).revision
        save_requisites(as_client(work), token=token_of(work, published), requisites=replace(CLIENT, inn="7736 050003"))
        assert get_document(work, published).revision == before + 1
        assert contract_content(work, document_id=published).client.inn == "7736050003"
        assert requisites_of(work, client_id=deal.client_id) == CLIENT

    def test_warns_of_a_strange_account_and_saves_it(self, work: Work, published: str) -> None:
        odd = replace(CLIENT, account="40702810938250123017")
        found = save_requisites(work, token=token_of(work, published), requisites=odd)
        assert [finding.field for finding in found.warnings] == ["account"]
        assert contract_content(work, document_id=published).client.account == odd.account

    def test_refuses_a_mistyped_inn(self, work: Work, published: str) -> None:
        with pytest.raises(Invalid, match="inn_checksum"):
            save_requisites(work, token=token_of(work, published), requisites=replace(CLIENT, inn="7736050004"))

    def test_of_a_program_fill_no_disk(self, work: Work, ready: str, clock: FixedClock) -> None:
        client, token = as_client(work), token_of(work, ready)

        def write(address: str) -> int:
            save_requisites(client, token=token, requisites=replace(CLIENT, address=address))
            return get_document(work, ready).revision

        def flood() -> None:
            for number in range(HOURLY):
                write(f"Улица, {number}")

        with pytest.raises(Throttled):
            flood()
        assert get_document(work, ready).revision == HOURLY
        assert write(contract_content(work, document_id=ready).client.address) == HOURLY  # as it is already
        clock.advance(timedelta(hours=1, seconds=1))
        assert write("Улица, 0") == HOURLY + 1

    def test_changes_nothing_when_repeated(self, work: Work, ready: str) -> None:
        before = get_document(work, ready).revision
        save_requisites(work, token=token_of(work, ready), requisites=CLIENT)
        assert get_document(work, ready).revision == before

    def test_keeps_personal_data_out_of_the_timeline(self, work: Work, ready: str) -> None:
        event = next(event for event in work.events if event.kind == EventKind.REQUISITES_SAVED)
        said = str(event.event)
        assert not any(secret in said for secret in (CLIENT.inn, CLIENT.account, CLIENT.signer_name))


class TestRequestCode:
    def test_needs_requisites_first(self, work: Work, published: str) -> None:
        with pytest.raises(Invalid, match="requisites_missing"):
            ask(work, published)

    def test_stores_no_code_and_derives_the_same_one_for_the_letter(self, work: Work, ready: str) -> None:
        code_id = ask(work, ready)
        code = signing_code(work, code_id=code_id)
        row = work.session.get_one(SigningCode, code_id)
        assert code.isdigit()
        assert len(code) == 6
        assert code not in str(row.model_dump())
        assert row.sent_to == "client@example.com"

    def test_refuses_a_revision_that_is_not_the_current_one(self, work: Work, ready: str) -> None:
        with pytest.raises(DocumentChanged):
            request_code(work, token=token_of(work, ready), revision=1, html=HTML, html_revision=1)

    def test_of_a_clock_that_was_ahead_dies_and_hides_no_other(self, work: Work, ready: str, clock: FixedClock) -> None:
        now = clock.now()
        clock.set(now + timedelta(days=1))
        early = ask(work, ready)
        clock.set(now)
        assert live_code(work, document_id=ready) is None
        late = ask(work, ready)
        row = live_code(work, document_id=ready)
        assert (row.id if row else "", early != late) == (late, True)

    def test_is_throttled(self, work: Work, ready: str, clock: FixedClock) -> None:
        ask(work, ready)
        with pytest.raises(Throttled):
            ask(work, ready)
        for _ in range(4):
            clock.advance(timedelta(seconds=31))
            ask(work, ready)
        clock.advance(timedelta(seconds=31))
        with pytest.raises(Throttled) as caught:
            ask(work, ready)
        assert 3000 < caught.value.retry_after <= 3600

    def test_is_given_so_many_times_a_day(self, work: Work, ready: str, clock: FixedClock) -> None:
        """Five tries of each code, hour after hour, would guess six digits some day."""
        for _ in range(DAILY):
            ask(work, ready)
            clock.advance(timedelta(minutes=13))
        with pytest.raises(Throttled) as caught:
            ask(work, ready)
        clock.advance(timedelta(seconds=caught.value.retry_after + 1))
        ask(work, ready)

    def test_ends_the_code_before_it(self, work: Work, ready: str, clock: FixedClock) -> None:
        first = ask(work, ready)
        clock.advance(timedelta(minutes=1))
        second = ask(work, ready)
        with pytest.raises(NotFound):
            signing_code(work, code_id=first)
        assert not sign(work, ready, work.links.code(first)).signed
        assert sign(work, ready, work.links.code(second)).signed

    def test_sends_nothing_once_the_contract_has_changed(self, work: Work, ready: str) -> None:
        code_id = ask(work, ready)
        content = contract_content(work, document_id=ready)
        save_contract(work, document_id=ready, content=content.model_copy(update={"special_terms": "Ещё одно"}))
        publish_contract_changes(work, document_id=ready)
        with pytest.raises(NotFound):
            signing_code(work, code_id=code_id)


class TestSignContract:
    def test_freezes_the_bytes_and_everything_needed_to_prove_it(
        self, work: Work, ready: str, jobs: RecordingJobs
    ) -> None:
        code = signing_code(work, code_id=ask(work, ready))
        assert sign(work, ready, f"{code[:3]} {code[3:]}") == SigningOutcome(signed=True)
        document = get_document(work, ready)
        copy = frozen_copy(work, document_id=ready, revision=document.revision)
        consent = work.session.exec(select(Consent).where(Consent.document_id == ready)).one()
        assert copy is not None
        assert (copy.html, copy.html_sha256) == (HTML, sha256(HTML).hexdigest())
        assert (consent.text, consent.ip, consent.user_agent) == ("Согласен", HANDS.ip, HANDS.user_agent)
        assert consent.channel == "client@example.com"
        assert (document.status, get_contract(work, ready).signed_at) == (DocumentStatus.SIGNED, work.now())
        assert "freeze_pdf" in [entry.job for entry in jobs.enqueued]
        facts = contract_facts(work, document_id=ready)
        assert facts.signature is not None
        assert facts.signature.html_sha256 == copy.html_sha256

    def test_counts_wrong_codes_and_ends_after_five(self, work: Work, ready: str) -> None:
        code = signing_code(work, code_id=ask(work, ready))
        left = [sign(work, ready, wrong(code)).attempts_left for _ in range(5)]
        assert left == [4, 3, 2, 1, 0]
        with pytest.raises(CodeGone):
            sign(work, ready, code)

    def test_refuses_an_old_code(self, work: Work, ready: str, clock: FixedClock) -> None:
        code = signing_code(work, code_id=ask(work, ready))
        clock.advance(timedelta(minutes=15))
        with pytest.raises(CodeGone):
            sign(work, ready, code)

    def test_refuses_a_code_of_another_revision(self, work: Work, ready: str) -> None:
        code = signing_code(work, code_id=ask(work, ready))
        stale = get_document(work, ready).revision
        content = contract_content(work, document_id=ready)
        save_contract(work, document_id=ready, content=content.model_copy(update={"special_terms": "Ещё одно"}))
        publish_contract_changes(work, document_id=ready)
        with pytest.raises(DocumentChanged):
            sign(work, ready, code, revision=stale)
        with pytest.raises(CodeGone):
            sign(work, ready, code)

    def test_refuses_other_bytes_than_those_the_code_was_asked_for(self, work: Work, ready: str) -> None:
        code = signing_code(work, code_id=ask(work, ready))
        with pytest.raises(DocumentChanged):
            sign(work, ready, code, html=HTML + b" ")

    def test_happens_once(self, work: Work, ready: str) -> None:
        code = signing_code(work, code_id=ask(work, ready))
        sign(work, ready, code)
        with pytest.raises(IllegalTransition):
            sign(work, ready, code)

    def test_ends_every_change(self, work: Work, ready: str) -> None:
        sign(work, ready, signing_code(work, code_id=ask(work, ready)))
        content = contract_content(work, document_id=ready)
        with pytest.raises(DocumentFrozen):
            save_contract(work, document_id=ready, content=content.model_copy(update={"special_terms": "Ещё"}))
        with pytest.raises(DocumentFrozen):
            save_requisites(
                work, token=token_of(work, ready), requisites=replace(CLIENT, address="Москва, другая улица")
            )
        with pytest.raises(IllegalTransition):
            ask(work, ready)
