"""How one deal goes: from the lead as far as its plot leads, with the pauses that people make."""

from collections.abc import Callable
from datetime import date, time, timedelta
from itertools import chain

from sqlmodel import select

from studio_app.adapters.texts.catalogue import translate
from studio_app.demo import agreeing, asking, paying, turning
from studio_app.demo.scene import CHAIN, NotYet, Scene, Turn
from studio_app.domain.deals.contacts_made import ContactChannel, ContactResult, log_contact
from studio_app.domain.deals.moves import move
from studio_app.domain.documents.links import link_token
from studio_app.domain.documents.models import DocumentKind
from studio_app.domain.proposals.answer import decline_proposal
from studio_app.domain.studio.models import Stage, StageRole
from studio_app.domain.tasks.service import add_task

_SATURDAY = 5
_SILENT, _ANSWERED = timedelta(days=3), 0.6  # how long a manager leaves a client alone, and who picks up
_UNREAD, _PLANNED = 0.2, 0.75  # shares of the open deals
_TASKS = ("call", "ask", "meet")
# working days from the present until the next step is due, and how many of a hundred: a few are late
_DUE = ((-2, 4), (-1, 8), (0, 24), (1, 24), (2, 14), (3, 10), (4, 8), (6, 8))
_STEPS = (
    (asking.send,),
    (asking.fill_in,),
    (asking.propose, turning.after_proposal),
    (agreeing.accept,),
    (agreeing.sign,),
    (paying.settle, turning.after_payment),
)


def tell(scene: Scene) -> None:
    """Play the story to its end, or to the present."""
    scene.clock.set(scene.plot.begins)
    try:
        asking.come_in(scene)
        if scene.plot.reach is not StageRole.LEAD:
            asking.greet(scene)
        for step in _way(scene):
            step(scene)
        _linger(scene)
    except NotYet:
        scene.clock.set(scene.present)
    _plan(scene)
    scene.end()


def _way(scene: Scene) -> tuple[Callable[[Scene], None], ...]:
    if scene.plot.turn is Turn.ABROAD:
        return (turning.sell_abroad,)
    return tuple(chain.from_iterable(_STEPS[: CHAIN.index(scene.plot.reach)]))


def _plan(scene: Scene) -> None:
    """What the manager has looked at, and the next step that most open deals have."""
    deal = scene.deal()
    is_open = deal.closed_at is None
    deal.unread = is_open and scene.rng.random() < _UNREAD
    if not is_open or scene.rng.random() > _PLANNED:
        return
    add_task(
        scene.staff,
        deal_id=deal.id,
        title=translate(scene.plot.locale, f"demo.task_{scene.rng.choice(_TASKS)}"),
        due_on=_due_on(scene),
        due_time=time(scene.rng.randint(10, 17), scene.rng.choice((0, 30))),
    )


def _due_on(scene: Scene) -> date:
    """A working day around the present, never before the step was planned."""
    days = scene.rng.choices([days for days, _ in _DUE], [weight for _, weight in _DUE])[0]
    day = _workday(scene.present.date())
    for _ in range(abs(days)):
        day = _workday(day + timedelta(days=1)) if days > 0 else _workday(day - timedelta(days=1), back=True)
    return max(day, scene.clock.now().date())


def _workday(day: date, *, back: bool = False) -> date:
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=-1 if back else 1)
    return day


def _keep_in_touch(scene: Scene) -> None:
    """A call every few days, answered or not, almost up to the present."""
    while scene.plot.told_until is not None and scene.present - scene.clock.now() > _SILENT:
        scene.pause(20, 72, staff=True)
        answered = scene.rng.random() < _ANSWERED
        log_contact(
            scene.staff,
            deal_id=scene.deal_id,
            channel=ContactChannel.CALL,
            result=ContactResult.CALL_BACK if answered else ContactResult.NO_ANSWER,
            minutes=scene.rng.randint(2, 9) if answered else 1,
            text=translate(scene.plot.locale, "demo.later_call") if answered else "",
        )


def _linger(scene: Scene) -> None:
    """The end of a lost deal; an open one waits, and its manager keeps in touch meanwhile."""
    if not scene.plot.lost_reason_id:
        scene.pause(0.5, 40)
        if scene.plot.reach is not StageRole.PAID:
            _keep_in_touch(scene)
        return
    scene.pause(24, 200)
    document = scene.document(DocumentKind.PROPOSAL) if scene.plot.reach is StageRole.PROPOSAL else None
    if document is not None and scene.rng.random() < 0.5:
        reason = translate(scene.plot.locale, "demo.decline")
        token = link_token(scene.work, document)
        decline_proposal(scene.client, token=token, revision=document.revision, reason=reason)
        scene.pause(1, 20, staff=True)
    deal = scene.deal()
    lost = scene.work.session.exec(select(Stage).where(Stage.role == StageRole.LOST)).one()
    move(
        scene.staff,
        deal_id=deal.id,
        stage_id=lost.id,
        version=deal.version,
        lost_reason_id=scene.plot.lost_reason_id,
    )
