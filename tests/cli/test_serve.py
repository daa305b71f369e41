"""`serve`: preparing, building, serving."""

from pathlib import Path

import pytest

from studio_app.cli import serve
from studio_app.cli.main import main
from studio_app.demo.people import DemoSignIn
from studio_app.domain.accounts.models import Role
from studio_app.serving import BuildFailed


class TestServe:
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
        monkeypatch.setattr(serve, "first_start", lambda _: [DemoSignIn(Role.OWNER, "owner@studio.example", "secret")])
        monkeypatch.setattr(serve, "ensure_built", fail)
        assert main(["serve"]) == 1
        printed = capsys.readouterr().out
        assert "owner@studio.example" in printed
        assert "secret" in printed
