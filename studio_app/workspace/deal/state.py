"""The state of the deal page."""

import asyncio
from datetime import date
from typing import Any

import reflex as rx

from studio_app.adapters.texts.parse import money
from studio_app.bootstrap import services
from studio_app.core.errors import Invalid
from studio_app.domain.deals.assignment import assign
from studio_app.domain.deals.details import TIMELINE_PAGE
from studio_app.domain.deals.moves import move
from studio_app.domain.deals.notes import add_note
from studio_app.domain.deals.tasks import add_task, finish_task
from studio_app.domain.documents.links import revoke_link
from studio_app.domain.payments.bank import record_bank_transfer
from studio_app.workspace import paths
from studio_app.workspace.deal.load import load_deal
from studio_app.workspace.deal.steps import publish_document, take_step
from studio_app.workspace.deal.view import (
    AnswerRow,
    ContactRow,
    DealView,
    DocumentView,
    EntryView,
    OptionView,
    PageView,
    TaskRow,
    page_view,
)
from studio_app.workspace.gate import Access, actor, allow, user
from studio_app.workspace.live import live


class DealState(rx.State):
    """One deal as its page shows it; every handler looks the deal up anew."""

    deal: DealView = DealView()
    documents: list[DocumentView] = []
    timeline: list[EntryView] = []
    more_timeline: bool = False
    tasks: list[TaskRow] = []
    contacts: list[ContactRow] = []
    answers: list[AnswerRow] = []
    stages: list[OptionView] = []
    managers: list[OptionView] = []
    lost_reasons: list[OptionView] = []
    dialog: str = ""  # lost, void or pay while it is open
    dialog_document: str = ""
    today: str = ""  # ISO date on the studio's clock
    _timeline_limit: int = TIMELINE_PAGE
    _locale: str = ""

    @rx.event
    @allow(Access.STAFF)
    async def load(self):
        """Show the deal of the address."""
        deal_id = paths.deal_of(self.router.url.path)
        if self.deal.id != deal_id:
            self.reset()
        await live.watch(self, deal_id=deal_id, refresh=DealState.catch_up)
        await self._refresh(deal_id)

    @rx.event
    @allow(Access.STAFF)
    async def catch_up(self):
        """Something happened to the deal: show it."""
        if self.deal.id:
            await self._refresh(self.deal.id)

    @rx.event
    @allow(Access.STAFF)
    async def reword(self):
        """The reader has changed the language: say it all anew."""
        person = user()
        if self.deal.id and person is not None and person.locale != self._locale:
            await self._refresh(self.deal.id)

    @rx.event
    @allow(Access.STAFF)
    async def show_more(self):
        """A longer piece of the history."""
        self._timeline_limit += TIMELINE_PAGE
        await self._refresh(self.deal.id)

    @rx.event
    @allow(Access.STAFF)
    async def choose_stage(self, stage_id: str):
        """Move the deal; a lost one is asked why first."""
        if any(stage.id == stage_id and stage.kind == "lost" for stage in self.stages):
            self.dialog = "lost"
            return
        await self._change(move, deal_id=self.deal.id, stage_id=stage_id, version=self.deal.version)

    @rx.event
    @allow(Access.STAFF)
    async def lose(self, form: dict[str, Any]):
        """End the deal with a reason."""
        stage = next((stage.id for stage in self.stages if stage.kind == "lost"), "")
        await self._change(
            move,
            deal_id=self.deal.id,
            stage_id=stage,
            version=self.deal.version,
            lost_reason_id=str(form.get("reason", "")) or None,
            comment=str(form.get("comment", "")),
        )
        self.dialog = ""

    @rx.event
    @allow(Access.STAFF)
    async def hand_over(self, manager_id: str):
        """Give the deal to another person."""
        await self._change(assign, deal_id=self.deal.id, manager_id=manager_id, version=self.deal.version)

    @rx.event
    @allow(Access.STAFF)
    async def take_next_step(self):
        """Do what the one big button says."""
        await take_step(self.deal.step, deal_id=self.deal.id, document_id=self.deal.step_document)
        await self._refresh(self.deal.id)

    @rx.event
    @allow(Access.STAFF)
    async def publish(self, document_id: str):
        """Show a draft to the client."""
        await publish_document(document_id)
        await self._refresh(self.deal.id)

    @rx.event
    @allow(Access.STAFF)
    async def renew_link(self, document_id: str):
        """Close the link that is out and make a new one."""
        await self._change(revoke_link, document_id=document_id)

    @rx.event
    @allow(Access.STAFF)
    async def void(self, form: dict[str, Any]):
        """Void an invoice with a reason, unless the client was faster: an open checkout is closed first."""
        reason = str(form.get("reason", ""))
        await asyncio.to_thread(services().cashier.void, actor(), document_id=self.dialog_document, reason=reason)
        self.dialog = ""
        await self._refresh(self.deal.id)

    @rx.event
    @allow(Access.STAFF)
    async def record_payment(self, form: dict[str, Any]):
        """Book a bank transfer."""
        await self._change(
            record_bank_transfer,
            invoice_id=self.dialog_document,
            amount=money(str(form.get("amount", "")), self.deal.currency, field="amount"),
            received_on=_day(form.get("received_on")),
            reference=str(form.get("reference", "")),
        )
        self.dialog = ""

    @rx.event
    @allow(Access.STAFF)
    async def write_note(self, form: dict[str, Any]):
        """Add a note."""
        await self._change(add_note, deal_id=self.deal.id, text=str(form.get("text", "")))

    @rx.event
    @allow(Access.STAFF)
    async def plan(self, form: dict[str, Any]):
        """Plan a step."""
        due_on = _day(form["due"]) if form.get("due") else None
        await self._change(add_task, deal_id=self.deal.id, title=str(form.get("title", "")), due_on=due_on)

    @rx.event
    @allow(Access.STAFF)
    async def tick(self, task_id: str):
        """A planned step is done."""
        await self._change(finish_task, task_id=task_id)

    @rx.event
    @allow(Access.STAFF)
    async def open_dialog(self, name: str, document_id: str):
        """Ask for what the action needs."""
        self.dialog, self.dialog_document = name, document_id

    @rx.event
    @allow(Access.STAFF)
    async def close_dialog(self):
        """Think better of it."""
        self.dialog = ""

    async def _change(self, use_case: Any, **arguments: Any) -> None:
        try:
            await services().runner.run(actor(), use_case, **arguments)
        finally:
            await self._refresh(self.deal.id)

    async def _refresh(self, deal_id: str) -> None:
        person = user()
        self._locale = person.locale if person else "ru"
        page = await services().runner.read(actor(), load_deal, deal_id=deal_id, timeline_limit=self._timeline_limit)
        self._show(page_view(page, self._locale))

    def _show(self, view: PageView) -> None:
        self.deal, self.documents, self.timeline = view.deal, view.documents, view.timeline
        self.more_timeline, self.tasks, self.contacts = view.more_timeline, view.tasks, view.contacts
        self.answers, self.stages = view.answers, view.stages
        self.managers, self.lost_reasons = view.managers, view.lost_reasons
        self.today = view.today


def _day(text: Any) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise Invalid(field="date", reason="date") from None
