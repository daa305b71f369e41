"""The state of the deal page."""

from typing import Any

import reflex as rx

from studio_app.bootstrap import services
from studio_app.core.errors import NotFound
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.deals.moves import move
from studio_app.domain.deals.unread import mark_read
from studio_app.domain.deals.withdrawing import withdrawn_deal
from studio_app.domain.documents.kinds import kind_of
from studio_app.domain.documents.summaries import serves
from studio_app.domain.tasks.handover import pass_on
from studio_app.workspace import paths
from studio_app.workspace.components.once import once
from studio_app.workspace.deal.choices import OptionView
from studio_app.workspace.deal.documents.rows import DocumentView
from studio_app.workspace.deal.files.state import FilesState
from studio_app.workspace.deal.history.state import HistoryState
from studio_app.workspace.deal.load import load_deal
from studio_app.workspace.deal.missing import MissingDealView, missing_deal_view
from studio_app.workspace.deal.reply.state import ReplyState
from studio_app.workspace.deal.steps import take_step
from studio_app.workspace.deal.tasks.state import TasksState
from studio_app.workspace.deal.view import AnswerRow, ContactRow, DealView, PageView, RelatedRow, page_view
from studio_app.workspace.gate import actor, allow, locale, user
from studio_app.workspace.live import live
from studio_app.workspace.payments.balances import BalancesState


class DealState(rx.State):
    """One deal as its page shows it; every handler looks the deal up anew."""

    deal: DealView = DealView()
    documents: list[DocumentView] = []
    contacts: list[ContactRow] = []
    answers: list[AnswerRow] = []
    related: list[RelatedRow] = []
    stages: list[OptionView] = []
    managers: list[OptionView] = []
    lost_reasons: list[OptionView] = []
    losing: bool = False  # the reason is being asked for
    gone: MissingDealView = MissingDealView()
    others: str = ""  # names of the colleagues who have the deal open
    client_now: str = ""  # the kind of the document that the client has open
    today: str = ""  # ISO date on the studio's clock
    _locale: str = ""

    @rx.event
    @allow(Permission.READ_DEALS)
    async def load(self):
        """Show the deal of the address."""
        deal_id = paths.deal_of(self.router.url.path)
        if self.deal.id != deal_id:
            self.reset()
        parts = [part.catch_up for part in (DealState, HistoryState, TasksState, FilesState, ReplyState)]
        parts.append(BalancesState.load)
        await live.watch(self, topic=deal_id, refresh=parts, meet=DealState.meet)
        await self._show_what_is_there(deal_id)
        if self.deal.id:
            await services().runner.run(actor(), mark_read, deal_id=deal_id)

    @rx.event
    @allow(Permission.READ_DEALS)
    async def meet(self):
        """A colleague has opened the deal or left it."""
        self.others = ", ".join(live.others(self, topic=self.deal.id))

    @rx.event
    @allow(Permission.READ_DEALS)
    async def catch_up(self):
        """Something happened to the deal: show it."""
        if self.deal.id:
            await self._show_what_is_there(self.deal.id)

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def choose_stage(self, stage_id: str, version: int):
        """Move the deal as it was seen; a lost one is asked why first."""
        if any(stage.id == stage_id and stage.kind == "lost" for stage in self.stages):
            self.losing = True
            return
        await self._change(move, deal_id=self.deal.id, stage_id=stage_id, version=version)

    @rx.event
    @allow(Permission.EDIT_DEALS)
    @once("losing")
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
        self.losing = False

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def hand_over(self, manager_id: str, version: int):
        """Give the deal as it was seen to another person, with what its manager has planned."""
        await self._change(pass_on, deal_id=self.deal.id, to_id=manager_id, version=version)

    @rx.event
    @allow(Permission.SEND_DOCUMENTS, Permission.ISSUE_INVOICES)
    async def take_next_step(self, step: str, document_id: str):
        """Do what the one big button said when it was pressed; nothing more where that has been done since."""
        if (step, document_id) == (self.deal.step, self.deal.step_document):
            await take_step(step, deal_id=self.deal.id, document_id=document_id)
        await self._refresh(self.deal.id)

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def keep(self):
        """Think better of it."""
        self.losing = False

    async def _show_what_is_there(self, deal_id: str) -> None:
        """The deal; or, where it was taken back, a sentence about it and the way on."""
        try:
            await self._refresh(deal_id)
        except NotFound:
            gone = await services().runner.read(actor(), withdrawn_deal, deal_id=deal_id)
            self.reset()
            self._locale = locale()
            self.gone = missing_deal_view(deal_id, gone, self._locale)

    async def _change(self, use_case: Any, **arguments: Any) -> None:
        try:
            await services().runner.run(actor(), use_case, **arguments)
        finally:
            await self._show_what_is_there(self.deal.id)

    async def _refresh(self, deal_id: str) -> None:
        person = user()
        self._locale = person.locale if person else "ru"
        page = await services().runner.read(actor(), load_deal, deal_id=deal_id)
        self._show(page_view(page, self._locale))
        self.client_now = next(iter(services().readers.now(deal_id)), "")
        if self.client_now and not serves(kind_of(self.client_now), page.documents):
            self.client_now = "document"
        self.others = ", ".join(live.others(self, topic=deal_id))

    def _show(self, view: PageView) -> None:
        self.deal, self.documents, self.contacts = view.deal, view.documents, view.contacts
        self.answers, self.related, self.stages = view.answers, view.related, view.stages
        self.managers, self.lost_reasons = view.managers, view.lost_reasons
        self.today = view.today
