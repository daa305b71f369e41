"""How one deal goes: from the lead as far as its plot leads, with the pauses that people make."""

from sqlmodel import select

from studio_app.adapters.texts.catalogue import translate
from studio_app.demo import agreeing, asking, paying
from studio_app.demo.scene import CHAIN, NotYet, Scene
from studio_app.domain.deals.moves import move
from studio_app.domain.documents.links import link_token
from studio_app.domain.documents.models import DocumentKind
from studio_app.domain.proposals.answer import decline_proposal
from studio_app.domain.studio.models import Stage, StageRole

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
    scene.end()


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
