"""A small studio with stages, people and deals placed by hand."""

from dataclasses import dataclass

import pytest
from sqlmodel import col, select

from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.models import User
from studio_app.domain.clients.models import Client, Contact
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.placing import top_rank
from studio_app.domain.search.index import entry, keep
from studio_app.domain.search.kinds import EntryKind
from studio_app.domain.studio.kinds import SALES, StageKind, StageRole
from studio_app.domain.studio.models import Channel, Pipeline, Stage
from studio_app.domain.work import Work

_STAGES = (
    (StageRole.LEAD, StageKind.OPEN),
    (StageRole.BRIEF, StageKind.OPEN),
    (StageRole.PAID, StageKind.WON),
    (StageRole.LOST, StageKind.LOST),
)


@dataclass
class House:
    """Stages in order, two managers, and a maker of deals: each new one arrives at the top of its column."""

    work: Work
    stages: list[str]
    managers: list[str]
    made: int = 0

    def deal(
        self,
        *,
        stage: int,
        manager: int = 0,
        amount: int = 0,
        currency: str = "RUB",
        search: str = "",
        rank: str | None = None,
    ) -> str:
        self.made += 1
        deal = Deal(
            id=self.work.new_id(),
            number=self.made,
            title=f"Deal {self.made}",
            client_id="client",
            contact_id="contact",
            stage_id=self.stages[stage],
            manager_id=self.managers[manager],
            channel_id="site",
            amount=amount,
            currency=currency,
            rank=top_rank(self.work, stage_id=self.stages[stage]) if rank is None else rank,
            created_at=self.work.now(),
            stage_since=self.work.now(),
        )
        self.work.session.add(deal)
        keep(self.work, entry(EntryKind.DEAL, ref=deal.id, title=deal.title, detail="", parts=(search,)))
        self.work.session.flush()
        return deal.id

    def stage_of_kind(self, kind: StageKind) -> str:
        return self.work.session.exec(select(Stage.id).where(col(Stage.kind) == kind)).one()

    def retire(self, stage: int) -> None:
        self.work.session.get_one(Stage, self.stages[stage]).active = False
        self.work.session.flush()


@pytest.fixture
def house(work: Work) -> House:
    work.reactions = {}  # placing alone: the chain would move deals on by itself
    now = work.now()
    stages = [f"stage-{number}" for number in range(len(_STAGES))]
    managers = ["anna", "ivan"]
    work.session.add(Pipeline(id=SALES, name_ru="Продажи", name_en="Sales"))
    work.session.flush()
    rows = [
        *(
            Stage(id=one, role=role, kind=kind, name_ru=role, name_en=role, position=number)
            for number, (one, (role, kind)) in enumerate(zip(stages, _STAGES, strict=True))
        ),
        *(
            User(id=one, email=f"{one}@example.com", name=one, password_hash="", role=Role.MANAGER, created_at=now)
            for one in managers
        ),
        Client(id="client", name="Client", created_at=now),
        Channel(id="site", key="site", name_ru="Сайт", name_en="Site"),
    ]
    work.session.add_all(rows)
    work.session.flush()
    work.session.add(Contact(id="contact", client_id="client", name="Contact"))
    work.session.flush()
    return House(work, stages, managers)
