"""Durable jobs on DBOS, in the application's own database: enqueued inside the business transaction.

One generic workflow runs every job by its name. A job runs at least once: killed halfway, it is run
again from its start by the next process in the same slot, so every job checks first what is done.
A failed try is planned again as a job of its own, later each time, so a waiting retry holds no thread.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, ExceptionContext, create_engine, event, make_url, text
from sqlmodel import Session

from studio_app.adapters.db.trouble import trouble_of
from studio_app.adapters.jobs.worker_slots import AdvisorySlots, FileSlot, WorkerSlots
from studio_app.core.clock import SLACK
from studio_app.core.errors import Trouble
from studio_app.core.printable import printable

if TYPE_CHECKING:
    from dbos import DBOSClient, DBOSConfig, EnqueueOptions

Run = Callable[[str, Mapping[str, str]], None]

_NAME = "studio_app"
_VERSION = "1"  # of the one workflow; a new number would orphan the jobs that wait under the old one
_QUEUE = "studio"
_WORKFLOW = "job"
_BACKOFF = tuple(timedelta(seconds=s) for s in (5, 30, 120, 600, 1800, 3600))
MAX_TRIES = len(_BACKOFF) + 1
_KEEP_DONE = timedelta(days=30)
_WAITING = ("DELAYED", "ENQUEUED")
_CHECK_EVERY = 5.0  # seconds between two looks at the slot

log = logging.getLogger(__name__)


class DbosJobs:
    """The job queue. Enqueuing works in every process; `start` makes this one run them too.

    The library is loaded when it is first needed: a fifth of a second that no start has to wait for.
    """

    def __init__(self, url: str, *, concurrency: int = 8, polling: float = 0.25, pool_size: int = 12) -> None:
        """`concurrency` jobs at a time per process; `polling` seconds between two looks at the queue."""
        logging.getLogger("dbos").setLevel(logging.WARNING)
        self._engine = _engine(url, pool_size)
        self._concurrency = concurrency
        self._polling = polling
        self._slots = _slots(self._engine)
        self._stopping = threading.Event()
        self._keeper: threading.Thread | None = None
        self._running = False
        self._hurried: set[str] = set()
        self._may: Callable[[], bool] = lambda: True

    @cached_property
    def _client(self) -> "DBOSClient":
        from dbos import DBOSClient  # noqa: PLC0415  loaded by those who use jobs

        return DBOSClient(system_database_engine=self._engine, application_name=_NAME, lazy=True)

    def prepare(self) -> None:
        """Make or migrate the tables of the library; part of migrating the database."""
        from dbos import DBOS  # noqa: PLC0415  as above

        self._engine.connect().close()  # a new SQLite file turns to WAL while nobody else has it open
        DBOS.migrate(self._engine.url.render_as_string(hide_password=False))

    def enqueue(
        self, session: Session, job: str, *, key: str, args: Mapping[str, str], at: datetime | None = None
    ) -> None:
        """Plan `job` inside the caller's transaction, not before `at`; the same `key` runs once."""
        delay = (at - datetime.now(UTC)).total_seconds() if at is not None else 0.0
        key = _unused(session, key) if delay > 0 else key
        options = _options(key, delay)
        self._client.enqueue_in_transaction(session, options, job, dict(args), key, 1)

    def start(
        self,
        run: Run,
        *,
        may: Callable[[], bool] = lambda: True,
        plan: Callable[[], None] = lambda: None,
        after: float = 0.0,
    ) -> None:
        """Run jobs from `after` seconds on, in threads, as soon as a slot is free and they `may` be run.

        Returns at once. What always has to be planned, `plan` enqueues before.
        """
        if self._keeper is None:
            self._may = may
            self._stopping.clear()
            self._keeper = threading.Thread(target=self._keep, args=(run, plan, after), name="jobs-keeper", daemon=True)
            self._keeper.start()

    def stop(self) -> None:
        """Take no new job, let running ones finish (up to ten seconds) and stand up."""
        self._stopping.set()
        if self._keeper is not None:
            self._keeper.join(timeout=30)
            self._keeper = None

    def close(self) -> None:
        """Stop, and give the connections back."""
        self.stop()
        if "_client" in vars(self):  # has been used
            self._client.destroy()
        self._engine.dispose()

    @property
    def alive(self) -> bool:
        """Whether this process runs jobs, or stands by for the process that does."""
        if self._keeper is None or not self._keeper.is_alive():
            return False
        return not self.running or _watched()

    @property
    def running(self) -> bool:
        """Whether this process has a slot and takes jobs."""
        return self._running

    def _keep(self, run: Run, plan: Callable[[], None], after: float) -> None:
        planned = False
        self._stopping.wait(after)
        while not self._stopping.is_set():
            try:
                if not planned:
                    self.prepare()
                    plan()
                    planned = True
                slot = self._slots.take() if self._may() else None
                if slot is not None:
                    self._work(run, slot)
            except Exception:
                log.exception("jobs stopped; trying again")
            self._stopping.wait(1.0)
        self._slots.leave()

    def _work(self, run: Run, slot: str) -> None:
        from dbos import DBOS  # noqa: PLC0415  as above

        self._launch(run, slot)
        try:
            while not self._stopping.wait(_CHECK_EVERY):
                if not self._slots.hold():
                    log.warning("the slot for jobs was lost; taking another")
                    return
                self._adopt(slot)
                self._hurry()
        finally:
            self._running = False
            DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=10)

    def _launch(self, run: Run, slot: str) -> None:
        from dbos import DBOS  # noqa: PLC0415  as above

        config: DBOSConfig = {
            "name": _NAME,
            "system_database_url": self._engine.url.render_as_string(hide_password=False),
            "system_database_engine": self._engine,
            "application_version": _VERSION,
            "executor_id": slot,
            "use_listen_notify": False,
            "enable_otlp": False,
            "log_level": "WARNING",
        }
        DBOS(config=config)

        @DBOS.workflow(name=_WORKFLOW, max_recovery_attempts=50)
        def job(name: str, args: dict[str, str], key: str, attempt: int) -> None:
            self._try(run, name, args, key, attempt)

        self._client.register_queue(_QUEUE, worker_concurrency=self._concurrency, polling_interval_sec=self._polling)
        DBOS.launch()
        while not _watched() and not self._stopping.wait(0.02):
            pass
        self._running = True
        self._forget_done()

    def _adopt(self, slot: str) -> None:
        from dbos import DBOS  # noqa: PLC0415  as above

        # jobs whose worker died and was not started again; its own slot it recovers when it takes it
        running = self._client.list_workflows(status="PENDING", load_input=False, load_output=False)
        for other in {row.executor_id for row in running if row.executor_id} - {slot}:
            with self._slots.borrow(other) as free:
                if free:
                    DBOS._recover_pending_workflows([other])  # noqa: SLF001  it has no public way

    def _hurry(self) -> None:
        # A job planned by a clock that was ahead, and was put back, waits as long as it was to wait then, from now on.
        # Such a job is told by when it was planned, which is still to come; it is hurried once.
        now = datetime.now(UTC)
        late = self._client.list_workflows(
            status="DELAYED", start_time=(now + SLACK).isoformat(), load_input=False, load_output=False
        )
        for row in late:
            if row.workflow_id not in self._hurried and row.delay_until_epoch_ms and row.created_at:
                left = max(0, row.delay_until_epoch_ms - row.created_at) / 1000
                self._client.set_workflow_delay(row.workflow_id, delay_seconds=left)
                self._hurried.add(row.workflow_id)
        self._hurried.intersection_update(row.workflow_id for row in late)

    def _try(self, run: Run, name: str, args: Mapping[str, str], key: str, attempt: int) -> None:
        try:
            run(name, args)
        except Exception as error:
            if attempt >= MAX_TRIES:
                log.exception("job %s gave up after %d tries", key, attempt)
                return
            log.warning("job %s failed (try %d): %s", key, attempt, printable(error))
            delay = _BACKOFF[attempt - 1].total_seconds()
            options = _options(f"{key}~{attempt + 1}", delay)
            self._client.enqueue(options, name, dict(args), key, attempt + 1)

    def _forget_done(self) -> None:
        before = (datetime.now(UTC) - _KEEP_DONE).isoformat()
        while not self._stopping.is_set():
            done = self._client.list_workflows(completed_before=before, limit=500, load_input=False, load_output=False)
            if not done:
                return
            self._client.delete_workflows([row.workflow_id for row in done])


