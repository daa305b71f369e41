"""Random but repeatable histories of a studio, made through its own use cases."""

import random
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import col, select

from studio_app.core.clock import FixedClock
from studio_app.core.money import Money
from studio_app.domain.analytics.visits import note_visit
from studio_app.domain.clients.models import Client, Contact
from studio_app.domain.deals.assignment import assign
from studio_app.domain.deals.models import Deal, TimelineEvent
from studio_app.domain.deals.moves import enter_stage
from studio_app.domain.documents.links import new_document
from studio_app.domain.documents.models import DocumentKind
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.payments.ledger.booking import book
from studio_app.domain.payments.ledger.models import CauseKind, EntryKind
from studio_app.domain.payments.schemas import Allocation, Cause
from studio_app.domain.studio.models import Channel, LostReason, Stage, StageKind
from studio_app.domain.timeline import record
from studio_app.domain.work import Work
from tests.rows import add_person, add_studio


def add_history(work: Work, clock: FixedClock, *, seed: int, deals: int = 25, days: int = 60) -> None:
    """A studio with three managers, two channels and `deals` deals that wander for `days` days."""
    # only the measures look on: these deals have no documents that letters could be about
    work = replace(work, reactions=dict.fromkeys(("deal.created", "deal.moved", "deal.assigned"), (note_visit,)))
    chance = random.Random(seed)
    add_studio(work)
    for key in ("anna", "boris", "vera"):
        add_person(work, key=key)
    work.session.add(Channel(id="kwork", key="kwork", name_ru="Кворк", name_en="Kwork"))
    work.session.add(LostReason(id="late", name_ru="Поздно", name_en="Too late"))
    work.session.flush()
    start = clock.now()
    moments = sorted(chance.uniform(0, days) for _ in range(deals * 6))
    known: list[Deal] = []
    for moment in moments:
        clock.set(start + timedelta(days=moment))
        if len(known) < deals and (not known or chance.random() < 0.25):
            known.append(_receive(work, chance, len(known) + 1))
        else:
            _step(work, chance, chance.choice(known))
    clock.set(start + timedelta(days=days))
    work.session.flush()


def _receive(work: Work, chance: random.Random, number: int) -> Deal:
    key = f"deal-{number}"
    work.session.add(Client(id=f"{key}-client", name=f"Клиент {number}", created_at=work.now()))
    work.session.flush()
    work.session.add(Contact(id=f"{key}-contact", client_id=f"{key}-client", name="Иван"))
    work.session.flush()
    deal = Deal(
        id=key,
        number=number,
        title=f"Сайт {number}",
        client_id=f"{key}-client",
        contact_id=f"{key}-contact",
        stage_id="lead",
        manager_id=chance.choice(["anna", "boris", "vera"]),
        channel_id=chance.choice(["site", "kwork"]),
        amount=0,
        created_at=work.now(),
        stage_since=work.now(),
    )
    work.session.add(deal)
    work.session.flush()
    record(work, "deal.created", deal_id=deal.id)
    return deal


def _step(work: Work, chance: random.Random, deal: Deal) -> None:
    what = chance.random()
    if what < 0.1:
        _take_back(work, deal)
    elif what < 0.6:
        stage = chance.choice(work.session.exec(select(Stage)).all())
        if stage.kind is StageKind.LOST:
            deal.lost_reason_id = chance.choice(["price", "late"])
        deal.amount = chance.randrange(0, 50_000_00)
        enter_stage(work, deal, stage)
    elif what < 0.75:
        assign(work, deal_id=deal.id, manager_id=chance.choice(["anna", "boris", "vera"]), version=deal.version)
    elif what < 0.87:
        record(work, "proposal.published", deal_id=deal.id, document_id="x", revision=1, title="", number="")
    else:
        add_money(work, deal, amount=chance.randrange(-5_000_00, 20_000_00), at=work.now())


def _take_back(work: Work, deal: Deal) -> None:
    """Undo the last move, as a person does who has dropped a card in the wrong column."""
    moves = select(TimelineEvent).where(TimelineEvent.deal_id == deal.id, TimelineEvent.kind == "deal.moved")
    last = work.session.exec(moves.order_by(col(TimelineEvent.id).desc()).limit(1)).first()
    if last is not None and "taken_back" not in last.payload:
        stage = work.session.get_one(Stage, last.payload["from_stage"])
        enter_stage(work, deal, stage, since=last.at - timedelta(seconds=last.payload["seconds"]))


def add_money(
    work: Work, deal: Deal, *, amount: int, at: datetime, by: CauseKind = CauseKind.PERSON, live_mode: bool = True
) -> None:
    """An entry of the ledger with the invoice it hangs on."""
    document = new_document(work, deal_id=deal.id, kind=DocumentKind.INVOICE, title="Счёт", locale="ru")
    work.session.add(Invoice(document_id=document.id, deal_id=deal.id, legal_entity_id="entity", currency="RUB"))
    work.session.flush()
    book(
        work,
        kind=EntryKind.PAYMENT if amount >= 0 else EntryKind.REFUND,
        amount=Money(amount, "RUB"),
        received_at=at,
        cause=Cause(by, "bank" if by is CauseKind.PERSON else "stripe", work.new_id()),
        allocations=[Allocation(document.id, Money(amount, "RUB"))],
        live_mode=live_mode,
    )
