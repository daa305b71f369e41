"""The settings: what is refused at start."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from studio_app.adapters.secret_key import KEY_FILE
from studio_app.cli.main import main
from studio_app.config import Settings

KEY = "Zk3u9Qp_7vXw2Lr8Ty4Hn6Jm1Bc5Gd0Fs"


class TestSecretKey:
    @pytest.mark.parametrize("production", [False, True])
    @pytest.mark.parametrize("key", ["x", "s3cret", "x" * 64, "changeme" * 8])
    def test_refuses_a_weak_one(self, key: str, production: bool, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("STUDIO_SECRET_KEY", key)
        with pytest.raises(ValidationError, match="STUDIO_SECRET_KEY is too"):
            Settings(production=production, payment_provider="none", public_url="https://studio.example")

    def test_takes_a_strong_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("STUDIO_SECRET_KEY", KEY)
        assert Settings().key == KEY.encode()

    def test_is_asked_for_in_production(self) -> None:
        with pytest.raises(ValidationError, match="STUDIO_SECRET_KEY must be set"):
            Settings(production=True, payment_provider="none", public_url="https://studio.example")

    def test_in_a_damaged_file_is_one_sentence_and_an_exit(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("STUDIO_DATA_DIR", str(tmp_path))
        (tmp_path / KEY_FILE).touch()
        assert main(["init"]) == 1
        said = capsys.readouterr().err
        assert said.startswith(f"{tmp_path / KEY_FILE} is empty. Put the file back")
        assert said.count("\n") == 1
        assert not (tmp_path / "studio.db").exists()

    def test_in_a_weak_variable_is_one_sentence_and_an_exit(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("STUDIO_SECRET_KEY", "x")
        assert main(["init"]) == 2
        said = capsys.readouterr().err
        assert said.startswith("settings: STUDIO_SECRET_KEY is too short: 1 bytes")
        assert said.count("\n") == 1
