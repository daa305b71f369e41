"""People of accounts, and units of work in their name."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.people import add_person, create_first_owner
from studio_app.domain.accounts.schemas import UserView
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.work import Work

By = Callable[[UserView], Work]


@pytest.fixture
def owner(work: Work) -> UserView:
    return create_first_owner(work, email="Anna@Example.com ", name=" Анна ", password_hash="hash")


@pytest.fixture
def manager(work: Work, owner: UserView) -> UserView:
    return add_person(work, email="boris@example.com", name="Борис", password_hash="hash", role=Role.MANAGER)


@pytest.fixture
def by(work: Work) -> By:
    """The unit of work in the name of a person."""
    return lambda person: replace(
        work, actor=Actor(kind=ActorKind.STAFF, id=person.id, name=person.name, role=person.role.value)
    )


@pytest.fixture
def visitor(work: Work) -> Work:
    """The unit of work of somebody whom nobody knows."""
    return replace(work, actor=Actor(kind=ActorKind.STAFF, ip="1.1.1.1", network="1.1.1.1"))
