"""The state of handing over: whose deals, which of them, to whom."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from studio_app.adapters.texts.catalogue import translate_count
from studio_app.adapters.texts.format import money
from studio_app.bootstrap import services
from studio_app.core.errors import Invalid
from studio_app.domain.accounts.people import people
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.accounts.schemas import UserView
from studio_app.domain.studio.choices import Choice, stages_in_use
from studio_app.domain.tasks.handover import Handover, deals_of_manager, hand_over_all
from studio_app.domain.work import Work
from studio_app.workspace.gate import actor, allow, locale

_LONGEST_SEARCH = 80


@dataclass(frozen=True)
class PersonView:
    """A person to take from or to give to."""

    id: str = ""
    name: str = ""
    active: bool = True


@dataclass(frozen=True)
class StageView:
    """A stage to filter by."""

    id: str = ""
    name: str = ""


@dataclass(frozen=True)
class DealRow:
    """A deal that would go over."""

    id: str = ""
    title: str = ""
    client: str = ""
    stage: str = ""
    amount: str = ""
    tasks: int = 0


class HandoverState(rx.State):
    """What the filter shows is what goes over."""

    people: list[PersonView] = []
    stages: list[StageView] = []
    rows: list[DealRow] = []
    total: int = 0
    from_id: str = ""
    stage_id: str = ""
    text: str = ""
    closed: bool = False
    loaded: bool = False

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def load(self):
        """Begin with the person of the address (`?from=`), else with whoever looks."""
        persons, stages = await services().runner.read(actor(), _choices)
        self.people = [PersonView(one.id, one.name, one.takes_deals) for one in persons]
        self.stages = [StageView(one.id, one.name(locale())) for one in stages]
        from_id = self.router.url.query_parameters.get("from", "")
        self.from_id = from_id if any(one.id == from_id for one in persons) else actor().id
        self.stage_id, self.text, self.closed = "", "", False
        await self._show()

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def take_from(self, user_id: str):
        """Look at the deals of another person."""
        self.from_id = user_id
        await self._show()

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def in_stage(self, stage_id: str):
        """Only those in one stage; an empty id for all."""
        self.stage_id = stage_id
        await self._show()

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def search(self, text: str):
        """Only those with these words."""
        self.text = text[:_LONGEST_SEARCH]
        await self._show()

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def with_closed(self, closed: bool):
        """Won and lost ones as well, or open ones only."""
        self.closed = closed
        await self._show()

    @rx.event
    @allow(Permission.EDIT_DEALS)
    async def hand_over(self, form: dict[str, Any]):
        """Give all that is shown to the chosen person."""
        to_id = str(form.get("to", ""))
        if not to_id:
            raise Invalid(field="to", reason="required")
        done = await services().runner.run(actor(), hand_over_all, **self._filter(), to_id=to_id)
        await self._show()
        return rx.toast.success(
            translate_count(locale(), "handover.done", done.deals)
            + " "
            + translate_count(locale(), "handover.done_tasks", done.tasks)
        )

    def _filter(self) -> dict[str, Any]:
        return {"manager_id": self.from_id, "stage_id": self.stage_id, "text": self.text, "closed": self.closed}

    async def _show(self) -> None:
        found: Handover = await services().runner.read(actor(), deals_of_manager, **self._filter())
        english = locale() == "en"
        self.rows = [
            DealRow(
                id=row.id,
                title=row.title,
                client=row.client,
                stage=row.stage_en if english else row.stage_ru,
                amount=money(row.amount, locale()) if row.amount else "",
                tasks=row.tasks,
            )
            for row in found.rows
        ]
        self.total, self.loaded = found.total, True


def _choices(work: Work) -> tuple[list[UserView], tuple[Choice, ...]]:
    return people(work), stages_in_use(work)
