"""Values that go into and come out of the use cases of leads."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadIn:
    """What a person or a program tells us about a possible sale, before any check."""

    name: str
    email: str = ""
    phone: str = ""
    message: str = ""
    source: str = ""
    company: str = ""
    answers: dict[str, Any] = field(default_factory=dict[str, Any])
    utm: dict[str, Any] = field(default_factory=dict[str, Any])
    idempotency_key: str | None = None
    consent_version: str = ""
    locale: str = "ru"
    form: str = ""  # key of the form it was sent by
    referrer: str = ""  # the page it was sent from


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLead:
    """A normalised lead that is about to be stored; without `deal_id` it waits for its deal."""

    id: str
    content: LeadIn
    content_hash: str
    deal_id: str | None = None


@dataclass(frozen=True, slots=True)
class LeadAccepted:
    """Which lead it is; `created` is False for a repeated one."""

    lead_id: str
    created: bool


@dataclass(frozen=True, slots=True)
class LeadReceived:
    """Which lead and deal it became; `created` is False for a repeated one."""

    lead_id: str
    deal_id: str
    created: bool
