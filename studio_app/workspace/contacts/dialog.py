"""The dialog of one contact: where letters, codes and invoices go."""

from typing import Any, Literal

import reflex as rx

from studio_app.domain.client_book.edits import LONGEST_OF_CONTACT, ROLES
from studio_app.workspace.components.clashes import clash_dialog
from studio_app.workspace.components.counted import counted
from studio_app.workspace.contacts.state import ContactState
from studio_app.workspace.i18n import tr
from studio_app.workspace.theme import MUTED


def contact_dialog(*, after: Any) -> rx.Component:
    """The form and the question about clashes; `after` is what the page does once something was saved."""
    form = ContactState.form
    return rx.fragment(
        rx.dialog.root(
            rx.dialog.content(
                rx.dialog.title(tr("clients.edit_contact")),
                rx.form(
                    _input("name", form.name, required=True),
                    _input("post", form.post),
                    _input("email", form.email, type_="email"),
                    _input("phone", form.phone, type_="tel"),
                    rx.el.fieldset(
                        rx.el.legend(tr("clients.roles")),
                        *(_role(role, getattr(form, role)) for role in ROLES),
                        class_name="contact-roles",
                    ),
                    rx.el.div(
                        rx.dialog.close(
                            rx.button(tr("clients.cancel"), type="button", variant="soft", color_scheme="gray")
                        ),
                        rx.button(tr("clients.save"), type="submit"),
                        class_name="client-buttons",
                    ),
                    on_submit=[ContactState.save, after],
                    class_name="stack",
                ),
                max_width="440px",
            ),
            open=ContactState.opened,
            on_open_change=ContactState.close,
        ),
        clash_dialog(
            ContactState.clashes,
            put=lambda field: [ContactState.put(field), after],
            leave=ContactState.leave,
        ),
    )


def role_badges(decides: Any, pays: Any, signs: Any) -> rx.Component:
    """What the person is for."""
    return rx.el.span(
        *(
            rx.cond(has, rx.badge(tr(f"clients.role.{role}"), variant="soft", color_scheme="gray", size="1"))
            for role, has in zip(ROLES, (decides, pays, signs), strict=True)
        ),
        class_name="contact-badges",
    )


def _role(role: str, has: bool) -> rx.Component:
    return rx.el.label(
        rx.checkbox(name=role, default_checked=has, aria_label=tr(f"clients.field.{role}")),
        rx.el.span(
            rx.text(tr(f"clients.field.{role}"), size="2"),
            rx.text(tr(f"clients.role_hint.{role}"), size="1", color=MUTED),
        ),
        class_name="contact-role",
    )


def _input(
    name: str, value: str, *, type_: Literal["text", "email", "tel"] = "text", required: bool = False
) -> rx.Component:
    return rx.el.label(
        rx.text(tr(f"clients.field.{name}"), size="2", weight="medium"),
        counted(
            rx.input,
            LONGEST_OF_CONTACT[name],
            name=name,
            default_value=value,
            type=type_,
            required=required,
            size="2",
        ),
        class_name="field",
    )
