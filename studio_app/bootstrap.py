"""The only wiring: settings make adapters, adapters make services."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial

from studio_app import connections
from studio_app.adapters.bank.finishing import finish_import
from studio_app.adapters.batched_inbox import give_way_to
from studio_app.adapters.db.engine import make_engine
from studio_app.adapters.db.runner import Runner
from studio_app.adapters.db.watch import Watch
from studio_app.adapters.documents.freezing import make_frozen_pdf
from studio_app.adapters.files.discarding import discard_bytes
from studio_app.adapters.files.private import keep_private
from studio_app.adapters.files.store import FileStore
from studio_app.adapters.imap.letter_intake import LetterIntake
from studio_app.adapters.imap.mailbox import READ_MAILBOX, Mailbox
from studio_app.adapters.jobs.dbos import DbosJobs
from studio_app.adapters.lead_inbox import LeadInbox
from studio_app.adapters.limiter import AddressLimiter
from studio_app.adapters.live.hub import Hub
from studio_app.adapters.live.readers import Readers
from studio_app.adapters.mail.delivery import Delivery
from studio_app.adapters.official_days import official_days, renew_days
from studio_app.adapters.payments.handing_over import register_handover
from studio_app.adapters.payments.held_gateway import silent_while_held
from studio_app.adapters.payments.inbox import Inbox
from studio_app.adapters.payments.online_payments import OnlinePayments
from studio_app.adapters.payments.reconciliation import Reconciliation
from studio_app.adapters.payments.refunding import Refunds
from studio_app.adapters.payments.registry import PROVIDERS
from studio_app.adapters.payments.settlement import Settlement
from studio_app.adapters.pdf.renderer import WeasyPrintRenderer
from studio_app.adapters.processes.pool import ProcessPool
from studio_app.adapters.replies import Replies
from studio_app.adapters.request_batcher import RequestBatcher
from studio_app.adapters.tables.running import run_import
from studio_app.adapters.telegram.bot import POLL_TELEGRAM, TelegramBot
from studio_app.adapters.visitors import visitor_ip
from studio_app.config import Settings
from studio_app.connections import PaymentSetup
from studio_app.core.clock import SystemClock
from studio_app.core.ids import new_id
from studio_app.core.tokens import LinkTokens
from studio_app.domain.actors import SYSTEM
from studio_app.domain.briefs.starter import install_questionnaire
from studio_app.domain.documents.frozen import FREEZE_PDF
from studio_app.domain.documents.stamps import Stamp, stamps
from studio_app.domain.files.service import DISCARD, Quota
from studio_app.domain.imports.importing import RUN
from studio_app.domain.leads.letters import TIDY, plan_tidying, tidy_letters
from studio_app.domain.leads.replies import SEND_REPLY
from studio_app.domain.leads.response import (
    ESCALATE,
    escalate_unanswered,
    plan_escalation,
)
from studio_app.domain.notifications.new_links import ASK, ask_for_link, asker
from studio_app.domain.notifications.night import TELL, plan_night, tell_of_night
from studio_app.domain.notifications.planning import SEND
from studio_app.domain.payments.handing_over import REGISTER
from studio_app.domain.payments.providers.gateway import PaymentGateway
from studio_app.domain.pricing.starter import add_price_list
from studio_app.domain.statements.importing import FINISH
from studio_app.domain.studio.holding import held_since
from studio_app.domain.studio.official_days import RENEW, plan_renewal, renew_official_days
from studio_app.domain.studio.starter import install_studio
from studio_app.domain.tasks.reminders import REMIND, remind
from studio_app.domain.work import Installation, Work
from studio_app.reactions import reactions

_LETTERS_WAIT = 5.0  # seconds at most
_LINKS_A_MINUTE, _LINKS_AT_ALL = 5, 60  # asked for by one network, by all: each is a job, whatever comes of it
_CHOICES_A_MINUTE = 60  # on proposals, from one network: quicker than any hand

SESSION_COOKIE = "studio_session"
"""The cookie of a signed-in person: set by the workspace, looked at by the portal to tell staff from clients."""


@dataclass(frozen=True)
class Services:
    """What the faces use: one runner, one hub, and the adapters behind the ports."""

    settings: Settings
    runner: Runner
    hub: Hub
    watch: Watch
    jobs: DbosJobs
    links: LinkTokens
    pool: ProcessPool
    pdf: WeasyPrintRenderer
    delivery: Delivery
    online_payments: OnlinePayments
    inbox: Inbox
    refunds: Refunds
    reconciliation: Reconciliation
    gateways: Mapping[str, PaymentGateway]
    lead_inbox: LeadInbox
    letters: LetterIntake
    mailbox: Mailbox | None
    bot: TelegramBot | None
    replies: Replies
    lead_limiter: AddressLimiter
    choice_limiter: AddressLimiter
    link_limiter: AddressLimiter
    files: FileStore
    readers: Readers
    stamps: RequestBatcher[str, Stamp | None]

    def now(self) -> datetime:
        """The current moment in UTC."""
        return SystemClock().now()

    def start_jobs(self, *, after: float = 0.0) -> None:
        """Run jobs in this process from `after` seconds on (or stand by, where one worker is the limit)."""
        self.jobs.start(self._run_job, may=lambda: self.held_since() is None, plan=self._plan_jobs, after=after)

    def _plan_jobs(self) -> None:
        self.runner.run_sync(SYSTEM, install_starter_pack)
        self.runner.run_sync(SYSTEM, plan_escalation)
        self.runner.run_sync(SYSTEM, plan_night)
        self.runner.run_sync(SYSTEM, plan_renewal)
        self.runner.run_sync(SYSTEM, plan_tidying)
        self.reconciliation.plan()
        for source in (self.mailbox, self.bot):
            if source is not None:
                source.plan()

    def held_since(self) -> datetime | None:
        """Since when nothing leaves this studio, which was restored from a back-up; None: all goes its way."""
        return self.runner.read_sync(SYSTEM, held_since)

    def _run_job(self, job: str, args: Mapping[str, str]) -> None:
        if job == SEND:  # hundreds of letters follow a burst of payments or leads: they come after it
            give_way_to(self.inbox.batched, self.lead_inbox.batched, patience=_LETTERS_WAIT)
        if job in JOBS:
            JOBS[job](self, args)
        else:
            self._run_job_of_provider(job, args)

    def _run_job_of_provider(self, job: str, args: Mapping[str, str]) -> None:
        (name,) = (name for name, provider in PROVIDERS.items() if job in provider.jobs)
        if name not in self.gateways:
            raise ValueError(f"the {name} provider is switched off")
        PROVIDERS[name].jobs[job](self.gateways[name], args)

    @property
    def payment_setup(self) -> PaymentSetup:
        """How clients pay online, as the owner may see it."""
        return connections.payment_setup(self.settings, self.gateways)

    def visitor_ip(self, *, peer: str, forwarded_for: str) -> str:
        """The address of the person behind a request; `forwarded_for` counts from our own proxy only."""
        return visitor_ip(peer=peer, forwarded_for=forwarded_for, trusted=self.settings.trusted_proxy)

    def close(self) -> None:
        """Finish what is running and give everything back."""
        self.watch.stop()
        self.lead_inbox.stop()
        if self.bot is not None:
            self.bot.close()
        self.inbox.stop()
        self.jobs.close()
        self.runner.close()
        self.pool.close()


JOBS: dict[str, Callable[[Services, Mapping[str, str]], None]] = {
    SEND: lambda app, args: app.delivery.deliver(args["notification_id"]),
    REMIND: lambda app, args: app.runner.run_sync(SYSTEM, remind, task_id=args["task_id"], at=args["at"]),
    DISCARD: lambda app, args: discard_bytes(app.runner, app.files, args),
    FREEZE_PDF: lambda app, args: make_frozen_pdf(app.runner, app.pdf, args),
    "close_checkout": lambda app, args: app.online_payments.close_checkout(attempt_id=args["attempt_id"]),
    READ_MAILBOX: lambda app, _: _read_mailbox(app),
    POLL_TELEGRAM: lambda app, _: app.bot.listen() if app.bot else None,
    ESCALATE: lambda app, _: _escalate(app),
    REGISTER: lambda app, args: register_handover(app.runner, app.gateways, attempt_id=args["attempt_id"]),
    SEND_REPLY: lambda app, args: app.replies.deliver(args["message_id"]),
    RUN: lambda app, args: run_import(app.runner, import_id=args["import_id"]),
    FINISH: lambda app, args: finish_import(app.runner, import_id=args["import_id"]),
    ASK: lambda app, args: app.runner.run_sync(asker(args), ask_for_link, former=args["former"]),
    TIDY: lambda app, _: app.runner.run_sync(SYSTEM, tidy_letters),
    TELL: lambda app, args: app.runner.run_sync(SYSTEM, tell_of_night, first=args["first"], hour=args["hour"]),
    RENEW: lambda app, _: renew_days(app.runner),
    "send_refund": lambda app, args: app.refunds.send(refund_id=args["refund_id"]),
    "reconcile_payments": lambda app, _: app.reconciliation.run(),
}
"""What each job does, by the name it is enqueued under; a job may run more than once. Providers have their own."""


def build(settings: Settings) -> Services:
    """Wire everything up for `settings`. Opens no connection and starts no thread of its own."""
    keep_private(settings.data_dir)
    hub, pool = Hub(), ProcessPool()
    watch = Watch(settings.database, settings.data_dir)
    jobs = DbosJobs(settings.database)
    links = LinkTokens(settings.key)
    runner = Runner(
        make_engine(settings.database),
        clock=SystemClock(),
        new_id=new_id,
        links=links,
        jobs=jobs,
        reactions=reactions(),
        publish=hub.publish,
        noticed=watch.noticed,
        installation=Installation(demo=settings.demo and not settings.production, mails=bool(settings.smtp_host)),
    )
    gateways = connections.gateways(settings, runner)
    is_held = partial(_is_held, runner)
    settlement = Settlement(runner, {name: silent_while_held(one, is_held) for name, one in gateways.items()})
    online_payments = OnlinePayments(settlement, provider=settings.payment_provider, url=settings.url)
    files = FileStore(
        settings.data_dir / "files",
        megabytes=settings.file_megabytes,
        free=settings.free_megabytes,
        quota=Quota(settings.deal_megabytes, settings.files_megabytes, settings.letters_megabytes),
    )
    letters = connections.letter_intake(settings, runner, files, pool)
    delivery, bot = connections.delivery(settings, runner), connections.bot(settings, runner)
    refunds, inbox = Refunds(settlement), Inbox(settlement, is_held=is_held)
    return Services(
        settings=settings,
        runner=runner,
        hub=hub,
        watch=watch,
        jobs=jobs,
        links=links,
        pool=pool,
        pdf=WeasyPrintRenderer(settings.data_dir / "pdf", pool),
        delivery=delivery,
        online_payments=online_payments,
        inbox=inbox,
        refunds=refunds,
        reconciliation=Reconciliation(settlement, inbox, refunds),
        gateways=settlement.gateways,
        lead_inbox=LeadInbox(runner, connections.letter_limits(settings)),
        lead_limiter=AddressLimiter(settings.lead_rate_per_minute, a_day=60 * settings.lead_rate_per_minute),
        choice_limiter=AddressLimiter(_CHOICES_A_MINUTE),
        link_limiter=AddressLimiter(_LINKS_A_MINUTE, at_all=_LINKS_AT_ALL),
        readers=Readers(hub.publish),
        files=files,
        stamps=RequestBatcher(lambda tokens: runner.read(SYSTEM, stamps, tokens=tokens), at_most=64),
        letters=letters,
        mailbox=connections.mailbox(settings, runner, letters),
        bot=bot,
        replies=Replies(
            runner=runner,
            mailer=delivery.mailer,
            bot=bot,
            url=settings.url,
            mailbox=settings.imap_user if "@" in settings.imap_user else "",
        ),
    )


def _is_held(runner: Runner) -> bool:
    return runner.read_sync(SYSTEM, held_since) is not None


def _read_mailbox(app: Services) -> None:
    if app.mailbox is not None:
        app.mailbox.read()


def _escalate(app: Services) -> None:
    app.runner.run_sync(SYSTEM, plan_escalation)
    app.runner.run_sync(SYSTEM, escalate_unanswered)


def install_starter_pack(work: Work) -> None:
    """What every new studio starts with; safe to run again, never touches what is there."""
    install_studio(work)
    renew_official_days(work, official=official_days)
    install_questionnaire(work)
    add_price_list(work)


@cache
def services() -> Services:
    """The services of this process, wired at first use (after the server has forked)."""
    return build(Settings())
