"""Who reacts to which event of the timeline."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from studio_app.adapters.documents.freezing import freeze_issued
from studio_app.domain.accounts.people import PASSWORD_SET
from studio_app.domain.accounts.sign_in import NEW_DEVICE
from studio_app.domain.accounts.tickets import RESET_ASKED
from studio_app.domain.accounts.tries import MANY_TRIES
from studio_app.domain.analytics.tenures import forget_tenures, note_tenure
from studio_app.domain.analytics.visits import forget_visits, note_visit
from studio_app.domain.briefs.naming import name_deal
from studio_app.domain.briefs.service import send_brief_to_new_client
from studio_app.domain.contracts.addresses import renew_addresses
from studio_app.domain.contracts.drafting import draft_contract
from studio_app.domain.deals.chaining import follow_chain
from studio_app.domain.deals.unchaining import take_chain_back
from studio_app.domain.deals.unread import CLIENT_ACTS, mark_unread, mark_written
from studio_app.domain.documents.links import LINK_ASKED, LINK_RENEWED
from studio_app.domain.documents.signs import SHOWN, show_newest_document
from studio_app.domain.invoices.draft import draft_balance, draft_invoice
from studio_app.domain.leads.response import (
    CONTACTS,
    UNANSWERED,
    start_clock,
    stop_clock,
)
from studio_app.domain.ledger.booking import BOOKED
from studio_app.domain.notifications.alerts import alert_owners
from studio_app.domain.notifications.colleagues import tell_mentioned, tell_of_task
from studio_app.domain.notifications.new_links import send_asked_link, send_replaced_link
from studio_app.domain.notifications.own_account import (
    send_reset_link,
    tell_of_new_device,
    tell_of_new_password,
    tell_of_tries,
)
from studio_app.domain.notifications.planning import plan_letters
from studio_app.domain.notifications.rules import EVENTS
from studio_app.domain.notifications.truth import UNTRUE_AFTER, cancel_untrue, plan_again
from studio_app.domain.payments.attempts import close_at_old_link, keep_checkout_from_void
from studio_app.domain.payments.outdated import close_outdated
from studio_app.domain.pricing.preparing import DOUBTFUL, FAILED, prepare_estimate
from studio_app.domain.proposals.draft import draft_proposal, follow_estimate
from studio_app.domain.studio.official_days import renew_soon
from studio_app.domain.tasks.card_flags import TASKS, renew_next_task
from studio_app.domain.tasks.service import raise_task
from studio_app.domain.work import Reaction


def reactions() -> Mapping[str, Sequence[Reaction]]:
    """Who reacts to what, inside the transaction of the event, in this order."""
    table: dict[str, list[Reaction]] = defaultdict(list)
    for moved in ("deal.created", "deal.chained", "deal.moved", "deal.assigned"):
        table[moved] += [note_visit, note_tenure]  # first: what reacts next may move the deal on
    table["deal.withdrawn"] += [forget_visits, forget_tenures]
    table["proposal.accepted"].append(draft_contract)
    table["contact.changed"].append(renew_addresses)
    table["deal.created"].append(send_brief_to_new_client)
    table["brief.submitted"].append(name_deal)  # first: the documents made next carry the deal's title
    table["brief.submitted"].append(prepare_estimate)
    _follow(table, (FAILED, DOUBTFUL), raise_task)
    table["estimate.prepared"].append(draft_proposal)
    table["estimate.changed"].append(follow_estimate)
    table["deal.created"].append(start_clock)
    _follow(table, CONTACTS, stop_clock)
    table[UNANSWERED] += [raise_task, alert_owners]
    table["contract.signed"].append(draft_invoice)
    table["contract.work_accepted"].append(draft_balance)
    table["invoice.published"].append(freeze_issued)
    table["invoice.voided"].append(keep_checkout_from_void)
    table[LINK_RENEWED] += [close_at_old_link, send_replaced_link]
    table[LINK_ASKED].append(send_asked_link)
    table["notification.failed"].append(raise_task)
    table["note.added"].append(tell_mentioned)
    table["task.reminded"].append(tell_of_task)
    _follow(table, ("payment.quarantined", "payment.differs", "dispute.opened", "refund.failed"), raise_task)
    table["deal.moved"] += [follow_chain, take_chain_back]
    _follow(table, BOOKED, close_outdated)
    table["invoice.reopened"].append(plan_again)
    _follow(table, UNTRUE_AFTER, cancel_untrue)
    _follow(table, EVENTS, plan_letters)
    _follow(table, TASKS, renew_next_task)
    _follow(table, SHOWN, show_newest_document)
    _follow(table, CLIENT_ACTS, mark_unread)
    table["message.received"].append(mark_written)
    table["legal_entity.saved"].append(renew_soon)
    table[NEW_DEVICE].append(tell_of_new_device)
    table[MANY_TRIES].append(tell_of_tries)
    table[RESET_ASKED].append(send_reset_link)
    table[PASSWORD_SET].append(tell_of_new_password)
    return table


def _follow(table: Mapping[str, list[Reaction]], kinds: Iterable[str], *reactions: Reaction) -> None:
    for kind in kinds:
        table[kind].extend(reactions)
