"""The dialog in which the deal itself is changed: what it is called, and who speaks for the client."""

import reflex as rx

from studio_app.domain.deals.naming import MAX_TITLE_LENGTH
from studio_app.workspace.components.clashes import clash_dialog
from studio_app.workspace.components.counted import counted
from studio_app.workspace.deal.edit_state import DealEditState
from studio_app.workspace.deal.state import DealState
from studio_app.workspace.i18n import tr


def edit_button() -> rx.Component:
    """Opens it."""
    return rx.icon_button(
        rx.icon("pencil", size=16),
        on_click=DealEditState.open(DealState.deal.id),
        variant="ghost",
        color_scheme="gray",
        aria_label=tr("deal.edit"),
    )


def edit_dialog() -> rx.Component:
    """The form, and the question about what clashed."""
    return rx.fragment(
        rx.dialog.root(
            rx.dialog.content(
                rx.dialog.title(tr("deal.edit")),
                rx.form(
                    rx.el.label(
                        rx.text(tr("deal.field.title"), size="2", weight="medium"),
                        counted(
                            rx.input,
                            MAX_TITLE_LENGTH,
                            name="title",
                            default_value=DealEditState.title,
                            required=True,
                        ),
                        class_name="field",
                    ),
                    rx.el.label(
                        rx.text(tr("deal.field.contact_id"), size="2", weight="medium"),
                        rx.el.select(
                            rx.foreach(DealState.contacts, lambda one: rx.el.option(one.name, value=one.id)),
                            name="contact_id",
                            default_value=DealEditState.contact_id,
                            class_name="native-select",
                        ),
                        class_name="field",
                    ),
                    rx.el.div(
                        rx.dialog.close(
                            rx.button(tr("deal.cancel"), type="button", variant="soft", color_scheme="gray")
                        ),
                        rx.button(tr("deal.save"), type="submit"),
                        class_name="deal-dialog-actions",
                    ),
                    on_submit=DealEditState.save,
                    class_name="stack",
                ),
                max_width="440px",
            ),
            open=DealEditState.opened,
            on_open_change=DealEditState.close,
        ),
        clash_dialog(DealEditState.clashes, put=DealEditState.put, leave=DealEditState.leave),
    )
