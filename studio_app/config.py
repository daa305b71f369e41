"""Typed settings, read from STUDIO_* variables; unsafe values are refused in production."""

from functools import cached_property
from ipaddress import ip_network
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from studio_app.adapters.secret_key import judge_key, kept_key

_KEY_ADVICE = (
    "The links that clients hold were made with the former one. For a new studio:"
    ' python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
)


class Settings(BaseSettings):
    """Every setting of the product; the README lists them with their defaults."""

    model_config = SettingsConfigDict(env_prefix="STUDIO_", env_file=None, extra="ignore", frozen=False)

    data_dir: Path = Path("data")
    database_url: str = ""  # empty: SQLite in data_dir; postgresql+psycopg://… for a server
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = ""  # what links in letters start with; empty: http://localhost:{port}
    production: bool = False
    demo: bool = True  # demo data and demo sign-ins on an empty database
    secret_key: SecretStr = SecretStr("")  # empty: generated into data_dir; required in production
    trusted_proxy: str = ""  # reverse proxies whose X-Forwarded-For is believed: addresses or networks, comma-separated
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_tls: Literal["starttls", "tls", "none"] = "starttls"
    mail_from: str = ""
    imap_host: str = ""  # a mailbox whose letters become leads
    imap_port: int = 993
    imap_user: str = ""
    imap_password: SecretStr = SecretStr("")
    imap_tls: Literal["starttls", "tls", "none"] = "tls"
    imap_folder: str = "INBOX"
    telegram_token: SecretStr = SecretStr("")  # of the bot whose messages become leads
    telegram_api_base: str = "https://api.telegram.org"  # for tests against a local server
    payment_provider: Literal["demo", "stripe", "yookassa", "none"] = "demo"
    stripe_key: SecretStr = SecretStr("")
    stripe_webhook_secret: SecretStr = SecretStr("")
    stripe_api_base: str = ""  # for tests against a local server
    yookassa_shop_id: str = ""
    yookassa_secret_key: SecretStr = SecretStr("")
    yookassa_receipts: bool = True  # fiscal receipts by 54-FZ; off for a shop without a cash register
    yookassa_api_base: str = ""  # for tests against a local server
    lead_rate_per_minute: int = Field(default=30, ge=1)  # accepted leads per address
    file_megabytes: int = Field(default=20, ge=1, le=500)  # how large a file of a deal may be
    log_level: str = "INFO"

    @model_validator(mode="after")
    def _refuse_unsafe(self) -> Self:
        given = self.secret_key.get_secret_value()
        if given and (problem := judge_key(given.encode())):
            raise ValueError(f"STUDIO_SECRET_KEY {problem}. {_KEY_ADVICE}")
        if self.production:
            if not self.secret_key.get_secret_value():
                raise ValueError("STUDIO_SECRET_KEY must be set in production")
            if self.payment_provider == "demo":
                raise ValueError(
                    "the demo payment provider refuses to start in production: set STUDIO_PAYMENT_PROVIDER"
                )
            if not self.public_url.startswith("https://"):
                raise ValueError("STUDIO_PUBLIC_URL must be an https address in production")
        if self.smtp_host and not self.mail_from:
            raise ValueError("STUDIO_MAIL_FROM goes with STUDIO_SMTP_HOST: the address that letters come from")
        if self.payment_provider == "stripe" and not (
            self.stripe_key.get_secret_value() and self.stripe_webhook_secret.get_secret_value()
        ):
            raise ValueError("STUDIO_STRIPE_KEY and STUDIO_STRIPE_WEBHOOK_SECRET go with the stripe provider")
        if self.payment_provider == "yookassa" and not (
            self.yookassa_shop_id and self.yookassa_secret_key.get_secret_value()
        ):
            raise ValueError("STUDIO_YOOKASSA_SHOP_ID and STUDIO_YOOKASSA_SECRET_KEY go with the yookassa provider")
        return self

    @field_validator("trusted_proxy")
    @classmethod
    def _networks(cls, value: str) -> str:
        for part in filter(None, (part.strip() for part in value.split(","))):
            ip_network(part, strict=False)  # raises ValueError on nonsense
        return value

    @cached_property
    def url(self) -> str:
        """The address of the site without a trailing slash."""
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")

    @cached_property
    def loopback(self) -> str:
        """The address at which this machine reaches the site, without a trailing slash."""
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::", ""} else self.host  # noqa: S104  compared, not bound
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    @cached_property
    def database(self) -> str:
        """The SQLAlchemy address of the database."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'studio.db').resolve()}"

    @cached_property
    def key(self) -> bytes:
        """The secret key: as given, or the one kept beside the data. Raises UnusableKey."""
        given = self.secret_key.get_secret_value()
        if given:
            return given.encode()
        return kept_key(self.data_dir, database=None if self.database_url else self.data_dir / "studio.db")
