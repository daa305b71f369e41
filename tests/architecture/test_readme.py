"""The README keeps up with the settings."""

from pathlib import Path

from studio_app.adapters.payments.registry import NONE, PROVIDERS
from studio_app.config import Settings

README = Path(__file__).parents[2] / "README.md"


class TestReadme:
    def test_lists_every_setting_and_no_other(self) -> None:
        listed = {line.split("`")[1] for line in README.read_text().splitlines() if line.startswith("| `STUDIO_")}
        own = {f"STUDIO_{name.upper()}" for name in Settings.model_fields}
        assert listed == own.union(*(provider.settings.variables() for provider in PROVIDERS.values()))

    def test_names_every_provider_that_may_be_chosen(self) -> None:
        (row,) = (line for line in README.read_text().splitlines() if line.startswith("| `STUDIO_PAYMENT_PROVIDER`"))
        assert set(row.split("|")[3].split("`")[1::2]) == {*PROVIDERS, NONE}
