"""Random but repeatable histories of a studio, made through its own use cases."""

import random
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import col, select

from studio_app.core.clock import FixedClock
from studio_app.core.money import Money
from studio_app.domain.analytics.tenures import note_tenure
from studio_app.domain.analytics.visits import note_visit
from studio_app.domain.clients.models import Client, Contact
from studio_app.domain.deals.assignment import assign
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.moves import enter_stage
from studio_app.domain.documents.kinds import DocumentKind
from studio_app.domain.documents.links import new_document
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.ledger.booking import book
from studio_app.domain.ledger.kinds import CauseKind, EntryKind
from studio_app.domain.ledger.new_entry import NewEntry
from studio_app.domain.ledger.schemas import Allocation, Cause
from studio_app.domain.studio.kinds import StageKind
from studio_app.domain.studio.models import Channel, LostReason, Stage
from studio_app.domain.timeline.events.deals import DealAssigned, DealCreated, DealMoved
from studio_app.domain.timeline.events.documents import ProposalPublished
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work
from tests.happened import blank
from tests.rows import add_person, add_studio

PEOPLE = ("anna", "boris", "vera")
# what becomes of money later, in halves: nothing, a refund, a dispute that was won, one that was lost, a write-off
_BACK: tuple[tuple[tuple[EntryKind, int], ...], ...] = (
    (),
    (),
    ((EntryKind.REFUND, -1),),
    ((EntryKind.REFUND, -2),),
    ((EntryKind.DISPUTE, -2), (EntryKind.DISPUTE, 2)),
    ((EntryKind.DISPUTE, -2),),
    ((EntryKind.WRITE_OFF, 1),),
)


def add_history(work: Work, clock: FixedClock, *, seed: int, deals: int = 25, days: int = 60) -> None:
    """A studio with three managers, two channels and `deals` deals that wander for `days` days."""
    # only the measures look on: these deals have no documents that letters could be about
    reactions = {DealMoved: (note_visit,)}
    reactions |= dict.fromkeys((DealCreated, DealAssigned), (note_visit, note_tenure))
    work = replace(work, reactions=reactions)
    chance = random.Random(seed)
    add_studio(work)
    for key in PEOPLE:
        add_person(work, key=key)
    work.session.add(Channel(id="kwork", key="kwork", name_ru="Кворк", name_en="Kwork"))
    work.session.add(LostReason(id="late", name_ru="Поздно", name_en="Too late"))
    work.session.flush()
    start = clock.now()
    moments = sorted(chance.uniform(0, days) for _ in range(deals * 6))
    known: list[Deal] = []
    for moment in moments:
        clock.set(max(clock.now(), start + timedelta(days=moment)))
        if len(known) < deals and (not known or chance.random() < 0.25):
            known.append(_receive(work, chance, len(known) + 1))
        else:
            _step(work, clock, chance, chance.choice(known))
    clock.set(max(clock.now(), start + timedelta(days=days)))
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
        manager_id=chance.choice(PEOPLE),
        channel_id=chance.choice(["site", "kwork"]),
        amount=0,
        currency=chance.choice(["RUB", "RUB", "RUB", "EUR", "JPY"]),
        created_at=work.now(),
        stage_since=work.now(),
    )
    work.session.add(deal)
    work.session.flush()
    record(work, blank(DealCreated, deal_id=deal.id))
    return deal


def _step(work: Work, clock: FixedClock, chance: random.Random, deal: Deal) -> None:
    what = chance.random()
    if what < 0.1:
        _take_back(work, deal)
    elif what < 0.6:
        stage = chance.choice(work.session.exec(select(Stage)).all())
        if stage.kind is StageKind.LOST:
            deal.lost_reason_id = chance.choice(["price", "late"])
        deal.amount = chance.randrange(0, 50_000_00)
        enter_stage(work, deal, stage)
    elif what < 0.65:
        _reopen(work, clock, chance, deal)
    elif what < 0.78:
        assign(work, deal_id=deal.id, manager_id=chance.choice(PEOPLE), version=deal.version)
    elif what < 0.87:
        record(work, ProposalPublished(deal_id=deal.id, document_id="x", revision=1, title="", number=""))
    else:
        _pay(work, chance, deal)


def _reopen(work: Work, clock: FixedClock, chance: random.Random, deal: Deal) -> None:
    """It ends, goes on after a while, and ends again: won or lost twice, each stage entered again."""
    ending = work.session.get_one(Stage, chance.choice(["paid", "lost"]))
    for stage in (ending, work.session.get_one(Stage, "proposal"), ending):
        if stage.kind is StageKind.LOST:
            deal.lost_reason_id = chance.choice(["price", "late"])
        enter_stage(work, deal, stage)
        clock.advance(timedelta(minutes=chance.randrange(1, 600)))


def _pay(work: Work, chance: random.Random, deal: Deal) -> None:
    """Money comes, sometimes under an earlier day; some of it is withheld, given back or returned."""
    at = work.now() - timedelta(days=chance.choice([0, 0, 0, 2, 30]))
    amount = chance.randrange(1, 20_000_00)
    currency = chance.choice([deal.currency, deal.currency, deal.currency, "RUB", "EUR"])
    add_money(work, deal, amount=amount, at=at, currency=currency)
    for kind, part in chance.choice(_BACK):
        add_money(work, deal, amount=part * amount // 2, at=work.now(), kind=kind, currency=currency)
    if chance.random() < 0.4:  # the next payment is somebody else's
        following = chance.choice([one for one in PEOPLE if one != deal.manager_id])
        assign(work, deal_id=deal.id, manager_id=following, version=deal.version)


def _take_back(work: Work, deal: Deal) -> None:
    """Undo the last move, as a person does who has dropped a card in the wrong column."""
    moves = select(TimelineEvent).where(TimelineEvent.deal_id == deal.id, TimelineEvent.kind == EventKind.DEAL_MOVED)
    last = work.session.exec(moves.order_by(col(TimelineEvent.id).desc()).limit(1)).first()
    if last is not None and "taken_back" not in last.payload:
        stage = work.session.get_one(Stage, last.payload["from_stage"])
        enter_stage(work, deal, stage, since=last.at - timedelta(seconds=last.payload["seconds"]))


def add_money(
    work: Work,
    deal: Deal,
    *,
    amount: int,
    at: datetime,
    by: CauseKind = CauseKind.PERSON,
    live_mode: bool = True,
    currency: str = "RUB",
    kind: EntryKind = EntryKind.PAYMENT,
) -> None:
    """An entry of the ledger with the invoice it hangs on."""
    document = new_document(work, deal_id=deal.id, kind=DocumentKind.INVOICE, title="Счёт", locale="ru")
    work.session.add(Invoice(document_id=document.id, deal_id=deal.id, legal_entity_id="entity", currency=currency))
    work.session.flush()
    entry = NewEntry(
        kind,
        Money(amount, currency),
        received_at=at,
        cause=Cause(by, "bank" if by is CauseKind.PERSON else "stripe", work.new_id()),
        allocations=(Allocation(document.id, Money(amount, currency)),),
        live_mode=live_mode,
    )
    book(work, entry)
