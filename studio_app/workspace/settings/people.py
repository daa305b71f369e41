"""Settings: the people of the studio."""

import secrets
from dataclasses import dataclass
from typing import Any

import reflex as rx

from studio_app.adapters.passwords import hash_password, off_the_loop
from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.domain.accounts.models import Role, User
from studio_app.domain.accounts.people import add_person, change_person, end_sessions, people, set_password
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.accounts.schemas import UserView
from studio_app.domain.columns import width
from studio_app.workspace import paths
from studio_app.workspace.components.once import once
from studio_app.workspace.gate import actor, allow, locale
from studio_app.workspace.i18n import tr
from studio_app.workspace.settings.frame import buttons, choice, field, off_badge, row_button, rows_and_editor, tick
from studio_app.workspace.settings.parsing import one_of, percent, plain, text, ticked
from studio_app.workspace.theme import MUTED

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # no letters that are mistaken for others
_ROLES = (Role.MANAGER, Role.LAWYER, Role.ACCOUNTANT, Role.OWNER)


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


class PeopleSettings(rx.State):
    """The people, the one being edited, and a password shown once."""

    rows: list[PersonForm] = []
    form: PersonForm = PersonForm()
    editing: bool = False
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
    async def edit(self, user_id: str):
        """Open the editor on one, or on a new one."""
        self.form = next((row for row in self.rows if row.id == user_id), PersonForm())
        self.editing = True

    @rx.event
    @allow(Permission.MANAGE_PEOPLE)
    async def set_editing(self, editing: bool):
        """Close the editor."""
        self.editing = editing

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
        self.editing = False
        await self._read()

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


def page() -> rx.Component:
    """The list, the editor, the password shown once."""
    return rows_and_editor(
        "people", PeopleSettings, _row, _editor(), _password_dialog(), one="settings.person", add="settings.add_person"
    )


def _row(row: Any) -> rx.Component:
    return row_button(
        rx.el.span(row.name, off_badge(row.active), class_name="settings-name"),
        rx.el.span(row.email, class_name="settings-detail"),
        rx.badge(
            rx.match(row.role, *((role.value, tr(f"settings.role.{role.value}")) for role in Role), ""),
            color_scheme="gray",
        ),
        on_click=PeopleSettings.edit(row.id),
        muted=~row.active,
    )


def _editor() -> rx.Component:
    form = PeopleSettings.form
    return rx.form(
        rx.el.div(
            field("name", tr("settings.person_name"), form.name, required=True, longest=width(User.name)),
            rx.cond(
                form.id == "",
                field(
                    "email", tr("settings.email"), form.email, type_="email", required=True, longest=width(User.email)
                ),
                rx.fragment(),
            ),
            choice(
                "role",
                tr("settings.role"),
                form.role,
                [(role.value, tr(f"settings.role.{role.value}")) for role in _ROLES],
            ),
            field("team", tr("settings.team"), form.team, longest=width(User.team)),
            rx.cond(
                form.id != "",
                field("max_discount_percent", tr("settings.max_discount"), form.max_discount_percent, type_="number"),
                rx.fragment(),
            ),
            class_name="settings-grid two",
        ),
        rx.text(tr("settings.roles_hint"), size="1", color=MUTED),
        rx.cond(form.id != "", _existing(), rx.fragment()),
        buttons(),
        on_submit=PeopleSettings.save,
        key=form.id,
    )


def _existing() -> rx.Component:
    return rx.fragment(
        tick("active", tr("settings.may_sign_in"), PeopleSettings.form.active),
        rx.el.div(
            rx.button(
                tr("settings.reset_password"),
                type="button",
                variant="outline",
                color_scheme="gray",
                on_click=PeopleSettings.reset_password,
            ),
            rx.button(
                tr("settings.end_sessions"),
                type="button",
                variant="outline",
                color_scheme="gray",
                on_click=PeopleSettings.sign_out_everywhere,
            ),
            rx.button(
                tr("handover.link"),
                type="button",
                variant="outline",
                color_scheme="gray",
                on_click=rx.redirect(f"{paths.HANDOVER}?from={PeopleSettings.form.id}"),
            ),
            class_name="page-actions",
        ),
    )


def _password_dialog() -> rx.Component:
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(tr("settings.password_title"), size="4"),
            rx.dialog.description(tr("settings.password_hint", email=PeopleSettings.password_of), size="2"),
            rx.el.code(PeopleSettings.password, class_name="settings-password"),
            rx.el.div(
                rx.button(
                    rx.icon("copy", size=16),
                    tr("settings.copy"),
                    variant="soft",
                    on_click=rx.set_clipboard(PeopleSettings.password),
                ),
                rx.dialog.close(rx.button(tr("settings.done"))),
                class_name="editor-buttons",
            ),
            class_name="editor",
        ),
        open=PeopleSettings.password != "",
        on_open_change=PeopleSettings.forget_password,
    )
