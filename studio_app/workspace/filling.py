"""When the fields of a form that lives in the browser are to be filled anew, and when emptied."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import reflex as rx
from pydantic import BaseModel


def filling(read: BaseModel, *, again: int = 0) -> str:
    """The key of a form that shows `read`: another key, and the browser fills the fields anew.

    A page that loads once more, as after a lost connection, keeps what is typed while nothing has
    changed; `again` counts the times a person asked for the kept state itself.
    """
    return f"{sha256(read.model_dump_json().encode()).hexdigest()[:16]}-{again}"


def let_go(form: str, typed: Mapping[str, Any]) -> rx.event.EventSpec:
    """Empty the page's form of what was stored; what was typed since it was sent stays."""
    values = {name: value for name, value in typed.items() if isinstance(value, str)}
    return rx.call_script(f"window.studioKept?.({json.dumps(form)}, {json.dumps(values)})")
