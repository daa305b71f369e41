"""What strains a page: a word of 90 letters, a name of 200, a long address, forty lines, in every free text."""

from dataclasses import replace
from typing import Any

from sqlmodel import select

from studio_app.core.money import Money
from studio_app.domain.briefs.service import send_brief
from studio_app.domain.contracts.editing import publish_contract
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.frozen import FrozenCopy
from studio_app.domain.documents.kinds import DocumentKind
from studio_app.domain.documents.links import get_document, link_path
from studio_app.domain.documents.models import Document, DocumentRevision
from studio_app.domain.leads.intake.receiving import receive_lead
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.ledger.bank_transfers import record_bank_transfer
from studio_app.domain.studio.models import THE_STUDIO, Studio
from studio_app.domain.work import Work
from tests import agreeing, proposing
from tests.portal.test_paying import _issue

WORD = "Ы" * 90
URL = "https://example.com/" + "a-rather/long_path?with=marks&" * 6
NAME = ("Общество с неограниченно длинным названием и многими словами в нём " * 4)[:200]
LINES = 40
_LONG = (
    "title",
    "subject",
    "goals",
    "children",
    "address",
    "bank_name",
    "legal_entity",
    "special_terms",
    "client_name",
)
_SHORT = ("name", "full_name", "signer_name", "signer_post", "signer_basis", "phone", "contract_number")


def nasty(work: Work) -> dict[str, str]:
    """A document of each kind with nasty texts: the paths of their pages."""
    row = work.session.get_one(Studio, THE_STUDIO)
    row.name, row.email, row.phone = f"{'Студия' * 12}", "x" * 60 + "@" + "y" * 40 + ".example", "+7 495 123-45-67"
    paths = {"invoice": _issue(work)}
    invoice = work.session.exec(select(Document).where(Document.kind == DocumentKind.INVOICE)).one()
    proposal = proposing.published(work)
    person = LeadIn(name=NAME[:100], email="a@example.com", company=WORD, message=f"{WORD} {URL}")
    lead = receive_lead(work, lead=person)
    contract = get_document(work, agreeing.accept_proposal(work, work.session.get_one(Deal, lead.deal_id)))
    publish_contract(work, document_id=contract.id)
    for document in (invoice, proposal, contract):
        spoil(work, document)
    paths["proposal"], paths["contract"] = link_path(work, proposal), link_path(work, contract)
    other = receive_lead(work, lead=replace(person, email="b@example.com"))
    paths["brief"] = send_brief(work, deal_id=other.deal_id).path
    entry = record_bank_transfer(
        work, invoice_id=invoice.id, amount=Money(20_000, "RUB"), received_on=work.now().date(), reference=WORD[:60]
    )
    paths["receipt"] = f"{paths['invoice']}/receipt/{entry}"
    return paths


def spoil(work: Work, document: Document) -> None:
    """Make every free text of the document's newest revision nasty, and its lines forty."""
    row = work.session.get_one(DocumentRevision, (document.id, document.revision))
    content = dict(row.content)
    seeds = content["lines"]
    content["lines"] = [
        {**seeds[n % len(seeds)], **({"key": f"k{n}"} if "key" in seeds[0] else {})} for n in range(LINES)
    ]
    if "goals" in content:
        content |= {"goals": ["", "", ""], "intro": f"{WORD} {URL}"}
    row.content = {key: _spoiled(value, key) for key, value in content.items()}
    document.title = f"{WORD} {NAME}"[:200]
    copy = work.session.get(FrozenCopy, (document.id, document.revision))
    if copy is not None:  # the page is then made of the text
        work.session.delete(copy)
    work.session.flush()


def _spoiled(value: Any, key: str) -> Any:
    if isinstance(value, dict):
        return {name: _spoiled(part, name) for name, part in value.items()}
    if isinstance(value, list):
        return [_spoiled(part, key) for part in value]
    if isinstance(value, str) and key in _LONG:
        return f"{WORD} {URL[:60]}" if key == "title" else f"{WORD} {NAME} {URL}"
    return f"{NAME} {WORD}" if isinstance(value, str) and key in _SHORT else value
