"""The sections of the settings, a page each."""

import reflex as rx

from studio_app.workspace.forms import page as forms
from studio_app.workspace.forms.state import FormsState
from studio_app.workspace.i18n import tr
from studio_app.workspace.imports import page as imports
from studio_app.workspace.imports.state import ImportState
from studio_app.workspace.settings.entities import page as entities
from studio_app.workspace.settings.entities.state import EntitySettings
from studio_app.workspace.settings.frame import route
from studio_app.workspace.settings.payments import page as payments
from studio_app.workspace.settings.payments.state import PaymentSettings
from studio_app.workspace.settings.people import page as people
from studio_app.workspace.settings.people.state import PeopleSettings
from studio_app.workspace.settings.prices import page as prices
from studio_app.workspace.settings.prices.state import PriceSettings
from studio_app.workspace.settings.routing import page as routing
from studio_app.workspace.settings.routing.calendar import WorkingTimeSettings
from studio_app.workspace.settings.routing.hours import HoursSettings
from studio_app.workspace.settings.routing.rules import RuleSettings
from studio_app.workspace.settings.short_lists import page as short_lists
from studio_app.workspace.settings.short_lists.state import ShortListSettings
from studio_app.workspace.settings.spend import page as spend
from studio_app.workspace.settings.spend.state import SpendSettings
from studio_app.workspace.settings.stages import page as stages
from studio_app.workspace.settings.stages.state import StageSettings
from studio_app.workspace.settings.studio import page as studio
from studio_app.workspace.settings.studio.state import StudioSettingsState
from studio_app.workspace.settings.texts import page as texts
from studio_app.workspace.settings.texts.state import TextSettings
from studio_app.workspace.shell import screen


def register(app: rx.App) -> None:
    """Add the pages."""
    for name, content, *load in (
        ("studio", studio.page, StudioSettingsState.load),
        ("entities", entities.page, EntitySettings.load),
        ("stages", stages.page, StageSettings.load),
        ("prices", prices.page, PriceSettings.load),
        ("payments", payments.page, PaymentSettings.load),
        ("people", people.page, PeopleSettings.load),
        ("spend", spend.page, SpendSettings.load),
        ("import", imports.page, ImportState.load),
        ("forms", forms.page, FormsState.load),
        ("routing", routing.page, RuleSettings.load, WorkingTimeSettings.load, HoursSettings.load),
        ("channels", short_lists.channels_page, ShortListSettings.load_channels),
        ("reasons", short_lists.reasons_page, ShortListSettings.load_reasons),
        ("texts", texts.page, TextSettings.load),
    ):
        screen(app, route=route(name), active="settings", title=tr(f"settings.{name}"), content=content, on_load=load)
