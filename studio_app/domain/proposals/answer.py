"""Use cases: the client accepts or declines a proposal."""

from collections.abc import Iterable

from studio_app.core.checking import limited
from studio_app.core.errors import Invalid, StudioError
from studio_app.core.readable import clean
from studio_app.core.status import IllegalTransition
from studio_app.domain.deals.amounts import set_amount
from studio_app.domain.documents.consents import give_consent
from studio_app.domain.documents.frozen import freeze
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.models import Document
from studio_app.domain.documents.revisions import content_of, require_current, set_status
from studio_app.domain.pricing.engine import offered_options
from studio_app.domain.pricing.kinds import Tariff
from studio_app.domain.proposals.accepted import accepted_line
from studio_app.domain.proposals.chosen import choose
from studio_app.domain.proposals.draft import proposal_row
from studio_app.domain.proposals.models import Proposal
from studio_app.domain.proposals.queries import require_proposal
from studio_app.domain.proposals.schemas import ProposalContent
from studio_app.domain.timeline.events.documents import ProposalAccepted, ProposalDeclined
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

MAX_REASON = 1000
"""Characters of why a proposal is declined."""


class ProposalExpired(StudioError):
    """The proposal's last day is over."""

    code = "proposal_expired"
    status = 409


class TotalDiffers(StudioError):
    """The choice costs something else than the client was shown; they must see the new sum first."""

    code = "total_differs"
    status = 409


def accept_proposal(
    work: Work,
    *,
    token: str,
    revision: int,
    tariff: Tariff,
    options: Iterable[str],
    name: str,
    consent_text: str,
    total_seen: int | None = None,
    html: bytes | None = None,
) -> None:
    """The client buys `tariff` with the ticked `options` (keys), as revision `revision` says it.

    The sum is reckoned anew from the copied prices; `total_seen` (minor units) is what the page showed.
    `html` is the document with the choice, frozen with the consent. Accepting twice changes nothing.
    Records proposal.accepted. Raises NotFound, DocumentChanged, ProposalExpired, TotalDiffers, Invalid,
    IllegalTransition.
    """
    document = require_proposal(work, token=token)
    if document.status is DocumentStatus.ACCEPTED:
        return
    proposal = _require_open(work, document, revision=revision)
    content = ProposalContent.model_validate(content_of(work, document))
    if tariff not in {offer.tariff for offer in content.offers()}:
        raise Invalid(field="tariff", reason="tariff")
    lines = [item.line() for item in content.lines]
    ticked = frozenset(options) & offered_options(lines, tariff=tariff)
    choice = choose(content, None, [("tariff", tariff), *(("option", key) for key in sorted(ticked))])
    totals = choice.totals
    if total_seen is not None and total_seen != totals.total.amount:
        raise TotalDiffers
    if not name.strip():
        raise Invalid(field="name", reason="required")
    give_consent(work, document, kind="accept", text=consent_text, name=name)
    set_status(work, document, DocumentStatus.ACCEPTED)
    proposal.accepted_tariff = tariff
    proposal.accepted_options = sorted(ticked)
    proposal.accepted_lines = [accepted_line(part).model_dump(mode="json") for part in totals.lines]
    proposal.accepted_amount = totals.total.amount
    proposal.currency = content.currency
    if html is not None:
        freeze(work, document, html=html)
    set_amount(work, deal_id=document.deal_id, amount=totals.total)
    record(
        work,
        ProposalAccepted(
            deal_id=document.deal_id,
            document_id=document.id,
            revision=document.revision,
            title=document.title,
            number=document.number,
            tariff=tariff.value,
            several=choice.picked.tariff is not None,
            options=choice.picked.options,
            taxed=choice.picked.taxed,
            amount=totals.total.amount,
            currency=content.currency,
        ),
    )


def _require_open(work: Work, document: Document, *, revision: int) -> Proposal:
    if document.status is not DocumentStatus.PUBLISHED:
        raise IllegalTransition(current=document.status.value, target=DocumentStatus.ACCEPTED.value)
    require_current(document, revision=revision)
    proposal = proposal_row(work, document.id)
    if proposal.valid_until <= work.now():
        raise ProposalExpired
    return proposal


def decline_proposal(work: Work, *, token: str, revision: int, reason: str) -> None:
    """The client says no, with a reason that helps the studio. Declining twice changes nothing.

    Records proposal.declined. Raises NotFound, DocumentChanged, Invalid, IllegalTransition.
    """
    document = require_proposal(work, token=token)
    if document.status is DocumentStatus.DECLINED:
        return
    if document.status is not DocumentStatus.PUBLISHED:
        raise IllegalTransition(current=document.status.value, target=DocumentStatus.DECLINED.value)
    require_current(document, revision=revision)
    reason = limited("reason", clean(reason).strip(), MAX_REASON)
    if not reason:
        raise Invalid(field="reason", reason="decline_reason")
    set_status(work, document, DocumentStatus.DECLINED)
    give_consent(work, document, kind="decline", text=reason, name="")
    proposal_row(work, document.id).decline_reason = reason
    record(
        work,
        ProposalDeclined(
            deal_id=document.deal_id,
            document_id=document.id,
            revision=document.revision,
            title=document.title,
            number=document.number,
            reason=reason,
        ),
    )
