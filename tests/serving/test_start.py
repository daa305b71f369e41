"""What a start of the site loads: what it has no use for comes when it is first used."""

import os
import subprocess
import sys
from pathlib import Path

from studio_app.adapters.payments.registry import PROVIDERS
from studio_app.adapters.texts.catalogue import LOCALES, catalogue

# each takes a start a hundredth of a second or more, some of them half a second
LATER = {
    *("alembic", "babel.messages", "dbos", "fontTools", "holidays", "httpx", "num2words", "openpyxl", "phonenumbers"),
    *("PIL", "psycopg", "pydantic.v1", "pymorphy3", "quotequail", "rapidfuzz", "requests", "snowballstemmer"),
    *("stripe", "weasyprint", "websocket", "zxcvbn"),
    *("studio_app.adapters.bank.read", "studio_app.adapters.imap.letters"),  # of use to a limited process alone
    *("playwright", "pytest", "studio_app.demo.generate"),
    *(provider.gateway for provider in PROVIDERS.values() if not provider.plays),
}
_SITE = """
import studio_app.cli.starting
from studio_app.serving.engine import workspace
workspace()
import sys
print(*sys.modules)
"""


class TestStart:
    def test_loads_only_what_it_needs(self, tmp_path: Path) -> None:
        for locale in LOCALES:
            catalogue(locale)  # keeps the texts compiled, as the first start does
        (tmp_path / "web" / "build" / "client").mkdir(parents=True)  # stands for the built screens
        environment = {**os.environ, "STUDIO_DATA_DIR": str(tmp_path), "REFLEX_WEB_WORKDIR": str(tmp_path / "web")}
        done = subprocess.run(
            [sys.executable, "-c", _SITE], env=environment, capture_output=True, text=True, check=True, timeout=120
        )
        loaded = set(done.stdout.splitlines()[-1].split())
        assert "studio_app.workspace.screens" in loaded
        assert loaded & LATER == set()

    def test_is_compiled_once_whatever_the_shell_says(self, tmp_path: Path) -> None:
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPYCACHEPREFIX": str(tmp_path)}
        command = [sys.executable, "-m", "studio_app", "site", "--help"]
        subprocess.run(command, env=environment, capture_output=True, check=True, timeout=60)
        assert {path.name.split(".")[0] for path in tmp_path.rglob("studio_app/cli/*.pyc")} >= {"main", "site"}
