"""Use cases: the estimate of a deal, prepared from the brief and changed by a person."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlmodel import col, select

from studio_app.core.errors import Invalid, NotFound, Stale
from studio_app.core.money import Money
from studio_app.domain.accounts.models import User
from studio_app.domain.briefs.service import answers_of
from studio_app.domain.deals.amounts import set_amount
from studio_app.domain.deals.models import TaskKind, TimelineEvent
from studio_app.domain.deals.moves import advance_to, get_deal
from studio_app.domain.deals.tasks.service import ask_owner
from studio_app.domain.documents.models import Document, DocumentKind, DocumentStatus
from studio_app.domain.pricing import engine
from studio_app.domain.pricing.engine import Line, Tax, Totals
from studio_app.domain.pricing.mapping import evaluate
from studio_app.domain.pricing.models import Estimate, EstimateLine, Service, Tariff
from studio_app.domain.pricing.prices import active_services, service_view
from studio_app.domain.pricing.schemas import UNITS, DiscountAsked, EstimateLineIn, EstimateLineView, EstimateView
from studio_app.domain.studio.current import default_entity, studio
from studio_app.domain.studio.models import StageRole, TaxRegime
from studio_app.domain.studio.taxes import tax_rate
from studio_app.domain.timeline import record
from studio_app.domain.work import Work

MAX_LINES = 200
_HUNDRED = Decimal(100)


def prepare_estimate(work: Work, event: TimelineEvent) -> None:
    """Reaction to brief.submitted: an estimate stands ready, once a deal."""
    if event.deal_id is not None:
        start_estimate(work, deal_id=event.deal_id)


def start_estimate(work: Work, *, deal_id: str) -> str:
    """Make the estimate of a deal from what is known of it and return its id; the existing one if there is one.

    Prices, tax rate and costs are copied in: later changes of the settings do not move it.
    Records estimate.prepared, keeps the deal's amount and brings it to its stage.
    """
    existing = _find(work, deal_id)
    if existing is not None:
        return existing.id
    deal = get_deal(work, deal_id)
    settings = studio(work)
    regime, currency = _tax_regime(work)
    answers = answers_of(work, deal_id=deal_id)
    estimate = Estimate(
        id=work.new_id(),
        deal_id=deal_id,
        currency=currency,
        tax_regime=regime,
        tax_rate=tax_rate(regime, work.now().date()),
        hour_cost_amount=settings.hour_cost_amount,
        lead_cost_amount=settings.lead_cost_amount,
        created_at=work.now(),
        updated_at=work.now(),
    )
    work.session.add(estimate)
    work.session.flush()
    services = [service for service in active_services(work) if service.currency == currency]
    rows = _mapped_rows(work, estimate.id, services, answers, deal.locale)
    work.session.add_all(rows)
    estimate.tariff = _recommended(estimate, rows, answers.get("budget"))
    _settle(work, estimate, rows, "estimate.prepared")
    advance_to(work, deal_id=deal_id, role=StageRole.ESTIMATE)
    return estimate.id


def estimate_of(work: Work, *, deal_id: str) -> EstimateView:
    """The estimate of a deal with the totals of all three tariffs. Raises NotFound before there is one."""
    estimate = _find(work, deal_id)
    if estimate is None:
        raise NotFound
    rows = _rows(work, estimate)
    settings = studio(work)
    return EstimateView(
        id=estimate.id,
        deal_id=deal_id,
        version=estimate.version,
        currency=estimate.currency,
        locale=get_deal(work, deal_id).locale,
        tariff=estimate.tariff,
        tax=_tax(estimate),
        hour_cost=Money(estimate.hour_cost_amount, estimate.currency),
        lead_cost=Money(estimate.lead_cost_amount, estimate.currency),
        min_margin_percent=settings.min_margin_percent,
        max_discount_percent=_discount_limit(work),
        lines=tuple(
            EstimateLineView(line=_line(row, estimate.currency), service_key=row.service_key, origin=row.origin)
            for row in rows
        ),
        totals=tuple(_totals(estimate, rows, tariff) for tariff in engine.TARIFFS),
    )


def save_estimate(
    work: Work, *, deal_id: str, version: int, lines: Sequence[EstimateLineIn], tariff: Tariff
) -> EstimateView:
    """Replace the lines and the recommended tariff; a line keeps its id where its key is one of the estimate's.

    Records estimate.changed; the deal's amount follows until the client has agreed to a sum.
    A discount that the actor may not give is saved as far as it may be given, and the owner is asked
    for the rest: `asked` tells which.
    Raises NotFound, Stale when somebody saved after `version`, Invalid.
    """
    estimate = _find(work, deal_id)
    if estimate is None:
        raise NotFound
    if estimate.version != version:
        raise Stale
    if len(lines) > MAX_LINES:
        raise Invalid(field="lines", reason="too_many_lines", maximum=MAX_LINES)
    known = {row.id: row for row in _rows(work, estimate)}
    limit = _discount_limit(work)
    kept: list[EstimateLine] = []
    asked: list[DiscountAsked] = []
    for position, item in enumerate(lines, start=1):
        row = known.pop(item.line.key, None)
        _check(item.line, estimate.currency)
        values = _values(item.line, position)
        allowed = max(limit, row.discount_percent if row else Decimal(0))
        if item.line.discount_percent > allowed:
            values["discount_percent"] = allowed
            asked.append(DiscountAsked(item.line.name.strip(), item.line.discount_percent, allowed))
        if row is None:
            row = EstimateLine(id=work.new_id(), estimate_id=estimate.id, service_key=item.service_key[:40], **values)
        kept.append(row.sqlmodel_update(values))
    for row in known.values():
        work.session.delete(row)
    work.session.add_all(kept)
    estimate.tariff = tariff
    estimate.version += 1
    estimate.updated_at = work.now()
    _settle(work, estimate, kept, "estimate.changed")
    if asked:
        title = "; ".join(f"{one.name} −{one.percent.normalize():f} %" for one in asked)
        ask_owner(work, deal_id=deal_id, kind=TaskKind.DISCOUNT, title=title)
    return replace(estimate_of(work, deal_id=deal_id), asked=tuple(asked))


def _find(work: Work, deal_id: str) -> Estimate | None:
    return work.session.exec(select(Estimate).where(Estimate.deal_id == deal_id)).first()


def _rows(work: Work, estimate: Estimate) -> list[EstimateLine]:
    query = select(EstimateLine).where(EstimateLine.estimate_id == estimate.id)
    return list(work.session.exec(query.order_by(col(EstimateLine.position))))


def _tax_regime(work: Work) -> tuple[TaxRegime, str]:
    entity = default_entity(work)
    return (entity.tax_regime, entity.currency) if entity else (TaxRegime.NONE, studio(work).currency)


def _mapped_rows(
    work: Work, estimate_id: str, services: Sequence[Service], answers: Mapping[str, Any], locale: str
) -> list[EstimateLine]:
    rows: list[EstimateLine] = []
    for service in services:
        mapped = evaluate(service.rule, answers)
        if not mapped.quantity:
            continue
        rows.append(
            EstimateLine(
                id=work.new_id(),
                estimate_id=estimate_id,
                service_key=service.key,
                position=len(rows) + 1,
                name=service_view(service).name(locale),
                unit=service.unit,
                quantity=mapped.quantity,
                hours=service.hours,
                unit_price_amount=service.price_amount,
                optional=mapped.optional,
                tariff=service.tariff,
                origin=mapped.origin,
            )
        )
    return rows


def _recommended(estimate: Estimate, rows: Sequence[EstimateLine], budget: Any) -> Tariff:
    """The largest tariff that fits the budget (whole units of the currency); the middle one without a budget."""
    if not isinstance(budget, int) or budget <= 0:
        return Tariff.STANDARD
    limit = Money.from_major(Decimal(budget), estimate.currency)
    fitting = [tariff for tariff in engine.TARIFFS if _totals(estimate, rows, tariff).total <= limit]
    return fitting[-1] if fitting else Tariff.START


def _settle(work: Work, estimate: Estimate, rows: Sequence[EstimateLine], kind: str) -> None:
    work.session.flush()
    totals = _totals(estimate, rows, estimate.tariff)
    if not _agreed(work, estimate.deal_id):
        set_amount(work, deal_id=estimate.deal_id, amount=totals.total)
    record(
        work,
        kind,
        deal_id=estimate.deal_id,
        estimate_id=estimate.id,
        version=estimate.version,
        tariff=estimate.tariff,
        currency=estimate.currency,
        totals={tariff.value: _totals(estimate, rows, tariff).total.amount for tariff in engine.TARIFFS},
    )


def _agreed(work: Work, deal_id: str) -> bool:
    """Whether the client has accepted a proposal or signed a contract: the sum of the deal is theirs then."""
    closed = (DocumentStatus.ACCEPTED, DocumentStatus.SIGNED)
    kinds = (DocumentKind.PROPOSAL, DocumentKind.CONTRACT)
    query = select(Document.id).where(
        Document.deal_id == deal_id, col(Document.kind).in_(kinds), col(Document.status).in_(closed)
    )
    return work.session.exec(query).first() is not None


def _totals(estimate: Estimate, rows: Sequence[EstimateLine], tariff: Tariff) -> Totals:
    lines = [_line(row, estimate.currency) for row in rows]
    return engine.calculate(lines, tariff=tariff, tax=_tax(estimate), currency=estimate.currency)


def _tax(estimate: Estimate) -> Tax:
    return Tax(regime=estimate.tax_regime, rate=estimate.tax_rate)


def _line(row: EstimateLine, currency: str) -> Line:
    return Line(
        key=row.id,
        name=row.name,
        unit=row.unit,
        quantity=row.quantity,
        unit_price=Money(row.unit_price_amount, currency),
        hours=row.hours,
        discount_percent=row.discount_percent,
        optional=row.optional,
        tariff=row.tariff,
    )


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
    if len(line.name) > 160:
        raise Invalid(field="name", reason="too_long", maximum=160)
    if line.unit not in UNITS:
        raise Invalid(field="unit", reason="unknown_unit")
    if line.unit_price.currency != currency:
        raise Invalid(field="unit_price", reason="currency", currency=currency)


def _discount_limit(work: Work) -> Decimal:
    """What the actor may give, in percent."""
    if work.actor.is_owner:
        return _HUNDRED
    user = work.session.get(User, work.actor.id)
    return user.max_discount_percent if user else Decimal(0)
