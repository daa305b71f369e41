"""The metadata has every table whatever else a program has loaded: Alembic's command line loads nothing besides."""

import re
from importlib import import_module
from pathlib import Path

from studio_app.adapters.db import schema
from studio_app.adapters.payments.registry import PROVIDERS

ROOT = Path(__file__).parents[3]
_TABLE = re.compile(r"^class \w+\(.*\btable=True\):", re.MULTILINE)


class TestMetadata:
    def test_is_told_of_every_module_with_tables(self) -> None:
        files = (ROOT / "studio_app").rglob("*.py")
        having = {str(file) for file in files if _TABLE.search(file.read_text())}
        providers = [import_module(provider.tables) for provider in PROVIDERS.values() if provider.tables]
        modules = [*(getattr(schema, name) for name in schema.__all__), *providers]
        assert {str(module.__file__) for module in modules} == having
