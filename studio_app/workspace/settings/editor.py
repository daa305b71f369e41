"""A list of which each row is created, edited and archived in a dialog: what its state and its page share."""

from collections.abc import Callable
from typing import Any

import reflex as rx

from studio_app.domain.accounts.permissions import Permission
from studio_app.workspace.gate import allow
from studio_app.workspace.i18n import tr
from studio_app.workspace.settings.frame import section


class ListEditor(rx.State, mixin=True):
    """Rows and the one in the dialog. Whoever has it declares `rows` and `form`, and says in `_read` what is read."""

    editing: bool = False

    @rx.event
    @allow(Permission.EDIT_SETTINGS, Permission.MANAGE_PEOPLE)
    async def load(self):
        """Show all."""
        await self._read()

    @rx.event
    @allow(Permission.EDIT_SETTINGS, Permission.MANAGE_PEOPLE)
    async def edit(self, row_id: str):
        """Open the dialog on one row, or (for none of the rows) on a new one."""
        listed: Any = self
        chosen = next((row for row in listed.rows if row.id == row_id), self._new())
        if chosen is not None:
            listed.form, self.editing = chosen, True

    @rx.event
    @allow(Permission.EDIT_SETTINGS, Permission.MANAGE_PEOPLE)
    async def set_editing(self, editing: bool):
        """Close the dialog."""
        self.editing = editing

    async def _saved(self) -> None:
        """Close the dialog over what was kept, and show the rows anew."""
        self.editing = False
        await self._read()

    async def _read(self) -> None:
        raise NotImplementedError

    def _new(self) -> Any:
        """What the dialog begins with for a new row; None where none can be added."""
        raise NotImplementedError


def rows_and_editor(
    name: str,
    state: Any,
    row: Callable[[Any], rx.Component],
    form: rx.Component,
    *also: rx.Component,
    one: str,
    add: str,
    wide: bool = False,
) -> rx.Component:
    """The section `name`: the rows of `state`, the dialog with `form` titled by the text `one`, a button to add.

    The state has `rows`, `editing`, `edit(id)` and `set_editing`.
    """
    return section(
        name,
        rx.fragment(
            rx.el.div(rx.foreach(state.rows, row), class_name="settings-list"),
            editor(tr(one), form, open_=state.editing, on_open_change=state.set_editing, wide=wide),
            *also,
        ),
        add_button(tr(add), state.edit("")),
    )


def editor(
    title: rx.Var[str], form: rx.Component, *, open_: Any, on_open_change: Any, wide: bool = False
) -> rx.Component:
    """The dialog in which one row is edited."""
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(title, size="4"),
            form,
            class_name="editor wide" if wide else "editor",
            aria_describedby="",
        ),
        open=open_,
        on_open_change=on_open_change,
    )


def buttons() -> rx.Component:
    """Cancel and save, at the end of a dialog's form."""
    return rx.el.div(
        rx.dialog.close(rx.button(tr("settings.cancel"), variant="soft", color_scheme="gray", type="button")),
        rx.button(tr("settings.save"), type="submit"),
        class_name="editor-buttons",
    )


def add_button(text: rx.Var[str], on_click: Any) -> rx.Component:
    """The action of a list."""
    return rx.button(rx.icon("plus", size=16), text, on_click=on_click)


def row_button(*content: rx.Component, on_click: Any, muted: Any = False) -> rx.Component:
    """A row of a list: the whole of it opens the editor."""
    return rx.el.button(
        *content, type="button", on_click=on_click, class_name=rx.cond(muted, "settings-row muted", "settings-row")
    )


def off_badge(active: Any) -> rx.Component:
    """Says that a row is out of use."""
    return rx.cond(active, rx.fragment(), rx.badge(tr("settings.off"), color_scheme="gray"))
