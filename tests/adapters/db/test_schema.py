"""The metadata has every table whatever else a program has loaded: Alembic's command line loads nothing besides."""

import re
from pathlib import Path

from studio_app.adapters.db import schema

ROOT = Path(__file__).parents[3]
_TABLE = re.compile(r"^class \w+\(.*\btable=True\):", re.MULTILINE)


class TestMetadata:
    def test_is_told_of_every_module_with_tables(self) -> None:
        files = (ROOT / "studio_app").rglob("*.py")
        having = {str(file) for file in files if _TABLE.search(file.read_text())}
        assert {str(getattr(schema, name).__file__) for name in schema.__all__} == having
