"""Settings: the pipelines of the board with their stages, and what an outcome in one does in another."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.core.errors import NotFound
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.studio.kinds import SALES, ChainAction, StageDemand, StageKind, StageRole
from studio_app.domain.studio.pipelines import (
    ChainView,
    PipelineView,
    chain_rules,
    pipeline_list,
    save_pipeline,
    save_stage_and_chains,
)
from studio_app.domain.studio.stages import (
    StageIn,
    StageView,
    move_stage,
    set_stage_active,
    stage_list,
)
from studio_app.workspace.components.once import once
from studio_app.workspace.gate import actor, allow
from studio_app.workspace.settings.editor import ListEditor
from studio_app.workspace.settings.parsing import one_of, text, ticked, whole


@dataclass(frozen=True)
class StageForm:
    """A stage as the list and the inputs take it."""

    id: str = ""
    name_ru: str = ""
    name_en: str = ""
    colour: str = "slate"
    probability: str = "0"
    norm_days: str = "3"
    own: bool = True  # added by the studio, not a step of the chain
    up: bool = False  # may change places with the one before
    down: bool = False
    active: bool = True
    kind: str = StageKind.OPEN.value
    demand: str = ""
    opens: tuple[str, ...] = ()  # pipelines in which this outcome opens a deal
    closes: tuple[str, ...] = ()
    then_ru: str = ""  # what follows this outcome elsewhere, in words
    then_en: str = ""


@dataclass(frozen=True)
class PipelineForm:
    """A pipeline as the list and the inputs take it."""

    id: str = ""
    name_ru: str = ""
    name_en: str = ""
    active: bool = True


class StageSettings(ListEditor, rx.State):
    """The pipelines, the stages of the chosen one, and what is being edited."""

    pipelines: list[PipelineForm] = []
    pipeline_id: str = SALES
    rows: list[StageForm] = []
    form: StageForm = StageForm()
    pipeline: PipelineForm = PipelineForm()
    editing_pipeline: bool = False

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    @once("editing")
    async def save(self, data: dict[str, Any]):
        """Keep the stage with what its outcome does in other pipelines."""
        stage = StageIn(
            name_ru=text(data, "name_ru"),
            name_en=text(data, "name_en"),
            colour=text(data, "colour"),
            probability=whole(data, "probability"),
            norm_days=whole(data, "norm_days"),
            kind=one_of(StageKind, data, "kind"),
            demand=StageDemand(text(data, "demand"))
            if text(data, "demand") in list(StageDemand)
            else StageDemand.NOTHING,
        )
        chains = {
            action: [one.id for one in self.pipelines if ticked(data, f"{action}:{one.id}")] for action in ChainAction
        }
        await services().runner.run(
            actor(),
            save_stage_and_chains,
            stage_id=self.form.id,
            stage=stage,
            pipeline_id=self.pipeline_id,
            chains=chains,
        )
        await self._saved()

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def choose(self, pipeline_id: str):
        """Show the stages of another pipeline. Raises NotFound."""
        if pipeline_id not in {row.id for row in self.pipelines}:
            raise NotFound
        self.pipeline_id = pipeline_id
        await self._read()

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def edit_pipeline(self, pipeline_id: str):
        """Open the editor on a pipeline, or on a new one."""
        self.pipeline = next((row for row in self.pipelines if row.id == pipeline_id), PipelineForm())
        self.editing_pipeline = True

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def set_editing_pipeline(self, editing: bool):
        """Close the editor of a pipeline."""
        self.editing_pipeline = editing

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    @once("editing_pipeline")
    async def keep_pipeline(self, data: dict[str, Any]):
        """Keep the pipeline."""
        self.pipeline_id = await services().runner.run(
            actor(),
            save_pipeline,
            pipeline_id=self.pipeline.id,
            name_ru=text(data, "name_ru"),
            name_en=text(data, "name_en"),
            active=ticked(data, "active"),
        )
        self.editing_pipeline = False
        await self._read()

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def shift(self, stage_id: str, up: bool):
        """Let it change places with its neighbour."""
        await services().runner.run(actor(), move_stage, stage_id=stage_id, up=up)
        await self._read()

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def switch(self, stage_id: str, active: bool):
        """Take a stage of the studio's own out of use, or back."""
        await services().runner.run(actor(), set_stage_active, stage_id=stage_id, active=active)
        await self._read()

    def _new(self) -> StageForm:
        return StageForm()

    async def _read(self) -> None:
        read, pipeline_id = services().runner.read, self.pipeline_id
        self.pipelines = [_pipeline(row) for row in await read(actor(), pipeline_list)]
        rules = await read(actor(), chain_rules, pipeline_id=pipeline_id)
        stages = await read(actor(), stage_list, pipeline_id=pipeline_id)
        self.rows = [_form(row, rules, self.pipelines) for row in stages]


def _pipeline(row: PipelineView) -> PipelineForm:
    return PipelineForm(id=row.id, name_ru=row.name_ru, name_en=row.name_en, active=row.active)


def _form(stage: StageView, rules: list[ChainView], pipelines: list[PipelineForm]) -> StageForm:
    def targets(action: ChainAction) -> tuple[str, ...]:
        return tuple(rule.pipeline_id for rule in rules if (rule.stage_id, rule.action) == (stage.id, action))

    def then(locale: str) -> str:
        names = {one.id: one.name_en if locale == "en" else one.name_ru for one in pipelines}
        said = (
            translate(locale, f"settings.then.{action.value}", names=", ".join(names[one] for one in targets(action)))
            for action in ChainAction
            if targets(action)
        )
        return " · ".join(said)

    return StageForm(
        id=stage.id,
        name_ru=stage.name_ru,
        name_en=stage.name_en,
        colour=stage.colour,
        probability=str(stage.probability),
        norm_days=str(stage.norm_days),
        own=stage.role is StageRole.CUSTOM,
        up=stage.up,
        down=stage.down,
        active=stage.active,
        kind=stage.kind.value,
        demand=stage.demand.value,
        opens=targets(ChainAction.OPEN),
        closes=targets(ChainAction.CLOSE),
        then_ru=then("ru"),
        then_en=then("en"),
    )
