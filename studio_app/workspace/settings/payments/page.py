"""The page of the connection to the provider and of the rules about refunds."""

from typing import Any

import reflex as rx

from studio_app.connections import PROVIDERS
from studio_app.domain.payments.providers.gateway import ConnectionProblem
from studio_app.workspace.i18n import tr
from studio_app.workspace.settings.frame import section, tick
from studio_app.workspace.settings.payments.state import NEVER, OWN_WORDS, PaymentSettings, ProblemItem

_PLAIN = tuple(one.value for one in ConnectionProblem if one is not ConnectionProblem.MISSING_RIGHT)


def page() -> rx.Component:
    """The facts, the check, the rules."""
    state = PaymentSettings
    return section(
        "payments",
        rx.el.div(
            rx.el.dl(
                _fact(tr("settings.payment_provider"), _provider()),
                _fact(tr("settings.payment_mode"), _mode(state.mode)),
                rx.foreach(state.needs, lambda need: _fact(need.variable, _is_set(need.is_set))),
                rx.cond(state.webhook_url != "", _fact(tr("settings.payment_webhook"), state.webhook_url)),
                class_name="payments-facts",
            ),
            rx.text(_hint(), size="2", color=rx.color("gray", 11)),
            rx.cond(
                state.provider != "none",
                rx.el.div(
                    rx.button(
                        tr("settings.check_connection"),
                        on_click=state.check,
                        loading=state.checking,
                        variant="soft",
                    )
                ),
            ),
            rx.cond(state.checked, _result()),
            _rules(),
            class_name="stack",
        ),
    )


def _rules() -> rx.Component:
    state = PaymentSettings
    return rx.form(
        tick("managers", tr("settings.managers_may_refund"), state.managers),
        rx.el.label(
            rx.text(tr("settings.report_hour"), size="2", weight="medium"),
            rx.el.select(
                rx.el.option(tr("settings.report_never"), value=NEVER),
                *(rx.el.option(f"{hour}:00", value=str(hour)) for hour in range(24)),
                name="hour",
                default_value=state.hour,
                class_name="native-select",
            ),
            rx.text(tr("settings.report_hint"), size="1", color=rx.color("gray", 11)),
            class_name="field payments-hour",
        ),
        rx.el.div(rx.button(tr("settings.save"), type="submit"), class_name="settings-save"),
        on_submit=state.save,
        key=f"{state.managers}{state.hour}",
        class_name="settings-form",
    )


def _provider() -> rx.Component:
    return rx.fragment(
        rx.match(
            PaymentSettings.provider,
            *((name, tr(f"ledger.source.{name}")) for name in PROVIDERS),
            tr("settings.none_set"),
        )
    )


def _hint() -> rx.Component:
    return rx.fragment(
        rx.match(
            PaymentSettings.provider,
            *((name, tr(f"settings.payment_hint.{name}")) for name in PROVIDERS),
            tr("settings.payment_hint.none"),
        )
    )


def _result() -> rx.Component:
    return rx.el.div(
        rx.cond(
            PaymentSettings.problems,
            rx.el.ul(rx.foreach(PaymentSettings.problems, _problem), class_name="payments-checks"),
            rx.callout(tr("settings.connection_good"), icon="check", color_scheme="green"),
        ),
        rx.cond(
            PaymentSettings.heard_at != "",
            rx.text(tr("settings.connection_heard", at=PaymentSettings.heard_at), size="2", color=rx.color("gray", 11)),
        ),
        role="status",
        class_name="stack",
    )


def _problem(item: rx.vars.ObjectVar[ProblemItem]) -> rx.Component:
    own = (f"{problem.value}.{provider}" for provider, problem in sorted(OWN_WORDS))
    return rx.el.li(
        rx.icon("triangle-alert", size=16, color=rx.cond(item.quiet, rx.color("amber", 11), rx.color("red", 11))),
        rx.match(
            item.key,
            *((key, rx.text(tr(f"settings.connection.{key}"), size="2")) for key in (*_PLAIN, *own)),
            rx.fragment(),
        ),
    )


def _mode(mode: rx.Var[str] | str) -> rx.Component:
    colours = {"live": "green", "test": "amber", "demo": "amber", "none": "gray"}
    return rx.fragment(
        rx.match(
            mode,
            *((name, rx.badge(tr(f"ledger.mode.{name}"), color_scheme=colour)) for name, colour in colours.items()),  # pyright: ignore[reportArgumentType]
            rx.fragment(),
        )
    )


def _is_set(value: rx.Var[bool] | bool) -> rx.Var[str]:
    return rx.cond(value, tr("settings.is_set"), tr("settings.none_set"))


def _fact(label: Any, value: Any) -> rx.Component:
    return rx.fragment(rx.el.dt(label), rx.el.dd(value))
