"""Detours of deals from the straight way: lost and back, another manager, abroad, money that goes back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from sqlmodel import col, select

from studio_app.adapters.texts.catalogue import translate
from studio_app.core.money import Money
from studio_app.demo import online
from studio_app.demo.deal_plans import DemoStudio
from studio_app.demo.deal_run import DealPlan, DealRun, Detour
from studio_app.demo.paying import pay_by_transfer
from studio_app.domain.deals.moves import move
from studio_app.domain.documents.price_by_hand import price_by_hand
from studio_app.domain.invoices.draft import create_invoice
from studio_app.domain.invoices.issue import issue_invoice
from studio_app.domain.ledger.kinds import EntryKind
from studio_app.domain.ledger.models import LedgerEntry
from studio_app.domain.payments.models import PaymentAttempt
from studio_app.domain.payments.refunds import record_refund_paid
from studio_app.domain.studio.current import today
from studio_app.domain.studio.kinds import StageRole
from studio_app.domain.studio.models import Stage
from studio_app.domain.tasks.handover import pass_on

_ABROAD = "EUR"
_ONLINE = (Detour.DISPUTED, Detour.DISPUTE_WON, Detour.DISPUTE_LOST)
_PARTS = (5, 4, 3)  # which part of a payment goes back


def assign_detours(plans: Sequence[DealPlan], *, studio: DemoStudio, with_provider: bool) -> list[DealPlan]:
    """Give each detour to one of the plans that lead to the payment: the earliest, sure to be played to the end.

    Abroad goes a client who speaks English, where there is one. One of the plans stays straight in any case.
    """
    detours = [detour for detour in Detour if detour is not Detour.NONE and (with_provider or detour not in _ONLINE)]
    paid = sorted((plan for plan in plans if plan.reach is StageRole.PAID), key=lambda plan: plan.begins)
    given: dict[int, DealPlan] = {}
    for detour in detours[: max(0, len(paid) - 1)]:
        free = [plan for plan in paid if id(plan) not in given]
        fits = [plan for plan in free if detour is not Detour.ABROAD or plan.locale == "en"] or free
        given[id(fits[0])] = _with_detour(fits[0], detour, studio)
    return [given.get(id(plan), plan) for plan in plans]


def _with_detour(plan: DealPlan, detour: Detour, studio: DemoStudio) -> DealPlan:
    colleague = next((one for one in studio.managers if one.id != plan.manager.id), plan.manager)
    other = studio.owner if detour is Detour.REFUNDED else colleague
    channel = "hand" if detour is Detour.ABROAD else plan.channel  # agreed upon in talks, without a brief
    return replace(plan, detour=detour, channel=channel, other=other, left_reason_id=studio.lost_reasons[0])


def after_proposal(run: DealRun) -> None:
    """What happens before the client accepts."""
    _take(run, {Detour.REOPENED: _come_back, Detour.REASSIGNED: _change_hands})


def after_payment(run: DealRun) -> None:
    """What happens when all is paid."""
    disputes = dict.fromkeys(_ONLINE, _dispute)
    _take(run, {Detour.REFUNDED: _give_back, **disputes})


def sell_abroad(run: DealRun) -> None:
    """A sum in the client's currency is agreed upon in talks, invoiced and paid."""
    run.pause(20, 90, staff=True)
    deal = run.deal()
    agreed = Money(run.rng.randrange(18, 60) * 10_000, _ABROAD)
    price_by_hand(run.staff, deal_id=deal.id, version=deal.version, amount=agreed)
    run.pause(1, 20, staff=True)
    drafted = create_invoice(run.staff, deal_id=deal.id)
    issue_invoice(run.staff, document_id=drafted.document_id)
    run.pause(20, 90, staff=True)
    pay_by_transfer(run)


def _take(run: DealRun, detours: Mapping[Detour, Callable[[DealRun], None]]) -> None:
    detour = detours.get(run.plan.detour)
    if detour is not None:
        detour(run)


def _come_back(run: DealRun) -> None:
    """The client says no, and a few days later yes after all."""
    run.pause(5, 40, staff=True)
    deal, before = run.deal(), run.deal().stage_id
    lost = run.work.session.exec(select(Stage).where(Stage.role == StageRole.LOST)).one()
    reason = run.plan.left_reason_id
    move(run.staff, deal_id=deal.id, stage_id=lost.id, version=deal.version, lost_reason_id=reason)
    run.pause(30, 110, staff=True)
    move(run.staff, deal_id=deal.id, stage_id=before, version=deal.version, back=True)


def _change_hands(run: DealRun) -> None:
    """A colleague takes the deal over."""
    run.pause(1, 20, staff=True)
    other = run.plan.other or run.plan.manager
    pass_on(run.staff, deal_id=run.deal_id, to_id=other.id, version=run.deal().version)
    run.staff = replace(run.work, actor=other)


def _give_back(run: DealRun) -> None:
    """A part of the last transfer is transferred back."""
    run.pause(20, 120, staff=True)
    came = select(LedgerEntry).where(LedgerEntry.kind == EntryKind.PAYMENT).order_by(col(LedgerEntry.id).desc())
    entry = run.work.session.exec(came).first()
    if entry is not None:
        record_refund_paid(
            replace(run.work, actor=run.plan.other or run.plan.manager),
            entry_id=entry.id,
            amount=Money(entry.amount // run.rng.choice(_PARTS), entry.currency),
            paid_on=today(run.work),
            reference=translate(run.plan.locale, "demo.refund"),
        )


def _dispute(run: DealRun) -> None:
    """The payer's bank takes the last payment back, and decides or has not decided yet."""
    decided = run.plan.detour is not Detour.DISPUTED
    run.pause(20, 90)
    if not decided:
        run.pause_until_lately()
    newest = select(PaymentAttempt.provider_ref).order_by(col(PaymentAttempt.id).desc())
    ref = run.work.session.exec(newest).first() or ""
    won = run.plan.detour is Detour.DISPUTE_WON
    online.happen_later(run.work, ref=ref, what="disputed_won" if won else "disputed_lost")
    if decided:
        run.pause(60, 150)
        online.happen_later(run.work, ref=ref, what="won" if won else "lost")
