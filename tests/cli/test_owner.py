"""`owner reset`, and the code of the first owner on the console."""

import re
from pathlib import Path

import pytest

from studio_app.bootstrap import Services, build
from studio_app.cli.main import main
from studio_app.config import Settings
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.passwords import reset_reader
from studio_app.domain.accounts.people import add_person
from studio_app.domain.accounts.tickets import check_owner_code
from studio_app.domain.actors import SYSTEM, Actor, ActorKind

ADD = {"name": "Анна", "password_hash": "h", "role": Role.OWNER}
VISITOR = Actor(kind=ActorKind.STAFF)
CODE = re.compile(r"(?:[A-Z2-7]{4}-){5}[A-Z2-7]{4}")


@pytest.fixture
def empty(first_day: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of a studio that nobody owns."""
    monkeypatch.setenv("STUDIO_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("STUDIO_DEMO", "0")
    monkeypatch.setenv("STUDIO_PUBLIC_URL", "https://studio.example")
    return tmp_path / "data"


@pytest.fixture
def owned(empty: Path) -> Services:
    main(["init"])
    wired = build(Settings())
    wired.runner.run_sync(SYSTEM, add_person, email="anna@studio.example", **ADD)
    return wired


class TestInit:
    def test_prints_the_code_of_the_first_owner_until_there_is_one(
        self, empty: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        said: list[str] = []
        for _ in range(2):
            assert main(["init"]) == 0
            said += CODE.findall(capsys.readouterr().out)
        assert len(said) == 2
        assert len(set(said)) == 1
        wired = build(Settings())
        wired.runner.read_sync(VISITOR, check_owner_code, code=said[0])
        wired.runner.run_sync(SYSTEM, add_person, email="anna@studio.example", **ADD)
        wired.close()
        assert main(["init"]) == 0
        assert capsys.readouterr().out == ""


class TestReset:
    def test_prints_a_link_that_sets_a_new_password(self, owned: Services, capsys: pytest.CaptureFixture[str]) -> None:
        capsys.readouterr()
        assert main(["owner", "reset"]) == 0
        link = capsys.readouterr().out.splitlines()[0]
        address, _, word = link.partition("?word=")
        assert address == "https://studio.example/new-password"
        assert owned.runner.read_sync(VISITOR, reset_reader, word=word).email == "anna@studio.example"
        owned.close()

    def test_asks_which_one_of_several_owners(self, owned: Services, capsys: pytest.CaptureFixture[str]) -> None:
        owned.runner.run_sync(SYSTEM, add_person, email="vera@studio.example", **ADD)
        assert main(["owner", "reset"]) == 2
        assert capsys.readouterr().err == (
            "which owner? --email with one of: anna@studio.example, vera@studio.example\n"
        )
        assert main(["owner", "reset", "--email", "Vera@studio.example"]) == 0
        owned.close()

    def test_prints_the_code_where_there_is_no_owner(self, empty: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["owner", "reset"]) == 0
        assert CODE.search(capsys.readouterr().out)
