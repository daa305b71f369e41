"""One payment and one refund from the button to the books, in a process that may be killed at a line of it."""

import asyncio
import json
import os
import signal
from datetime import timedelta
from typing import Any

from sqlmodel import select

from studio_app.adapters.payments import inbox
from studio_app.adapters.payments.demo import bank as demo_bank
from studio_app.adapters.payments.demo import play as demo_play
from studio_app.adapters.payments.demo.gateway import SIGNATURE_HEADER
from studio_app.adapters.payments.demo.play import Choice
from studio_app.adapters.payments.demo.tables import DemoCheckout, DemoEvent
from studio_app.bootstrap import Services, build
from studio_app.config import Settings
from studio_app.core.money import Money
from studio_app.domain.actors import SYSTEM
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import get_document, link_token
from studio_app.domain.ledger.kinds import EntryKind
from studio_app.domain.ledger.models import LedgerEntry
from studio_app.domain.payments.models import PaymentAttempt, PaymentRefund
from studio_app.domain.payments.providers.gateway import RemoteStatus
from studio_app.domain.work import Work


def main(invoice_id: str, point: str) -> None:
    """Take every step that is not done yet; the process dies at `point`, if there is one."""
    app = build(Settings())
    gateway: Any = app.gateways["demo"]
    _mine(gateway, point)
    token = app.runner.read_sync(SYSTEM, lambda work: link_token(work, get_document(work, invoice_id)))
    app.runner.run_sync(SYSTEM, _age)
    app.reconciliation.look()
    if _status(app, invoice_id) is not DocumentStatus.PAID and not _refunds(app):
        if not _paid(app):
            address = app.online_payments.checkout(SYSTEM, token=token)
            die(point, "checkout.stored")
            app.runner.run_sync(SYSTEM, demo_play.choose, ref=address.rpartition("/")[2], choice=Choice.PAY)
        die(point, "webhook.arrives")
        _tell(app, gateway)
        die(point, "webhook.stored")
        app.inbox.handle_waiting()
        die(point, "webhook.handled")
    entry_id = app.runner.read_sync(SYSTEM, _payment)
    for refund_id in _refunds(app):
        app.refunds.send(refund_id=refund_id)
    if not _refunds(app):
        app.refunds.give_back(SYSTEM, entry_id=entry_id, amount=Money(40_000, "RUB"), reason="a drill")
    app.close()


def _mine(gateway: Any, point: str) -> None:
    """Wrap the lines of the path so that the process dies before or after them."""
    create, refund, fetch = gateway.create, gateway.refund, gateway.fetch

    def creating(*args: Any, **kwargs: Any) -> Any:
        die(point, "attempt.before_provider")
        made = create(*args, **kwargs)
        die(point, "attempt.after_provider")
        return made

    def refunding(*args: Any, **kwargs: Any) -> Any:
        die(point, "refund.before_provider")
        made = refund(*args, **kwargs)
        die(point, "refund.after_provider")
        return made

    def fetching(*args: Any, **kwargs: Any) -> Any:
        state = fetch(*args, **kwargs)
        if state and state.status is RemoteStatus.PAID:
            die(point, "webhook.fetched")
        return state

    gateway.create, gateway.refund, gateway.fetch = creating, refunding, fetching
    mark = inbox.mark_handled

    def marking(*args: Any, **kwargs: Any) -> None:
        die(point, "webhook.in_transaction")
        mark(*args, **kwargs)

    inbox.mark_handled = marking


def die(point: str, here: str) -> None:
    """Kill this process, if this is the line at which it is to die."""
    if point == here:
        os.kill(os.getpid(), signal.SIGKILL)


def _tell(app: Services, gateway: Any) -> None:
    bodies = app.runner.read_sync(
        SYSTEM,
        lambda work: [demo_bank.event_body(work, event_id=one) for one in work.session.exec(select(DemoEvent.id))],
    )
    for body in bodies:
        raw = json.dumps(body).encode()
        headers = {SIGNATURE_HEADER: gateway.sign(raw)}
        asyncio.run(app.inbox.take(provider="demo", raw=raw, headers=headers, peer_ip="127.0.0.1"))


def _age(work: Work) -> None:
    for attempt in work.session.exec(select(PaymentAttempt)):
        attempt.created_at -= timedelta(minutes=10)


def _status(app: Services, invoice_id: str) -> DocumentStatus:
    return app.runner.read_sync(SYSTEM, lambda work: get_document(work, invoice_id).status)


def _paid(app: Services) -> bool:
    paid = select(DemoCheckout.ref).where(DemoCheckout.status == RemoteStatus.PAID)
    return app.runner.read_sync(SYSTEM, lambda work: work.session.exec(paid).first() is not None)


def _refunds(app: Services) -> list[str]:
    return app.runner.read_sync(SYSTEM, lambda work: list(work.session.exec(select(PaymentRefund.id))))


def _payment(work: Work) -> str:
    return work.session.exec(select(LedgerEntry.id).where(LedgerEntry.kind == EntryKind.PAYMENT)).one()
