"""A form that the browser itself posts: Reflex's own form never leaves the page."""

import reflex as rx

from studio_app.workspace.framework import BaseHTML


class NativeForm(BaseHTML):
    """An HTML form with its default behaviour."""

    tag = "form"

    action: rx.Var[str]
    method: rx.Var[str]


native_form = NativeForm.create
