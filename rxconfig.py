"""Reflex settings, derived from ours."""

import reflex as rx
from reflex_base.constants import StateManagerMode

from studio_app.config import Settings
from studio_app.workspace.theme import theme

_settings = Settings()

config = rx.Config(
    app_name="studio_app",
    api_url=_settings.url,
    deploy_url=_settings.url,
    backend_host=_settings.host,
    backend_port=_settings.port,
    frontend_port=_settings.port,
    cors_allowed_origins=[_settings.url],
    telemetry_enabled=False,
    show_built_with_reflex=False,
    state_manager_mode=StateManagerMode.MEMORY,
    react_strict_mode=False,
    plugins=[rx.plugins.RadixThemesPlugin(theme=theme())],
    disable_plugins=[rx.plugins.SitemapPlugin],
)
