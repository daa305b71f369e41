"""What the screen of imports is asked to do."""

import reflex as rx

from studio_app.adapters.processes.pool import OnProgress
from studio_app.adapters.tables.encodings import ENCODINGS
from studio_app.adapters.tables.problems import BadTable
from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.core.errors import NotFound
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.imports.importing import start_import
from studio_app.domain.imports.kinds import ImportKind, RowState
from studio_app.domain.imports.schemas import Options
from studio_app.domain.imports.undoing import undo_import
from studio_app.domain.imports.uploads import choose_encoding, choose_options, drop_upload, map_column
from studio_app.workspace.gate import actor, allow, locale
from studio_app.workspace.imports.asking import ENCODING
from studio_app.workspace.imports.load import ColumnsMissing, choices, dry_run, import_items, planned
from studio_app.workspace.imports.views import ALL, Choice, FirstRows, ImportItem, ListPlan, with_rows
from studio_app.workspace.live import live
from studio_app.workspace.topics import NO_DEAL
from studio_app.workspace.uploads.state import Uploading


class ImportState(Uploading, rx.State):
    """The kind of list, the dry run of the uploaded file, the imports so far."""

    kind: str = ImportKind.LEADS.value
    ready: bool = False
    plan: ListPlan = ListPlan()
    _rows: FirstRows = {}
    only: str = ALL
    imports: list[ImportItem] = []
    channels: list[Choice] = []
    people: list[Choice] = []

    @rx.event
    @allow(Permission.IMPORT_LISTS)
    async def load(self):
        """Show the file that waits for a decision and what was imported; keep telling how far a job has come."""
        await live.watch(self, topic=NO_DEAL, refresh=ImportState.refresh)
        query = self.router.url.query_parameters
        kind = str(query.get("kind", ""))
        self.kind = kind if kind in set(ImportKind) else self.kind
        self.refused = str(query.get("refused", ""))
        self.channels, self.people = await services().runner.read(actor(), choices, locale=locale())
        await self._imports()
        self.ready = self.reading = True
        yield
        async for _ in self._plan():
            yield

    @rx.event
    @allow(Permission.IMPORT_LISTS)
    async def refresh(self):
        """Something has happened; it may be that a job has come further."""
        await self._imports()

    @rx.event
    @allow(Permission.IMPORT_LISTS)
    async def choose_kind(self, kind: str | list[str]):
        """Choose what the next file holds."""
        self.kind = str(kind) if kind in list(ImportKind) else ImportKind.LEADS.value

    @rx.event
    @allow(Permission.IMPORT_LISTS)
    async def show(self, state: str):
        """Show the rows of one state, or all again."""
        self.only = state if state in set(RowState) and state != self.only else ALL
        self.plan = with_rows(self.plan, self._rows, self.only)

    @rx.event
    @allow(Permission.IMPORT_LISTS)
    async def map_column(self, name: str, at: str):
        """Take something from another column."""
        if not at.removeprefix("-").isdecimal():
            raise NotFound
        await services().runner.run(actor(), map_column, name=name, at=int(at))
        async for _ in self._plan():
            yield

    @rx.event
    @allow(Permission.IMPORT_LISTS)
    async def choose_channel(self, channel_id: str):
        """The channel of leads that name none."""
        async for _ in self._choose(Options(channel_id=channel_id[:32], manager_id=self.plan.manager)):
            yield

    @rx.event
    @allow(Permission.IMPORT_LISTS)
    async def choose_manager(self, user_id: str):
        """Whose the deals become."""
        known = user_id if user_id in {one.id for one in self.people} else ""
        async for _ in self._choose(Options(channel_id=self.plan.channel, manager_id=known)):
            yield

    @rx.event
    @allow(Permission.IMPORT_LISTS)
    async def answer(self, about: str, value: str):
        """Tell how the file is to be read."""
        if about != ENCODING or value not in ("", *ENCODINGS):
            raise NotFound
        await services().runner.run(actor(), choose_encoding, encoding=value)
        async for _ in self._plan():
            yield

    @rx.event
    @allow(Permission.IMPORT_LISTS)
    async def discard(self):
        """Forget the uploaded file."""
        await services().runner.run(actor(), drop_upload)
        async for _ in self._plan():
            yield

    @rx.event
    @allow(Permission.IMPORT_LISTS)
    async def confirm(self):
        """Import the uploaded file; a second click finds nothing to do."""
        if not self.has_plan:
            return
        self.working = True
        yield
        _, refused = await self._work(self._start())
        async for _ in self._plan():
            yield
        await self._imports()
        if refused is not None:
            raise refused

    @rx.event
    @allow(Permission.IMPORT_LISTS)
    async def undo(self, import_id: str):
        """Take an import back."""
        await services().runner.run(actor(), undo_import, import_id=import_id)
        await self._imports()
        return rx.toast.success(translate(locale(), "imports.undoing"))

    async def _choose(self, options: Options):
        await services().runner.run(actor(), choose_options, options=options)
        async for _ in self._plan():
            yield

    async def _start(self) -> None:
        try:
            plan = await planned(actor())
        except (BadTable, ColumnsMissing):
            plan = None
        if plan is None:
            raise NotFound
        await services().runner.run(actor(), start_import, kind=plan.kind, digest=self.plan.digest, rows=plan.rows)

    async def _dry_run(self, on_progress: OnProgress) -> tuple[ListPlan, FirstRows] | None:
        return await dry_run(actor(), locale(), on_progress=on_progress)

    def _show_plan(self, plan: tuple[ListPlan, FirstRows] | None) -> None:
        made, self._rows = plan or (ListPlan(kind=self.kind), {})
        self.kind, self.only, self.plan = made.kind, ALL, with_rows(made, self._rows, ALL)

    async def _imports(self) -> None:
        self.imports = await import_items(actor(), locale())
