"""How one deal goes: from the lead as far as its plot leads, with the pauses that people make."""

from datetime import time, timedelta

from sqlmodel import select

from studio_app.adapters.texts.catalogue import translate
from studio_app.demo import agreeing, asking, paying
from studio_app.demo.scene import CHAIN, NotYet, Scene
from studio_app.domain.deals.moves import move
from studio_app.domain.deals.tasks.service import add_task
from studio_app.domain.documents.links import link_token
from studio_app.domain.documents.models import DocumentKind
from studio_app.domain.proposals.answer import decline_proposal
from studio_app.domain.studio.models import Stage, StageRole

_UNREAD, _PLANNED = 0.2, 0.75  # shares of the open deals
_TASKS = ("call", "ask", "meet")
_STEPS = (asking.send, asking.fill_in, asking.propose, agreeing.accept, agreeing.sign, paying.settle)


def tell(scene: Scene) -> None:
    """Play the story to its end, or to the present."""
    scene.clock.set(scene.plot.begins)
    try:
        asking.come_in(scene)
        if scene.plot.reach is not StageRole.LEAD:
            asking.greet(scene)
        for step in _STEPS[: CHAIN.index(scene.plot.reach)]:
            step(scene)
        _linger(scene)
    except NotYet:
        scene.clock.set(scene.plot.told_until)
    _plan(scene)
    scene.end()


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
        due_on=scene.clock.now().date() + timedelta(days=scene.rng.randint(-1, 4)),
        due_time=time(scene.rng.randint(10, 17)),
    )


def _linger(scene: Scene) -> None:
    """The end of a lost deal; an open one waits a little."""
    if not scene.plot.lost_reason_id:
        scene.pause(0.5, 40)
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
