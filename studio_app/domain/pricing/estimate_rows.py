"""The rows of an estimate as the engine takes them, and what follows from its sums."""

from collections.abc import Sequence

from sqlmodel import col, func, select

from studio_app.core.money import Money
from studio_app.domain.deals.amounts import set_amount
from studio_app.domain.documents.kinds import KINDS, DocumentStatus
from studio_app.domain.documents.models import Document
from studio_app.domain.pricing import engine
from studio_app.domain.pricing.engine import Line, Tax, Totals
from studio_app.domain.pricing.kinds import LineDoubt, Tariff
from studio_app.domain.pricing.models import Estimate, EstimateLine
from studio_app.domain.timeline.events.estimates import EstimateSettled
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work


def find_estimate(work: Work, deal_id: str) -> Estimate | None:
    """The estimate of a deal, if there is one."""
    return work.session.exec(select(Estimate).where(Estimate.deal_id == deal_id)).first()


def has_estimate(work: Work, *, deal_id: str) -> bool:
    """Whether the deal has an estimate; nothing is priced to know it."""
    return work.session.exec(select(Estimate.id).where(Estimate.deal_id == deal_id)).first() is not None


def doubtful_lines(work: Work, *, deal_id: str) -> int:
    """How many lines of the deal's estimate a person has to look at first; nothing is priced to know it."""
    lines = select(func.count(col(EstimateLine.id))).join(Estimate, col(Estimate.id) == col(EstimateLine.estimate_id))
    return work.session.exec(lines.where(Estimate.deal_id == deal_id, EstimateLine.doubt != LineDoubt.NONE)).one()


def rows_of(work: Work, estimate: Estimate) -> list[EstimateLine]:
    """Its lines in their order."""
    query = select(EstimateLine).where(EstimateLine.estimate_id == estimate.id)
    return list(work.session.exec(query.order_by(col(EstimateLine.position))))


def settle(work: Work, estimate: Estimate, rows: Sequence[EstimateLine], how: type[EstimateSettled]) -> None:
    """Record the event with the sums; the deal's amount follows until the client has agreed to one."""
    work.session.flush()
    if not _agreed(work, estimate.deal_id):
        set_amount(work, deal_id=estimate.deal_id, amount=totals_of(estimate, rows, estimate.tariff).total)
    record(
        work,
        how(
            deal_id=estimate.deal_id,
            estimate_id=estimate.id,
            version=estimate.version,
            tariff=estimate.tariff.value,
            currency=estimate.currency,
            totals={tariff.value: totals_of(estimate, rows, tariff).total.amount for tariff in engine.TARIFFS},
        ),
    )


def totals_of(estimate: Estimate, rows: Sequence[EstimateLine], tariff: Tariff) -> Totals:
    """What a tariff of the estimate costs, without options."""
    lines = [line_of(row, estimate.currency) for row in rows]
    return engine.calculate(lines, tariff=tariff, tax=tax_of(estimate), currency=estimate.currency)


def tax_of(estimate: Estimate) -> Tax:
    """How the estimate is taxed."""
    return Tax(regime=estimate.tax_regime, rate=estimate.tax_rate)


def line_of(row: EstimateLine, currency: str) -> Line:
    """A row as the engine takes it."""
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


def _agreed(work: Work, deal_id: str) -> bool:
    """Whether the client has accepted a proposal or signed a contract: the sum of the deal is theirs then."""
    closed = (DocumentStatus.ACCEPTED, DocumentStatus.SIGNED)
    kinds = [kind for kind in KINDS.values() if kind.has_price]
    query = select(Document.id).where(
        Document.deal_id == deal_id, col(Document.kind).in_(kinds), col(Document.status).in_(closed)
    )
    return work.session.exec(query).first() is not None
