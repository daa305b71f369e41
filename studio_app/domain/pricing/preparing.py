"""Use cases: an estimate is made of what is known of a deal, by itself when its brief has come."""

import logging
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.exc import DBAPIError

from studio_app.core.money import Money
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.briefs.service import answers_of
from studio_app.domain.deals.moves import advance_to, get_deal
from studio_app.domain.pricing import engine
from studio_app.domain.pricing.estimate_rows import find_estimate, settle, totals_of
from studio_app.domain.pricing.kinds import LineDoubt, Tariff
from studio_app.domain.pricing.mapping import Mapped, UnknownRule, evaluate
from studio_app.domain.pricing.models import Estimate, EstimateLine, Service
from studio_app.domain.pricing.prices import active_services, service_view
from studio_app.domain.studio.current import default_entity, studio, today
from studio_app.domain.studio.kinds import StageRole, TaxRegime
from studio_app.domain.studio.taxes import tax_rate
from studio_app.domain.tasks.kinds import TaskKind
from studio_app.domain.tasks.service import finish_trouble
from studio_app.domain.timeline.events.documents import BriefSubmitted
from studio_app.domain.timeline.events.estimates import EstimateDoubtful, EstimateFailed, EstimatePrepared
from studio_app.domain.timeline.recorded import Recorded
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work, savepoint

_log = logging.getLogger(__name__)


def prepare_estimate(work: Work, recorded: Recorded[BriefSubmitted]) -> None:
    """Reaction to brief.submitted: an estimate stands ready, once a deal.

    Whatever goes wrong with it, the client's brief is taken: estimate.failed calls a person instead.
    """
    deal_id = recorded.event.deal_id
    try:
        with savepoint(work):
            _estimate_of(work, deal_id)
    except DBAPIError:  # the database itself: the brief could not be kept either, and is tried again
        raise
    except Exception:
        _log.exception("no estimate could be prepared")
        record(work, EstimateFailed(deal_id=deal_id))


def start_estimate(work: Work, *, deal_id: str) -> str:
    """Make the estimate of a deal from what is known of it and return its id; the existing one if there is one.

    Prices, tax rate and costs are copied in: later changes of the settings do not move it. A service whose rule
    cannot be read, or whose price is in another currency, is a line that a person has to look at (`LineDoubt`).
    Records estimate.prepared, and estimate.doubtful where there are such lines; keeps the deal's amount and brings
    it to its stage.
    """
    require(work, Permission.SEND_DOCUMENTS)
    return _estimate_of(work, deal_id)


def _estimate_of(work: Work, deal_id: str) -> str:
    existing = find_estimate(work, deal_id)
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
        tax_rate=tax_rate(regime, today(work)),
        hour_cost_amount=settings.hour_cost_amount,
        lead_cost_amount=settings.lead_cost_amount,
        created_at=work.now(),
        updated_at=work.now(),
    )
    work.session.add(estimate)
    work.session.flush()
    rows = _rows(work, estimate, active_services(work), answers, deal.locale)
    work.session.add_all(rows)
    estimate.tariff = _recommended(estimate, rows, answers.get("budget"))
    settle(work, estimate, rows, EstimatePrepared)
    finish_trouble(work, deal_id=deal_id, kind=TaskKind.ESTIMATE_FAILED)
    doubts = sum(1 for row in rows if row.doubt)
    if doubts:
        record(work, EstimateDoubtful(deal_id=deal_id, estimate_id=estimate.id, lines=doubts))
    advance_to(work, deal_id=deal_id, role=StageRole.ESTIMATE)
    return estimate.id


def from_list(service: Service, currency: str, *, countable: bool) -> dict[str, Any]:
    """What a line of `service` takes from the price list, and what is doubtful about it.

    `countable`: somebody knows how many, the rule of the service or a person.
    """
    foreign = service.currency != currency
    doubt = LineDoubt.NONE if countable else LineDoubt.RULE
    return {
        "doubt": LineDoubt.CURRENCY if foreign else doubt,
        "unit_price_amount": 0 if foreign else service.price_amount,
        "listed_amount": service.price_amount,
        "listed_currency": service.currency,
    }


def _rows(
    work: Work, estimate: Estimate, services: Sequence[Service], answers: Mapping[str, Any], locale: str
) -> list[EstimateLine]:
    rows: list[EstimateLine] = []
    for service in services:
        mapped = _mapped(service, answers)
        if mapped is not None and not mapped.quantity:
            continue
        rows.append(
            EstimateLine(
                id=work.new_id(),
                estimate_id=estimate.id,
                service_key=service.key,
                position=len(rows) + 1,
                name=service_view(service).name(locale),
                unit=service.unit,
                quantity=mapped.quantity if mapped else Decimal(0),
                hours=service.hours,
                optional=mapped is not None and mapped.optional,
                tariff=service.tariff,
                origin=mapped.origin if mapped else "",
                **from_list(service, estimate.currency, countable=mapped is not None),
            )
        )
    return rows


def _mapped(service: Service, answers: Mapping[str, Any]) -> Mapped | None:
    try:
        return evaluate(service.rule, answers)
    except UnknownRule:
        _log.warning("the rule of the service %s cannot be read", service.id)
        return None


def _recommended(estimate: Estimate, rows: Sequence[EstimateLine], budget: Any) -> Tariff:
    """The largest tariff that fits the budget (whole units of the currency); the middle one without a budget."""
    if not isinstance(budget, int) or budget <= 0:
        return Tariff.STANDARD
    limit = Money.from_major(Decimal(budget), estimate.currency)
    fitting = [tariff for tariff in engine.TARIFFS if totals_of(estimate, rows, tariff).total <= limit]
    return fitting[-1] if fitting else Tariff.START


def _tax_regime(work: Work) -> tuple[TaxRegime, str]:
    entity = default_entity(work)
    return (entity.tax_regime, entity.currency) if entity else (TaxRegime.NONE, studio(work).currency)
