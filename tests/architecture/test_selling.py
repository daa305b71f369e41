"""Tests sell as people do: rows of what is sold come about by use cases only."""

import ast
from collections.abc import Iterator
from pathlib import Path

from studio_app.domain.briefs.models import Brief
from studio_app.domain.contracts.models import Contract
from studio_app.domain.documents.models import Consent, Document, DocumentRevision, FrozenCopy
from studio_app.domain.invoices.models import Invoice, InvoiceLine
from studio_app.domain.ledger.models import EntryAllocation, LedgerEntry
from studio_app.domain.payments.models import PaymentAttempt, PaymentDispute, PaymentRefund, ProviderEvent
from studio_app.domain.pricing.models import Estimate, EstimateLine
from studio_app.domain.proposals.models import Proposal

TESTS = Path(__file__).parents[1]
SOLD = {
    one.__name__
    for one in (
        *(Document, DocumentRevision, Consent, FrozenCopy),
        *(Brief, Estimate, EstimateLine, Proposal, Contract, Invoice, InvoiceLine),
        *(LedgerEntry, EntryAllocation, PaymentAttempt, PaymentRefund, PaymentDispute, ProviderEvent),
    )
}
"""Rows that a sale leaves."""
KEPT_BY_USE_CASES = {"status", "paid_amount", "accepted_lines", "signed_at", "issued_at"}
"""What a row says of how far the sale is."""
BY_HAND = {
    "domain/analytics/histories.py": "hundreds of invoices in any currency, of which only measures are taken",
    "domain/documents/test_kinds.py": "each pair of statuses, of a row that is never stored",
    "domain/ledger/test_exchange.py": "made void by another transaction while money was on its way",
    "domain/ledger/test_new_entry.py": "an entry that is only looked at and never stored",
    "domain/notifications/test_money_letters.py": "made void by another transaction while money was on its way",
    "domain/pricing/test_estimates.py": "a void brief, from the time when each kind could be made void",
    "wallet.py": "no row: what a provider of the tests keeps of a purchase",
}
"""The files that write such rows nevertheless, and which state it is that no use case leaves."""


class TestSold:
    def test_comes_about_by_use_cases(self) -> None:
        assert {path for path, tree in _tests() if _writes(tree)} == set(BY_HAND)

    def test_is_told_from_what_merely_has_a_status(self) -> None:
        assert _writes(ast.parse("get_document(work, one).status = DocumentStatus.VOID"))
        assert _writes(ast.parse("made.status, made.number = status, '7'"))
        assert _writes(ast.parse("work.session.add(models.Invoice(document_id='a'))"))
        assert _writes(ast.parse("invoice.paid_amount += 1"))
        assert not _writes(ast.parse("class Answer:\n    def __init__(self, status):\n        self.status = status"))
        assert not _writes(ast.parse("assert document.status is DocumentStatus.VOID"))


def _tests() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(TESTS.rglob("*.py")):
        yield str(path.relative_to(TESTS)), ast.parse(path.read_text())


def _writes(tree: ast.Module) -> bool:
    return any(_makes_a_row(node) or any(map(_is_kept, _written(node))) for node in ast.walk(tree))


def _written(node: ast.AST) -> Iterator[ast.expr]:
    targets = node.targets if isinstance(node, ast.Assign) else []
    if isinstance(node, ast.AugAssign | ast.AnnAssign):
        targets = [node.target]
    for target in targets:
        yield from target.elts if isinstance(target, ast.Tuple | ast.List) else [target]


def _is_kept(target: ast.expr) -> bool:
    if not isinstance(target, ast.Attribute) or target.attr not in KEPT_BY_USE_CASES:
        return False
    return not (isinstance(target.value, ast.Name) and target.value.id == "self")


def _makes_a_row(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return name in SOLD
