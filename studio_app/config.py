"""Typed settings, read from STUDIO_* variables; unsafe values are refused in production."""

import re
from collections.abc import Mapping
from functools import cached_property
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Literal, Self
from urllib.parse import SplitResult

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from studio_app.adapters.payments.provider import ProviderSettings
from studio_app.adapters.payments.registry import DEFAULT, NONE, PROVIDERS
from studio_app.adapters.secret_key import judge_key, kept_key
from studio_app.core.web_address import split

_KEY_ADVICE = (
    "The links that clients hold were made with the former one. For a new studio:"
    ' python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
)
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[\w-]+(\.[\w-]+)*\.?)(:\d+)?")  # a name in any script, or an address


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError:  # beyond 65,535
        return 0


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.rstrip(".").lower() == "localhost"


class Settings(BaseSettings):
    """Every setting of the product but those of payment providers; the README lists all with their defaults."""

    model_config = SettingsConfigDict(env_prefix="STUDIO_", env_file=None, extra="ignore", frozen=False)

    data_dir: Path = Path("data")
    database_url: str = ""  # empty: SQLite in data_dir; postgresql+psycopg://… for a server
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
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
    smtp_plain: bool = False  # letters may travel unencrypted to a mail server beyond this machine
    mail_from: str = ""
    imap_host: str = ""  # a mailbox whose letters become leads
    imap_port: int = 993
    imap_user: str = ""
    imap_password: SecretStr = SecretStr("")
    imap_tls: Literal["starttls", "tls", "none"] = "tls"
    imap_folder: str = "INBOX"
    telegram_token: SecretStr = SecretStr("")  # of the bot whose messages become leads
    telegram_api_base: str = "https://api.telegram.org"  # for tests against a local server
    payment_provider: str = DEFAULT  # with which clients pay online; what each one needs: `providers`
    lead_rate_per_minute: int = Field(default=30, ge=1)  # accepted leads per address
    lead_letters_an_hour: int = Field(default=5, ge=0)  # that go by themselves to strangers, by /24 or /64 of senders
    lead_letters_a_day: int = Field(default=20, ge=0)  # by the same network
    lead_letters_of_studio: int = Field(default=200, ge=0)  # a day, whoever has sent the leads
    lead_letters_exempt: str = ""  # whose leads are not counted: addresses or networks, comma-separated
    file_megabytes: int = Field(default=20, ge=1, le=500)  # how large a file of a deal may be
    deal_megabytes: int = Field(default=500, ge=1)  # how large all files of a deal may be together
    files_megabytes: int = Field(default=10_240, ge=1)  # and those of all deals
    letters_megabytes: int = Field(default=1_024, ge=0)  # letters as they came, and files of theirs that no deal has
    free_megabytes: int = Field(default=1_024, ge=0)  # of the disk that files leave free
    session_idle_days: int = Field(default=14, ge=1, le=365)  # signed out after so long without use
    session_days: int = Field(default=90, ge=1, le=400)  # and after so long in any case
    log_level: str = "INFO"

    @model_validator(mode="after")
    def _refuse_unsafe(self) -> Self:
        given = self.secret_key.get_secret_value()
        if given and (problem := judge_key(given.encode())):
            raise ValueError(f"STUDIO_SECRET_KEY {problem}. {_KEY_ADVICE}")
        if self.production:
            if not self.secret_key.get_secret_value():
                raise ValueError("STUDIO_SECRET_KEY must be set in production")
            if self.payment_provider != NONE and PROVIDERS[self.payment_provider].plays:
                raise ValueError(
                    f"the {self.payment_provider} payment provider refuses to start in production: "
                    "set STUDIO_PAYMENT_PROVIDER"
                )
            if not self.public_url.startswith("https://"):
                raise ValueError("STUDIO_PUBLIC_URL must be an https address in production")
        if self.smtp_host and self.smtp_tls == "none" and not self.smtp_plain and not _is_this_machine(self.smtp_host):
            raise ValueError(
                "STUDIO_SMTP_TLS=none would send letters, codes and the password readable by anybody on the way to "
                f"{self.smtp_host}: set starttls or tls, or STUDIO_SMTP_PLAIN=true for a network of your own"
            )
        if self.smtp_host and not self.mail_from:
            raise ValueError("STUDIO_MAIL_FROM goes with STUDIO_SMTP_HOST: the address that letters come from")
        chosen = self.providers.get(self.payment_provider)
        needed = chosen.needed() if chosen else {}
        if not all(needed.values()):
            raise ValueError(f"{' and '.join(needed)} go with the {self.payment_provider} provider")
        return self

    @field_validator("payment_provider")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in (*PROVIDERS, NONE):
            raise ValueError(f"must be one of {', '.join((*PROVIDERS, NONE))}, not {value!r}")
        return value

    @field_validator("trusted_proxy", "lead_letters_exempt")
    @classmethod
    def _networks(cls, value: str, info: ValidationInfo) -> str:
        name = f"STUDIO_{info.field_name}".upper()
        for part in filter(None, (part.strip() for part in value.split(","))):
            try:
                network = ip_network(part, strict=False)
            except ValueError:
                raise ValueError(f"{name}: {part} is no address and no network") from None
            if network.prefixlen == 0:
                raise ValueError(
                    f"{name}: {part} is everybody, so it would protect from nobody: name the addresses of your own"
                )
        return value

    @field_validator("public_url")
    @classmethod
    def _address(cls, value: str) -> str:
        """Scheme, host and port only: links are made by adding a path to it."""
        if not value:
            return value
        parts = split(value)
        plain = f"{parts.scheme}://{parts.netloc}"
        fits = parts.scheme in {"http", "https"} and _HOST.fullmatch(parts.netloc) and value in {plain, f"{plain}/"}
        if not fits or _port(parts) == 0:
            raise ValueError(
                "STUDIO_PUBLIC_URL must be the address of the site and nothing more, like https://studio.example: "
                f"no path, question, name or password, but it is {value!r}"
            )
        return value

    @cached_property
    def providers(self) -> Mapping[str, ProviderSettings]:
        """The settings of each payment provider by its name, chosen or not: what came through one stays explained.

        Raises ValueError for a variable that cannot be read.
        """
        found: dict[str, ProviderSettings] = {}
        for name, provider in PROVIDERS.items():
            try:
                found[name] = provider.settings()
            except ValidationError as refused:
                first = refused.errors()[0]
                raise ValueError(f"{provider.settings.variable(str(first['loc'][0]))}: {first['msg']}") from None
        return found

    @cached_property
    def url(self) -> str:
        """The address of the site without a trailing slash."""
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def exempt_networks(self) -> str:
        """Whose leads are answered without a limit: the listed ones, and this machine unless it may be a proxy."""
        here = "" if self.production else "127.0.0.0/8,::1,"
        return f"{here}{self.lead_letters_exempt}"

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
