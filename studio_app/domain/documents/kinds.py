"""What a kind of documents is: everything that all rooms may know of a brief, a proposal, a contract, an invoice."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from studio_app.core.status import Transitions
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.clients.recipients import Purpose
from studio_app.domain.timeline.events.documents import (
    BriefPublished,
    BriefSeen,
    BriefSubmitted,
    ContractChanged,
    ContractDrafted,
    ContractPublished,
    ContractSeen,
    ContractSigned,
    DocumentEvent,
    DocumentPublished,
    DocumentRevised,
    DocumentSeen,
    ProposalAccepted,
    ProposalChanged,
    ProposalDeclined,
    ProposalDrafted,
    ProposalPublished,
    ProposalSeen,
)
from studio_app.domain.timeline.events.invoices import (
    InvoiceAskedAgain,
    InvoiceDrafted,
    InvoicePaid,
    InvoicePublished,
    InvoiceReopened,
    InvoiceSeen,
    InvoiceVoided,
)


class DocumentStatus(StrEnum):
    """Where a document stands; `seen` and payment are facts beside it, not states."""

    DRAFT = "draft"  # invisible to the client
    PUBLISHED = "published"  # sent; live on every refresh
    ACCEPTED = "accepted"  # a proposal accepted, a brief submitted
    SIGNED = "signed"  # a contract
    DECLINED = "declined"
    PAID = "paid"  # an invoice covered by its entries
    VOID = "void"


class Step(StrEnum):
    """What comes next in a deal; `wait_…` steps offer the client's link to copy."""

    SEND_BRIEF = "send_brief"
    WAIT_BRIEF = "wait_brief"
    OPEN_ESTIMATE = "open_estimate"
    PUBLISH_PROPOSAL = "publish_proposal"
    WAIT_PROPOSAL = "wait_proposal"
    REVISE_PROPOSAL = "revise_proposal"
    PUBLISH_CONTRACT = "publish_contract"
    WAIT_CONTRACT = "wait_contract"
    PUBLISH_CHANGES = "publish_changes"
    ISSUE_INVOICE = "issue_invoice"
    RECORD_PAYMENT = "record_payment"
    CREATE_INVOICE = "create_invoice"
    ACCEPT_WORK = "accept_work"
    DONE = "done"
    LOST = "lost"

    @property
    def waits(self) -> bool:
        """Whether it is the client's turn."""
        return self.value.startswith("wait_")


