"""The rules of notification as data: what is told to whom, when, and as long as what is true."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.timeline.events.documents import (
    BriefPublished,
    BriefSubmitted,
    ContractCodeRequested,
    ContractPublished,
    DocumentEvent,
    ProposalAccepted,
    ProposalPublished,
)
from studio_app.domain.timeline.events.invoices import InvoiceAskedAgain, InvoicePublished
from studio_app.domain.timeline.events.money import Booked, CorrectionRecorded, PaymentRecorded, RefundRecorded

_OPEN = frozenset({DocumentStatus.PUBLISHED})
_ACCEPTED = frozenset({DocumentStatus.ACCEPTED})
_INVOICE_ASKED = ("invoice_issued", "invoice_again")
_TO_READ = frozenset(DocumentStatus) - {DocumentStatus.DRAFT, DocumentStatus.VOID}


class Audience(StrEnum):
    """Who reads the letter."""

    CLIENT = "client"
    MANAGER = "manager"
    COLLEAGUE = "colleague"  # a person of the studio, about no document: see colleagues.py
    OWNER = "owner"
    PERSON = "person"  # about their own account: see own_account.py


class Pace(StrEnum):
    """When the letter goes out."""

    AT_ONCE = "at_once"  # the reader waits for it: no quiet hours
    LADDER = "ladder"  # `Studio.reminder_days` after publication, in waking hours
    OVERDUE = "overdue"  # the day after the invoice was due, in waking hours


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of letter. `on` is the event that plans it, or `after` the letters it follows."""

    name: str
    to: Audience
    on: type[DocumentEvent | Booked] | None = None
    after: tuple[str, ...] = ()
    pace: Pace = Pace.AT_ONCE
    while_status: frozenset[DocumentStatus] = frozenset()  # of the document; empty: whatever it is
    even_if_lost: bool = False
    wait: timedelta = timedelta(0)  # before it leaves: a slip taken back meanwhile sends nothing
    address_kept: bool = False  # to the address it was planned for, whoever reads such letters now

    @property
    def is_reminder(self) -> bool:
        """Whether it may wait for a better hour, and never comes twice a day."""
        return self.pace is not Pace.AT_ONCE


# A ladder starts only when its first letter has really gone out, so the event that publishes a
# document plans one letter and not three, and nobody is reminded of what they never got. An invoice
# that is asked for again they have got: its reminders are planned with the asking.
RULES: tuple[Rule, ...] = (
    Rule("brief_link", Audience.CLIENT, on=BriefPublished, while_status=_OPEN),
    Rule("brief_reminder", Audience.CLIENT, after=("brief_link",), pace=Pace.LADDER, while_status=_OPEN),
    Rule("brief_received", Audience.MANAGER, on=BriefSubmitted),
    Rule("proposal_published", Audience.CLIENT, on=ProposalPublished, while_status=_OPEN),
    Rule("proposal_reminder", Audience.CLIENT, after=("proposal_published",), pace=Pace.LADDER, while_status=_OPEN),
    Rule("proposal_accepted", Audience.CLIENT, on=ProposalAccepted, while_status=_ACCEPTED),
    Rule("contract_to_sign", Audience.CLIENT, on=ContractPublished, while_status=_OPEN),
    Rule("signing_code", Audience.CLIENT, on=ContractCodeRequested, while_status=_OPEN, address_kept=True),
    Rule("invoice_issued", Audience.CLIENT, on=InvoicePublished, while_status=_OPEN),
    Rule("invoice_reminder", Audience.CLIENT, after=_INVOICE_ASKED, pace=Pace.LADDER, while_status=_OPEN),
    Rule("invoice_overdue", Audience.CLIENT, after=_INVOICE_ASKED, pace=Pace.OVERDUE, while_status=_OPEN),
    Rule("invoice_rest", Audience.CLIENT, while_status=_OPEN, even_if_lost=True),  # asked by a person: see asking.py
    Rule("invoice_again", Audience.CLIENT, on=InvoiceAskedAgain, while_status=_OPEN, even_if_lost=True),
    Rule("payment_received", Audience.CLIENT, on=PaymentRecorded, even_if_lost=True, wait=timedelta(seconds=10)),
    Rule("payment_taken_back", Audience.CLIENT, on=CorrectionRecorded, even_if_lost=True, address_kept=True),
    Rule("payment_refunded", Audience.CLIENT, on=RefundRecorded, even_if_lost=True),
    # about the link alone, whatever became of the document and the deal: planned by new_links.py
    Rule("link_replaced", Audience.CLIENT, while_status=_TO_READ, even_if_lost=True),
    Rule("link_asked", Audience.CLIENT, while_status=_TO_READ, even_if_lost=True),
    Rule("mention", Audience.COLLEAGUE),
    Rule("task_due", Audience.COLLEAGUE),
    Rule("lead_unanswered", Audience.OWNER),  # about no document: planned by alerts.py
    Rule("night_report", Audience.OWNER),  # about no deal: planned by night.py
    Rule("password_reset", Audience.PERSON),
    Rule("password_changed", Audience.PERSON),
    Rule("new_device", Audience.PERSON),
    Rule("many_tries", Audience.PERSON),
)

BY_NAME = {rule.name: rule for rule in RULES}
EVENTS: tuple[type[DocumentEvent | Booked], ...] = tuple(dict.fromkeys(rule.on for rule in RULES if rule.on))
CODE_RULE = "signing_code"  # the one rule whose letter carries a secret
MENTION, TASK_DUE, NIGHT_REPORT = "mention", "task_due", "night_report"
REST, AGAIN, ACCEPTED = "invoice_rest", "invoice_again", "proposal_accepted"
RECEIVED, REFUNDED, TAKEN_BACK = "payment_received", "payment_refunded", "payment_taken_back"
REPLACED_LINK, ASKED_LINK = "link_replaced", "link_asked"
RESET, PASSWORD_CHANGED, NEW_DEVICE, MANY_TRIES = "password_reset", "password_changed", "new_device", "many_tries"
PRIVATE = frozenset(rule.name for rule in RULES if rule.to is Audience.PERSON)
"""Nobody else's business: of these letters the outbox keeps that they were sent, and to whom."""
