"""What happens to documents: what all kinds share, and what each kind does besides."""

from studio_app.domain.timeline.events.base import OnDeal
from studio_app.domain.timeline.events.kinds import EventKind


class OnDocument(OnDeal):
    """What happens to one document of a deal."""

    document_id: str


class _OfLink(OnDocument):
    document: str  # its kind


class DocumentLinkRenewed(_OfLink):
    """A link was replaced: the former one opens nothing any more."""

    kind = EventKind.DOCUMENT_LINK_RENEWED


class DocumentLinkAsked(_OfLink):
    """Somebody with a former link has asked for the current one."""

    kind = EventKind.DOCUMENT_LINK_ASKED


class DocumentEvent(OnDocument):
    """What happens to a document, with what it is called then."""

    revision: int
    title: str
    number: str


class DocumentDrafted(DocumentEvent):
    """A draft stands ready."""


class DocumentPublished(DocumentEvent):
    """A document is open at its link."""


class DocumentRevised(DocumentEvent):
    """A published document has a new revision."""


class DocumentSeen(DocumentEvent):
    """The client has looked at a document for the first time."""


class DocumentDeclined(DocumentEvent):
    """The client does not want it as it is; the reason may be empty."""

    reason: str


class BriefPublished(DocumentPublished):
    """A brief is with the client."""

    kind = EventKind.BRIEF_PUBLISHED


class BriefSeen(DocumentSeen):
    """A brief was opened."""

    kind = EventKind.BRIEF_SEEN


class BriefSaved(OnDocument):
    """The client has answered so many of the questions."""

    kind = EventKind.BRIEF_SAVED
    answered: int
    total: int


class BriefSubmitted(DocumentEvent):
    """A brief is filled in."""

    kind = EventKind.BRIEF_SUBMITTED
    answered: int
    total: int


class ProposalDrafted(DocumentDrafted):
    """A draft of a proposal was made from the estimate."""

    kind = EventKind.PROPOSAL_DRAFTED


class ProposalPublished(DocumentPublished):
    """A proposal is with the client."""

    kind = EventKind.PROPOSAL_PUBLISHED


class ProposalChanged(DocumentRevised):
    """A published proposal says something else."""

    kind = EventKind.PROPOSAL_CHANGED


class ProposalSeen(DocumentSeen):
    """A proposal was opened."""

    kind = EventKind.PROPOSAL_SEEN


class _Choice(DocumentEvent):
    """A tariff, one of `several`, and options by name, for that sum; older rows do not tell whether it is `taxed`."""

    tariff: str
    several: bool
    options: tuple[str, ...]
    taxed: bool | None
    amount: int
    currency: str


class ProposalChosen(_Choice):
    """The client looks at another choice."""

    kind = EventKind.PROPOSAL_CHOSEN


class ProposalAccepted(_Choice):
    """The client has agreed to a choice."""

    kind = EventKind.PROPOSAL_ACCEPTED


class ProposalDeclined(DocumentDeclined):
    """The client does not want the proposal as it is."""

    kind = EventKind.PROPOSAL_DECLINED


class ContractDrafted(DocumentDrafted):
    """A draft of a contract was made from the proposal."""

    kind = EventKind.CONTRACT_DRAFTED


class ContractPublished(DocumentPublished):
    """A contract is with the client."""

    kind = EventKind.CONTRACT_PUBLISHED


class ContractChanged(DocumentRevised):
    """A published contract says something else."""

    kind = EventKind.CONTRACT_CHANGED


class ContractSeen(DocumentSeen):
    """A contract was opened."""

    kind = EventKind.CONTRACT_SEEN


class ContractCodeRequested(DocumentEvent):
    """The client wants to sign and asks for a code."""

    kind = EventKind.CONTRACT_CODE_REQUESTED
    code_id: str


class ContractSigned(DocumentEvent):
    """The client has signed the page with this hash."""

    kind = EventKind.CONTRACT_SIGNED
    html_sha256: str


class ContractWorkAccepted(DocumentEvent):
    """The client has accepted the work on that day (ISO)."""

    kind = EventKind.CONTRACT_WORK_ACCEPTED
    accepted_on: str
