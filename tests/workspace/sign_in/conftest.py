"""The house with people who have passwords, the house that nobody owns."""

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlmodel import col, select, update

from studio_app.bootstrap import Services
from studio_app.domain.accounts.models import User
from studio_app.domain.actors import SYSTEM
from studio_app.domain.work import Work
from tests.workspace.sign_in.visiting import OWNER


@pytest.fixture(scope="module")
def hashed() -> str:
    """A hash tells what it takes to check it: this one takes little (the product's own: adapters/test_passwords)."""
    return Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1).hash(OWNER["password"])


@pytest.fixture
def house(services_on_disk: Services, hashed: str) -> Services:
    """The studio; its owner has a password."""

    def give_password(work: Work) -> None:
        work.session.exec(update(User).where(col(User.email) == OWNER["email"]).values(password_hash=hashed))

    services_on_disk.runner.run_sync(SYSTEM, give_password)
    return services_on_disk


@pytest.fixture
def empty(services_on_disk: Services) -> Services:
    """A studio that nobody owns yet."""

    def leave(work: Work) -> None:
        for person in work.session.exec(select(User)):
            work.session.delete(person)

    services_on_disk.runner.run_sync(SYSTEM, leave)
    return services_on_disk


@pytest.fixture
def https(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDIO_PUBLIC_URL", "https://studio.test")
