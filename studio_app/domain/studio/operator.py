"""Query: who answers for the personal data that people leave on our pages."""

from studio_app.domain.studio.brand import studio_brand
from studio_app.domain.studio.current import default_entity
from studio_app.domain.studio.particulars import particulars
from studio_app.domain.work import Work


def data_operator(work: Work, *, locale: str) -> str:
    """The full name of the studio's default legal entity in that language; the studio's name before there is one."""
    entity = default_entity(work)
    if entity is not None:
        words = particulars(entity, locale)
        return words.full_name or words.name
    return studio_brand(work).speaking(locale).name
