"""The list of invoices: a draft is sent, money is written down, an invoice is made void."""

import pytest

from studio_app.core.money import Money
from studio_app.domain.deals.amounts import set_amount
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import get_document
from studio_app.domain.invoices.draft import create_invoice
from studio_app.domain.invoices.queries import get_invoice
from studio_app.domain.work import Work
from studio_app.workspace import paths
from studio_app.workspace.invoices.state import InvoicesState
from tests.workspace.seats import Seat, said, seat

__all__ = ["seat"]  # a fixture


def add_draft(work: Work, *, deal_id: str) -> str:
    set_amount(work, deal_id=deal_id, amount=Money(100_000, "RUB"))
    return create_invoice(work, deal_id=deal_id).document_id


def status_of(work: Work, *, document_id: str) -> DocumentStatus:
    return get_document(work, document_id).status


@pytest.fixture
async def draft(seat: Seat) -> str:
    document_id = seat.run(add_draft, deal_id=seat.deal())
    await seat.open(paths.INVOICES, InvoicesState.open)
    return document_id


class TestList:
    async def test_shows_each_under_its_filter_only(self, seat: Seat, draft: str) -> None:
        for only, shown in (("draft", [draft]), ("open", []), ("never heard of", [draft])):
            await seat.press(InvoicesState.show, only=only)
            assert [row.id for row in await seat.shows(InvoicesState, "rows")] == shown
        await seat.press(InvoicesState.show, only="paid")
        assert await seat.shows(InvoicesState, "view") == "none"

    async def test_sends_a_draft_with_its_number(self, seat: Seat, draft: str) -> None:
        told = await seat.press(InvoicesState.issue, invoice_id=draft)
        [row] = await seat.shows(InvoicesState, "rows")
        assert row.number
        assert said(told, "invoices.issued", number=row.number)
        assert seat.read(status_of, document_id=draft) is DocumentStatus.PUBLISHED

    async def test_writes_a_part_down_and_proposes_the_rest(self, seat: Seat, draft: str) -> None:
        await seat.press(InvoicesState.issue, invoice_id=draft)
        for part, due in (("300", "1000"), ("700", "700")):
            await seat.press(InvoicesState.ask_transfer, invoice_id=draft)
            assert (await seat.shows(InvoicesState, "chosen_due")).replace(" ", "").startswith(due)
            day = await seat.shows(InvoicesState, "day")
            answers = {"amount": part, "received_on": day, "reference": part}
            await seat.press(InvoicesState.record, answers=answers)
            assert not await seat.shows(InvoicesState, "recording")
        assert seat.read(get_invoice, document_id=draft).paid_amount == 100_000
        assert seat.read(status_of, document_id=draft) is DocumentStatus.PAID

    async def test_makes_none_void_without_a_reason(self, seat: Seat, draft: str) -> None:
        await seat.press(InvoicesState.ask_void, invoice_id=draft)
        told = await seat.press(InvoicesState.void, answers={"reason": " "})
        assert said(told, "error.invalid.void_reason")
        assert await seat.shows(InvoicesState, "voiding")
        await seat.press(InvoicesState.void, answers={"reason": "ошибка"})
        assert seat.read(status_of, document_id=draft) is DocumentStatus.VOID
