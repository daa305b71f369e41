"""Whatever can happen to the deals of a board, one thing at a time."""

import random
from datetime import timedelta

from studio_app.core.errors import Invalid
from studio_app.core.money import Money
from studio_app.domain.accounts.models import User
from studio_app.domain.client_book.edits import save_client
from studio_app.domain.deals.amounts import set_amount
from studio_app.domain.deals.assignment import assign
from studio_app.domain.deals.edits import deal_values, edit_deal
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.moves import move
from studio_app.domain.deals.tagging import tag_deal
from studio_app.domain.search.index import entry, keep
from studio_app.domain.search.kinds import EntryKind
from studio_app.domain.studio.models import Tag
from studio_app.domain.tasks.card_flags import renew_next_task
from studio_app.domain.tasks.service import add_task, finish_task
from studio_app.domain.timeline.events.deals import DealCreated
from studio_app.domain.timeline.events.tasks import TaskAdded, TaskDone
from studio_app.domain.timeline.reading import newest
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work
from tests.conftest import NOON
from tests.domain.conftest import House
from tests.happened import blank

WORDS = ("кофейня север", "пекарня юг", "")


def prepare(work: Work) -> None:
    """A team, a tag, and stages with a norm: what the filters ask for."""
    work.session.get_one(User, "anna").team = "north"
    work.session.add(Tag(name="срочно"))
    work.session.flush()


def change(work: Work, house: House, made: list[str], chance: random.Random) -> None:
    """One thing of those that happen to deals."""
    deal = work.session.get_one(Deal, chance.choice(made))
    what = chance.randrange(10)
    if what < 3:
        carry(work, house, deal, [one for one in made if one != deal.id], chance)
    elif what == 3:
        made.append(house.deal(stage=chance.randrange(3), manager=chance.randrange(2), search=chance.choice(WORDS)))
        record(work, blank(DealCreated, deal_id=made[-1]))
    elif what == 4:
        assign(work, deal_id=deal.id, manager_id=chance.choice(house.managers), version=deal.version)
    elif what == 5:
        set_amount(work, deal_id=deal.id, amount=Money(chance.randrange(6) * 100, chance.choice(["RUB", "EUR"])))
    elif what == 6:
        tag_deal(work, deal_id=deal.id, tag_id=1, on=chance.random() < 0.5)
    elif what == 7:
        title = f"Сделка {chance.choice(WORDS)} {chance.randrange(100)}"
        seen = deal_values(work, deal_id=deal.id)
        edit_deal(work, deal_id=deal.id, values={**seen, "title": title}, seen=seen)
    elif what == 8:
        save_client(work, client_id="client", values={"name": f"Клиент {chance.choice(WORDS)}", "locale": "ru"})
    else:
        due = chance.choice([None, NOON.date() + timedelta(days=chance.randrange(4))])
        task = add_task(work, deal_id=deal.id, title="Позвонить", due_on=due)
        if chance.random() < 0.6:
            finish_task(work, task_id=task.id)
        renew_next_task(work, newest(work, TaskAdded, TaskDone, deal_id=deal.id, limit=1)[0])
        keep(work, entry(EntryKind.DEAL, ref=deal.id, title=deal.title, detail="", parts=(chance.choice(WORDS),)))


def carry(work: Work, house: House, deal: Deal, others: list[str], chance: random.Random) -> None:
    try:
        move(
            work,
            deal_id=deal.id,
            stage_id=house.stages[chance.randrange(4)],
            version=deal.version,
            above_id=chance.choice([None, *others]),
            below_id=chance.choice([None, *others]),
        )
    except Invalid:  # the lost column asks for a reason
        work.events.clear()
