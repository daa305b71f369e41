"""What waits for SQLite's writer is committed together, on a real file."""

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from studio_app.adapters.db.commits import Done, SharedCommits
from studio_app.adapters.db.engine import make_engine


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = make_engine(f"sqlite:///{tmp_path / 'test.db'}")
    with made.begin() as connection:
        connection.execute(text("CREATE TABLE word (text TEXT UNIQUE)"))
    yield made
    made.dispose()


class Line:
    """A queue of writers that stands until it is let go."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.commits, self.told = engine, SharedCommits(engine), list[str]()
        self._gate = threading.Event()
        self.synced = 0
        self.commits.submit(self._stand)
        event.listen(engine, "commit", self._count)

    def write(self, *words: str) -> Future[str]:
        """Write words in one transaction; an empty one is refused after the others are written."""

        def call(session: Session) -> tuple[str, Done]:
            with session.begin():
                for word in words:
                    if not word:
                        raise LookupError
                    session.execute(text("INSERT INTO word VALUES (:word)"), {"word": word})
            return words[0], lambda: self.told.append(words[0])

        return self.commits.submit(call)

    def end(self, what: str) -> Future[None]:
        """Do something to the whole transaction that a call may not do."""

        def call(session: Session) -> tuple[None, Done]:
            session.connection().exec_driver_sql(what)
            return None, lambda: None

        return self.commits.submit(call)

    def let_go(self) -> None:
        """Let them write."""
        self._gate.set()

    def go(self) -> list[str]:
        """Let them write; what is there in the end."""
        self.let_go()
        self.commits.close()
        with self.engine.connect() as connection:
            return list(connection.execute(text("SELECT text FROM word ORDER BY rowid")).scalars())

    def _stand(self, session: Session) -> tuple[None, Done]:
        with session.begin():
            self._gate.wait(10)
        return None, lambda: None

    def _count(self, _connection: object) -> None:
        self.synced += 1


class TestSharedCommits:
    def test_sync_what_waits_once_and_tell_in_order(self, engine: Engine) -> None:
        line = Line(engine)
        answers = [line.write(str(number)) for number in range(5)]
        assert line.go() == ["0", "1", "2", "3", "4"]
        assert [answer.result() for answer in answers] == line.told == ["0", "1", "2", "3", "4"]
        assert line.synced == 1

    def test_take_back_only_what_failed(self, engine: Engine) -> None:
        line = Line(engine)
        kept, refused, also_kept = line.write("a"), line.write("b", ""), line.write("c")
        assert line.go() == ["a", "c"]
        assert (kept.result(), also_kept.result(), line.told) == ("a", "c", ["a", "c"])
        with pytest.raises(LookupError):
            refused.result()

    def test_tell_nobody_when_the_whole_transaction_is_lost(self, engine: Engine) -> None:
        line = Line(engine)
        first, ends, after = line.write("a"), line.end("ROLLBACK"), line.write("b")
        assert line.go() == ["b"]
        assert line.told == ["b"]
        assert after.result() == "b"
        for lost in (first, ends):
            assert lost.exception() is not None

    def test_leave_out_whoever_waits_no_more(self, engine: Engine) -> None:
        line = Line(engine)
        first, second, third = (line.write(word) for word in "abc")
        assert second.cancel()
        assert line.go() == ["a", "c"]
        assert (first.result(), third.result()) == ("a", "c")

    def test_refuse_nobody_who_comes_after_the_refusal_was_told(self, engine: Engine, tmp_path: Path) -> None:
        @event.listens_for(engine, "connect")
        def hurry(connection: Any, _record: Any) -> None:
            connection.execute("PRAGMA busy_timeout = 300")

        engine.dispose()
        holder = sqlite3.connect(tmp_path / "test.db", isolation_level=None, check_same_thread=False)
        holder.execute("BEGIN IMMEDIATE")
        line, later = Line(engine), list[Future[str]]()

        def come_again(_refused: Future[str]) -> None:
            holder.execute("ROLLBACK")
            later.append(line.write("later"))

        line.let_go()
        refused, behind = line.write("first"), line.write("behind")
        refused.add_done_callback(come_again)
        for one in (refused, behind):
            assert isinstance(one.exception(timeout=10), OperationalError)
        assert later[0].result(timeout=10) == "later"
        assert line.go() == ["later"]
        holder.close()
