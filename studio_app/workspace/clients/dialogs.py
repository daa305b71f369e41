"""The dialog of a client's name and language."""

from typing import Any, Literal

import reflex as rx

from studio_app.domain.client_book.edits import LONGEST_OF_CLIENT
from studio_app.workspace.clients.state import ClientState
from studio_app.workspace.components.counted import counted
from studio_app.workspace.i18n import tr


def client_dialog() -> rx.Component:
    """Name of the client and language of the documents."""
    return _dialog(
        tr("clients.edit_client"),
        _input("name", ClientState.name, required=True),
        rx.el.label(
            rx.text(tr("clients.field.locale"), size="2", weight="medium"),
            rx.select.root(
                rx.select.trigger(width="100%"),
                rx.select.content(
                    rx.select.item(tr("clients.locale.ru"), value="ru"),
                    rx.select.item(tr("clients.locale.en"), value="en"),
                ),
                name="locale",
                default_value=ClientState.language,
            ),
            class_name="field",
        ),
        opened=ClientState.editing,
        on_submit=ClientState.keep_client,
    )


def _dialog(title: rx.Var[str], *fields: rx.Component, opened: bool, on_submit: Any) -> rx.Component:
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(title),
            rx.form(
                *fields,
                rx.el.div(
                    rx.dialog.close(
                        rx.button(tr("clients.cancel"), type="button", variant="soft", color_scheme="gray")
                    ),
                    rx.button(tr("clients.save"), type="submit"),
                    class_name="client-buttons",
                ),
                on_submit=on_submit,
                class_name="stack",
            ),
            max_width="440px",
        ),
        open=opened,
        on_open_change=ClientState.close,
    )


def _input(
    name: str,
    value: str,
    *,
    type_: Literal["text", "email", "tel"] = "text",
    required: bool = False,
) -> rx.Component:
    return rx.el.label(
        rx.text(tr(f"clients.field.{name}"), size="2", weight="medium"),
        counted(
            rx.input,
            LONGEST_OF_CLIENT[name],
            name=name,
            default_value=value,
            type=type_,
            required=required,
            size="2",
        ),
        class_name="field",
    )
