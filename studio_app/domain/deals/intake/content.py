"""What a lead says, checked and brought into the form in which two leads can be compared."""

import hashlib
import json
import math
import unicodedata
from dataclasses import replace
from typing import Any, cast

from studio_app.core.errors import Invalid
from studio_app.domain.clients.addresses import normal_email
from studio_app.domain.clients.phones import normal_phone
from studio_app.domain.deals.schemas import LeadIn

_LONGEST = {"name": 160, "company": 200, "source": 80, "phone": 80, "message": 10_000, "consent_version": 80}
_MAX_ANSWERS = 100


def normalise(lead: LeadIn) -> LeadIn:
    """The lead with tidy texts, a lower-case address and an E.164 phone number.

    Raises Invalid naming the field: required, too_long, email, phone, answers, and reachable when
    there is neither an e-mail address nor a phone number.
    """
    tidy = replace(
        lead,
        name=_line("name", lead.name),
        company=_line("company", lead.company),
        source=_line("source", lead.source),
        consent_version=_line("consent_version", lead.consent_version),
        message=_short_enough("message", clean(lead.message).strip()),
        email=normal_email(clean(lead.email)),
        phone=normal_phone(_line("phone", lead.phone)),
        answers=_flat("answers", lead.answers),
        utm=_flat("utm", lead.utm),
        form=clean(lead.form)[:40],
        referrer=" ".join(clean(lead.referrer).split())[:500],
        idempotency_key=_key(lead.idempotency_key),
    )
    if not tidy.name:
        raise Invalid(field="name", reason="required")
    if not tidy.email and not tidy.phone:
        raise Invalid(field="email", reason="reachable")
    return tidy


def fingerprint(lead: LeadIn) -> str:
    """SHA-256 of what a normalised lead says, whatever way it came: source and campaign do not count."""
    content = [lead.name.casefold(), lead.email, lead.phone, lead.company.casefold(), lead.message.casefold()]
    text = json.dumps([content, lead.answers], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def clean(text: str) -> str:
    """The text without control characters and lone surrogates, which databases refuse; lines end in LF."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in unified if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs"))


def _line(field: str, text: str) -> str:
    return _short_enough(field, " ".join(clean(text).split()))


def _short_enough(field: str, text: str) -> str:
    if len(text) > _LONGEST[field]:
        raise Invalid(field=field, reason="too_long", maximum=_LONGEST[field])
    return text


def _key(key: str | None) -> str | None:
    tidy = clean(key or "").strip()
    if len(tidy) > 200:
        raise Invalid(field="Idempotency-Key", reason="too_long", maximum=200)
    return tidy or None


def _flat(field: str, values: dict[str, Any]) -> dict[str, Any]:
    if len(values) > _MAX_ANSWERS:
        raise Invalid(field=field, reason="answers")
    return {clean(str(key))[:80]: _value(field, value) for key, value in values.items()}


def _value(field: str, value: object) -> object:
    if isinstance(value, list):
        items = cast("list[object]", value)
        if len(items) > _MAX_ANSWERS or any(isinstance(item, list) for item in items):
            raise Invalid(field=field, reason="answers")
        return [_value(field, item) for item in items]
    if isinstance(value, str):
        return clean(value).strip()
    if value is None or isinstance(value, bool | int) or (isinstance(value, float) and math.isfinite(value)):
        return value
    raise Invalid(field=field, reason="answers")
