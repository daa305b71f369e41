"""The adapters that the settings choose: mail, payment providers, a mailbox, a bot."""

from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from functools import partial

from studio_app.adapters.db.runner import Runner
from studio_app.adapters.files.store import FileStore
from studio_app.adapters.imap.letter_intake import LetterIntake
from studio_app.adapters.imap.mailbox import ImapSettings, Mailbox
from studio_app.adapters.mail.delivery import Delivery
from studio_app.adapters.mail.smtp import OutboxMailer, SmtpMailer, SmtpSettings
from studio_app.adapters.payments.provider import Site
from studio_app.adapters.payments.registry import PROVIDERS
from studio_app.adapters.processes.pool import ProcessPool
from studio_app.adapters.telegram.bot import TelegramBot
from studio_app.adapters.texts.letters import TemplateWriter
from studio_app.adapters.visitors import is_within, network_of
from studio_app.config import Settings
from studio_app.domain.leads.intake.first_letters import LetterLimits
from studio_app.domain.payments.providers.gateway import PaymentGateway


@dataclass(frozen=True, slots=True)
class PaymentSetup:
    """What is set about paying online, without the secrets. `mode`: live, test, demo, none."""

    provider: str
    mode: str
    needs: tuple[tuple[str, bool], ...]  # variables that the provider needs, and whether they are set
    webhook_url: str


def delivery(settings: Settings, runner: Runner) -> Delivery:
    """Letters by SMTP where a host is set, else into the outbox only."""
    smtp = SmtpSettings(
        host=settings.smtp_host,
        port=settings.smtp_port,
        tls=settings.smtp_tls,
        user=settings.smtp_user,
        password=settings.smtp_password.get_secret_value(),
        sender=settings.mail_from,
    )
    return Delivery(
        runner=runner,
        mailer=SmtpMailer(smtp) if settings.smtp_host else OutboxMailer(),
        writer=TemplateWriter(settings.url),
        url=settings.url,
        show_codes=not settings.production,
    )


def letter_limits(settings: Settings) -> LetterLimits:
    """How many letters go to strangers by themselves, and whose leads are not counted."""
    return LetterLimits(
        an_hour=settings.lead_letters_an_hour,
        a_day=settings.lead_letters_a_day,
        studio_a_day=settings.lead_letters_of_studio,
        network=partial(network_of, v4=24),
        is_exempt=partial(is_within, networks=settings.exempt_networks),
    )


def gateways(settings: Settings, runner: Runner) -> dict[str, PaymentGateway]:
    """Every provider with keys, by name: money that came through an older one stays explained."""
    site = Site(runner, settings.url, settings.loopback, settings.key, settings.production)
    return {
        name: provider.connect(settings.providers[name], site)
        for name, provider in PROVIDERS.items()
        if _is_connected(settings, name)
    }


def payment_setup(settings: Settings, ready: Mapping[str, PaymentGateway]) -> PaymentSetup:
    """How clients pay online, told by the provider that is chosen now."""
    name = settings.payment_provider
    gateway, provider = ready.get(name), PROVIDERS.get(name)
    plays = provider is not None and provider.plays
    mode = "none" if gateway is None else "demo" if plays else "live" if gateway.live_mode else "test"
    needed = settings.providers[name].needed() if provider else {}
    return PaymentSetup(
        provider=name,
        mode=mode,
        needs=tuple(needed.items()),
        webhook_url=f"{settings.url}/webhooks/{name}" if gateway else "",
    )


def _is_connected(settings: Settings, name: str) -> bool:
    needed = settings.providers[name].needed()
    return all(needed.values()) if needed else settings.payment_provider == name


def letter_intake(settings: Settings, runner: Runner, files: FileStore, pool: ProcessPool) -> LetterIntake:
    """Where raw letters are taken in; what our own addresses write is none of a client's."""
    own = (settings.imap_user, parseaddr(settings.mail_from)[1], settings.smtp_user)
    return LetterIntake(runner=runner, files=files, pool=pool, own=own)


def mailbox(settings: Settings, runner: Runner, intake: LetterIntake) -> Mailbox | None:
    """The mailbox that is read by IMAP, or None."""
    if not settings.imap_host:
        return None
    where = ImapSettings(
        host=settings.imap_host,
        port=settings.imap_port,
        user=settings.imap_user,
        password=settings.imap_password.get_secret_value(),
        tls=settings.imap_tls,
        folder=settings.imap_folder,
    )
    return Mailbox(where, runner=runner, intake=intake)


def bot(settings: Settings, runner: Runner) -> TelegramBot | None:
    """The Telegram bot, or None."""
    token = settings.telegram_token.get_secret_value()
    if not token:
        return None
    return TelegramBot(token, runner=runner, url=settings.url, api_base=settings.telegram_api_base)
