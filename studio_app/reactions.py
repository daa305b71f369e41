"""Who reacts to which event of the timeline."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from studio_app.adapters.documents.freezing import final_after, freeze_issued
from studio_app.domain.analytics.tenures import forget_tenures, note_tenure
from studio_app.domain.analytics.visits import PLACED, forget_visits, note_visit
from studio_app.domain.briefs.naming import name_deal
from studio_app.domain.briefs.service import send_brief_to_new_client
from studio_app.domain.contracts.addresses import renew_addresses
from studio_app.domain.contracts.drafting import draft_contract
from studio_app.domain.deals.chaining import follow_chain
from studio_app.domain.deals.unchaining import take_chain_back
from studio_app.domain.deals.unread import CLIENT_ACTS, mark_unread, mark_written
from studio_app.domain.documents.card_state import show_newest_document, shown_after
from studio_app.domain.invoices.draft import draft_balance, draft_invoice
from studio_app.domain.leads.response import CONTACTS, start_clock, stop_clock
from studio_app.domain.ledger.booking import BOOKED
from studio_app.domain.notifications.alerts import alert_owners
from studio_app.domain.notifications.colleagues import tell_mentioned, tell_of_task
from studio_app.domain.notifications.new_links import send_asked_link, send_replaced_link
from studio_app.domain.notifications.outdated import cancel_outdated, outdated_after, plan_again
from studio_app.domain.notifications.own_account import (
    send_reset_link,
    tell_of_new_device,
    tell_of_new_password,
    tell_of_tries,
)
from studio_app.domain.notifications.planning import plan_letters
from studio_app.domain.notifications.rules import EVENTS
from studio_app.domain.payments.attempts import close_at_old_link, keep_checkout_from_void
from studio_app.domain.payments.outdated import close_outdated
from studio_app.domain.pricing.preparing import prepare_estimate
from studio_app.domain.proposals.draft import draft_proposal, follow_estimate
from studio_app.domain.studio.official_days import renew_soon
from studio_app.domain.tasks.card_flags import TASKS, renew_next_task
from studio_app.domain.tasks.service import raise_task
from studio_app.domain.timeline.events.base import Event
from studio_app.domain.timeline.events.clients import ContactChanged
from studio_app.domain.timeline.events.deals import (
    DealAssigned,
    DealChained,
    DealCreated,
    DealMoved,
    DealWithdrawn,
    NoteAdded,
)
from studio_app.domain.timeline.events.documents import (
    BriefSubmitted,
    ContractSigned,
    ContractWorkAccepted,
    DocumentLinkAsked,
    DocumentLinkRenewed,
    ProposalAccepted,
)
from studio_app.domain.timeline.events.estimates import (
    EstimateChanged,
    EstimateDoubtful,
    EstimateFailed,
    EstimatePrepared,
)
from studio_app.domain.timeline.events.invoices import InvoiceReopened, InvoiceVoided
from studio_app.domain.timeline.events.leads import LeadUnanswered, MessageReceived
from studio_app.domain.timeline.events.money import DisputeOpened, PaymentDiffers, PaymentQuarantined, RefundFailed
from studio_app.domain.timeline.events.notifications import NotificationFailed
from studio_app.domain.timeline.events.people import (
    PersonManyTries,
    PersonNewDevice,
    PersonPasswordSet,
    PersonResetAsked,
)
from studio_app.domain.timeline.events.studio import LegalEntitySaved
from studio_app.domain.timeline.events.tasks import TaskReminded
from studio_app.domain.timeline.recorded import E, Recorded
from studio_app.domain.work import Reaction, Reactions, Work


def reactions() -> Reactions:
    """Who reacts to what, inside the transaction of the event, in this order."""
    table: dict[type[Event], list[Reaction]] = defaultdict(list)
    # first: what reacts next may move the deal on
    _follow(table, PLACED, note_visit)
    _follow(table, (DealCreated, DealChained, DealAssigned), note_tenure)
    _follow(table, (DealWithdrawn,), forget_visits, forget_tenures)
    _follow(table, (ProposalAccepted,), draft_contract)
    _follow(table, (ContactChanged,), renew_addresses)
    _follow(table, (DealCreated,), send_brief_to_new_client)
    _follow(table, (BriefSubmitted,), name_deal)  # first: the documents made next carry the deal's title
    _follow(table, (BriefSubmitted,), prepare_estimate)
    _follow(table, (EstimateFailed, EstimateDoubtful), raise_task)
    _follow(table, (EstimatePrepared,), draft_proposal)
    _follow(table, (EstimateChanged,), follow_estimate)
    _follow(table, (DealCreated,), start_clock)
    _follow(table, CONTACTS, stop_clock)
    _follow(table, (LeadUnanswered,), raise_task, alert_owners)
    _follow(table, (ContractSigned,), draft_invoice)
    _follow(table, (ContractWorkAccepted,), draft_balance)
    _follow(table, final_after(), freeze_issued)
    _follow(table, (InvoiceVoided,), keep_checkout_from_void)
    _follow(table, (DocumentLinkRenewed,), close_at_old_link, send_replaced_link)
    _follow(table, (DocumentLinkAsked,), send_asked_link)
    _follow(table, (NotificationFailed,), raise_task)
    _follow(table, (NoteAdded,), tell_mentioned)
    _follow(table, (TaskReminded,), tell_of_task)
    _follow(table, (PaymentQuarantined, PaymentDiffers, DisputeOpened, RefundFailed), raise_task)
    _follow(table, (DealMoved,), follow_chain, take_chain_back)
    _follow(table, BOOKED, close_outdated)
    _follow(table, (InvoiceReopened,), plan_again)
    _follow(table, outdated_after(), cancel_outdated)
    _follow(table, EVENTS, plan_letters)
    _follow(table, TASKS, renew_next_task)
    _follow(table, shown_after(), show_newest_document)
    _follow(table, CLIENT_ACTS, mark_unread)
    _follow(table, (MessageReceived,), mark_written)
    _follow(table, (LegalEntitySaved,), renew_soon)
    _follow(table, (PersonNewDevice,), tell_of_new_device)
    _follow(table, (PersonManyTries,), tell_of_tries)
    _follow(table, (PersonResetAsked,), send_reset_link)
    _follow(table, (PersonPasswordSet,), tell_of_new_password)
    return table


def _follow(
    table: Mapping[type[Event], list[Reaction]],
    types: Iterable[type[E]],
    *reactions: Callable[[Work, Recorded[E]], None],
) -> None:
    """Subscribe reactions that take these types: others are refused by the type checker."""
    for one in types:
        table[one].extend(reactions)
