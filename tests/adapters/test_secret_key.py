"""The secret key beside the data: whole or not at all, strong enough, and never made anew in silence."""

import os
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.adapters.secret_key import FEWEST, KEY_FILE, SHORTEST, UnusableKey, judge_key, kept_key

GOOD = "Zk3u9Qp_7vXw2Lr8Ty4Hn6Jm1Bc5Gd0Fs"
WEAK = {
    "empty": b"",
    "blank": b" \n",
    "one letter": b"x",
    "31 bytes": GOOD[:31].encode(),
    "a letter repeated": b"x" * 64,
    "a word repeated": b"secret" * 12,
    "16 bytes in hex": os.urandom(16).hex().encode(),
    "a file of something else": bytes(range(256)) * 40,
}


class TestJudgeKey:
    @given(st.binary(min_size=SHORTEST, max_size=200))
    def test_asks_for_sixteen_different_bytes(self, key: bytes) -> None:
        if set(key) - set(b"0123456789abcdefABCDEF"):
            assert (judge_key(key) == "") is (len(set(key)) >= FEWEST)

    @given(st.binary(max_size=SHORTEST - 1))
    def test_refuses_whatever_is_shorter(self, key: bytes) -> None:
        assert judge_key(key) != ""

    @given(st.binary(min_size=SHORTEST, max_size=64))
    def test_judges_hexadecimal_digits_by_what_they_stand_for(self, key: bytes) -> None:
        assert (judge_key(key.hex().encode()) == "") is (len(set(key)) >= FEWEST)


class TestKeptKey:
    def test_makes_a_strong_one_that_only_its_owner_reads(self, tmp_path: Path) -> None:
        key = kept_key(tmp_path / "data", database=None)
        path = tmp_path / "data" / KEY_FILE
        assert judge_key(key) == ""
        assert path.read_bytes() == key
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert [one.name for one in path.parent.iterdir()] == [KEY_FILE]

    def test_keeps_the_one_that_is_there(self, tmp_path: Path) -> None:
        assert kept_key(tmp_path, database=None) == kept_key(tmp_path, database=None)

    def test_agrees_with_every_other_start_of_the_same_moment(self, tmp_path: Path) -> None:
        for round_ in range(20):
            ready = Barrier(8)

            def start(folder: Path = tmp_path / str(round_), ready: Barrier = ready) -> bytes:
                ready.wait(10)
                return kept_key(folder, database=None)

            with ThreadPoolExecutor(8) as starts:
                keys = [future.result() for future in [starts.submit(start) for _ in range(8)]]
            assert len(set(keys)) == 1

    @pytest.mark.parametrize("broken", ["fsync", "fdopen"])
    def test_leaves_no_half_of_a_key_behind(self, broken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object) -> None:
            raise OSError("no space left on device")

        with monkeypatch.context() as full_disk:
            full_disk.setattr(os, broken, fail)
            with pytest.raises(OSError, match="no space"):
                kept_key(tmp_path, database=None)
        assert not (tmp_path / KEY_FILE).exists()
        assert judge_key(kept_key(tmp_path, database=None)) == ""

    @pytest.mark.parametrize("kind", WEAK)
    def test_refuses_a_damaged_one_and_leaves_it_as_it_is(self, kind: str, tmp_path: Path) -> None:
        path = tmp_path / KEY_FILE
        path.write_bytes(WEAK[kind])
        with pytest.raises(UnusableKey, match="back-up"):
            kept_key(tmp_path, database=None)
        assert path.read_bytes() == WEAK[kind]

    def test_is_not_made_anew_beside_a_database_whose_links_need_the_lost_one(self, tmp_path: Path) -> None:
        database = tmp_path / "studio.db"
        database.write_bytes(b"SQLite format 3")
        with pytest.raises(UnusableKey, match=r"is missing, though .*studio\.db is there"):
            kept_key(tmp_path, database=database)
        assert not (tmp_path / KEY_FILE).exists()

    def test_says_a_command_that_makes_a_key_it_takes(self, tmp_path: Path, run: Callable[[str], None]) -> None:
        (tmp_path / KEY_FILE).touch()
        with pytest.raises(UnusableKey) as refused:
            kept_key(tmp_path, database=None)
        run(str(refused.value).partition("stop working: ")[2])
        assert judge_key(kept_key(tmp_path, database=None)) == ""


@pytest.fixture
def run() -> Callable[[str], None]:
    """What a person does with a command that is told."""
    import subprocess

    def in_a_shell(command: str) -> None:
        subprocess.run(command, shell=True, check=True, timeout=30)

    return in_a_shell
