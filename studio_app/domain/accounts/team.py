"""Queries: the people of the studio by what they may do."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_
from sqlmodel import col, select

from studio_app.core.errors import NotFound
from studio_app.domain.accounts.models import User
from studio_app.domain.accounts.permissions import TABLE, Permission, role_may
from studio_app.domain.accounts.schemas import PersonName
from studio_app.domain.work import Work


def having(permission: Permission) -> ColumnElement[bool]:
    """Of users: that they may sign in, and may do that."""
    return and_(col(User.active), col(User.role).in_(TABLE[permission]))


def holders(work: Work, permission: Permission) -> Sequence[User]:
    """Everybody who may sign in and may do that, those who came first first."""
    return work.session.exec(select(User).where(having(permission)).order_by(col(User.created_at))).all()


def names_of_holders(work: Work, permission: Permission) -> tuple[PersonName, ...]:
    """Everybody who may sign in and may do that, by name."""
    query = select(User).where(having(permission)).order_by(col(User.name))
    return tuple(PersonName(row.id, row.name) for row in work.session.exec(query))


def worker(work: Work, user_id: str) -> User:
    """The person, if deals and tasks can be given to them. Raises NotFound."""
    person = work.session.get(User, user_id)
    if person is None or not person.active or not role_may(person.role, Permission.EDIT_DEALS):
        raise NotFound
    return person
