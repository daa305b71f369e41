"""What the connections of the embedded database keep in memory."""

from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import Column, LargeBinary, MetaData, Table, func, insert, select

from studio_app.adapters.db.engine import make_engine


class TestEmbedded:
    def test_keeps_the_pages_of_one_connection_while_one_is_enough(self, tmp_path: Path) -> None:
        engine = make_engine(f"sqlite:///{tmp_path}/studio.db")
        with ExitStack() as together:
            for _ in range(3):
                together.enter_context(engine.connect())
        used: list[object] = []
        for _ in range(3):
            with engine.connect() as connection:
                used.append(connection.connection.driver_connection)
        assert len(set(map(id, used))) == 1
        engine.dispose()

    def test_keeps_no_more_of_a_large_file_than_a_few_megabytes(self, tmp_path: Path) -> None:
        engine = make_engine(f"sqlite:///{tmp_path}/studio.db")
        before = _megabytes()
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE file (raw BLOB)")
            connection.exec_driver_sql("INSERT INTO file VALUES (zeroblob(64000000))")
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT hex(substr(raw, 60000000, 100)) FROM file").scalar_one()
        after = _megabytes()
        engine.dispose()
        assert after - before < 16

    def test_keeps_nothing_of_a_large_file_once_it_is_stored(self, tmp_path: Path) -> None:
        engine = make_engine(f"sqlite:///{tmp_path}/studio.db")
        file = Table("file", MetaData(), Column("raw", LargeBinary))
        file.create(engine)
        before = _megabytes()
        with engine.begin() as connection:
            connection.execute(insert(file), {"raw": bytes(64_000_000)})
        after = _megabytes()
        with engine.connect() as connection:
            assert connection.execute(select(func.length(file.c.raw))).scalar_one() == 64_000_000
        engine.dispose()
        assert after - before < 16


def _megabytes() -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1000
