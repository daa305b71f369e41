"""YooKassa, as the registry of providers knows it."""

from studio_app.adapters.payments.provider import Provider
from studio_app.adapters.payments.yookassa.settings import YooKassaSettings

YOOKASSA = Provider("yookassa", YooKassaSettings, "studio_app.adapters.payments.yookassa.gateway")
