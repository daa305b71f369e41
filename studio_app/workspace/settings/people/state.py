"""The people of the studio, the one being edited, and a password shown once."""

import secrets
from dataclasses import dataclass
from typing import Any

import reflex as rx

from studio_app.adapters.passwords import hash_password, off_the_loop
from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.people import add_person, change_person, end_sessions, people, set_password
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.accounts.schemas import UserView
from studio_app.workspace.components.once import once
from studio_app.workspace.gate import actor, allow, locale
from studio_app.workspace.settings.editor import ListEditor
from studio_app.workspace.settings.parsing import one_of, percent, plain, text, ticked

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # no letters that are mistaken for others


@dataclass(frozen=True)
class PersonForm:
    """A person as the list and the inputs take them."""

    id: str = ""
    name: str = ""
    email: str = ""
    role: str = Role.MANAGER.value
    team: str = ""
    max_discount_percent: str = "10"
    active: bool = True


class PeopleSettings(ListEditor, rx.State):
    """The people, the one being edited, and a password shown once."""

    rows: list[PersonForm] = []
    form: PersonForm = PersonForm()
    password: str = ""
    password_of: str = ""

    @rx.event
    @allow(Permission.MANAGE_PEOPLE)
    async def load(self):
        """Show all."""
        self.password = ""
        await self._read()

    @rx.event
    @allow(Permission.MANAGE_PEOPLE)
    async def forget_password(self, showing: bool):
        """Close the password; it is shown no second time."""
        self.password = self.password if showing else ""

    @rx.event
    @allow(Permission.MANAGE_PEOPLE, fresh=True)
    @once("editing")
    async def save(self, data: dict[str, Any]):
        """Keep the person; a new one gets a password."""
        run, role = services().runner, one_of(Role, data, "role")
        if not self.form.id:
            fresh = _password()
            hashed = await off_the_loop(hash_password, fresh)
            email, name = text(data, "email"), text(data, "name")
            await run.run(
                actor(),
                add_person,
                email=email,
                name=name,
                password_hash=hashed,
                role=role,
                team=text(data, "team"),
                given=True,
            )
            self.password, self.password_of = fresh, email
        else:
            await run.run(actor(), change_person, user_id=self.form.id, role=role, **_rights(data))
        await self._saved()

    @rx.event
    @allow(Permission.MANAGE_PEOPLE, fresh=True)
    async def reset_password(self):
        """Give the person in the editor a new password and sign them out everywhere."""
        fresh = _password()
        hashed = await off_the_loop(hash_password, fresh)
        await services().runner.run(actor(), set_password, user_id=self.form.id, password_hash=hashed)
        self.password, self.password_of, self.editing = fresh, self.form.email, False

    @rx.event
    @allow(Permission.MANAGE_PEOPLE)
    async def sign_out_everywhere(self):
        """End all sessions of the person in the editor."""
        await services().runner.run(actor(), end_sessions, user_id=self.form.id)
        self.editing = False
        return rx.toast.success(translate(locale(), "settings.sessions_ended"))

    def _new(self) -> PersonForm:
        return PersonForm()

    async def _read(self) -> None:
        self.rows = [_form(row) for row in await services().runner.read(actor(), people)]


def _rights(data: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": text(data, "name"),
        "team": text(data, "team"),
        "max_discount_percent": percent(data, "max_discount_percent"),
        "active": ticked(data, "active"),
    }


def _password() -> str:
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(3))


def _form(person: UserView) -> PersonForm:
    return PersonForm(
        id=person.id,
        name=person.name,
        email=person.email,
        role=person.role.value,
        team=person.team,
        max_discount_percent=plain(person.max_discount_percent),
        active=person.active,
    )
