"""How the site starts."""

from pathlib import Path

import pytest

from studio_app.cli import starting
from studio_app.core.refusal import Refusal
from studio_app.demo.people import DemoSignIn
from studio_app.domain.accounts.kinds import Role
from studio_app.serving.building import BuildFailed


class TestStart:
    @pytest.mark.parametrize("stopped_by", [BuildFailed, KeyboardInterrupt])
    def test_shows_the_sign_ins_even_when_nothing_is_built(
        self,
        stopped_by: type[BaseException],
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        def fail(_: object) -> bool:
            raise stopped_by

        monkeypatch.setenv("STUDIO_DATA_DIR", str(tmp_path))
        monkeypatch.setenv("STUDIO_PORT", "0")
        monkeypatch.setattr(
            starting, "first_start", lambda _: [DemoSignIn(Role.OWNER, "owner@studio.example", "secret")]
        )
        monkeypatch.setattr(starting, "ensure_built", fail)
        with pytest.raises(Refusal, match="has not been built"):
            starting.start()
        printed = capsys.readouterr().out
        assert "owner@studio.example" in printed
        assert "secret" in printed
