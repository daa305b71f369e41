"""What the account screen is asked to do."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from studio_app.adapters.password_strength import require_strong
from studio_app.adapters.passwords import hash_password, off_the_loop, verify_password
from studio_app.adapters.texts.catalogue import translate
from studio_app.adapters.texts.format import moment
from studio_app.bootstrap import services
from studio_app.core.errors import Invalid
from studio_app.domain.accounts.confirming import begin_confirmation
from studio_app.domain.accounts.passwords import change_password
from studio_app.domain.accounts.people import MAX_PASSWORD_LENGTH
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.accounts.sessions import end_other_sessions, end_session, own_sessions
from studio_app.domain.studio.brand import studio_brand
from studio_app.workspace.gate import actor, allow, locale, signed_in
from studio_app.workspace.session import Session


@dataclass(frozen=True)
class SessionItem:
    """A signed-in browser as the list shows it."""

    id: str
    browser: str
    ip: str
    used: str
    since: str
    is_this: bool


class AccountState(rx.State):
    """One's own account."""

    email: str = ""
    sessions: list[SessionItem] = []
    others: int = 0
    form: int = 0  # counts the passwords set: the form is empty again after each

    @rx.event
    @allow(Permission.KEEP_OWN_ACCOUNT)
    async def load(self):
        """Show where the person is signed in."""
        self.email = signed_in().person.email
        await self._read()

    @rx.event
    @allow(Permission.KEEP_OWN_ACCOUNT)
    async def set_password(self, data: dict[str, Any]):
        """Change the password, for whoever knows the old one; all other browsers are signed out."""
        found, run = signed_in(), services().runner
        old, new = str(data.get("old", "")), str(data.get("password", ""))
        candidate = await run.run(actor(), begin_confirmation, session_id=found.session_id)
        if not await off_the_loop(verify_password, old[:MAX_PASSWORD_LENGTH], candidate.password_hash):
            raise Invalid(field="old", reason="password_wrong")
        if new == old:
            raise Invalid(field="password", reason="password_same")
        brand = await run.read(actor(), studio_brand)
        words = (found.person.name, found.person.email, brand.name)
        await off_the_loop(require_strong, new, own_words=words)
        hashed = await off_the_loop(hash_password, new)
        await run.run(actor(), change_password, session_id=found.session_id, password_hash=hashed)
        (await self.get_state(Session)).password_is_given = False
        self.form += 1
        await self._read()
        return rx.toast.success(translate(locale(), "account.password_set"))

    @rx.event
    @allow(Permission.KEEP_OWN_ACCOUNT)
    async def end(self, session_id: str):
        """Sign one of the person's other browsers out."""
        await services().runner.run(actor(), end_session, session_id=session_id)
        await self._read()
        return rx.toast.success(translate(locale(), "account.ended"))

    @rx.event
    @allow(Permission.KEEP_OWN_ACCOUNT)
    async def end_others(self):
        """Sign all of them out but this one."""
        await services().runner.run(actor(), end_other_sessions, session_id=signed_in().session_id)
        await self._read()
        return rx.toast.success(translate(locale(), "account.others_ended"))

    async def _read(self) -> None:
        run, here = services().runner, signed_in().session_id
        brand = await run.read(actor(), studio_brand)
        rows = await run.read(actor(), own_sessions, session_id=here)
        self.sessions = [
            SessionItem(
                id=row.id,
                browser=row.browser,
                ip=row.ip,
                used=moment(row.last_used_at, locale(), brand.timezone),
                since=moment(row.created_at, locale(), brand.timezone),
                is_this=row.is_this,
            )
            for row in rows
        ]
        self.others = sum(not row.is_this for row in rows)
