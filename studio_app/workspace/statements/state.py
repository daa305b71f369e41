"""What the screen of bank statements is asked to do."""

from dataclasses import replace
from typing import ClassVar

import reflex as rx

from studio_app.adapters.processes.pool import OnProgress
from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.core.errors import NotFound
from studio_app.domain.accounts.permissions import Permission, may
from studio_app.domain.statements.deciding import book_line, ignore_line, undo_import, undo_line
from studio_app.domain.statements.kinds import LineState
from studio_app.domain.statements.queries import find_open_invoices, list_imports, list_lines
from studio_app.domain.statements.refused import forget_refused, list_refused, reopen_refused
from studio_app.domain.statements.schemas import ImportResult, ImportView, RefusedView, Verdict
from studio_app.domain.statements.taking import import_upload
from studio_app.domain.statements.uploads import answer, drop_upload, map_columns, upload_of
from studio_app.domain.studio.current import zone
from studio_app.domain.work import Work
from studio_app.workspace.components.paging import Paged
from studio_app.workspace.gate import actor, allow, locale
from studio_app.workspace.live import live
from studio_app.workspace.statements.asking import RefusedItem, refused_item
from studio_app.workspace.statements.load import dry_run, waiting_file
from studio_app.workspace.statements.views import (
    COLUMNS,
    Found,
    ImportItem,
    LineItem,
    StatementPlan,
    found_item,
    import_item,
    line_item,
)
from studio_app.workspace.topics import MONEY
from studio_app.workspace.uploads.state import Uploading

_PAGE = 30
_CHOSEN = 20  # invoices that one payment may pay
IMPORTS = "imports"
TABS = (LineState.WAITING.value, LineState.BOOKED.value, LineState.IGNORED.value)


