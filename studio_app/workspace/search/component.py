"""The palette's React component, wrapped."""

from typing import Any

import reflex as rx

from studio_app.workspace.framework import passthrough_event_spec

_SOURCE = rx.asset("search/palette.jsx")


class Palette(rx.Component):
    """The field for everything, its button and its key."""

    library = _SOURCE.importable_path
    tag = "Palette"
    lib_dependencies: list[str] = ["cmdk@1.1.1", "@radix-ui/themes@3.3.0"]

    texts: rx.Var[dict[str, str]]
    hits: rx.Var[list[Any]]
    asked: rx.Var[str]
    other: rx.Var[str]
    screens: rx.Var[list[dict[str, str]]]

    on_search: rx.EventHandler[passthrough_event_spec(str)]


create_palette = Palette.create
