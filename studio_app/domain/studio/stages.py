"""Use cases: the stages of the board. The steps of the chain stay; a studio adds its own between them."""

from dataclasses import dataclass
from itertools import pairwise

from sqlmodel import col, select

from studio_app.core.errors import Invalid, NotFound, StudioError
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.columns import widths
from studio_app.domain.studio.kinds import SALES, StageDemand, StageKind, StageRole
from studio_app.domain.studio.models import Pipeline, Stage
from studio_app.domain.studio.names import checked_names
from studio_app.domain.timeline.events.studio import StageMoved, StageSaved
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

COLOURS = (
    "slate",
    "gray",
    "blue",
    "cyan",
    "teal",
    "green",
    "grass",
    "lime",
    "yellow",
    "amber",
    "orange",
    "red",
    "pink",
    "plum",
    "violet",
    "indigo",
)
LONGEST_OF_STAGE = widths(Stage, "name_ru", "name_en")
"""Characters that the names of a stage may have."""


class StageProtected(StudioError):
    """The stage is a step of the chain: reactions move deals into it, so it stays, in its order."""

    code = "stage_protected"
    status = 409


class LastStage(StudioError):
    """A pipeline needs a stage to begin with, one for success and one for refusal."""

    code = "last_stage"
    status = 409


@dataclass(frozen=True, slots=True)
class StageView:
    """A stage as settings show it."""

    id: str
    role: StageRole
    kind: StageKind
    name_ru: str
    name_en: str
    colour: str
    probability: int  # percent
    norm_days: int
    demand: StageDemand
    active: bool
    up: bool  # may change places with the one before
    down: bool


@dataclass(frozen=True, slots=True)
class StageIn:
    """What the owner may change about a stage."""

    name_ru: str
    name_en: str
    colour: str
    probability: int
    norm_days: int
    kind: StageKind = StageKind.OPEN  # of a new stage; one that is there keeps its own
    demand: StageDemand = StageDemand.NOTHING


def stage_list(work: Work, *, pipeline_id: str = SALES) -> list[StageView]:
    """All stages of a pipeline in their order, those out of use included."""
    require(work, Permission.EDIT_SETTINGS)
    rows = _ordered(work, pipeline_id)
    free = [_may_swap(one, other) for one, other in pairwise(rows)]
    return [
        StageView(
            id=row.id,
            role=row.role,
            kind=row.kind,
            name_ru=row.name_ru,
            name_en=row.name_en,
            colour=row.colour,
            probability=row.probability,
            norm_days=row.norm_days,
            demand=row.demand,
            active=row.active,
            up=up,
            down=down,
        )
        for row, up, down in zip(rows, [False, *free], [*free, False], strict=True)
    ]


def save_stage(work: Work, *, stage_id: str, stage: StageIn, pipeline_id: str = SALES) -> str:
    """Change a stage, or add one of the studio's own after those of its kind (empty id); returns its id.

    Raises Forbidden, NotFound, Invalid naming the field.
    """
    require(work, Permission.EDIT_SETTINGS)
    names = _check(stage)
    row = work.session.get(Stage, stage_id) if stage_id else _new(work, pipeline_id, stage.kind)
    if row is None:
        raise NotFound
    row.name_ru, row.name_en = names
    row.colour, row.probability, row.norm_days = stage.colour, stage.probability, stage.norm_days
    if row.kind is not StageKind.OPEN:  # what has ended is certain and waits for nothing
        row.probability, row.norm_days = (100 if row.kind is StageKind.WON else 0), 0
    row.demand = stage.demand
    work.session.add(row)
    record(work, StageSaved(stage_id=row.id))
    return row.id


def move_stage(work: Work, *, stage_id: str, up: bool) -> None:
    """Let a stage and its neighbour change places. Raises StageProtected where the chain would turn back."""
    require(work, Permission.EDIT_SETTINGS)
    moved = work.session.get(Stage, stage_id)
    if moved is None:
        raise NotFound
    rows = _ordered(work, moved.pipeline_id)
    index = next(place for place, row in enumerate(rows) if row.id == stage_id)
    other = index - 1 if up else index + 1
    if not 0 <= other < len(rows):
        return
    if not _may_swap(rows[index], rows[other]):
        raise StageProtected
    rows[index], rows[other] = rows[other], rows[index]
    for place, row in enumerate(rows):
        row.position = place
    record(work, StageMoved(stage_id=stage_id))


def set_stage_active(work: Work, *, stage_id: str, active: bool) -> None:
    """Take one of the studio's own stages out of use or back; its deals stay where they are and can leave it.

    Raises StageProtected, LastStage where it is the only one of its kind in use.
    """
    require(work, Permission.EDIT_SETTINGS)
    row = work.session.get(Stage, stage_id)
    if row is None:
        raise NotFound
    if row.role is not StageRole.CUSTOM and not active:
        raise StageProtected
    alike = [one for one in _ordered(work, row.pipeline_id) if one.kind is row.kind and one.active]
    if not active and alike == [row]:
        raise LastStage
    row.active = active
    record(work, StageSaved(stage_id=row.id, active=active))


def _may_swap(one: Stage, other: Stage) -> bool:
    return one.kind is other.kind and StageRole.CUSTOM in {one.role, other.role}


def _new(work: Work, pipeline_id: str, kind: StageKind) -> Stage:
    if work.session.get(Pipeline, pipeline_id) is None:
        raise NotFound
    rows = _ordered(work, pipeline_id)
    order = list(StageKind)
    later = order[order.index(kind) + 1 :]
    place = next((index for index, row in enumerate(rows) if row.kind in later), len(rows))
    fresh = Stage(id=work.new_id(), pipeline_id=pipeline_id, role=StageRole.CUSTOM, kind=kind, name_ru="", name_en="")
    rows.insert(place, fresh)
    for index, row in enumerate(rows):
        row.position = index
    return fresh


def _ordered(work: Work, pipeline_id: str) -> list[Stage]:
    query = select(Stage).where(Stage.pipeline_id == pipeline_id)
    return list(work.session.exec(query.order_by(col(Stage.position), col(Stage.id))))


def _check(stage: StageIn) -> tuple[str, str]:
    names = checked_names(stage.name_ru, stage.name_en, maximum=LONGEST_OF_STAGE["name_ru"])
    if stage.colour not in COLOURS:
        raise Invalid(field="colour", reason="colour")
    if not 0 <= stage.probability <= 100:
        raise Invalid(field="probability", reason="percent")
    if not 0 <= stage.norm_days <= 365:
        raise Invalid(field="norm_days", reason="days")
    return names


def pipeline_stages(work: Work, pipeline_id: str) -> list[Stage]:
    """The stages in use of a pipeline, in their order."""
    query = select(Stage).where(Stage.pipeline_id == pipeline_id, col(Stage.active))
    return list(work.session.exec(query.order_by(col(Stage.position), col(Stage.id))))
