"""Settings: how clients pay online, whether it works, who may give money back, when the owner reads about it."""

import asyncio
from dataclasses import dataclass
from typing import Any

import reflex as rx

from studio_app.adapters.payments.checkup import check_up
from studio_app.adapters.texts.catalogue import translate
from studio_app.adapters.texts.format import moment
from studio_app.bootstrap import services
from studio_app.connections import PROVIDERS
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.notifications.night_hour import report_hour, set_report_hour
from studio_app.domain.payments.providers.gateway import ConnectionProblem
from studio_app.domain.studio.brand import studio_brand
from studio_app.domain.studio.refunding import managers_may_refund, set_managers_may_refund
from studio_app.workspace.gate import actor, allow, locale
from studio_app.workspace.i18n import tr
from studio_app.workspace.settings.frame import section, tick

_NEVER = "never"
_QUIET = (ConnectionProblem.NO_WEBHOOK_YET, ConnectionProblem.LOCAL_ADDRESS)
"""What is no fault on a first day."""
_PLAIN = tuple(one.value for one in ConnectionProblem if one is not ConnectionProblem.MISSING_RIGHT)
_OWN_WORDS = {("yookassa", ConnectionProblem.MISSING_RIGHT), ("stripe", ConnectionProblem.MISSING_RIGHT)}


@dataclass(frozen=True)
class Need:
    """A variable that the provider needs; its value never leaves the server."""

    variable: str
    is_set: bool


@dataclass(frozen=True)
class ProblemItem:
    """What is wrong: the rest of the key of its sentence; `quiet`: it may be all right."""

    key: str
    quiet: bool


class PaymentSettings(rx.State):
    """The connection to the provider, the rule about refunds, the hour of the report."""

    provider: str = ""
    mode: str = ""  # live, test, demo, none
    webhook_url: str = ""
    needs: list[Need] = []
    managers: bool = False
    hour: str = ""
    checking: bool = False
    checked: bool = False
    heard_at: str = ""
    problems: list[ProblemItem] = []

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def load(self):
        """Show what is set."""
        setup = services().payment_setup
        self.provider, self.mode, self.webhook_url = setup.provider, setup.mode, setup.webhook_url
        self.needs = [Need(variable, is_set) for variable, is_set in setup.needs]
        self.managers = await services().runner.read(actor(), managers_may_refund)
        hour = await services().runner.read(actor(), report_hour)
        self.hour = _NEVER if hour is None else str(hour)
        self.checking, self.checked, self.problems = False, False, []

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def check(self):
        """Ask the provider whether all is well, and say what is wrong."""
        app = services()
        gateway = app.gateways.get(app.payment_setup.provider)
        if gateway is None:
            return
        self.checking, self.checked = True, False
        yield  # a provider that does not answer takes its time
        outside = self.mode != "demo"
        try:
            found = await asyncio.to_thread(
                check_up, app.runner, gateway, webhook_url=self.webhook_url, outside=outside
            )
        finally:
            self.checking = False
        brand = await app.runner.read(actor(), studio_brand)
        self.heard_at = moment(found.last_at, locale(), brand.timezone) if found.last_at else ""
        self.problems = [_problem_item(self.provider, one) for one in found.problems]
        self.checked = True

    @rx.event
    @allow(Permission.EDIT_SETTINGS, fresh=True)
    async def save(self, data: dict[str, Any]):
        """Keep who may give money back, and when the report comes."""
        self.managers, hour = bool(data.get("managers")), str(data.get("hour", ""))
        await services().runner.run(actor(), set_managers_may_refund, allowed=self.managers)
        await services().runner.run(actor(), set_report_hour, hour=int(hour) if hour.isdecimal() else None)
        self.hour = hour if hour.isdecimal() else _NEVER
        return rx.toast.success(translate(locale(), "settings.saved"))


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
                rx.el.option(tr("settings.report_never"), value=_NEVER),
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
    own = (f"{problem.value}.{provider}" for provider, problem in sorted(_OWN_WORDS))
    return rx.el.li(
        rx.icon("triangle-alert", size=16, color=rx.cond(item.quiet, rx.color("amber", 11), rx.color("red", 11))),
        rx.match(
            item.key,
            *((key, rx.text(tr(f"settings.connection.{key}"), size="2")) for key in (*_PLAIN, *own)),
            rx.fragment(),
        ),
    )


def _problem_item(provider: str, problem: ConnectionProblem) -> ProblemItem:
    own = (provider, problem) in _OWN_WORDS
    return ProblemItem(f"{problem.value}.{provider}" if own else problem.value, problem in _QUIET)


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
