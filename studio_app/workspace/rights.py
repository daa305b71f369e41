"""What of a screen is for whom: the table of permissions, as screens ask it. The gate refuses in any case."""

from typing import Any

import reflex as rx

from studio_app.domain.accounts.permissions import Permission
from studio_app.workspace.session import Session


def has(permission: Permission) -> rx.vars.BooleanVar:
    """Whether the signed-in person may."""
    rights: Any = Session.rights
    return rights.contains(permission.value)


def shown_to(permission: Permission, *parts: rx.Component) -> rx.Component:
    """The parts, for whoever may."""
    return rx.cond(has(permission), rx.fragment(*parts), rx.fragment())
