"""What the state of each editor does alike: show the draft, save it, send it, notice a faster colleague."""

from typing import Any, Protocol

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.core.errors import StudioError
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.deals.details import deal_details
from studio_app.domain.documents.changes import discard_changes
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.revisions import DocumentEdited
from studio_app.workspace import paths
from studio_app.workspace.gate import actor, allow, locale


class Draft(Protocol):
    """A document that is written in an editor: `locale` is its own, `changed` what its client does not see yet."""

    @property
    def document_id(self) -> str:
        """The id of the document."""
        ...

    @property
    def path(self) -> str:
        """The client's link on our site."""
        ...

    @property
    def status(self) -> DocumentStatus:
        """Where it stands."""
        ...

    @property
    def locale(self) -> str:
        """The language of the document."""
        ...

    @property
    def changed(self) -> bool:
        """Whether the client does not see yet what was saved last."""
        ...


class DocumentEditor(rx.State, mixin=True):
    """One document being edited in one tab; the fields themselves live in the browser.

    Each editor reads its document in `_read`, puts it into fields in `_show` and keeps a form in `_write`, where
    the document is sent, or its changes are published, in the same transaction if the person wants so.
    """

    deal: str = ""
    title: str = ""  # of the deal
    document: str = ""
    loaded: bool = False
    published: bool = False
    changed: bool = False  # something is saved that the client does not see yet
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
        """Keep the form; the client of a published document sees it when it is published, too."""
        sending, self._sending = self._sending, False
        try:
            refusal = await self._write(form, sending=sending)
        except DocumentEdited:
            self.edited = True
            raise
        draft = await self._read()
        self.edited, self.changed = False, draft is not None and draft.changed
        if refusal is not None:
            raise refusal
        if sending and not self.published:
            return rx.redirect(paths.deal(self.deal))
        if sending:
            return rx.toast.success(translate(locale(), "changes.published"))
        return rx.toast.success(translate(locale(), f"document_edited.saved{'_aside' if self.changed else ''}"))

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    async def discard(self):
        """Throw away what is not published, and what was typed here with it."""
        await services().runner.run(actor(), discard_changes, document_id=self.document)
        self._again += 1
        await self._fill()
        return rx.toast.success(translate(locale(), "changes.discarded"))

    async def _fill(self) -> None:
        draft = await self._read()
        self.loaded, self.edited = True, False
        self.document = draft.document_id if draft else ""
        if draft is None:
            return
        self.title = (await services().runner.read(actor(), deal_details, deal_id=self.deal)).title
        self.path, self._language = draft.path, draft.locale
        self.published, self.changed = draft.status is DocumentStatus.PUBLISHED, draft.changed
        self._show(draft)

    async def _read(self) -> Draft | None:
        raise NotImplementedError

    def _show(self, draft: Any) -> None:
        raise NotImplementedError

    async def _write(self, form: dict[str, Any], *, sending: bool) -> StudioError | None:
        """Keep the form, send the document or its changes; why it was not sent, though the form is kept."""
        raise NotImplementedError
