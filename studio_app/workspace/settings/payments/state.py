"""How clients pay online, whether it works, who may give money back, when the owner reads about it."""

import asyncio
from dataclasses import dataclass
from typing import Any

import reflex as rx

from studio_app.adapters.payments.checkup import check_up
from studio_app.adapters.texts.catalogue import catalogue, translate
from studio_app.adapters.texts.format import moment
from studio_app.bootstrap import services
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.notifications.night_hour import report_hour
from studio_app.domain.notifications.payment_settings import save_payment_settings
from studio_app.domain.payments.providers.gateway import ConnectionProblem
from studio_app.domain.studio.brand import studio_brand
from studio_app.domain.studio.refunding import managers_may_refund
from studio_app.workspace.gate import actor, allow, locale

NEVER = "never"
_QUIET = (ConnectionProblem.NO_WEBHOOK_YET, ConnectionProblem.LOCAL_ADDRESS)
"""What is no fault on a first day."""


@dataclass(frozen=True)
class Need:
    """A variable that the provider needs; its value never leaves the server."""

    variable: str
    is_set: bool


@dataclass(frozen=True)
class ProblemItem:
    """What is wrong: the key of its sentence; `quiet`: it may be all right."""

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
        self.hour = NEVER if hour is None else str(hour)
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
        await services().runner.run(
            actor(),
            save_payment_settings,
            managers_may_refund=self.managers,
            report_hour=int(hour) if hour.isdecimal() else None,
        )
        self.hour = hour if hour.isdecimal() else NEVER
        return rx.toast.success(translate(locale(), "settings.saved"))


def _problem_item(provider: str, problem: ConnectionProblem) -> ProblemItem:
    own = own_words(provider, problem)
    return ProblemItem(own if own in catalogue(locale()) else f"settings.connection.{problem.value}", problem in _QUIET)


def own_words(provider: str, problem: ConnectionProblem) -> str:
    """The key of what a provider has to say of a problem itself, where its catalogue has it."""
    return f"provider.{provider}.problem.{problem.value}"
