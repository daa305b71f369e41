"""The history in human sentences: one a type of event, from the catalogue; unknown kinds are named plainly."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import singledispatch

from studio_app.adapters.texts.catalogue import catalogue, translate, translate_count
from studio_app.adapters.texts.choices import choice_words
from studio_app.adapters.texts.format import money, short_day
from studio_app.core.money import Money
from studio_app.domain.deals.history import TimelineEntry
from studio_app.domain.pricing.kinds import Tariff
from studio_app.domain.proposals.schemas import Picked
from studio_app.domain.studio.kinds import StageKind
from studio_app.domain.tasks.kinds import TaskKind
from studio_app.domain.timeline.events import deals, documents, files, invoices, leads, tasks
from studio_app.domain.timeline.events import money as paid
from studio_app.domain.timeline.events.base import Event
from studio_app.domain.timeline.events.clients import RequisitesSaved
from studio_app.domain.timeline.events.estimates import EstimateDoubtful, EstimateFailed, EstimateSettled
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.events.notifications import NotificationEvent, NotificationSent

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
HIDDEN = frozenset(
    {
        EventKind.DEAL_CHANGED,
        EventKind.DEAL_RANKED,
        EventKind.DEAL_READ,
        EventKind.MESSAGE_SENT,
        EventKind.BRIEF_SAVED,
        EventKind.PROPOSAL_CHOSEN,
        EventKind.PAYMENT_STARTED,
        EventKind.TASK_CHANGED,
        EventKind.NOTIFICATION_DELAYED,
    }
)
"""Told already by the event that caused them, or too small to tell."""


@dataclass(frozen=True, slots=True)
class Words:
    """What sentences need to know besides the event: the reader's language and the names of stages and reasons."""

    locale: str
    stages: Mapping[str, str]
    lost_reasons: Mapping[str, str]


def sentence(entry: TimelineEntry, words: Words) -> str:
    """What happened, without who and when."""
    try:
        said = describe(entry.event, words) if entry.event else ""
    except (AttributeError, LookupError, TypeError, ValueError):  # of an older version, without that detail
        said = ""
    return said or translate(words.locale, "timeline.other", kind=entry.kind)


def own_words(entry: TimelineEntry) -> str:
    """What a person has written there, if that is an entry of its own."""
    return entry.event.text if isinstance(entry.event, deals.NoteAdded | deals.ContactMade) else ""


def task_words(kind: str, title: str, locale: str) -> str:
    """What a task is about: its own words, or the name of its kind with what they add to it."""
    if kind == TaskKind.OWN:
        return title
    return ": ".join(filter(None, [translate(locale, f"deal.task.{kind}"), title]))


def _say(words: Words, key: str, /, **params: str | None) -> str:
    """The sentence of the key; nothing where a detail is missing that it tells."""
    forms = catalogue(words.locale).get(f"timeline.{key}")
    needed = _PLACEHOLDER.findall(forms[0]) if forms else [key]
    known = {name: value for name, value in params.items() if value is not None}
    return translate(words.locale, f"timeline.{key}", **known) if known.keys() >= set(needed) else ""


@singledispatch
def describe(event: Event, _words: Words) -> str:
    """The sentence of an event, by its type: each function below tells one type or several. Raises LookupError."""
    raise LookupError(event.kind)


@describe.register
def _(
    event: deals.DealCreated
    | deals.DealChained
    | deals.NoteAdded
    | leads.LeadUnanswered
    | EstimateFailed
    | EstimateDoubtful
    | RequisitesSaved
    | paid.PaymentDiffers
    | paid.DifferenceClosed,
    words: Words,
) -> str:
    return _say(words, event.kind)


@describe.register
def _(event: deals.DealMoved, words: Words) -> str:
    if event.to_kind == StageKind.WON:
        return _say(words, "deal.won")
    if event.to_kind == StageKind.LOST:
        return _say(words, "deal.lost", lost_reason=words.lost_reasons[event.lost_reason_id or ""])
    return _say(words, event.kind, stage=words.stages[event.to_stage])


@describe.register
def _(event: deals.DealAssigned, words: Words) -> str:
    return _say(words, event.kind, manager=event.manager_name)


@describe.register
def _(event: deals.DealEdited, words: Words) -> str:
    return _say(words, event.kind, title=event.title, contact=event.contact)


@describe.register
def _(event: deals.DealTagged, words: Words) -> str:
    return _say(words, event.kind if event.on else "deal.untagged", tag=event.tag)


@describe.register
def _(event: deals.DealWithdrawn, words: Words) -> str:
    return _say(words, event.kind, number=str(event.number))


@describe.register
def _(event: deals.DealClientMerged | deals.DealClientParted, words: Words) -> str:
    return _say(words, event.kind, client=event.client, client_before=event.client_before)


@describe.register
def _(event: deals.ContactMade, words: Words) -> str:
    return _say(
        words,
        "contact.made_long" if event.minutes else event.kind,
        channel=translate(words.locale, f"deal.channel.{event.channel}"),
        result=translate(words.locale, f"deal.result.{event.result}"),
        minutes=str(event.minutes),
    )


