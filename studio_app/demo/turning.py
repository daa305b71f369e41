"""Turns that deals take besides the straight way: lost and back, in other hands, abroad, money that goes back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from sqlmodel import col, select

from studio_app.adapters.texts.catalogue import translate
from studio_app.core.money import Money
from studio_app.demo import online
from studio_app.demo.paying import pay_by_transfer
from studio_app.demo.plots import Cast
from studio_app.demo.scene import Plot, Scene, Turn
from studio_app.domain.deals.amounts import price_by_hand
from studio_app.domain.deals.moves import move
from studio_app.domain.invoices.draft import create_invoice
from studio_app.domain.invoices.issue import issue_invoice
from studio_app.domain.ledger.models import EntryKind, LedgerEntry
from studio_app.domain.payments.models import PaymentAttempt
from studio_app.domain.payments.refunds import record_refund_paid
from studio_app.domain.studio.current import today
from studio_app.domain.studio.models import Stage, StageRole
from studio_app.domain.tasks.handover import pass_on

_ABROAD = "EUR"
_ONLINE = (Turn.DISPUTED, Turn.DISPUTE_WON, Turn.DISPUTE_LOST)
_PARTS = (5, 4, 3)  # which part of a payment goes back


def take_turns(plots: Sequence[Plot], *, cast: Cast, with_provider: bool) -> list[Plot]:
    """Give each turn to one of the plots that lead to the payment: the earliest, which are sure to be told to the end.

    Abroad goes a client who speaks English, where there is one. One of them goes straight on in any case.
    """
    turns = [turn for turn in Turn if turn is not Turn.NONE and (with_provider or turn not in _ONLINE)]
    paid = sorted((plot for plot in plots if plot.reach is StageRole.PAID), key=lambda plot: plot.begins)
    given: dict[int, Plot] = {}
    for turn in turns[: max(0, len(paid) - 1)]:
        free = [plot for plot in paid if id(plot) not in given]
        fits = [plot for plot in free if turn is not Turn.ABROAD or plot.locale == "en"] or free
        given[id(fits[0])] = _turned(fits[0], turn, cast)
    return [given.get(id(plot), plot) for plot in plots]


def _turned(plot: Plot, turn: Turn, cast: Cast) -> Plot:
    colleague = next((one for one in cast.managers if one.id != plot.manager.id), plot.manager)
    other = cast.owner if turn is Turn.REFUNDED else colleague
    channel = "hand" if turn is Turn.ABROAD else plot.channel  # agreed upon in talks, without a brief
    return replace(plot, turn=turn, channel=channel, other=other, left_reason_id=cast.lost_reasons[0])


def after_proposal(scene: Scene) -> None:
    """What happens before the client accepts."""
    _take(scene, {Turn.REOPENED: _come_back, Turn.REASSIGNED: _change_hands})


def after_payment(scene: Scene) -> None:
    """What happens when all is paid."""
    disputes = dict.fromkeys(_ONLINE, _dispute)
    _take(scene, {Turn.REFUNDED: _give_back, **disputes})


def sell_abroad(scene: Scene) -> None:
    """A sum in the client's currency is agreed upon in talks, invoiced and paid."""
    scene.pause(20, 90, staff=True)
    deal = scene.deal()
    agreed = Money(scene.rng.randrange(18, 60) * 10_000, _ABROAD)
    price_by_hand(scene.staff, deal_id=deal.id, version=deal.version, amount=agreed)
    scene.pause(1, 20, staff=True)
    drafted = create_invoice(scene.staff, deal_id=deal.id)
    issue_invoice(scene.staff, document_id=drafted.document_id)
    scene.pause(20, 90, staff=True)
    pay_by_transfer(scene)


def _take(scene: Scene, turns: Mapping[Turn, Callable[[Scene], None]]) -> None:
    turn = turns.get(scene.plot.turn)
    if turn is not None:
        turn(scene)


def _come_back(scene: Scene) -> None:
    """The client says no, and a few days later yes after all."""
    scene.pause(5, 40, staff=True)
    deal, before = scene.deal(), scene.deal().stage_id
    lost = scene.work.session.exec(select(Stage).where(Stage.role == StageRole.LOST)).one()
    reason = scene.plot.left_reason_id
    move(scene.staff, deal_id=deal.id, stage_id=lost.id, version=deal.version, lost_reason_id=reason)
    scene.pause(30, 110, staff=True)
    move(scene.staff, deal_id=deal.id, stage_id=before, version=deal.version, back=True)


def _change_hands(scene: Scene) -> None:
    """A colleague takes the deal over."""
    scene.pause(1, 20, staff=True)
    other = scene.plot.other or scene.plot.manager
    pass_on(scene.staff, deal_id=scene.deal_id, to_id=other.id, version=scene.deal().version)
    scene.staff = replace(scene.work, actor=other)


def _give_back(scene: Scene) -> None:
    """A part of the last transfer is transferred back."""
    scene.pause(20, 120, staff=True)
    came = select(LedgerEntry).where(LedgerEntry.kind == EntryKind.PAYMENT).order_by(col(LedgerEntry.id).desc())
    entry = scene.work.session.exec(came).first()
    if entry is not None:
        record_refund_paid(
            replace(scene.work, actor=scene.plot.other or scene.plot.manager),
            entry_id=entry.id,
            amount=Money(entry.amount // scene.rng.choice(_PARTS), entry.currency),
            paid_on=today(scene.work),
            reference=translate(scene.plot.locale, "demo.refund"),
        )


def _dispute(scene: Scene) -> None:
    """The payer's bank takes the last payment back, and decides or has not decided yet."""
    decided = scene.plot.turn is not Turn.DISPUTED
    scene.pause(20, 90)
    if not decided:
        scene.pause_until_lately()
    newest = select(PaymentAttempt.provider_ref).order_by(col(PaymentAttempt.id).desc())
    ref = scene.work.session.exec(newest).first() or ""
    won = scene.plot.turn is Turn.DISPUTE_WON
    online.happen(scene.work, ref=ref, what="disputed_won" if won else "disputed_lost")
    if decided:
        scene.pause(60, 150)
        online.happen(scene.work, ref=ref, what="won" if won else "lost")
