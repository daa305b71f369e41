"""The state of the dialog of one contact."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.adapters.texts.format import phone
from studio_app.bootstrap import services
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.client_book.edits import CONTACT_FIELDS, ROLES, add_contact, contact_values, save_contact
from studio_app.domain.clients.addresses import shown_email
from studio_app.workspace.components.clashes import Clashing, clash_views
from studio_app.workspace.components.once import once
from studio_app.workspace.gate import actor, allow, locale


@dataclass(frozen=True)
class ContactForm:
    """A contact as the form holds it."""

    name: str = ""
    email: str = ""
    phone: str = ""
    post: str = ""
    decides: bool = False
    pays: bool = False
    signs: bool = False


class ContactState(Clashing, rx.State):
    """The contact in the open dialog: somebody known, or somebody new of a client."""

    opened: bool = False
    form: ContactForm = ContactForm()
    _contact_id: str = ""
    _client_id: str = ""

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def edit(self, contact_id: str):
        """Open the dialog of somebody known."""
        self._seen = await services().runner.read(actor(), contact_values, contact_id=contact_id)
        self._contact_id, self._client_id = contact_id, ""
        self.form = _form(self._seen)
        self.opened = True

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def add(self, client_id: str):
        """Open an empty dialog."""
        self._contact_id, self._client_id = "", client_id
        self.form, self.opened = ContactForm(), True

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def close(self, opened: bool = False):
        """Close the dialog."""
        self.opened = opened

    @rx.event
    @allow(Permission.EDIT_DEALS)
    @once("opened")
    async def save(self, answers: dict[str, Any]):
        """Save the contact; what a colleague changed meanwhile is asked about."""
        values = {name: str(answers.get(name) or "") for name in CONTACT_FIELDS}
        if self._client_id:
            await services().runner.run(actor(), add_contact, client_id=self._client_id, values=values)
        else:
            await self._save(values)
        self.opened = False

    async def _now(self) -> dict[str, str]:
        return await services().runner.read(actor(), contact_values, contact_id=self._contact_id)

    async def _save(self, values: dict[str, str], *, answered: str = "") -> None:
        clashes = await services().runner.run(
            actor(), save_contact, contact_id=self._contact_id, values=values, seen=self._seen
        )
        reader = locale()
        found = clash_views(
            clashes, label=lambda field: translate(reader, f"clients.field.{field}"), shown=_shown(reader)
        )
        self._note(found, answered=answered)


def _shown(locale: str) -> Any:
    yes = translate(locale, "clash.yes")
    return lambda field, value: (yes if value else "") if field in ROLES else phone(value)


def _form(values: dict[str, str]) -> ContactForm:
    decides, pays, signs = (bool(values[role]) for role in ("decides", "pays", "signs"))
    name, email, post = (values[field] for field in ("name", "email", "post"))
    return ContactForm(name, shown_email(email), phone(values["phone"]), post, decides=decides, pays=pays, signs=signs)
