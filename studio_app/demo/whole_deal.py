"""One deal is played from the lead as far as its plan leads, with the pauses that people make."""

from collections.abc import Callable
from datetime import date, time, timedelta
from itertools import chain

from sqlmodel import select

from studio_app.adapters.texts.catalogue import translate
from studio_app.demo import agreeing, asking, detours, paying
from studio_app.demo.deal_run import CHAIN, DealRun, Detour, PresentReached
from studio_app.domain.deals.contacts_made import ContactChannel, ContactResult, log_contact
from studio_app.domain.deals.moves import move
from studio_app.domain.documents.kinds import DocumentKind
from studio_app.domain.documents.links import link_token
from studio_app.domain.proposals.answer import decline_proposal
from studio_app.domain.studio.kinds import StageRole
from studio_app.domain.studio.models import Stage
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
    (asking.propose, detours.after_proposal),
    (agreeing.accept,),
    (agreeing.sign,),
    (paying.settle, detours.after_payment),
)


def play_deal(run: DealRun) -> None:
    """Play the deal to its end, or to the present."""
    run.clock.set(run.plan.begins)
    try:
        asking.come_in(run)
        if run.plan.reach is not StageRole.LEAD:
            asking.greet(run)
        for step in _way(run):
            step(run)
        _linger(run)
    except PresentReached:
        run.clock.set(run.present)
    _plan(run)
    run.end()


def _way(run: DealRun) -> tuple[Callable[[DealRun], None], ...]:
    if run.plan.detour is Detour.ABROAD:
        return (detours.sell_abroad,)
    return tuple(chain.from_iterable(_STEPS[: CHAIN.index(run.plan.reach)]))


def _plan(run: DealRun) -> None:
    """What the manager has looked at, and the next step that most open deals have."""
    deal = run.deal()
    is_open = deal.closed_at is None
    deal.unread = is_open and run.rng.random() < _UNREAD
    if not is_open or run.rng.random() > _PLANNED:
        return
    add_task(
        run.staff,
        deal_id=deal.id,
        title=translate(run.plan.locale, f"demo.task_{run.rng.choice(_TASKS)}"),
        due_on=_due_on(run),
        due_time=time(run.rng.randint(10, 17), run.rng.choice((0, 30))),
    )


def _due_on(run: DealRun) -> date:
    """A working day around the present, never before the step was planned."""
    days = run.rng.choices([days for days, _ in _DUE], [weight for _, weight in _DUE])[0]
    day = _workday(run.present.date())
    for _ in range(abs(days)):
        day = _workday(day + timedelta(days=1)) if days > 0 else _workday(day - timedelta(days=1), back=True)
    return max(day, run.clock.now().date())


def _workday(day: date, *, back: bool = False) -> date:
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=-1 if back else 1)
    return day


def _keep_in_touch(run: DealRun) -> None:
    """A call every few days, answered or not, almost up to the present."""
    while run.plan.plays_until is not None and run.present - run.clock.now() > _SILENT:
        run.pause(20, 72, staff=True)
        answered = run.rng.random() < _ANSWERED
        log_contact(
            run.staff,
            deal_id=run.deal_id,
            channel=ContactChannel.CALL,
            result=ContactResult.CALL_BACK if answered else ContactResult.NO_ANSWER,
            minutes=run.rng.randint(2, 9) if answered else 1,
            text=translate(run.plan.locale, "demo.later_call") if answered else "",
        )


def _linger(run: DealRun) -> None:
    """The end of a lost deal; an open one waits, and its manager keeps in touch meanwhile."""
    if not run.plan.lost_reason_id:
        run.pause(0.5, 40)
        if run.plan.reach is not StageRole.PAID:
            _keep_in_touch(run)
        return
    run.pause(24, 200)
    document = run.document(DocumentKind.PROPOSAL) if run.plan.reach is StageRole.PROPOSAL else None
    if document is not None and run.rng.random() < 0.5:
        reason = translate(run.plan.locale, "demo.decline")
        token = link_token(run.work, document)
        decline_proposal(run.client, token=token, revision=document.revision, reason=reason)
        run.pause(1, 20, staff=True)
    deal = run.deal()
    lost = run.work.session.exec(select(Stage).where(Stage.role == StageRole.LOST)).one()
    move(
        run.staff,
        deal_id=deal.id,
        stage_id=lost.id,
        version=deal.version,
        lost_reason_id=run.plan.lost_reason_id,
    )
