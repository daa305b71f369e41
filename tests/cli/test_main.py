"""The command line as a whole: what it loads, and how it refuses."""

import subprocess
import sys
from importlib import import_module

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
