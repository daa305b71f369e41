"""What the state of each editor does alike: show the draft, save it, send it, notice a faster colleague."""

from typing import Any, Protocol

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.core.errors import StudioError
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.deals.details import deal_details
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.revisions import DocumentEdited
from studio_app.workspace import paths
from studio_app.workspace.gate import actor, allow, locale


class Draft(Protocol):
    """A document that is written in an editor; `locale` is that of the document."""

    @property
    def document_id(self) -> str: ...  # noqa: D102
    @property
    def path(self) -> str: ...  # noqa: D102
    @property
    def status(self) -> DocumentStatus: ...  # noqa: D102
    @property
    def locale(self) -> str: ...  # noqa: D102


class DocumentEditor(rx.State, mixin=True):
    """One document being edited in one tab; the fields themselves live in the browser.

    Each editor reads its document in `_read`, puts it into fields in `_show` and keeps a form in `_write`, where
    the document is sent in the same transaction if the person wants so.
    """

    deal: str = ""
    title: str = ""  # of the deal
    document: str = ""
    loaded: bool = False
    published: bool = False
    path: str = ""
    filling: str = ""  # changes whenever the fields are filled anew
    edited: bool = False  # a colleague was faster, what is typed here is not saved
    _language: str = ""
    _again: int = 0
    _sending: bool = False

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    async def load(self):
        """Show the document of the deal of the address."""
        self.reset()
        self.deal = paths.deal_of(self.router.url.path)
        await self._fill()

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    async def look_again(self):
        """Show what the colleague has saved; what was typed here is given up."""
        self._again += 1
        await self._fill()

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    async def choose(self, sending: bool):
        """The form that is about to come in is to be sent, too, or only saved."""
        self._sending = sending is True

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    async def save(self, form: dict[str, Any]):
        """Keep the form; a published document changes before the client's eyes."""
        sending, self._sending = self._sending, False
        try:
            refusal = await self._write(form, sending=sending)
        except DocumentEdited:
            self.edited = True
            raise
        self.edited = False
        if refusal is not None:
            raise refusal
        if sending:
            return rx.redirect(paths.deal(self.deal))
        return rx.toast.success(translate(locale(), "document_edited.saved"))

    async def _fill(self) -> None:
        draft = await self._read()
        self.loaded, self.edited = True, False
        self.document = draft.document_id if draft else ""
        if draft is None:
            return
        self.title = (await services().runner.read(actor(), deal_details, deal_id=self.deal)).title
        self.path, self._language = draft.path, draft.locale
        self.published = draft.status is DocumentStatus.PUBLISHED
        self._show(draft)

    async def _read(self) -> Draft | None:
        raise NotImplementedError

    def _show(self, draft: Any) -> None:
        raise NotImplementedError

    async def _write(self, form: dict[str, Any], *, sending: bool) -> StudioError | None:
        """Keep the form, send the document; why it was not sent, though the form is kept."""
        raise NotImplementedError
