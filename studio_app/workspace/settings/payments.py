"""Settings: how clients pay online, whether it works, and who may give money back."""

import asyncio
from dataclasses import dataclass
from typing import Any

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import PaymentSetup, services
from studio_app.domain.payments.gateway import ConnectionProblem
from studio_app.domain.studio.refunding import managers_may_refund, set_managers_may_refund
from studio_app.workspace.gate import Access, actor, allow, locale
from studio_app.workspace.i18n import tr
from studio_app.workspace.settings.frame import section, tick


@dataclass(frozen=True)
class SetupItem:
    """What is set; keys and secrets themselves never leave the server."""

    provider: str = ""
    mode: str = ""  # live, test, demo, none
    has_key: bool = False
    has_secret: bool = False
    webhook_url: str = ""


class PaymentSettings(rx.State):
    """The connection to the provider and the rule about refunds."""

    setup: SetupItem = SetupItem()
    managers: bool = False
    checked: bool = False
    problems: list[str] = []

    @rx.event
    @allow(Access.OWNER)
    async def load(self):
        """Show what is set."""
        self.setup = _item(services().payment_setup)
        self.managers = await services().runner.read(actor(), managers_may_refund)
        self.checked, self.problems = False, []

    @rx.event
    @allow(Access.OWNER)
    async def check(self):
        """Ask the provider whether all is well, and say what is wrong."""
        gateway = services().gateways.get(self.setup.provider)
        found = await asyncio.to_thread(gateway.problems) if gateway else []
        self.problems = [problem.value for problem in found]
        self.checked = True

    @rx.event
    @allow(Access.OWNER)
    async def save(self, data: dict[str, Any]):
        """Keep who may give money back."""
        self.managers = bool(data.get("managers"))
        await services().runner.run(actor(), set_managers_may_refund, allowed=self.managers)
        return rx.toast.success(translate(locale(), "settings.saved"))


def page() -> rx.Component:
    """The facts, the check, the rule."""
    setup = PaymentSettings.setup
    return section(
        "payments",
        rx.el.div(
            rx.el.dl(
                _fact("payment_provider", rx.cond(setup.provider == "none", tr("settings.none_set"), setup.provider)),
                _fact("payment_mode", _mode(setup.mode)),
                _fact("payment_key", _is_set(setup.has_key)),
                _fact("payment_secret", _is_set(setup.has_secret)),
                _fact("payment_webhook", setup.webhook_url),
                class_name="payments-facts",
            ),
            rx.text(tr("settings.payment_variables"), size="2", color=rx.color("gray", 11)),
            rx.el.div(rx.button(tr("settings.check_connection"), on_click=PaymentSettings.check, variant="soft")),
            rx.cond(PaymentSettings.checked, _result(), rx.fragment()),
            rx.form(
                tick("managers", tr("settings.managers_may_refund"), PaymentSettings.managers),
                rx.el.div(rx.button(tr("settings.save"), type="submit"), class_name="settings-save"),
                on_submit=PaymentSettings.save,
                key=rx.cond(PaymentSettings.managers, "on", "off"),
                class_name="settings-form",
            ),
            class_name="stack",
        ),
    )


def _result() -> rx.Component:
    return rx.cond(
        PaymentSettings.problems,
        rx.el.ul(rx.foreach(PaymentSettings.problems, _problem), class_name="payments-checks", role="status"),
        rx.callout(tr("settings.connection_good"), icon="check", color_scheme="green", role="status"),
    )


def _problem(name: rx.Var[str]) -> rx.Component:
    return rx.el.li(
        rx.icon("triangle-alert", size=16, color=rx.color("red", 11)),
        rx.match(
            name,
            *((one.value, rx.text(tr(f"settings.connection.{one.value}"), size="2")) for one in ConnectionProblem),
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


def _fact(label: str, value: Any) -> rx.Component:
    return rx.fragment(rx.el.dt(tr(f"settings.{label}")), rx.el.dd(value))


def _item(setup: PaymentSetup) -> SetupItem:
    return SetupItem(setup.provider, setup.mode, setup.has_key, setup.has_secret, setup.webhook_url)
