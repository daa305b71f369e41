"""The stages of the work as a person types them: a stage a line, its working days after a colon."""

import re
from collections.abc import Sequence

from studio_app.adapters.texts.catalogue import catalogue, pick
from studio_app.core.errors import Invalid
from studio_app.domain.contracts.schemas import WorkStage
from studio_app.workspace.proposal.outline import lines_of

_ROW = re.compile(r"(?P<title>.+?)\s*[:–—-]\s*(?P<days>\d{1,4})\D*")


def schedule(stages: Sequence[WorkStage], locale: str) -> str:
    """The stages as text in the language of the document."""
    names = catalogue(pick(locale))
    return "\n".join(f"{stage.title or names[f'proposal.phase.{stage.key}'][0]}: {stage.days}" for stage in stages)


def stages_of(text: str, known: Sequence[WorkStage], locale: str) -> tuple[WorkStage, ...]:
    """What `text` plans; a stage whose name was not touched keeps its key. Raises Invalid with the line."""
    names = catalogue(pick(locale))
    keys = {names[f"proposal.phase.{stage.key}"][0]: stage.key for stage in known if stage.key and not stage.title}
    stages: list[WorkStage] = []
    for row in lines_of(text, field="stages"):
        found = _ROW.fullmatch(row)
        if found is None:
            raise Invalid(field="stages", reason="terms.stage_line", line=row)
        title, days = found["title"], int(found["days"])
        stages.append(WorkStage(key=keys[title], days=days) if title in keys else WorkStage(title=title, days=days))
    return tuple(stages)
