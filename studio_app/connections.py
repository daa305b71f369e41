"""The adapters that the settings choose: mail, payment providers, a mailbox, a bot."""

from email.utils import parseaddr

from studio_app.adapters.db.runner import Runner
from studio_app.adapters.files.store import FileStore
from studio_app.adapters.imap.mailbox import ImapSettings, Mailbox
from studio_app.adapters.mail.delivery import Delivery
from studio_app.adapters.mail.smtp import OutboxMailer, SmtpMailer, SmtpSettings
from studio_app.adapters.payments.demo import DemoGateway
from studio_app.adapters.payments.yookassa import YooKassaGateway
from studio_app.adapters.telegram.bot import TelegramBot
from studio_app.adapters.texts.letters import TemplateWriter
from studio_app.config import Settings
from studio_app.domain.payments.fiscal import fiscal_of
from studio_app.domain.payments.gateway import PaymentGateway
from studio_app.domain.work import SYSTEM


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


def demo_provider(settings: Settings, runner: Runner) -> DemoGateway | None:
    """The demo provider, or None where another one is set."""
    if settings.payment_provider != "demo":
        return None
    return DemoGateway(
        runner, secret=settings.key, url=settings.url, loopback=settings.loopback, production=settings.production
    )


def gateways(settings: Settings, runner: Runner, demo: DemoGateway | None) -> dict[str, PaymentGateway]:
    """Every provider with keys, by name: money that came through an older one stays explained."""
    ready: dict[str, PaymentGateway] = {} if demo is None else {demo.name: demo}
    key, secret = settings.stripe_key.get_secret_value(), settings.stripe_webhook_secret.get_secret_value()
    if key and secret:
        from studio_app.adapters.payments.stripe import StripeGateway  # noqa: PLC0415  a large SDK, when used only

        ready["stripe"] = StripeGateway(
            key=key,
            webhook_secret=secret,
            webhook_url=f"{settings.url}/webhooks/stripe",
            api_base=settings.stripe_api_base,
        )
    if settings.yookassa_shop_id and settings.yookassa_secret_key.get_secret_value():
        ready["yookassa"] = YooKassaGateway(
            shop_id=settings.yookassa_shop_id,
            secret_key=settings.yookassa_secret_key.get_secret_value(),
            fiscal=lambda attempt_id: runner.read_sync(SYSTEM, fiscal_of, attempt_id=attempt_id),
            receipts=settings.yookassa_receipts,
            api_base=settings.yookassa_api_base,
        )
    return ready


def mailbox(settings: Settings, runner: Runner, files: FileStore) -> Mailbox | None:
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
        own=(parseaddr(settings.mail_from)[1], settings.smtp_user),
    )
    return Mailbox(where, runner=runner, files=files)


def bot(settings: Settings, runner: Runner) -> TelegramBot | None:
    """The Telegram bot, or None."""
    token = settings.telegram_token.get_secret_value()
    if not token:
        return None
    return TelegramBot(token, runner=runner, url=settings.url, api_base=settings.telegram_api_base)
