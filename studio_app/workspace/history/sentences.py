"""The history in human sentences: one a kind of event, from the catalogue; unknown kinds are named plainly."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from studio_app.adapters.texts.catalogue import catalogue, translate, translate_count
from studio_app.adapters.texts.choices import choice_words
from studio_app.adapters.texts.format import money, short_day
from studio_app.core.money import Money
from studio_app.domain.deals.history import TimelineEntry
from studio_app.domain.pricing.models import Tariff
from studio_app.domain.proposals.schemas import Picked
from studio_app.domain.tasks.models import TaskKind

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
HIDDEN = frozenset(
    {
        "deal.changed",
        "deal.ranked",
        "deal.read",
        "message.sent",
        "brief.saved",
        "proposal.chosen",
        "payment.started",
        "task.changed",
        "notification.delayed",
    }
)
"""Told already by the event that caused them, or too small to tell."""


@dataclass(frozen=True, slots=True)
class Words:
    """What sentences need to know besides the event: the reader's language and the names of stages and reasons."""

    locale: str
    stages: Mapping[str, str]
    lost_reasons: Mapping[str, str]


Filler = Callable[[Mapping[str, Any], Words], str]


def sentence(entry: TimelineEntry, words: Words) -> str:
    """What happened, without who and when."""
    if entry.kind == "task.handed_over":
        return translate_count(words.locale, "deal.tasks_along", int(entry.payload["count"]))
    key = f"timeline.{_variant(entry)}"
    forms = catalogue(words.locale).get(key)
    try:
        params = {
            name: _FILLERS[name](entry.payload, words) for name in _PLACEHOLDER.findall(forms[0] if forms else "")
        }
    except (KeyError, TypeError, ValueError):  # an event recorded by an older version, without that detail
        forms = None
    else:
        if forms:
            return translate(words.locale, key, **params)
    return translate(words.locale, "timeline.other", kind=entry.kind)


_VARIANTS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "deal.moved": lambda told: f"deal.{told['to_kind']}" if told.get("to_kind") in {"won", "lost"} else "deal.moved",
    "deal.tagged": lambda told: "deal.tagged" if told.get("on") else "deal.untagged",
    "notification.sent": lambda told: "notification.kept" if told.get("kept") else "notification.sent",
    "proposal.accepted": lambda told: (
        "proposal.accepted_choice" if "taxed" in told else "proposal.accepted"  # an older one tells no more
    ),
    "contact.made": lambda told: "contact.made_long" if told.get("minutes") else "contact.made",
    "message.received": lambda told: "message.received_less" if told.get("left") else "message.received",
    "task.added": lambda told: "task.added_for" if told.get("due_on") else "task.added",
}


def _variant(entry: TimelineEntry) -> str:
    if entry.kind in _VARIANTS:
        return _VARIANTS[entry.kind](entry.payload)
    if entry.kind.endswith(".declined") and entry.payload.get("reason"):
        return f"{entry.kind}_because"
    return entry.kind


def task_words(kind: str, title: str, locale: str) -> str:
    """What a task is about: its own words, or the name of its kind with what they add to it."""
    if kind == TaskKind.OWN:
        return title
    return ": ".join(filter(None, [translate(locale, f"deal.task.{kind}"), title]))


def _plain(name: str) -> Filler:
    return lambda payload, _: str(payload[name])


def _title(payload: Mapping[str, Any], words: Words) -> str:
    return task_words(str(payload.get("task_kind", TaskKind.OWN)), str(payload["title"]), words.locale)


def _amount(payload: Mapping[str, Any], words: Words) -> str:
    return money(Money(int(payload["amount"]), str(payload["currency"])), words.locale)


def _total(payload: Mapping[str, Any], words: Words) -> str:
    amount = payload["totals"][payload["tariff"]]
    return money(Money(int(amount), str(payload["currency"])), words.locale)


def _due(payload: Mapping[str, Any], words: Words) -> str:
    return short_day(date.fromisoformat(payload["due_on"]), words.locale)


def _choice(payload: Mapping[str, Any], words: Words) -> str:
    total = Money(int(payload["amount"]), str(payload["currency"]))
    tariff = Tariff(payload["tariff"]) if payload["several"] else None
    told = Picked(tariff, tuple(payload["options"]), total, taxed=bool(payload["taxed"]))
    return choice_words(told, words.locale)


def _left(payload: Mapping[str, Any], words: Words) -> str:
    told = ((name, translate(words.locale, f"letter.file.{why}")) for name, why in payload["left"])
    return ", ".join(f"{name} ({why})" for name, why in told)


def _word(prefix: str, name: str) -> Filler:
    return lambda payload, words: translate(words.locale, f"{prefix}.{payload[name]}")


_FILLERS: Mapping[str, Filler] = {
    "left": _left,
    "title": _title,
    "number": _plain("number"),
    "manager": _plain("manager_name"),
    "tag": _plain("tag"),
    "reason": _plain("reason"),
    "text": _plain("text"),
    "stage": lambda payload, words: words.stages[payload["to_stage"]],
    "lost_reason": lambda payload, words: words.lost_reasons[payload["lost_reason_id"]],
    "choice": _choice,
    "tariff": lambda payload, words: translate(words.locale, f"tariff.{payload['tariff']}"),
    "document": lambda payload, words: translate(words.locale, f"timeline.document.{payload['document']}"),
    "amount": _amount,
    "total": _total,
    "due": _due,
    "accepted": lambda payload, words: short_day(date.fromisoformat(payload["accepted_on"]), words.locale),
    "problem": lambda payload, words: translate(words.locale, f"reply.problem.{payload['problem']}"),
    "name": _plain("name"),
    "minutes": _plain("minutes"),
    "letter": _word("outbox.rule", "rule"),
    "channel": _word("deal.channel", "channel"),
    "result": _word("deal.result", "result"),
    "assignee": _plain("assignee_name"),
    "contact": _plain("contact"),
    "client": _plain("client"),
    "client_before": _plain("client_before"),
}
