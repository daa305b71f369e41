"""A form that is sent again before the answer to the first press has come is taken once."""

from typing import Any

import pytest
from sqlmodel import func, select

from studio_app.core.errors import Stale
from studio_app.domain.actors import SYSTEM
from studio_app.domain.clients.models import Contact
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.tasks.models import Task
from studio_app.domain.work import Work
from studio_app.workspace import paths
from studio_app.workspace.components import once
from studio_app.workspace.contacts.state import ContactState
from studio_app.workspace.deal.documents.state import DocumentsState
from studio_app.workspace.deal.state import DealState
from studio_app.workspace.deal.tasks.state import TasksState
from tests.selling import DEAL
from tests.workspace.test_money_live import Workplace, _name, workplace

__all__ = ["workplace"]  # a fixture

CONTACT = {"name": "Ann Twice", "email": "ann.twice@example.com"}
TASK = {"title": "Ring back"}
TRANSFER = {"amount": "300", "received_on": "2025-03-03"}


def planned(work: Work) -> int:
    return work.session.exec(select(func.count()).select_from(Task).where(Task.title == TASK["title"])).one()


def contacts(work: Work) -> int:
    return work.session.exec(select(func.count()).select_from(Contact).where(Contact.name == CONTACT["name"])).one()


def refused(_work: Work, **_: Any) -> None:
    raise Stale


def paid(work: Work) -> int:
    return work.session.exec(select(Invoice.paid_amount)).one()


async def twice(workplace: Workplace, handler: Any, **payload: Any) -> None:
    for _ in range(2):
        await workplace.tab.fire(_name(handler), **payload)


@pytest.fixture
async def page(workplace: Workplace) -> Workplace:
    parts = (DealState.load, TasksState.load)
    await workplace.open(paths.deal(DEAL), *parts)
    return workplace


class TestForm:
    async def test_of_a_new_contact_adds_one(self, workplace: Workplace) -> None:
        await workplace.tab.fire(_name(ContactState.add), client_id=f"client-{DEAL}")
        await twice(workplace, ContactState.save, answers=CONTACT)
        assert workplace.services.runner.run_sync(SYSTEM, contacts) == 1

    async def test_of_a_task_plans_one(self, page: Workplace) -> None:
        await twice(page, TasksState.plan, form=TASK)
        assert page.services.runner.run_sync(SYSTEM, planned) == 1

    async def test_of_a_part_payment_books_it_once_until_the_dialog_is_opened_again(self, page: Workplace) -> None:
        run, ask = page.services.runner.run_sync, _name(DocumentsState.open_dialog)
        for times in (1, 2):
            await page.tab.fire(ask, name="pay", document_id=page.invoice_id)
            await twice(page, DocumentsState.record_payment, form={**TRANSFER, "reference": str(times)})
            assert run(SYSTEM, paid) == times * 300_00

    async def test_that_was_refused_is_tried_again(self, page: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
        with monkeypatch.context() as first:
            first.setattr("studio_app.workspace.deal.tasks.state.add_task", refused)
            await page.tab.fire(_name(TasksState.plan), form=TASK)
        await page.tab.fire(_name(TasksState.plan), form=TASK)
        assert page.services.runner.run_sync(SYSTEM, planned) == 1

    async def test_is_taken_again_later(self, page: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(once, "_SECONDS", 0.0)
        await twice(page, TasksState.plan, form=TASK)
        assert page.services.runner.run_sync(SYSTEM, planned) == 2
