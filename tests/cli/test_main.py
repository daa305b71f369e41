"""The command line as a whole: what it loads, and how it refuses."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from studio_app import __version__
from studio_app.cli.main import COMMANDS, main

_LOADED = """
import sys
from studio_app.cli.main import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
heavy = {"reflex", "sqlmodel", "fastapi", "pydantic", "alembic", "dbos"}
print("loaded:", *sorted(heavy & {name.partition(".")[0] for name in sys.modules}))
"""


class TestMain:
    @pytest.mark.parametrize("command", COMMANDS)
    def test_finds_a_module_for_every_command(self, command: str) -> None:
        assert callable(import_module(f"studio_app.cli.{command}").run)

    def test_tells_what_is_wrong_with_the_settings(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("STUDIO_PRODUCTION", "true")
        monkeypatch.delenv("STUDIO_SECRET_KEY", raising=False)
        assert main(["init"]) == 2
        told = capsys.readouterr()
        assert told.out == ""
        assert told.err.startswith("settings: ")

    def test_names_the_setting_that_is_wrong(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("STUDIO_PORT", "70000")
        assert main(["init"]) == 2
        assert capsys.readouterr().err.startswith("settings: STUDIO_PORT: ")

    def test_tells_its_version(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as ended:
            main(["--version"])
        assert ended.value.code == 0
        assert capsys.readouterr().out == f"studio_app {__version__}\n"

    @pytest.mark.parametrize("words", [["--help"], ["--version"], [], ["unheard-of"]])
    @pytest.mark.service
    def test_loads_nothing_of_the_product_before_a_command_is_known(self, words: list[str]) -> None:
        done = subprocess.run([sys.executable, "-c", _LOADED, *words], capture_output=True, text=True, check=True)
        assert done.stdout.splitlines()[-1].strip() == "loaded:"


@pytest.mark.service
class TestReaderWhoLeaves:
    """Whoever reads what a command prints may go before the end: `… | head`, or `q` in a pager."""

    @pytest.mark.parametrize("buffered", ["", "1"])
    def test_a_long_answer_is_cut_without_a_word(self, tmp_path: Path, buffered: str) -> None:
        table = tmp_path / "long.csv"
        table.write_text("name,email\n" + "".join(f"Anna {at},anna{at}@example.com\n" for at in range(5_000)))
        line = f'set -o pipefail; {sys.executable} -m studio_app read table "{table}" | head -n 1'
        environment = {**os.environ, "PYTHONUNBUFFERED": buffered}
        done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False, env=environment)
        assert (done.stdout, done.stderr, done.returncode) == ("{\n", "", 141)

    @pytest.mark.parametrize("words", [["--help"], ["read", "phone", "+7 916 123-45-67"], ["read", "phone", "no"]])
    def test_so_is_a_short_one_whose_reader_has_gone_already(self, words: list[str]) -> None:
        reading, writing = os.pipe()
        os.close(reading)
        command = [sys.executable, "-m", "studio_app", *words]
        environment = {**os.environ, "PYTHONUNBUFFERED": ""}
        done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, check=False, env=environment)
        os.close(writing)
        assert (done.stderr, done.returncode) == ("", 141)

    def test_another_broken_pipe_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def lost(_: object) -> int:
            raise BrokenPipeError("the database has gone")

        monkeypatch.setattr("studio_app.cli.read.run", lost)
        with Path(os.devnull).open("w") as output, monkeypatch.context() as replaced:
            replaced.setattr(sys, "stdout", output)
            with pytest.raises(BrokenPipeError, match="database"):
                main(["read", "phone", "1"])