def _unused(session: Session, key: str) -> str:
    """A key for a job whose moment is still to come.

    One that has run by then was planned for the same moment by a clock that was ahead: it gets a key of its own, or
    whatever plans itself again and again would stand still until that clock's time has come.
    """
    tables = "dbos." if session.get_bind().dialect.name == "postgresql" else ""
    known = text(f"SELECT status FROM {tables}workflow_status WHERE workflow_uuid = :key")  # noqa: S608  of ours
    while session.execute(known, {"key": key}).scalar() not in {None, *_WAITING}:
        key += "+"
    return key


def _watched() -> bool:
    return any(thread.name == f"queue-worker-{_QUEUE}" and thread.is_alive() for thread in threading.enumerate())


def _options(key: str, delay: float) -> "EnqueueOptions":
    from dbos import WorkflowSerializationFormat  # noqa: PLC0415  as above

    options: EnqueueOptions = {
        "workflow_name": _WORKFLOW,
        "queue_name": _QUEUE,
        "workflow_id": key,
        "app_version": _VERSION,
        "serialization_type": WorkflowSerializationFormat.PORTABLE,  # JSON, not pickle
    }
    if delay > 0:
        options["delay_seconds"] = delay
    return options


def _engine(url: str, pool_size: int) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, hide_parameters=True, pool_pre_ping=True, pool_size=pool_size, max_overflow=10)
    engine = create_engine(
        parsed, hide_parameters=True, connect_args={"check_same_thread": False}, pool_size=pool_size, max_overflow=10
    )
    event.listen(engine, "connect", _configure)
    event.listen(engine, "handle_error", _wait_for_space)
    return engine


def _configure(connection: Any, _record: Any) -> None:
    # Looks at the queue take no lock (a transaction starts at the first write, and then at once as a
    # writer); what a power cut takes from the library's own notes only makes a job run again.
    connection.isolation_level = "IMMEDIATE"
    for pragma in ("busy_timeout = 30000", "journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _wait_for_space(context: ExceptionContext) -> None:
    # The library waits for a lost connection as long as it takes, and for a held database; of a full disk
    # it would let go of the job in hand, and nobody would take it up again before the next start.
    if trouble_of(context.original_exception) in {Trouble.DISK, Trouble.READ_ONLY}:
        context.is_disconnect = True


def _slots(engine: Engine) -> WorkerSlots:
    if engine.dialect.name == "sqlite":
        return FileSlot(Path(engine.url.database or "studio.db"))
    return AdvisorySlots(engine)
