"""How documents of each kind are drawn, one line a kind that is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from studio_app.domain.contracts.queries import contract_facts
from studio_app.domain.contracts.schemas import ContractContent
from studio_app.domain.documents.kinds import DocumentKind
from studio_app.domain.invoices.schemas import InvoiceContent
from studio_app.domain.payments.client.page import pay_facts
from studio_app.domain.proposals.chosen import choose
from studio_app.domain.proposals.queries import proposal_facts
from studio_app.domain.proposals.schemas import ProposalContent
from studio_app.domain.work import Work


@dataclass(frozen=True, slots=True)
class DrawnKind:
    """The template of a kind, its typed content, and the facts beside it (payments, signing, choice) that are shown.

    `template` stands below templates/.
    `facts(work, document_id=…)` returns a frozen, hashable value: it is part of the page cache's key.
    `choose(content, facts, query)` reads what the reader has ticked from the query of the page.
    """

    template: str
    content: type[BaseModel] | None = None
    facts: Callable[..., Any] | None = None
    choose: Callable[[Any, Any, Sequence[tuple[str, str]]], Any] | None = None

    def parse(self, content: Mapping[str, Any]) -> Any:
        """The typed content of a stored revision."""
        return content if self.content is None else self.content.model_validate(content)

    def facts_of(self, work: Work, document_id: str) -> Any:
        """The facts of one document, or None where the kind has none."""
        return None if self.facts is None else self.facts(work, document_id=document_id)


DRAWN: Mapping[DocumentKind, DrawnKind] = {
    DocumentKind.PROPOSAL: DrawnKind(
        "documents/proposal.html", content=ProposalContent, facts=proposal_facts, choose=choose
    ),
    DocumentKind.CONTRACT: DrawnKind("documents/contract.html", content=ContractContent, facts=contract_facts),
    DocumentKind.INVOICE: DrawnKind("documents/invoice.html", content=InvoiceContent, facts=pay_facts),
}
