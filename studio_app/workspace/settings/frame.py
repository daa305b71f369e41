"""What all sections of the settings share: the navigation between them, and labelled fields."""

from typing import Any, Literal

import reflex as rx

from studio_app.workspace import paths
from studio_app.workspace.components.counted import counted
from studio_app.workspace.i18n import tr
from studio_app.workspace.shell import page_header

SECTIONS = (
    ("studio", ""),
    ("entities", "/entities"),
    ("stages", "/stages"),
    ("prices", "/prices"),
    ("payments", "/payments"),
    ("people", "/people"),
    ("channels", "/channels"),
    ("spend", "/spend"),
    ("import", "/import"),
    ("forms", "/forms"),
    ("routing", "/routing"),
    ("reasons", "/reasons"),
    ("texts", "/texts"),
)


# on a phone the sections stand in a row: the chosen one is brought into sight
_SHOW_CHOSEN = "document.querySelector('.settings-link.active')?.scrollIntoView({inline: 'center', block: 'nearest'})"


def route(section: str) -> str:
    """The address of a section."""
    return paths.SETTINGS + dict(SECTIONS)[section]


def section(name: str, content: rx.Component, *actions: rx.Component) -> rx.Component:
    """A section of the settings with the others beside it."""
    return rx.fragment(
        page_header(tr("nav.settings")),
        rx.el.div(
            rx.el.nav(
                *(
                    rx.link(
                        tr(f"settings.{key}"),
                        href=route(key),
                        underline="none",
                        class_name="settings-link active" if key == name else "settings-link",
                        aria_current="page" if key == name else None,
                    )
                    for key, _ in SECTIONS
                ),
                on_mount=rx.call_script(_SHOW_CHOSEN),
                class_name="settings-nav",
                aria_label=tr("nav.settings"),
            ),
            rx.el.div(
                rx.el.div(
                    rx.el.div(
                        rx.heading(tr(f"settings.{name}"), size="4", as_="h2"),
                        rx.text(tr(f"settings.{name}_hint"), size="2", color=rx.color("gray", 11)),
                    ),
                    rx.el.div(*actions, class_name="page-actions"),
                    class_name="settings-head",
                ),
                content,
                class_name="settings-body",
            ),
            class_name="page settings",
        ),
    )


def field(
    name: str,
    label: rx.Var[str],
    value: Any,
    *,
    type_: Literal["text", "email", "number", "color", "tel"] = "text",
    hint: rx.Var[str] | None = None,
    required: bool = False,
    step: str = "any",
    longest: int = 0,
) -> rx.Component:
    """A labelled input that starts with `value`; a text may have `longest` characters (0: not said)."""
    return rx.el.label(
        rx.text(label, size="2", weight="medium", as_="span"),
        counted(
            rx.input,
            longest,
            name=name,
            type=type_,
            default_value=value.to(str) if isinstance(value, rx.Var) else value,
            required=required,
            auto_complete="off",
            custom_attrs={"step": step} if type_ == "number" else {},
        ),
        rx.text(hint, size="1", color=rx.color("gray", 11), as_="span") if hint is not None else rx.fragment(),
        class_name="field",
    )


def choice(name: str, label: rx.Var[str], value: Any, options: list[tuple[str, rx.Var[str] | str]]) -> rx.Component:
    """A labelled choice of a few."""
    return rx.el.label(
        rx.text(label, size="2", weight="medium", as_="span"),
        rx.el.select(
            *(rx.el.option(text, value=key) for key, text in options),
            name=name,
            default_value=value,
            class_name="native-select",
        ),
        class_name="field",
    )


def tick(name: str, label: rx.Var[str], value: Any) -> rx.Component:
    """A labelled checkbox; sends `on`."""
    return rx.el.label(
        rx.el.input(type="checkbox", name=name, default_checked=value, value="on"),
        rx.text(label, size="2", as_="span"),
        class_name="tick",
    )
