"""The site structure as an outline a person types: a page a line, its parts below it after a dash."""

from collections.abc import Sequence

from studio_app.adapters.texts.catalogue import catalogue, pick
from studio_app.core.errors import Invalid
from studio_app.domain.proposals.schemas import SitePage

MAX_PAGES = 60
MAX_LINE_LENGTH = 160
_DASHES = "-–—•"


def outline(structure: Sequence[SitePage], locale: str) -> str:
    """The structure as text in the language of the document."""
    names = catalogue(pick(locale))
    rows: list[str] = []
    for page in structure:
        rows.append(page.title or names[f"proposal.page.{page.key}"][0])
        rows += [f"– {child}" for child in page.children]
    return "\n".join(rows)


def structure_of(text: str, known: Sequence[SitePage], locale: str) -> tuple[SitePage, ...]:
    """What `text` outlines; a page whose name was not touched keeps its key. Raises Invalid."""
    names = catalogue(pick(locale))
    keys = {names[f"proposal.page.{page.key}"][0]: page.key for page in known if page.key and not page.title}
    pages: list[SitePage] = []
    for row in lines_of(text, field="structure"):
        bare = row.lstrip(_DASHES).strip()
        if row[0] in _DASHES and pages:
            pages[-1] = pages[-1].model_copy(update={"children": (*pages[-1].children, bare)})
        elif bare:
            pages.append(SitePage(key=keys[bare]) if bare in keys else SitePage(title=bare))
    return tuple(pages)


def lines_of(text: str, *, field: str) -> list[str]:
    """The lines with something in them. Raises Invalid when there are too many or one is too long."""
    rows = [" ".join(row.split()) for row in text.splitlines() if row.strip()]
    if len(rows) > MAX_PAGES:
        raise Invalid(field=field, reason="too_many_lines", maximum=MAX_PAGES)
    if any(len(row) > MAX_LINE_LENGTH for row in rows):
        raise Invalid(field=field, reason="too_long", maximum=MAX_LINE_LENGTH)
    return rows
