"""What a row says, checked and brought into the form in which it is kept."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from stdnum.ru import inn as russian_inn

from studio_app.core.checking import limited
from studio_app.core.days import read_month
from studio_app.core.errors import Invalid
from studio_app.core.numbers import read_money
from studio_app.core.readable import clean
from studio_app.domain.clients.addresses import normal_email
from studio_app.domain.clients.phones import DEFAULT_REGION, first_phone, normal_phone
from studio_app.domain.studio.models import Channel

_LONGEST = {"name": 160, "company": 200, "post": 120, "address": 300, "city": 120, "budget": 60, "message": 10_000}
_SEVERAL = re.compile(r"[;,\n]")
_KPP = re.compile(r"\d{4}[0-9A-Z]{2}\d{3}", re.ASCII)


class Channels:
    """The channels of the studio by whatever a person may call them."""

    def __init__(self, rows: Iterable[Channel]) -> None:
        self._by_name: dict[str, Channel] = {}
        for row in rows:
            for name in (row.id, row.key, row.name_ru, row.name_en):
                self._by_name.setdefault(name.casefold(), row)

    def find(self, name: str) -> Channel | None:
        """The channel of that key, or of that name in either language."""
        return self._by_name.get(name.casefold())


def tidy_lead(
    cells: Mapping[str, str], *, channels: Channels, default: Channel, country: str = DEFAULT_REGION
) -> dict[str, Any]:
    """What a lead's row says; `source` is the key of its channel. Raises Invalid naming the field."""
    said = _person(cells, ("name", "company", "city", "budget"), country)
    said["message"] = _short("message", clean(cells.get("message", "")).strip())
    said["inn"] = _inn(cells.get("inn", ""))
    if not said["email"] and not said["phone"]:
        raise Invalid(field="email", reason="reachable")
    named = _line("name", cells.get("channel", ""))
    channel = channels.find(named) if named else default
    if channel is None:
        raise Invalid(field="channel", reason="channel_unknown", value=named)
    said["source"] = channel.key
    return said


def tidy_client(cells: Mapping[str, str], *, country: str = DEFAULT_REGION) -> dict[str, Any]:
    """What a client's row says. Raises Invalid naming the field."""
    said = _person(cells, ("name", "company", "post", "address"), country)
    if not said["name"]:  # the company is called so, and whoever is asked for there
        _short("company", said["company"], maximum=_LONGEST["name"])
    said["inn"], said["kpp"] = _inn(cells.get("inn", "")), _digits(cells.get("kpp", "")).upper()
    if said["kpp"] and not _KPP.fullmatch(said["kpp"]):
        raise Invalid(field="kpp", reason="kpp")
    if not (said["email"] or said["phone"] or said["inn"]):
        raise Invalid(field="email", reason="recognisable")
    return said


def tidy_spend(cells: Mapping[str, str], *, channels: Channels, currency: str) -> dict[str, Any]:
    """A channel, a month and an amount in minor units. Raises Invalid naming the field."""
    named = _line("name", cells.get("channel", ""))
    if not named:
        raise Invalid(field="channel", reason="required")
    channel = channels.find(named)
    if channel is None:
        raise Invalid(field="channel", reason="channel_unknown", value=named)
    return {
        "channel": named,
        "channel_id": channel.id,
        "month": read_month(cells.get("month", ""), field="month").isoformat(),
        "amount": read_money(cells.get("amount", ""), currency, field="amount").amount,
        "currency": currency,
    }


def _person(cells: Mapping[str, str], names: Iterable[str], country: str) -> dict[str, Any]:
    said: dict[str, Any] = {name: _line(name, cells.get(name, "")) for name in names}
    if not said["name"] and not said["company"]:
        raise Invalid(field="name", reason="required")
    said["email"] = normal_email(_first(cells.get("email", "")))
    said["phone"] = normal_phone(first_phone(clean(cells.get("phone", ""))), region=country)
    return said


def _line(field: str, text: str) -> str:
    return _short(field, " ".join(clean(text).split()))


def _short(field: str, text: str, *, maximum: int = 0) -> str:
    return limited(field, text, maximum or _LONGEST[field])


def _first(text: str) -> str:
    """Where several addresses or numbers stand in one cell, the first of them."""
    return next(filter(None, (part.strip() for part in _SEVERAL.split(clean(text)))), "")


def _digits(text: str) -> str:
    return re.sub(r"[\s\u00a0-]", "", clean(text))


def _inn(text: str) -> str:
    """A tax number; one that a spreadsheet took for a number gets its leading zero back. Raises Invalid."""
    bare = _digits(text)
    if not bare:
        return ""
    if len(bare) in (9, 11) and bare.isdecimal():
        bare = f"0{bare}"
    if not (bare.isascii() and bare.isdecimal()) or len(bare) not in (10, 12):
        raise Invalid(field="inn", reason="inn_length", value=text.strip()[:20])
    if not set(bare) - {"0"} or not russian_inn.is_valid(bare):
        raise Invalid(field="inn", reason="inn_checksum")
    return bare
