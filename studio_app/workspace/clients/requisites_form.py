"""The client's requisites: each field with its error or warning below it."""

import reflex as rx

from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.studio.kinds import EntityKind
from studio_app.domain.studio.requisites import LONGEST_WORDS
from studio_app.workspace.clients.state import ClientState
from studio_app.workspace.components.counted import counted
from studio_app.workspace.i18n import tr
from studio_app.workspace.rights import has, shown_to
from studio_app.workspace.theme import MUTED

_GROUPS = (
    ("full_name", "inn", "kpp", "ogrn", "address"),
    ("signer_name", "signer_post", "signer_basis"),
    ("bank_name", "bic", "account", "correspondent_account"),
)
_WIDE = frozenset({"full_name", "address", "signer_name", "bank_name", "account", "correspondent_account"})


def requisites_form() -> rx.Component:
    """The form; it keeps what was typed until it is right."""
    return rx.el.section(
        rx.heading(tr("clients.requisites_title"), size="3", as_="h2"),
        rx.text(tr("clients.requisites_hint"), size="2", color=MUTED),
        rx.form(
            rx.el.label(
                rx.text(tr("requisites.kind"), size="2", weight="medium"),
                rx.select.root(
                    rx.select.trigger(width="100%"),
                    rx.select.content(
                        *(rx.select.item(tr(f"requisites.kind.{kind.value}"), value=kind.value) for kind in EntityKind)
                    ),
                    name="kind",
                    disabled=~has(Permission.EDIT_DEALS),
                    default_value=ClientState.values["kind"],
                    key=ClientState.client_id + "kind" + ClientState.stored["kind"],
                ),
                class_name="field",
            ),
            *(rx.el.div(*(_field(name) for name in group), class_name="client-fields") for group in _GROUPS),
            shown_to(
                Permission.EDIT_DEALS,
                rx.el.div(rx.button(tr("clients.save"), type="submit"), class_name="client-buttons"),
            ),
            on_submit=ClientState.keep_requisites,
            class_name="stack",
        ),
        class_name="client-panel",
    )


def _field(name: str) -> rx.Component:
    wrong, odd = ClientState.errors[name], ClientState.warnings[name]
    return rx.el.label(
        rx.text(tr(f"requisites.{name}"), size="2", weight="medium"),
        counted(
            rx.input,
            LONGEST_WORDS.get(name, 0),
            name=name,
            read_only=~has(Permission.EDIT_DEALS),
            default_value=ClientState.values[name],
            key=ClientState.client_id + name + ClientState.stored[name],
            size="2",
            color_scheme=rx.cond(wrong != "", "red", "indigo"),
            variant=rx.cond(wrong != "", "soft", "surface"),
            custom_attrs={"aria-invalid": rx.cond(wrong != "", "true", "false")},
        ),
        rx.cond(wrong != "", rx.text(wrong, size="1", color_scheme="red", role="alert")),
        rx.cond((wrong == "") & (odd != ""), rx.text(odd, size="1", color_scheme="amber")),
        class_name="field client-wide" if name in _WIDE else "field",
    )
