"""Takes the password and then goes on with what was asked for."""

from typing import Any

import reflex as rx

from studio_app.adapters.passwords import off_the_loop, verify_password
from studio_app.bootstrap import services
from studio_app.core.errors import Invalid
from studio_app.domain.accounts.confirming import begin_confirmation, confirm
from studio_app.domain.accounts.people import MAX_PASSWORD_LENGTH
from studio_app.domain.accounts.permissions import Permission
from studio_app.workspace.confirmation.waiting import take_waiting
from studio_app.workspace.framework import fired
from studio_app.workspace.gate import actor, allow, signed_in


class Confirmation(rx.State):
    """The two answers to the question: the password, or leaving it."""

    @rx.event
    @allow(Permission.KEEP_OWN_ACCOUNT)
    async def answer(self, data: dict[str, Any]):
        """Check the password and go on."""
        session_id, typed = signed_in().session_id, str(data.get("current", ""))
        candidate = await services().runner.run(actor(), begin_confirmation, session_id=session_id)
        if not await off_the_loop(verify_password, typed[:MAX_PASSWORD_LENGTH], candidate.password_hash):
            raise Invalid(field="current", reason="password_wrong")
        await services().runner.run(actor(), confirm, session_id=session_id)
        handler, arguments = await take_waiting(self)
        return fired(handler, **arguments) if handler else None

    @rx.event
    @allow(Permission.KEEP_OWN_ACCOUNT)
    async def set_asking(self, asking: bool):
        """Leave it."""
        if not asking:
            await take_waiting(self)
