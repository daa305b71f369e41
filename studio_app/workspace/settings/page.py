"""The sections of the settings, a page each."""

import reflex as rx

from studio_app.workspace.forms import page as forms
from studio_app.workspace.forms.state import FormsState
from studio_app.workspace.i18n import tr
from studio_app.workspace.imports import page as imports
from studio_app.workspace.imports.state import ImportState
from studio_app.workspace.settings import entities, payments, people, prices, short_lists, spend, studio, texts
from studio_app.workspace.settings.frame import route
from studio_app.workspace.settings.routing import page as routing
from studio_app.workspace.settings.stages import page as stages_page
from studio_app.workspace.settings.stages import state as stages
from studio_app.workspace.shell import screen


def register(app: rx.App) -> None:
    """Add the pages."""
    lists = short_lists.ShortListSettings
    for name, content, load in (
        ("studio", studio.page, studio.StudioSettingsState.load),
        ("entities", entities.page, entities.EntitySettings.load),
        ("stages", stages_page.page, stages.StageSettings.load),
        ("prices", prices.page, prices.PriceSettings.load),
        ("payments", payments.page, payments.PaymentSettings.load),
        ("people", people.page, people.PeopleSettings.load),
        ("spend", spend.page, spend.SpendSettings.load),
        ("import", imports.page, ImportState.load),
        ("forms", forms.page, FormsState.load),
        ("routing", routing.page, routing.RoutingSettings.load),
        ("channels", short_lists.channels_page, lists.load_channels),
        ("reasons", short_lists.reasons_page, lists.load_reasons),
        ("texts", texts.page, texts.TextSettings.load),
    ):
        screen(app, route=route(name), active="settings", title=tr(f"settings.{name}"), content=content, on_load=[load])
