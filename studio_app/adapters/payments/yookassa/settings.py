"""What YooKassa needs of the environment."""

from typing import ClassVar

from pydantic import SecretStr
from pydantic_settings import SettingsConfigDict

from studio_app.adapters.payments.provider import ProviderSettings


class YooKassaSettings(ProviderSettings):
    """The shop and its key, from its dashboard."""

    model_config = SettingsConfigDict(env_prefix="STUDIO_YOOKASSA_")
    needs: ClassVar[tuple[str, ...]] = ("shop_id", "secret_key")

    shop_id: str = ""
    secret_key: SecretStr = SecretStr("")
    receipts: bool = True  # fiscal receipts by 54-FZ; off for a shop without a cash register
    api_base: str = ""  # for tests against a local server
