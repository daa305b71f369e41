"""The sign over every page while nothing can be stored: told to the browsers themselves, which need no State for it."""

import json
from functools import cache

import reflex as rx

from studio_app.adapters.texts.catalogue import LOCALES, translate
from studio_app.core.errors import Trouble

HELD = "held"
"""The sign of a studio that was restored and sends nothing yet."""


@cache
def sign_of(trouble: Trouble | str | None) -> rx.event.EventSpec:
    """Show the sign of a Trouble or of HELD, in the language of the page; with None take it away."""
    words = trouble and {locale: translate(locale, f"trouble.{trouble}") for locale in LOCALES}
    return rx.call_script(f"window.studioTrouble?.({json.dumps(words)})")