class StatementsState(Uploading, Paged, rx.State):
    """The open screen: the dry run of an uploaded file, a page of lines or imports, the dialog."""

    page_size: ClassVar[int] = _PAGE

    tab: str = LineState.WAITING.value
    lines: list[LineItem] = []
    imports: list[ImportItem] = []
    refused_files: list[RefusedItem] = []
    counts: dict[str, int] = {}
    ready: bool = False
    line_id: str = ""  # the one that the address is about
    plan: StatementPlan = StatementPlan()
    asked: str = ""  # the line of the dialog
    asked_amount: str = ""
    found: list[Found] = []
    chosen: list[str] = []

    @rx.event
    @allow(Permission.RECORD_PAYMENTS)
    async def open(self):
        """Show the inbox, and to the owner the file that waits for a decision."""
        await live.watch(self, topic=MONEY, refresh=StatementsState.catch_up)
        self.refused = str(self.router.url.query_parameters.get("refused", ""))
        self.line_id = self.router.url.query_parameters.get("line", "")
        if self.line_id:
            self.tab, self.offset = LineState.BOOKED.value, 0
        await self._load()
        self.reading = may(actor(), Permission.KEEP_BOOKS)
        yield
        async for _ in self._plan():
            yield

    @rx.event
    @allow(Permission.RECORD_PAYMENTS)
    async def catch_up(self):
        """Money came or went: show it; an open dialog stays as it is."""
        if self.ready:
            await self._load()

    @rx.event
    @allow(Permission.RECORD_PAYMENTS)
    async def show(self, tab: str | list[str]):
        """Show the lines of another state, or the imports."""
        known = (*TABS, IMPORTS) if may(actor(), Permission.KEEP_BOOKS) else TABS
        self.tab = tab if isinstance(tab, str) and tab in known else LineState.WAITING.value
        self.offset, self.line_id = 0, ""
        await self._load()

    @rx.event
    @allow(Permission.KEEP_BOOKS)
    async def confirm(self):
        """Import the uploaded file; a second click finds nothing to do."""
        if not self.has_plan:
            return
        self.working = True
        yield
        done, refused = await self._work(self._import())
        self.tab, self.offset = LineState.WAITING.value, 0
        async for _ in self._plan():
            yield
        await self._load()
        if refused is not None or done is None:
            raise refused or NotFound
        booked, kept = done.counts.get(Verdict.CERTAIN, 0), done.counts.get(Verdict.UNSURE, 0)
        yield rx.toast.success(translate(locale(), "statements.imported", booked=booked, waiting=kept))

    @rx.event
    @allow(Permission.KEEP_BOOKS)
    async def discard(self):
        """Forget the uploaded file."""
        await services().runner.run(actor(), drop_upload)
        self.has_plan, self.plan = False, StatementPlan()

    @rx.event
    @allow(Permission.KEEP_BOOKS)
    async def map_column(self, name: str, at: str):
        """Take something from another column of a CSV file."""
        upload = await services().runner.read(actor(), upload_of)
        if upload is None or name not in COLUMNS or not at.removeprefix("-").isdecimal():
            raise NotFound
        await services().runner.run(actor(), map_columns, columns={**upload.columns, name: int(at)})
        async for _ in self._plan():
            yield

    @rx.event
    @allow(Permission.KEEP_BOOKS)
    async def answer(self, about: str, value: str):
        """Tell what the file does not tell itself, or take the rest of a file that is at fault in a part."""
        await services().runner.run(actor(), answer, about=about, value=value)
        async for _ in self._plan():
            yield

    @rx.event
    @allow(Permission.KEEP_BOOKS)
    async def reopen(self, refused_id: str):
        """Read a file once more that could not be read."""
        await services().runner.run(actor(), reopen_refused, refused_id=refused_id)
        async for _ in self._plan():
            yield
        yield rx.scroll_to("statements-upload")

    @rx.event
    @allow(Permission.KEEP_BOOKS)
    async def forget(self, refused_id: str):
        """Throw such a file away."""
        await services().runner.run(actor(), forget_refused, refused_id=refused_id)
        await self._load()

    @rx.event
    @allow(Permission.RECORD_PAYMENTS)
    async def book(self, line_id: str, at: int):
        """Book a line as suggested."""
        line = next((one for one in self.lines if one.id == line_id), None)
        if line is None or not 0 <= at < len(line.choices):
            raise NotFound
        return await self._book(line_id, line.choices[at].ids)

    @rx.event
    @allow(Permission.RECORD_PAYMENTS)
    async def ask(self, line_id: str):
        """Open the dialog that looks for other invoices."""
        line = next((one for one in self.lines if one.id == line_id), None)
        self.asked, self.asked_amount, self.chosen = line_id, line.amount if line else "", []
        await self._find("")

    @rx.event
    @allow(Permission.RECORD_PAYMENTS)
    async def look_for(self, text: str):
        """Look for open invoices by number and client."""
        await self._find(text)

    @rx.event
    @allow(Permission.RECORD_PAYMENTS)
    async def toggle(self, invoice_id: str):
        """Choose an invoice, or not."""
        without = [one for one in self.chosen if one != invoice_id]
        self.chosen = without if invoice_id in self.chosen else [*without, invoice_id][:_CHOSEN]
        self.found = [replace(one, chosen=one.id in self.chosen) for one in self.found]

    @rx.event
    @allow(Permission.RECORD_PAYMENTS)
    async def book_chosen(self):
        """Book the line of the dialog on the chosen invoices, in the order in which they were chosen."""
        done = await self._book(self.asked, self.chosen)
        self.asked = ""
        return done

    @rx.event
    @allow(Permission.RECORD_PAYMENTS)
    async def close(self, _opened: bool):
        """Close the dialog."""
        self.asked = ""

    @rx.event
    @allow(Permission.KEEP_BOOKS)
    async def ignore(self, line_id: str):
        """Say that a line is not for us."""
        await services().runner.run(actor(), ignore_line, line_id=line_id)
        await self._load()

    @rx.event
    @allow(Permission.RECORD_PAYMENTS)
    async def undo(self, line_id: str):
        """Take a decision about a line back."""
        await services().runner.run(actor(), undo_line, line_id=line_id)
        await self._load()
        return rx.toast.success(translate(locale(), "statements.undone"))

    @rx.event
    @allow(Permission.KEEP_BOOKS)
    async def undo_import(self, import_id: str):
        """Take a whole import back."""
        await services().runner.run(actor(), undo_import, import_id=import_id)
        await self._load()
        return rx.toast.success(translate(locale(), "statements.import_undone"))

    async def _book(self, line_id: str, invoice_ids: list[str]):
        await services().runner.run(actor(), book_line, line_id=line_id, invoice_ids=invoice_ids)
        await self._load()
        return rx.toast.success(translate(locale(), "statements.booked"))

    async def _find(self, text: str) -> None:
        found = await services().runner.read(actor(), find_open_invoices, line_id=self.asked, text=text[:80])
        self.found = [found_item(one, locale(), self.chosen) for one in found]

    async def _import(self) -> ImportResult:
        waiting = await waiting_file(actor(), shown=self.plan.digest)
        if waiting is None:
            raise NotFound
        name, statement = waiting
        return await services().runner.run(
            actor(), import_upload, statement=statement, file_name=name, digest=self.plan.digest
        )

    def _may_plan(self) -> bool:
        return may(actor(), Permission.KEEP_BOOKS)

    async def _dry_run(self, on_progress: OnProgress) -> StatementPlan | None:
        return await dry_run(actor(), locale(), on_progress=on_progress)

    def _show_plan(self, plan: StatementPlan | None) -> None:
        self.plan = plan or StatementPlan()

    async def _load(self) -> None:
        imports = self.tab == IMPORTS
        state = LineState.WAITING if imports else LineState(self.tab)
        limit = 1 if imports else _PAGE + 1
        page = await services().runner.read(
            actor(), list_lines, state=state, offset=self.offset, limit=limit, line_id=self.line_id
        )
        self.counts = {one.value: page.counts.get(one, 0) for one in LineState}
        self.lines = [] if imports else [line_item(one, locale()) for one in page.lines[:_PAGE]]
        self.more = not imports and len(page.lines) > _PAGE
        self.imports, self.refused_files = await self._imports() if imports else ([], [])
        self.ready = True

    async def _imports(self) -> tuple[list[ImportItem], list[RefusedItem]]:
        rows, refused, timezone = await services().runner.read(actor(), _imports_and_zone)
        return (
            [import_item(one, locale(), timezone) for one in rows],
            [refused_item(one, locale(), timezone) for one in refused],
        )


def _imports_and_zone(work: Work) -> tuple[tuple[ImportView, ...], tuple[RefusedView, ...], str]:
    return list_imports(work), list_refused(work), zone(work).key
