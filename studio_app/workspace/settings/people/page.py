"""The page of the people."""

from typing import Any

import reflex as rx

from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.people import LONGEST_OF_PERSON
from studio_app.workspace import paths
from studio_app.workspace.i18n import tr
from studio_app.workspace.settings.editor import buttons, off_badge, row_button, rows_and_editor
from studio_app.workspace.settings.frame import choice, field, tick
from studio_app.workspace.settings.people.state import PeopleSettings
from studio_app.workspace.theme import MUTED

_ROLES = (Role.MANAGER, Role.LAWYER, Role.ACCOUNTANT, Role.OWNER)


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
            field("name", tr("settings.person_name"), form.name, required=True, longest=LONGEST_OF_PERSON["name"]),
            rx.cond(
                form.id == "",
                field(
                    "email",
                    tr("settings.email"),
                    form.email,
                    type_="email",
                    required=True,
                    longest=LONGEST_OF_PERSON["email"],
                ),
                rx.fragment(),
            ),
            choice(
                "role",
                tr("settings.role"),
                form.role,
                [(role.value, tr(f"settings.role.{role.value}")) for role in _ROLES],
            ),
            field("team", tr("settings.team"), form.team, longest=LONGEST_OF_PERSON["team"]),
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