D = DocumentStatus
CLOSED = frozenset({D.ACCEPTED, D.SIGNED, D.PAID, D.VOID})
"""Where a document is changed by a new one and never edited."""


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Numbers without gaps, one series a legal entity and year; taken when a document is published."""

    digits: int

    def written(self, number: int, *, year: int, prefix: str) -> str:
        """`A-2026-0007`."""
        return f"{prefix}{year}-{number:0{self.digits}d}"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class DocumentKind:
    """One kind of documents. `key` is stored with each document, and names the kind in events, words and files."""

    BRIEF: ClassVar["DocumentKind"]
    PROPOSAL: ClassVar["DocumentKind"]
    CONTRACT: ClassVar["DocumentKind"]
    INVOICE: ClassVar["DocumentKind"]

    key: str
    transitions: Transitions[DocumentStatus]
    published: type[DocumentPublished]
    seen: type[DocumentSeen]
    moved_by: Mapping[type[DocumentEvent], DocumentStatus]  # what its other acts record, and where they leave it
    steps: Mapping[DocumentStatus, Step]  # what comes next in a deal whose furthest document is such a one
    changed: type[DocumentRevised] | None = None  # None: what is published is not edited
    link: str = "d"  # the first part of its address on our site
    sent_with: Permission = Permission.SEND_DOCUMENTS  # what whoever sends it to its client has to have
    reader: Purpose | None = None  # who of the client gets it; None: the contact of the deal
    series: Series | None = None  # what it is numbered by; None: by its deal, or not at all
    is_drawn: bool = True  # has a text, of which a page and a PDF are made; what has none is a form
    names_seller: bool = True  # says who sells, so the studio's particulars have to be there before it is sent
    has_price: bool = True  # says what the deal is worth
    before_estimate: bool = False  # nothing is waited for any more once there is an estimate
    before_sale: bool = False  # nothing is waited for any more once the deal is won and invoiced
    final_when_published: bool = False  # says for good what it said when it was sent, not when it was answered

    def is_final(self, status: DocumentStatus, *, published: bool) -> bool:
        """Whether a document of this kind says for ever what it said when it was accepted, signed or issued."""
        return status in {D.ACCEPTED, D.SIGNED} or (self.final_when_published and published)

    def __str__(self) -> str:
        return self.key

    def __repr__(self) -> str:
        return f"<{self.key}>"

    def __reduce__(self) -> tuple[Any, ...]:
        """A copy is the kind itself: kinds are compared by being the same."""
        return kind_of, (self.key,)


DocumentKind.BRIEF = DocumentKind(
    "brief",
    transitions={D.DRAFT: {D.PUBLISHED}, D.PUBLISHED: {D.ACCEPTED}},
    published=BriefPublished,
    seen=BriefSeen,
    moved_by={BriefSubmitted: D.ACCEPTED},
    steps={D.DRAFT: Step.SEND_BRIEF, D.PUBLISHED: Step.WAIT_BRIEF},
    link="b",
    is_drawn=False,
    names_seller=False,
    has_price=False,
    before_estimate=True,
    before_sale=True,
)
DocumentKind.PROPOSAL = DocumentKind(
    "proposal",
    transitions={D.DRAFT: {D.PUBLISHED}, D.PUBLISHED: {D.ACCEPTED, D.DECLINED}, D.DECLINED: {D.PUBLISHED}},
    published=ProposalPublished,
    seen=ProposalSeen,
    changed=ProposalChanged,
    moved_by={ProposalDrafted: D.DRAFT, ProposalAccepted: D.ACCEPTED, ProposalDeclined: D.DECLINED},
    steps={
        D.DRAFT: Step.PUBLISH_PROPOSAL,
        D.PUBLISHED: Step.WAIT_PROPOSAL,
        D.DECLINED: Step.REVISE_PROPOSAL,
    },
    before_sale=True,
)
DocumentKind.CONTRACT = DocumentKind(
    "contract",
    transitions={D.DRAFT: {D.PUBLISHED}, D.PUBLISHED: {D.SIGNED}},
    published=ContractPublished,
    seen=ContractSeen,
    changed=ContractChanged,
    moved_by={ContractDrafted: D.DRAFT, ContractSigned: D.SIGNED},
    steps={D.DRAFT: Step.PUBLISH_CONTRACT, D.PUBLISHED: Step.WAIT_CONTRACT, D.SIGNED: Step.CREATE_INVOICE},
    reader=Purpose.SIGN,
    series=Series(digits=3),
)
DocumentKind.INVOICE = DocumentKind(
    "invoice",
    # paid and open again: a person asks again for what went back, or a payment proves to be none
    transitions={D.DRAFT: {D.PUBLISHED, D.VOID}, D.PUBLISHED: {D.PAID, D.VOID}, D.PAID: {D.PUBLISHED}},
    published=InvoicePublished,
    seen=InvoiceSeen,
    moved_by={
        InvoiceDrafted: D.DRAFT,
        InvoicePaid: D.PAID,
        InvoiceReopened: D.PUBLISHED,
        InvoiceAskedAgain: D.PUBLISHED,
        InvoiceVoided: D.VOID,
    },
    steps={D.DRAFT: Step.ISSUE_INVOICE, D.PUBLISHED: Step.RECORD_PAYMENT},
    sent_with=Permission.ISSUE_INVOICES,
    reader=Purpose.PAY,
    series=Series(digits=4),
    final_when_published=True,
)

KINDS: Mapping[str, DocumentKind] = {
    kind.key: kind for kind in (DocumentKind.BRIEF, DocumentKind.PROPOSAL, DocumentKind.CONTRACT, DocumentKind.INVOICE)
}
"""All kinds by their keys, in the order in which a deal meets them."""


def kind_of(key: str) -> DocumentKind:
    """The kind of a stored key. Raises KeyError for what is none."""
    return KINDS[key]


class KindText(TypeDecorator[DocumentKind]):
    """A kind stored by its key; an unknown key fails when read, not later."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: DocumentKind | None, dialect: Dialect) -> str | None:
        """Write the key."""
        return None if value is None else value.key

    def process_result_value(self, value: Any, dialect: Dialect) -> DocumentKind | None:
        """Read the kind back."""
        return None if value is None else kind_of(value)
