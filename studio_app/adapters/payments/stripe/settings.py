"""What Stripe needs of the environment."""

from typing import ClassVar

from pydantic import SecretStr
from pydantic_settings import SettingsConfigDict

from studio_app.adapters.payments.provider import ProviderSettings


class StripeSettings(ProviderSettings):
    """Keys of the account, from its dashboard."""

    model_config = SettingsConfigDict(env_prefix="STUDIO_STRIPE_")
    needs: ClassVar[tuple[str, ...]] = ("key", "webhook_secret")

    key: SecretStr = SecretStr("")
    webhook_secret: SecretStr = SecretStr("")
    api_base: str = ""  # for tests against a local server