@describe.register
def _(event: leads.LeadJoined | leads.MessageWritten | leads.MessageReread, words: Words) -> str:
    return _say(words, event.kind, text=event.text)


@describe.register
def _(event: leads.LeadSplit, words: Words) -> str:
    return _say(words, event.kind, name=event.name)


@describe.register
def _(event: leads.MessageReceived, words: Words) -> str:
    left = ((name, translate(words.locale, f"letter.file.{why}")) for name, why in event.left or ())
    names = ", ".join(f"{name} ({why})" for name, why in left)
    return _say(words, "message.received_less" if names else event.kind, text=event.text, left=names)


@describe.register
def _(event: leads.MessageFailed, words: Words) -> str:
    return _say(words, event.kind, problem=translate(words.locale, f"reply.problem.{event.problem}"))


@describe.register
def _(event: documents.DocumentEvent, words: Words) -> str:
    return _say(words, event.kind, number=event.number)


@describe.register
def _(event: documents.DocumentLinkRenewed | documents.DocumentLinkAsked, words: Words) -> str:
    return _say(words, event.kind, document=translate(words.locale, f"kind.{event.document}.in_sentence"))


@describe.register
def _(event: documents.ProposalAccepted, words: Words) -> str:
    if event.taxed is None:  # an older one tells no more
        return _say(words, event.kind)
    total = Money(int(event.amount), event.currency)
    tariff = Tariff(event.tariff) if event.several else None
    picked = Picked(tariff, tuple(event.options), total, taxed=event.taxed)
    return _say(words, "proposal.accepted_choice", choice=choice_words(picked, words.locale))


@describe.register
def _(event: documents.ProposalDeclined, words: Words) -> str:
    return _say(words, "proposal.declined_because" if event.reason else event.kind, reason=event.reason)


@describe.register
def _(event: documents.ContractWorkAccepted, words: Words) -> str:
    return _say(words, event.kind, accepted=short_day(date.fromisoformat(event.accepted_on), words.locale))


@describe.register
def _(event: EstimateSettled, words: Words) -> str:
    total = Money(int(event.totals[event.tariff]), event.currency)
    tariff = translate(words.locale, f"tariff.{event.tariff}")
    return _say(words, event.kind, tariff=tariff, total=money(total, words.locale))


@describe.register
def _(event: invoices.InvoiceDrafted, words: Words) -> str:
    return _say(words, event.kind, amount=_sum(event.amount, event.currency, words))


@describe.register
def _(event: invoices.InvoiceVoided, words: Words) -> str:
    return _say(words, event.kind, number=event.number, reason=event.reason)


@describe.register
def _(event: invoices.InvoiceAskedAgain, words: Words) -> str:
    amount = _sum(event.amount, event.currency, words)
    return _say(words, event.kind, number=event.number, amount=amount, reason=event.reason)


@describe.register
def _(event: invoices.WorkHandedOver | paid.AttemptEvent, words: Words) -> str:
    return _say(words, event.kind, number=event.number)


@describe.register
def _(event: paid.Booked | paid.RefundEvent | paid.DisputeEvent, words: Words) -> str:
    return _say(words, event.kind, number=event.number, amount=_sum(event.amount, event.currency, words))


@describe.register
def _(event: tasks.TaskAdded, words: Words) -> str:
    due = short_day(date.fromisoformat(event.due_on), words.locale) if event.due_on else None
    title = task_words(event.task_kind or TaskKind.OWN, event.title, words.locale)
    return _say(words, "task.added_for" if due else event.kind, due=due, title=title)


@describe.register
def _(event: tasks.TaskReminded, words: Words) -> str:
    title = task_words(event.task_kind or TaskKind.OWN, event.title, words.locale)
    return _say(words, event.kind, assignee=event.assignee_name, title=title)


@describe.register
def _(event: tasks.TaskDone | tasks.TaskReopened, words: Words) -> str:
    return _say(words, event.kind, title=task_words(event.task_kind or TaskKind.OWN, event.title, words.locale))


@describe.register
def _(event: tasks.TaskHandedOver, words: Words) -> str:
    return translate_count(words.locale, "deal.tasks_along", event.count)


@describe.register
def _(event: NotificationEvent, words: Words) -> str:
    return _say(words, event.kind, letter=translate(words.locale, f"outbox.rule.{event.rule}"))


@describe.register
def _(event: NotificationSent, words: Words) -> str:
    key = "notification.kept" if event.kept else event.kind
    return _say(words, key, letter=translate(words.locale, f"outbox.rule.{event.rule}"))


@describe.register
def _(event: files.FileAdded | files.FileRemoved, words: Words) -> str:
    return _say(words, event.kind, name=event.name)


def _sum(amount: int, currency: str, words: Words) -> str:
    return money(Money(amount, currency), words.locale)
