"""Texts of the workspace as Vars: both languages travel with the page, switching needs no round trip."""

import re
from typing import Any

import reflex as rx

from studio_app.adapters.texts.catalogue import LOCALES, MissingText, catalogue, grouped
from studio_app.workspace.framework import FunctionStringVar
from studio_app.workspace.session import Session

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_AS_TEXT = FunctionStringVar.create("((value) => String(value ?? ''))")  # Var.to_string shows nothing for a 0


def tr(key: str, **params: Any) -> rx.Var[str]:
    """The text of `key` in the reader's language; `params` may be Vars."""
    russian, english = (_fill(_forms(locale, key)[0], grouped(locale, params)) for locale in LOCALES)
    return rx.cond(Session.locale == "en", english, russian)


def tr_count(key: str, count: Any, **params: Any) -> rx.Var[str]:
    """The plural text of `key` for the Var `count`, which also fills `{count}`."""
    params = {"count": count, **params}
    one, few, many = (_fill(form, params) for form in _forms("ru", key))
    single, plural = (_fill(form, params) for form in _forms("en", key))
    tens, units = count % 100, count % 10
    russian = rx.cond(
        (units == 1) & (tens != 11),
        one,
        rx.cond((units >= 2) & (units <= 4) & ((tens < 12) | (tens > 14)), few, many),
    )
    return rx.cond(Session.locale == "en", rx.cond(count == 1, single, plural), russian)


def _forms(locale: str, key: str) -> tuple[str, ...]:
    forms = catalogue(locale).get(key)
    if not forms or not all(forms):
        raise MissingText(locale, key)
    return forms


def _fill(template: str, params: dict[str, Any]) -> rx.Var[str]:
    parts = _PLACEHOLDER.split(template)
    text: Any = rx.Var.create(parts[0])
    for index in range(1, len(parts), 2):
        value = params[parts[index]]
        text = text + (_AS_TEXT.call(value).to(str) if isinstance(value, rx.Var) else str(value)) + parts[index + 1]
    return text
