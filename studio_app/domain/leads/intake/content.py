"""What a lead says, checked and brought into the form in which two leads can be compared."""

import hashlib
import json
import math
from dataclasses import replace
from functools import partial
from typing import Any, cast

from studio_app.core.checking import Checks
from studio_app.core.errors import Invalid
from studio_app.core.readable import clean
from studio_app.domain.clients.addresses import LONGEST_ADDRESS, normal_email
from studio_app.domain.clients.phones import DEFAULT_REGION, normal_phone
from studio_app.domain.leads.intake.schemas import LeadIn

LONGEST = {
    "name": 160,
    "company": 200,
    "source": 80,
    "email": LONGEST_ADDRESS,
    "phone": 80,
    "message": 10_000,
    "consent_version": 80,
}
"""Characters that each text of a lead may have; the forms say them."""
_MAX_ANSWERS = 100


def normalise(lead: LeadIn, *, country: str = DEFAULT_REGION) -> LeadIn:
    """The lead with tidy texts, a lower-case address and an E.164 phone number, of `country` where it names none.

    Raises InvalidFields naming all that is wrong: required, too_long, email, phone, answers, and reachable
    when there is neither an e-mail address nor a phone number.
    """
    checks = Checks()
    lines = {
        name: checks.read(partial(_line, name, getattr(lead, name)), otherwise="")
        for name in ("name", "phone", "company", "source", "consent_version")
    }
    tidy = replace(
        lead,
        name=lines["name"],
        company=lines["company"],
        source=lines["source"],
        consent_version=lines["consent_version"],
        message=checks.read(lambda: _short_enough("message", clean(lead.message).strip()), otherwise=""),
        email=checks.read(lambda: normal_email(clean(lead.email)), otherwise=""),
        phone=checks.read(lambda: normal_phone(lines["phone"], region=country), otherwise=""),
        answers=checks.read(lambda: _flat("answers", lead.answers), otherwise={}),
        utm=checks.read(lambda: _flat("utm", lead.utm), otherwise={}),
        # not typed by anybody: the key is ours, and the address of a page says enough by its beginning
        form=clean(lead.form)[:40],
        referrer=" ".join(clean(lead.referrer).split())[:500],
        idempotency_key=checks.read(lambda: _key(lead.idempotency_key), otherwise=None),
    )
    if not tidy.name:
        checks.refuse("name", "required")
    if not tidy.email and not tidy.phone and "email" not in checks and "phone" not in checks:
        checks.refuse("email", "reachable")
    checks.done()
    return tidy


def fingerprint(lead: LeadIn) -> str:
    """SHA-256 of what a normalised lead says, whatever way it came: source and campaign do not count."""
    content = [lead.name.casefold(), lead.email, lead.phone, lead.company.casefold(), lead.message.casefold()]
    text = json.dumps([content, lead.answers], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _line(field: str, text: str) -> str:
    return _short_enough(field, " ".join(clean(text).split()))


def _short_enough(field: str, text: str) -> str:
    if len(text) > LONGEST[field]:
        raise Invalid(field=field, reason="too_long", maximum=LONGEST[field])
    return text


def _key(key: str | None) -> str | None:
    tidy = clean(key or "").strip()
    if len(tidy) > 200:
        raise Invalid(field="Idempotency-Key", reason="too_long", maximum=200)
    return tidy or None


def _flat(field: str, values: dict[str, Any]) -> dict[str, Any]:
    if len(values) > _MAX_ANSWERS:
        raise Invalid(field=field, reason="answers")
    # a program names its fields; a longer name is told from the others by its first 80 characters
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
