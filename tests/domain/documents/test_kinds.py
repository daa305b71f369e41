"""Each kind of documents moves along its own table, and its acts record what the table says."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from random import Random
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import select

from studio_app.core.errors import StudioError
from studio_app.core.money import Money
from studio_app.core.status import IllegalTransition
from studio_app.domain.briefs.schemas import Filled
from studio_app.domain.briefs.service import save_answers, send_brief, submit_brief
from studio_app.domain.contracts.codes import request_code, signing_code
from studio_app.domain.contracts.editing import contract_content, publish_contract, save_contract
from studio_app.domain.contracts.particulars import save_requisites
from studio_app.domain.contracts.signing import sign_contract
from studio_app.domain.documents.kinds import KINDS, DocumentKind, DocumentStatus, kind_of
from studio_app.domain.documents.links import get_document, link_token, new_document, replace_link
from studio_app.domain.documents.models import Document
from studio_app.domain.documents.revisions import set_status
from studio_app.domain.documents.views import count_view
from studio_app.domain.invoices.draft import create_invoice
from studio_app.domain.invoices.issue import issue_invoice
from studio_app.domain.invoices.queries import get_invoice
from studio_app.domain.invoices.void import void_invoice
from studio_app.domain.ledger.models import EntryAllocation, LedgerEntry
from studio_app.domain.ledger.receipts import reverse_entry, write_off
from studio_app.domain.payments.asking_again import ask_again
from studio_app.domain.payments.refunds import record_refund_paid
from studio_app.domain.pricing.kinds import Tariff
from studio_app.domain.proposals.answer import accept_proposal, decline_proposal
from studio_app.domain.proposals.draft import publish_proposal, save_proposal, start_proposal
from studio_app.domain.proposals.queries import read_proposal
from studio_app.domain.studio.current import today
from studio_app.domain.timeline.events.base import Event
from studio_app.domain.work import Work
from tests import agreeing, proposing
from tests.conftest import set_up
from tests.ending import OWNER, come_in
from tests.selling import make_deal, make_studio

HISTORIES, STEPS = 40, 16
ALL = list(KINDS.values())
Act = Callable[[Work, str, Random], object]


def _token(work: Work, document_id: str) -> str:
    return link_token(work, get_document(work, document_id))


def _revision(work: Work, document_id: str) -> int:
    return get_document(work, document_id).revision


def _look(work: Work, document_id: str, _: Random) -> None:
    count_view(agreeing.as_client(work), token=_token(work, document_id), revision=_revision(work, document_id))


def _save_answers(work: Work, document_id: str, rng: Random) -> None:
    save_answers(work, token=_token(work, document_id), filled=Filled({"goals": str(rng.random())}))


def _submit(work: Work, document_id: str, rng: Random) -> None:
    full = {"goals": "Больше заявок", "site_kind": "shop", "pages": "12", "languages": ["ru"], "design": "custom"}
    whole = {**full, "content": "client", "deadline": "month", "budget": "300 000 ₽", "sections": "Главная"}
    submit_brief(work, token=_token(work, document_id), filled=Filled(rng.choice([{}, whole])))


def _accept(work: Work, document_id: str, _: Random) -> None:
    accept_proposal(
        work,
        token=_token(work, document_id),
        revision=_revision(work, document_id),
        tariff=Tariff.STANDARD,
        options=(),
        name="Мария",
        consent_text="Да",
    )


def _decline(work: Work, document_id: str, _: Random) -> None:
    token, revision = _token(work, document_id), _revision(work, document_id)
    decline_proposal(work, token=token, revision=revision, reason="Дорого")


def _edit_proposal(work: Work, document_id: str, rng: Random) -> None:
    said = read_proposal(work, document_id=document_id).content
    save_proposal(work, document_id=document_id, content=said.model_copy(update={"intro": str(rng.random())}))


def _fill_requisites(work: Work, document_id: str, _: Random) -> None:
    save_requisites(agreeing.as_client(work), token=_token(work, document_id), requisites=agreeing.CLIENT)


def _edit_contract(work: Work, document_id: str, rng: Random) -> None:
    said = contract_content(work, document_id=document_id)
    save_contract(work, document_id=document_id, content=said.model_copy(update={"subject": str(rng.random())}))


def _sign(work: Work, document_id: str, rng: Random) -> None:
    token, revision, client = _token(work, document_id), _revision(work, document_id), agreeing.as_client(work)
    code_id = request_code(client, token=token, revision=revision, html=b"text", html_revision=revision)
    code = signing_code(work, code_id=code_id) if rng.random() < 0.7 else "wrong"
    sign_contract(
        client,
        token=token,
        revision=revision,
        code=code,
        name="Пётр",
        consent_text="Да",
        html=b"text",
        html_revision=revision,
    )


def _pay(work: Work, document_id: str, rng: Random) -> None:
    come_in(work, document_id, rng.choice([1_000, get_invoice(work, document_id).total_amount]), str(rng.random()))


def _entry(work: Work, document_id: str, rng: Random) -> str:
    on_it = select(EntryAllocation.entry_id).where(EntryAllocation.invoice_id == document_id)
    return rng.choice([*work.session.exec(on_it), "none"])


def _give_back(work: Work, document_id: str, rng: Random) -> None:
    entry_id = _entry(work, document_id, rng)
    entry = work.session.get(LedgerEntry, entry_id)
    back = Money(max(1, entry.amount // 2) if entry else 1, "RUB")
    record_refund_paid(work, entry_id=entry_id, amount=back, paid_on=today(work), reference=str(rng.random()))


ACTS: dict[DocumentKind, Sequence[Act]] = {
    DocumentKind.BRIEF: (
        lambda work, one, _: send_brief(work, deal_id=get_document(work, one).deal_id),
        _save_answers,
        _submit,
    ),
    DocumentKind.PROPOSAL: (
        lambda work, one, _: publish_proposal(work, document_id=one),
        lambda work, one, _: start_proposal(work, deal_id=get_document(work, one).deal_id),
        lambda work, one, _: proposing.change_price(work, get_document(work, one).deal_id),
        _edit_proposal,
        _accept,
        _decline,
    ),
    DocumentKind.CONTRACT: (
        lambda work, one, _: publish_contract(work, document_id=one),
        _fill_requisites,
        _edit_contract,
        _sign,
    ),
    DocumentKind.INVOICE: (
        lambda work, one, _: issue_invoice(work, document_id=one),
        lambda work, one, _: create_invoice(work, deal_id=get_document(work, one).deal_id),
        lambda work, one, _: void_invoice(work, document_id=one, reason="ошибка"),
        *[lambda work, one, _: ask_again(replace(work, actor=OWNER), invoice_id=one, reason="ошибка")] * 3,
        lambda work, one, _: write_off(replace(work, actor=OWNER), invoice_id=one, reason="ошибка"),
        *[lambda work, one, rng: reverse_entry(work, entry_id=_entry(work, one, rng), reason="ошибка")] * 2,
        *[_pay, _give_back] * 3,  # so often that a history comes to its rarest step
    ),
}
ALWAYS: Sequence[Act] = (_look, lambda work, one, _: replace_link(work, document_id=one))
"""What may be done to any document, and moves none."""


@dataclass(frozen=True)
class Move:
    """One step of a document, and the events that were recorded with it."""

    before: DocumentStatus
    after: DocumentStatus
    told: frozenset[type[Event]]


@pytest.fixture
def statuses() -> Iterator[list[tuple[Document, DocumentStatus, DocumentStatus]]]:
    """Whatever the status of a document is set to, by whichever way."""
    found: list[tuple[Document, DocumentStatus, DocumentStatus]] = []

    def note(target: Document, value: DocumentStatus, before: Any, _: object) -> None:
        if isinstance(before, DocumentStatus):
            found.append((target, before, value))

    event.listen(Document.status, "set", note)
    yield found
    event.remove(Document.status, "set", note)


@pytest.fixture
def beginnings(work: Work, kind: DocumentKind) -> Callable[[int], str]:
    """Makes a document of the kind as a draft, or as it is when it begins; each time in a deal of its own."""
    if kind in {DocumentKind.BRIEF, DocumentKind.PROPOSAL}:
        set_up(work)
    if kind is DocumentKind.BRIEF:
        return lambda _: work.session.exec(
            select(Document.id).where(Document.deal_id == proposing.add_deal(work))
        ).one()
    if kind is DocumentKind.PROPOSAL:
        return lambda _: proposing.draft(work).id
    if kind is DocumentKind.CONTRACT:
        agreeing.make_sides(work)
        return lambda number: agreeing.accept_proposal(work, make_deal(work, deal_id=f"deal-{number}"))
    assert kind is DocumentKind.INVOICE, f"say here how a document of the kind {kind} begins"
    make_studio(work)

    def invoice(number: int) -> str:
        make_deal(work, deal_id=f"deal-{number}", amount=100_000)
        document_id = create_invoice(work, deal_id=f"deal-{number}").document_id
        if number % 4:  # else most of them are void before they are paid
            issue_invoice(work, document_id=document_id)
        return document_id

    return invoice


def histories(
    work: Work,
    kind: DocumentKind,
    begin: Callable[[int], str],
    statuses: list[tuple[Document, DocumentStatus, DocumentStatus]],
) -> Iterator[Move]:
    """All steps that documents of the kind take in random histories of its use cases."""
    for number in range(HISTORIES):
        rng, told = Random(number), len(work.events)
        document_id = begin(number)
        yield from _moves(kind, statuses, work.events[told:])
        for _ in range(STEPS):
            act, told = rng.choice([*ACTS[kind], *ALWAYS]), len(work.events)
            try:
                with work.session.begin_nested():
                    act(work, document_id, rng)
            except StudioError:
                statuses.clear()  # rolled back
                continue
            yield from _moves(kind, statuses, work.events[told:])


def _moves(kind: DocumentKind, statuses: list[Any], events: Sequence[Any]) -> Iterator[Move]:
    told = frozenset(type(one.event) for one in events)
    for document, before, after in statuses:
        if document.kind is kind:
            yield Move(before, after, told)
    statuses.clear()


@pytest.mark.parametrize("kind", ALL)
class TestHistories:
    def test_take_the_steps_of_the_table_and_no_other(
        self, work: Work, kind: DocumentKind, beginnings: Callable[[int], str], statuses: list[Any]
    ) -> None:
        taken = {(move.before, move.after) for move in histories(work, kind, beginnings, statuses)}
        assert taken == {(before, after) for before, targets in kind.transitions.items() for after in targets}

    def test_record_each_step_as_the_kind_says(
        self, work: Work, kind: DocumentKind, beginnings: Callable[[int], str], statuses: list[Any]
    ) -> None:
        acts = {kind.published: DocumentStatus.PUBLISHED, **kind.moved_by}
        met: set[type[Event]] = set()
        for move in histories(work, kind, beginnings, statuses):
            said = {act for act, status in acts.items() if act in move.told and status is move.after}
            assert said, move
            met |= said
        assert met == {act for act, status in acts.items() if status is not DocumentStatus.DRAFT}


@pytest.mark.parametrize("kind", ALL)
class TestSetStatus:
    @pytest.mark.parametrize(("before", "after"), list(product(DocumentStatus, repeat=2)))
    def test_refuses_what_the_table_does_not_know(
        self, work: Work, kind: DocumentKind, before: DocumentStatus, after: DocumentStatus
    ) -> None:
        document = Document(
            id="d", deal_id="deal", kind=kind, status=before, nonce="", token_hash="", created_at=work.now()
        )
        if after in kind.transitions.get(before, set()):
            set_status(work, document, after)
            assert document.status is after
            return
        with pytest.raises(IllegalTransition) as refused:
            set_status(work, document, after)
        assert refused.value.params == {"current": before.value, "target": after.value}
        assert document.status is before


class TestKinds:
    @pytest.mark.parametrize("kind", ALL)
    def test_are_read_back_as_they_were_written(self, work: Work, kind: DocumentKind) -> None:
        make_studio(work)
        deal = make_deal(work)
        document_id = new_document(work, deal_id=deal.id, kind=kind, title="", locale="ru").id
        work.session.expire_all()
        assert get_document(work, document_id, kind=kind).kind is kind
        assert kind_of(kind.key) is kind

    def test_are_met_in_the_order_of_the_chain(self) -> None:
        assert list(KINDS) == ["brief", "proposal", "contract", "invoice"]

    @pytest.mark.parametrize("kind", ALL)
    def test_begin_as_drafts_and_are_published_from_there(self, kind: DocumentKind) -> None:
        assert DocumentStatus.PUBLISHED in kind.transitions[DocumentStatus.DRAFT]
        assert kind.published not in kind.moved_by
