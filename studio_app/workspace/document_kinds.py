"""What the screens show of each kind of documents, and do with it: one line a kind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from studio_app.domain.contracts.editing import publish_contract, publish_contract_changes
from studio_app.domain.documents.kinds import DocumentKind, DocumentStatus
from studio_app.domain.invoices.issue import issue_invoice
from studio_app.domain.proposals.changes import publish_proposal_changes
from studio_app.domain.proposals.draft import publish_proposal

UseCase = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class KindOnScreens:
    """The icon of a kind, the use case that sends a draft of it (None: it is sent as it is made), and its screen."""

    icon: str
    publish: UseCase | None = None
    publish_changes: UseCase | None = None  # of what was saved since it was sent (None: that is not edited)
    has_editor: bool = False  # at /deal/<id>/<key>
    when_accepted: str = DocumentStatus.ACCEPTED.value  # what that is called: a word of `deal.state.…`


SCREENS: Mapping[DocumentKind, KindOnScreens] = {
    DocumentKind.BRIEF: KindOnScreens("clipboard-list", when_accepted="submitted"),
    DocumentKind.PROPOSAL: KindOnScreens(
        "presentation", publish=publish_proposal, publish_changes=publish_proposal_changes, has_editor=True
    ),
    DocumentKind.CONTRACT: KindOnScreens(
        "signature", publish=publish_contract, publish_changes=publish_contract_changes, has_editor=True
    ),
    DocumentKind.INVOICE: KindOnScreens("receipt-text", publish=issue_invoice),
}

WORDS = ("name", "short", "now", "ask", "found", "in_sentence")
"""The words of each kind, in the catalogues as `kind.<key>.…`; of a drawn one also its `heading`."""

ICONS = tuple((kind.key, one.icon) for kind, one in SCREENS.items())
"""The icon of each kind, by its key."""
