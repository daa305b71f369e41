"""Query: what the client wrote when the deal began."""

from sqlmodel import col, select

from studio_app.domain.leads.intake.models import Lead
from studio_app.domain.work import Work


def own_words(work: Work, *, deal_id: str) -> str:
    """The message of the deal's first lead; empty where it came without one or by another way."""
    found = select(Lead.message).where(Lead.deal_id == deal_id).order_by(col(Lead.received_at)).limit(1)
    return work.session.exec(found).first() or ""
