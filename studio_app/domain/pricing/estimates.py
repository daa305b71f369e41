"""Use cases: the estimate of a deal, prepared from the brief and changed by a person."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlmodel import select

from studio_app.core.checking import limited
from studio_app.core.errors import Invalid, NotFound, Stale
from studio_app.core.money import Money
from studio_app.domain.accounts.models import User
from studio_app.domain.accounts.permissions import Permission, may, require
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.pricing import engine
from studio_app.domain.pricing.discounts import beyond_limit, discount_from_list, discounts_in_figures, within_limit
from studio_app.domain.pricing.engine import Line
from studio_app.domain.pricing.estimate_rows import find_estimate, line_of, rows_of, settle, tax_of, totals_of
from studio_app.domain.pricing.kinds import LineDoubt, Tariff
from studio_app.domain.pricing.models import Estimate, EstimateLine, Service
from studio_app.domain.pricing.preparing import from_list
from studio_app.domain.pricing.schemas import (
    LONGEST_NAME,
    UNITS,
    DiscountAsked,
    EstimateLineIn,
    EstimateLineView,
    EstimateView,
)
from studio_app.domain.studio.current import studio
from studio_app.domain.tasks.kinds import TaskKind
from studio_app.domain.tasks.service import ask_owner, finish_trouble
from studio_app.domain.timeline.events.estimates import EstimateChanged
from studio_app.domain.work import Work

MAX_LINES = 200
_HUNDRED = Decimal(100)


def estimate_of(work: Work, *, deal_id: str) -> EstimateView:
    """The estimate of a deal with the totals of all three tariffs. Raises NotFound before there is one."""
    estimate = find_estimate(work, deal_id)
    if estimate is None:
        raise NotFound
    rows = rows_of(work, estimate)
    settings = studio(work)
    return EstimateView(
        id=estimate.id,
        deal_id=deal_id,
        version=estimate.version,
        currency=estimate.currency,
        locale=get_deal(work, deal_id).locale,
        tariff=estimate.tariff,
        tax=tax_of(estimate),
        hour_cost=Money(estimate.hour_cost_amount, estimate.currency),
        lead_cost=Money(estimate.lead_cost_amount, estimate.currency),
        min_margin_percent=settings.min_margin_percent,
        max_discount_percent=_discount_limit(work),
        lines=tuple(_line_view(row, estimate.currency) for row in rows),
        totals=tuple(totals_of(estimate, rows, tariff) for tariff in engine.TARIFFS),
    )


def save_estimate(
    work: Work, *, deal_id: str, version: int, lines: Sequence[EstimateLineIn], tariff: Tariff
) -> EstimateView:
    """Replace the lines and the recommended tariff; a line keeps its id where its key is one of the estimate's.

    Records estimate.changed; the deal's amount follows until the client has agreed to a sum.
    What asks less than the actor may give below the price list (`reductions`) is saved as far as it may be given,
    and the owner is asked for the rest: `discounts_asked` tells which. A doubt about a line ends with the price or the
    quantity that was missing.
    Raises NotFound, Stale when somebody saved after `version`, Invalid.
    """
    require(work, Permission.SEND_DOCUMENTS)
    estimate = find_estimate(work, deal_id)
    if estimate is None:
        raise NotFound
    if estimate.version != version:
        raise Stale
    if len(lines) > MAX_LINES:
        raise Invalid(field="lines", reason="too_many_lines", maximum=MAX_LINES)
    known = {row.id: row for row in rows_of(work, estimate)}
    kept, discounts = _merge(work, estimate, known, lines)
    for gone in known.keys() - {row.id for row in kept}:
        work.session.delete(known[gone])
    work.session.add_all(kept)
    estimate.tariff = tariff
    estimate.version += 1
    estimate.updated_at = work.now()
    settle(work, estimate, kept, EstimateChanged)
    if not any(row.doubt for row in kept):
        finish_trouble(work, deal_id=deal_id, kind=TaskKind.ESTIMATE_DOUBTFUL)
    if discounts:
        ask_owner(work, deal_id=deal_id, kind=TaskKind.DISCOUNT, title=discounts_in_figures(discounts))
    return replace(estimate_of(work, deal_id=deal_id), discounts_asked=tuple(discounts))


def _merge(
    work: Work, estimate: Estimate, known: Mapping[str, EstimateLine], lines: Sequence[EstimateLineIn]
) -> tuple[list[EstimateLine], list[DiscountAsked]]:
    """The rows that `lines` make of those that are `known` by their id, and the discounts over the actor's limit."""
    limit = _discount_limit(work)
    kept: list[EstimateLine] = []
    discounts: list[DiscountAsked] = []
    for position, item in enumerate(lines, start=1):
        row = known.get(item.line.key)
        _check(item.line, estimate.currency)
        allowed = limit
        if row is None:
            row = EstimateLine(
                id=work.new_id(), estimate_id=estimate.id, service_key=item.service_key, **_values(item.line, position)
            )
            _take_from_list(work, row, estimate.currency)
        else:
            before = _line_view(row, estimate.currency)
            allowed = max(limit, discount_from_list(before.line, before.list_price))
        kept.append(row.sqlmodel_update(_values(item.line, position)))
        if _cleared(row):
            _clear(row)
        listed = _line_view(row, estimate.currency).list_price
        if beyond := beyond_limit(item.line, listed, limit=allowed):
            row.sqlmodel_update(_values(within_limit(item.line, listed, limit=allowed), position))
            discounts.append(beyond)
    return kept, discounts


def _line_view(row: EstimateLine, currency: str) -> EstimateLineView:
    return EstimateLineView(
        line=line_of(row, currency),
        service_key=row.service_key,
        origin=row.origin,
        doubt=row.doubt,
        listed=Money(row.listed_amount, row.listed_currency) if row.listed_currency else None,
    )


def _take_from_list(work: Work, row: EstimateLine, currency: str) -> None:
    """A service that a person adds: its price in the price list, and a doubt where that has another currency."""
    service = work.session.exec(select(Service).where(Service.key == row.service_key)).first()
    if service is not None:
        row.sqlmodel_update(from_list(service, currency, countable=True))


def _cleared(row: EstimateLine) -> bool:
    missing = row.unit_price_amount if row.doubt is LineDoubt.CURRENCY else row.quantity
    return bool(row.doubt and missing)


def _clear(row: EstimateLine) -> None:
    if row.doubt is LineDoubt.CURRENCY:  # from here on the price a person wrote is all there is to go by
        row.listed_amount, row.listed_currency = 0, ""
    row.doubt = LineDoubt.NONE


def _values(line: Line, position: int) -> dict[str, Any]:
    return {
        "position": position,
        "name": line.name.strip(),
        "unit": line.unit,
        "quantity": line.quantity,
        "hours": line.hours,
        "unit_price_amount": line.unit_price.amount,
        "discount_percent": line.discount_percent,
        "optional": line.optional,
        "tariff": line.tariff,
    }


def _check(line: Line, currency: str) -> None:
    if not line.name.strip():
        raise Invalid(field="name", reason="required")
    limited("name", line.name.strip(), LONGEST_NAME)
    if line.unit not in UNITS:
        raise Invalid(field="unit", reason="unknown_unit")
    if line.unit_price.currency != currency:
        raise Invalid(field="unit_price", reason="currency", currency=currency)


def _discount_limit(work: Work) -> Decimal:
    """What the actor may give, in percent."""
    if may(work.actor, Permission.EXCEED_DISCOUNT):
        return _HUNDRED
    user = work.session.get(User, work.actor.id)
    return user.max_discount_percent if user else Decimal(0)
