"""The page of the connection to the provider and of the rules about refunds."""

from collections.abc import Iterator
from typing import Any, Literal

import reflex as rx

from studio_app.adapters.payments.registry import PROVIDERS, real_ones
from studio_app.adapters.texts.catalogue import DEFAULT_LOCALE, catalogue
from studio_app.domain.payments.providers.gateway import ConnectionProblem
from studio_app.workspace.i18n import tr
from studio_app.workspace.settings.frame import section, tick
from studio_app.workspace.settings.payments.state import NEVER, PaymentSettings, ProblemItem, own_words

_Colour = Literal["green", "amber", "gray"]


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
            *((name, tr(f"provider.{name}.name")) for name in PROVIDERS),
            tr("settings.none_set"),
        )
    )


def _real_ones() -> rx.Var[str] | str:
    """The providers that the operator may choose from, as a sentence names them."""
    first, *others = real_ones()
    said: rx.Var[str] | str = first
    for name in others:
        said = tr("settings.payment_or", first=said, other=name)
    return said


def _hint() -> rx.Component:
    return rx.fragment(
        rx.match(
            PaymentSettings.provider,
            *((name, tr(f"provider.{name}.hint", providers=_real_ones())) for name in PROVIDERS),
            tr("settings.payment_hint.none", providers=_real_ones()),
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
    return rx.el.li(
        rx.icon("triangle-alert", size=16, color=rx.cond(item.quiet, rx.color("amber", 11), rx.color("red", 11))),
        rx.match(
            item.key,
            *((key, rx.text(tr(key), size="2")) for key in _sentences()),
            rx.fragment(),
        ),
    )


def _sentences() -> Iterator[str]:
    """The key of every sentence about what is wrong."""
    known = catalogue(DEFAULT_LOCALE)
    for problem in ConnectionProblem:
        keys = (f"settings.connection.{problem.value}", *(own_words(name, problem) for name in PROVIDERS))
        yield from (key for key in keys if key in known)


def _mode(mode: rx.Var[str] | str) -> rx.Component:
    colours: dict[str, _Colour] = {"live": "green", "test": "amber", "demo": "amber", "none": "gray"}
    return rx.fragment(
        rx.match(
            mode,
            *((name, rx.badge(tr(f"ledger.mode.{name}"), color_scheme=colour)) for name, colour in colours.items()),
            rx.fragment(),
        )
    )


def _is_set(value: rx.Var[bool] | bool) -> rx.Var[str]:
    return rx.cond(value, tr("settings.is_set"), tr("settings.none_set"))


def _fact(label: Any, value: Any) -> rx.Component:
    return rx.fragment(rx.el.dt(label), rx.el.dd(value))
