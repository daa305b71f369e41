"""The README keeps up with the settings."""

from pathlib import Path

from studio_app.adapters.payments.registry import PROVIDERS
from studio_app.config import Settings

README = Path(__file__).parents[2] / "README.md"


class TestReadme:
    def test_lists_every_setting_and_no_other(self) -> None:
        listed = {line.split("`")[1] for line in README.read_text().splitlines() if line.startswith("| `STUDIO_")}
        own = {f"STUDIO_{name.upper()}" for name in Settings.model_fields}
        assert listed == own.union(*(provider.settings.variables() for provider in PROVIDERS.values()))
