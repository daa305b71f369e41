"""One's own account: a new password for whoever knows the old one, and browsers that are signed out."""

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlmodel import select

from studio_app.adapters.passwords import verify_password
from studio_app.domain.accounts.models import User
from studio_app.domain.accounts.sessions import signed_in
from studio_app.domain.accounts.sign_in import open_session
from studio_app.domain.work import Work
from studio_app.workspace import paths
from studio_app.workspace.account.state import AccountState
from tests.workspace.seats import Seat, said, seat

__all__ = ["seat"]  # a fixture

OLD, NEW = "correct horse battery", "another horse battery staple"


def hash_of(work: Work, *, user_id: str) -> str:
    return work.session.exec(select(User.password_hash).where(User.id == user_id)).one()


@pytest.fixture
async def account(seat: Seat) -> Seat:
    """The page of somebody whose password is `OLD`."""
    hashed = Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1).hash(OLD)

    def know(work: Work) -> None:
        work.session.get_one(User, seat.actor.id).password_hash = hashed

    seat.run(know)
    await seat.open(paths.ACCOUNT, AccountState.load)
    return seat


class TestPassword:
    @pytest.mark.parametrize(
        ("old", "new", "problem"),
        [("a guess", NEW, "password_wrong"), (OLD, OLD, "password_same")],
    )
    async def test_stays_where_it_is_not_known_or_no_better(
        self, account: Seat, old: str, new: str, problem: str
    ) -> None:
        before = account.read(hash_of, user_id=account.actor.id)
        told = await account.press(AccountState.set_password, data={"old": old, "password": new})
        assert said(told, f"error.invalid.{problem}")
        assert account.read(hash_of, user_id=account.actor.id) == before

    async def test_is_set_for_whoever_knows_the_old_one_and_signs_the_others_out(self, account: Seat) -> None:
        other = account.run(open_session, user_id=account.actor.id)
        told = await account.press(AccountState.set_password, data={"old": OLD, "password": NEW})
        assert said(told, "account.password_set")
        assert verify_password(NEW, account.read(hash_of, user_id=account.actor.id))
        assert account.read(signed_in, token=other) is None
        assert [one.is_this for one in await account.shows(AccountState, "sessions")] == [True]


class TestSessions:
    async def test_are_ended_one_by_one_or_all_but_this_one(self, account: Seat) -> None:
        others = [account.run(open_session, user_id=account.actor.id) for _ in range(3)]
        await account.press(AccountState.load)
        assert await account.shows(AccountState, "others") == 3
        first = next(one for one in await account.shows(AccountState, "sessions") if not one.is_this)
        await account.press(AccountState.end, session_id=first.id)
        assert await account.shows(AccountState, "others") == 2
        await account.press(AccountState.end_others)
        assert [one.is_this for one in await account.shows(AccountState, "sessions")] == [True]
        assert all(account.read(signed_in, token=one) is None for one in others)
