"""Use case: what is chosen on a proposal's page stays with its link. It is no answer, and binds nobody."""

from collections.abc import Iterable
from datetime import timedelta

from sqlmodel import col, func, select

from studio_app.core.errors import Invalid, StudioError, Throttled
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.actors import ActorKind
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.models import Document
from studio_app.domain.documents.revisions import content_of
from studio_app.domain.documents.stamps import stamps
from studio_app.domain.pricing.engine import offered_options
from studio_app.domain.pricing.kinds import Tariff
from studio_app.domain.proposals.answer import ProposalExpired
from studio_app.domain.proposals.chosen import choose
from studio_app.domain.proposals.draft import proposal_row
from studio_app.domain.proposals.queries import require_proposal
from studio_app.domain.proposals.schemas import ProposalContent
from studio_app.domain.timeline.events.documents import ProposalChosen
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

HOURLY = 300
"""Changes of one deal's choice in an hour: each is an event, and events are kept for good."""

_HOUR = timedelta(hours=1)


class ChoiceClosed(StudioError):
    """The proposal has been answered or withdrawn: nothing is chosen on it any more."""

    code = "choice_closed"
    status = 409


def choose_offer(work: Work, *, token: str, tariff: str, options: Iterable[str]) -> str:
    """Keep `tariff` with the ticked `options` (keys) as the choice at this link; the last one counts.

    Returns the mark of the page as it is then. An option that the tariff cannot have is left out; the same
    choice again changes nothing. Records proposal.chosen.
    Raises NotFound, ChoiceClosed, ProposalExpired, Throttled, and Invalid for what the proposal does not offer.
    """
    if work.actor.kind is ActorKind.STAFF:  # a client has shown the link, and needs nothing else
        require(work, Permission.SEND_DOCUMENTS)
    document = require_proposal(work, token=token)
    if document.status is not DocumentStatus.PUBLISHED:
        raise ChoiceClosed
    proposal = proposal_row(work, document.id)
    if proposal.valid_until <= work.now():
        raise ProposalExpired
    content = ProposalContent.model_validate(content_of(work, document))
    names = {item.key: item.name for item in content.lines if item.optional}
    ticked = tuple(dict.fromkeys(options))
    if tariff not in {offer.tariff for offer in content.offers()}:
        raise Invalid(field="tariff", reason="tariff")
    if not names.keys() >= set(ticked):
        raise Invalid(field="option", reason="option")
    wished = Tariff(tariff)
    possible = offered_options([item.line() for item in content.lines], tariff=wished)
    kept = [{"key": key, "name": name} for key, name in names.items() if key in ticked and key in possible]
    if (proposal.chosen_tariff, proposal.chosen_options) != (wished, kept):
        _require_calm(work, document)
        proposal.chosen_tariff, proposal.chosen_options, proposal.chosen_at = wished, kept, work.now()
        picked = choose(content, None, [("tariff", tariff), *(("option", one["key"]) for one in kept)]).picked
        record(
            work,
            ProposalChosen(
                deal_id=document.deal_id,
                document_id=document.id,
                revision=document.revision,
                title=document.title,
                number=document.number,
                tariff=wished.value,
                several=picked.tariff is not None,
                options=picked.options,
                taxed=picked.taxed,
                amount=picked.total.amount,
                currency=picked.total.currency,
            ),
        )
    work.session.flush()
    stamp = stamps(work, tokens=[token])[0]
    return stamp.mark if stamp else ""


def _require_calm(work: Work, document: Document) -> None:
    since = work.now() - _HOUR
    changes = select(func.count(), func.min(col(TimelineEvent.at))).where(
        TimelineEvent.deal_id == document.deal_id,
        TimelineEvent.kind == ProposalChosen.kind,
        col(TimelineEvent.at).between(since, work.now()),
    )
    count, first = work.session.exec(changes).one()
    if count >= HOURLY:
        raise Throttled(retry_after=max(1, int((first - since).total_seconds())))
