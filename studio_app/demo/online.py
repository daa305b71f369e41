"""Clients of a demo who pay through its provider, and what becomes of their payments there."""

from dataclasses import replace

from studio_app.adapters.payments.demo import bank as demo_bank
from studio_app.adapters.payments.demo import play as demo_play
from studio_app.adapters.payments.demo.provider import DEMO, PAY_PATH
from studio_app.adapters.payments.online_payments import checkout_request
from studio_app.adapters.payments.settlement import as_provider
from studio_app.domain.documents.links import get_document, link_token
from studio_app.domain.payments.attempts import record_checkout, start_attempt
from studio_app.domain.payments.providers.apply import apply_remote
from studio_app.domain.payments.providers.gateway import RemoteState
from studio_app.domain.work import Work


def pay(work: Work, client: Work, *, invoice_id: str, choice: demo_play.Choice = demo_play.Choice.PAY) -> RemoteState:
    """The client presses a button of the provider's page, and its truth is booked."""
    token = link_token(work, get_document(work, invoice_id))
    attempt = start_attempt(client, token=token, provider=DEMO.name)
    checkout = demo_bank.open_checkout(work, request=checkout_request(attempt, url=""), key=attempt.key)
    record_checkout(work, attempt_id=attempt.id, ref=checkout.ref, redirect_url=f"{PAY_PATH}/{checkout.ref}")
    demo_play.choose(work, ref=checkout.ref, choice=choice)
    return book(work, ref=checkout.ref)


def happen_later(work: Work, *, ref: str, what: str) -> RemoteState:
    """What was to happen later at the provider happens now, and is booked."""
    demo_play.finish_later(work, ref=ref, what=what)
    return book(work, ref=ref)


def book(work: Work, *, ref: str) -> RemoteState:
    """The provider is asked, and its truth is booked."""
    state = demo_bank.look_up(work, ref=ref)
    if state is None:
        raise AssertionError("the demo provider has forgotten its own checkout")
    apply_remote(replace(work, actor=as_provider(DEMO.name)), provider=DEMO.name, state=state)
    return state
