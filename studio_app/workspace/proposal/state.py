"""The state of the proposal's editor."""

from datetime import date
from typing import Any

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.core.errors import Invalid, NotFound
from studio_app.domain.documents.models import DocumentStatus
from studio_app.domain.documents.revisions import DocumentEdited
from studio_app.domain.proposals.draft import open_proposal, publish_proposal, write_texts
from studio_app.domain.proposals.queries import read_proposal
from studio_app.domain.proposals.schemas import ProposalTexts, ProposalView
from studio_app.domain.work import Work
from studio_app.workspace import paths
from studio_app.workspace.filling import filling
from studio_app.workspace.gate import Access, actor, allow, locale
from studio_app.workspace.proposal.outline import lines_of, outline, structure_of

MAX_INTRO_LENGTH = 4000


class ProposalState(rx.State):
    """One proposal being edited in one tab; the fields themselves live in the browser."""

    deal: str = ""
    document: str = ""
    loaded: bool = False
    published: bool = False
    path: str = ""
    filling: str = ""  # changes whenever the fields are filled anew
    intro: str = ""
    goals: str = ""
    structure: str = ""
    valid_until: str = ""
    edited: bool = False  # a colleague was faster, what is typed here is not saved
    _read_texts: ProposalTexts | None = None
    _language: str = ""
    _again: int = 0
    _sending: bool = False

    @rx.event
    @allow(Access.STAFF)
    async def load(self):
        """Show the open proposal of the deal of the address."""
        self.reset()
        self.deal = paths.deal_of(self.router.url.path)
        await self._fill()

    @rx.event
    @allow(Access.STAFF)
    async def look_again(self):
        """Show what the colleague has saved; what was typed here is given up."""
        self._again += 1
        await self._fill()

    @rx.event
    @allow(Access.STAFF)
    async def choose(self, sending: bool):
        """The form that is about to come in is to be sent, too, or only saved."""
        self._sending = sending is True

    @rx.event
    @allow(Access.STAFF)
    async def save(self, form: dict[str, Any]):
        """Keep the texts; a published proposal changes before the client's eyes."""
        sending, self._sending = self._sending, False
        await self._save(form)
        if sending:
            await services().runner.run(actor(), publish_proposal, document_id=self.document)
            return rx.redirect(paths.deal(self.deal))
        return rx.toast.success(translate(locale(), "proposal_editor.saved"))

    async def _save(self, form: dict[str, Any]) -> None:
        if self._read_texts is None:
            raise NotFound
        intro = str(form.get("intro", "")).strip()
        if len(intro) > MAX_INTRO_LENGTH:
            raise Invalid(field="intro", reason="too_long", maximum=MAX_INTRO_LENGTH)
        texts = ProposalTexts(
            intro=intro,
            goals=tuple(lines_of(str(form.get("goals", "")), field="goals")),
            structure=structure_of(str(form.get("structure", "")), self._read_texts.structure, self._language),
            valid_until=_day(str(form.get("valid_until", ""))),
        )
        try:
            await services().runner.run(
                actor(), write_texts, document_id=self.document, read=self._read_texts, texts=texts
            )
        except DocumentEdited:
            self.edited = True
            raise
        self._read_texts, self.edited = texts, False

    async def _fill(self) -> None:
        view = await services().runner.read(actor(), _open, deal_id=self.deal)
        self.loaded, self.edited = True, False
        self.document = view.document_id if view else ""
        if view is None:
            return
        self.published, self.path = view.status is DocumentStatus.PUBLISHED, view.path
        self._read_texts, self._language = view.content.texts, view.locale
        self.filling = filling(self._read_texts, again=self._again)
        self.intro, self.goals = view.content.intro, "\n".join(view.content.goals)
        self.structure = outline(view.content.structure, view.locale)
        self.valid_until = view.content.valid_until.isoformat()


def _open(work: Work, *, deal_id: str) -> ProposalView | None:
    document = open_proposal(work, deal_id=deal_id)
    return read_proposal(work, document_id=document.id) if document else None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(field="valid_until", reason="date") from None
