"""Query: who answers for the personal data that people leave on our pages."""

from sqlmodel import col, select

from studio_app.domain.studio.models import THE_STUDIO, LegalEntity, Studio
from studio_app.domain.studio.particulars import particulars
from studio_app.domain.work import Work


def data_operator(work: Work, *, locale: str) -> str:
    """The full name of the studio's default legal entity in that language; the studio's name before there is one."""
    query = select(LegalEntity).where(col(LegalEntity.active)).order_by(col(LegalEntity.is_default).desc())
    entity = work.session.exec(query.limit(1)).first()
    if entity is not None:
        words = particulars(entity, locale)
        return words.full_name or words.name
    studio = work.session.get(Studio, THE_STUDIO)
    return studio.name if studio else "studio_app"
