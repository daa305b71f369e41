"""Use cases: the pipelines, and what an outcome in one does in another. Nothing is deleted: history refers to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import col, func, select

from studio_app.core.errors import Invalid, NotFound, StudioError
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.columns import widths
from studio_app.domain.studio.kinds import SALES, ChainAction, StageKind, StageRole
from studio_app.domain.studio.models import ChainRule, Pipeline, Stage
from studio_app.domain.studio.names import checked_names
from studio_app.domain.studio.stages import StageIn, save_stage
from studio_app.domain.timeline.events.studio import PipelineChained, PipelineSaved
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

_FIRST_STAGES = (
    (StageKind.OPEN, "Новые", "New", "slate", 10),
    (StageKind.WON, "Успех", "Success", "green", 100),
    (StageKind.LOST, "Отказ", "Lost", "red", 0),
)
LONGEST_OF_PIPELINE = widths(Pipeline, "name_ru", "name_en")
"""Characters that the names of a pipeline may have."""


class SalesStay(StudioError):
    """The sales pipeline is where leads arrive: it stays in use."""

    code = "sales_stay"
    status = 409


@dataclass(frozen=True, slots=True)
class PipelineView:
    """A pipeline as settings show it."""

    id: str
    name_ru: str
    name_en: str
    active: bool


@dataclass(frozen=True, slots=True)
class ChainView:
    """What follows in `pipeline_id` when a deal ends in the stage."""

    id: str
    stage_id: str
    action: ChainAction
    pipeline_id: str


def pipeline_list(work: Work) -> list[PipelineView]:
    """All pipelines in their order."""
    require(work, Permission.EDIT_SETTINGS)
    rows = work.session.exec(select(Pipeline).order_by(col(Pipeline.position), col(Pipeline.id)))
    return [PipelineView(id=row.id, name_ru=row.name_ru, name_en=row.name_en, active=row.active) for row in rows]


def save_pipeline(work: Work, *, pipeline_id: str, name_ru: str, name_en: str, active: bool) -> str:
    """Change a pipeline, or add one (empty id) with a first, a won and a lost stage; returns its id.

    Raises Forbidden, NotFound, Invalid, SalesStay.
    """
    require(work, Permission.EDIT_SETTINGS)
    names = checked_names(name_ru, name_en, maximum=LONGEST_OF_PIPELINE["name_ru"])
    if pipeline_id == SALES and not active:
        raise SalesStay
    row = work.session.get(Pipeline, pipeline_id) if pipeline_id else _new(work)
    if row is None:
        raise NotFound
    (row.name_ru, row.name_en), row.active = names, active
    record(work, PipelineSaved(pipeline_id=row.id, active=active))
    return row.id


def chain_rules(work: Work, *, pipeline_id: str) -> list[ChainView]:
    """What outcomes in the pipeline do elsewhere."""
    require(work, Permission.EDIT_SETTINGS)
    query = select(ChainRule).join(Stage, col(Stage.id) == col(ChainRule.stage_id))
    rows = work.session.exec(query.where(Stage.pipeline_id == pipeline_id).order_by(col(ChainRule.id)))
    return [ChainView(row.id, row.stage_id, row.action, row.pipeline_id) for row in rows]


def set_chain(work: Work, *, stage_id: str, action: ChainAction, pipeline_ids: Sequence[str]) -> None:
    """From now on the outcome `stage_id` opens (or closes) deals in exactly these pipelines.

    Raises Forbidden, NotFound, Invalid where the stage is no outcome or a pipeline is its own.
    """
    require(work, Permission.EDIT_SETTINGS)
    stage = work.session.get(Stage, stage_id)
    if stage is None:
        raise NotFound
    if stage.kind is StageKind.OPEN or stage.pipeline_id in pipeline_ids:
        raise Invalid(field="chain", reason="chain")
    known = work.session.exec(select(ChainRule).where(ChainRule.stage_id == stage_id, ChainRule.action == action)).all()
    for rule in known:
        if rule.pipeline_id not in pipeline_ids:
            work.session.delete(rule)
    for pipeline_id in set(pipeline_ids) - {rule.pipeline_id for rule in known}:
        if work.session.get(Pipeline, pipeline_id) is None:
            raise NotFound
        work.session.add(ChainRule(id=work.new_id(), stage_id=stage_id, action=action, pipeline_id=pipeline_id))
    record(work, PipelineChained(stage_id=stage_id, action=action.value))


def save_stage_and_chains(
    work: Work, *, stage_id: str, stage: StageIn, pipeline_id: str, chains: Mapping[ChainAction, Sequence[str]]
) -> str:
    """Keep a stage (`save_stage`) together with what its outcome does elsewhere; returns its id.

    `chains` are the ids of the pipelines for each action; a stage that is no outcome has none. Raises what
    `save_stage` and `set_chain` raise.
    """
    saved = save_stage(work, stage_id=stage_id, stage=stage, pipeline_id=pipeline_id)
    if stage.kind is not StageKind.OPEN:
        for action, pipeline_ids in chains.items():
            set_chain(work, stage_id=saved, action=action, pipeline_ids=pipeline_ids)
    return saved


def _new(work: Work) -> Pipeline:
    place = (work.session.exec(select(func.max(Pipeline.position))).one() or 0) + 1
    row = Pipeline(id=work.new_id(), name_ru="", name_en="", position=place)
    work.session.add(row)
    work.session.flush()
    for position, (kind, name_ru, name_en, colour, probability) in enumerate(_FIRST_STAGES):
        work.session.add(
            Stage(
                id=work.new_id(),
                pipeline_id=row.id,
                role=StageRole.CUSTOM,
                kind=kind,
                name_ru=name_ru,
                name_en=name_en,
                colour=colour,
                probability=probability,
                norm_days=3 if kind is StageKind.OPEN else 0,
                position=position,
            )
        )
    return row
