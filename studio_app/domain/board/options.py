"""Query: what a board offers to choose from: pipelines, people, channels, tags, saved views, a person's habits."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select as columns
from sqlmodel import col, or_

from studio_app.core.alphabet import alphabetical
from studio_app.domain.accounts.models import User
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.accounts.team import having
from studio_app.domain.board.models import BoardHabits, SavedView
from studio_app.domain.studio.current import studio
from studio_app.domain.studio.models import Channel, Pipeline, Tag
from studio_app.domain.work import Work


@dataclass(frozen=True, slots=True)
class Named:
    """Something to choose by its name."""

    id: str
    name_ru: str
    name_en: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person of the studio, also one who has left: deals may still be theirs."""

    id: str
    name: str
    team: str
    active: bool


@dataclass(frozen=True, slots=True)
class TagName:
    """A tag, by the number that cards carry."""

    id: int
    name: str
    colour: str
    active: bool


@dataclass(frozen=True, slots=True)
class View:
    """A saved filter; `own` ones the reader may change."""

    id: str
    name: str
    query: str
    shared: bool
    own: bool


@dataclass(frozen=True, slots=True)
class BoardOptions:
    """What a board offers one person to choose from, and their habits."""

    pipelines: tuple[Named, ...]
    people: tuple[PersonName, ...]
    channels: tuple[Named, ...]
    tags: tuple[TagName, ...]
    views: tuple[View, ...]
    habits: Mapping[str, Any]
    timezone: str


def board_options(work: Work) -> BoardOptions:
    """What the actor's board offers to choose from."""
    run = work.session.connection().execute
    pipelines = columns(col(Pipeline.id), col(Pipeline.name_ru), col(Pipeline.name_en)).where(col(Pipeline.active))
    channels = columns(col(Channel.id), col(Channel.name_ru), col(Channel.name_en), col(Channel.active))
    tags = columns(col(Tag.id), col(Tag.name), col(Tag.colour), col(Tag.active))
    return BoardOptions(
        pipelines=tuple(Named(*row) for row in run(pipelines.order_by(col(Pipeline.position)))),
        people=board_people(work),
        channels=tuple(Named(*row) for row in run(channels.order_by(col(Channel.position), col(Channel.id)))),
        tags=tuple(
            TagName(row.id or 0, row.name, row.colour, row.active)
            for row in sorted(run(tags), key=lambda row: alphabetical(row.name))
        ),
        views=_views(work),
        habits=_habits(work),
        timezone=studio(work).timezone,
    )


def board_people(work: Work) -> tuple[PersonName, ...]:
    """Everybody of the studio by name, in the order in which their deals follow each other in a table."""
    people = columns(col(User.id), col(User.name), col(User.team), having(Permission.EDIT_DEALS))
    rows = work.session.connection().execute(people)
    return tuple(sorted((PersonName(*row) for row in rows), key=lambda one: (alphabetical(one.name), one.id)))


def _views(work: Work) -> tuple[View, ...]:
    mine = col(SavedView.owner_id) == work.actor.id
    query = columns(
        col(SavedView.id), col(SavedView.name), col(SavedView.query), col(SavedView.shared), mine.label("own")
    ).where(or_(mine, col(SavedView.shared)))
    views = (View(*row) for row in work.session.connection().execute(query))
    return tuple(sorted(views, key=lambda view: (alphabetical(view.name), view.id)))


def _habits(work: Work) -> Mapping[str, Any]:
    found = columns(col(BoardHabits.habits)).where(col(BoardHabits.user_id) == work.actor.id)
    return work.session.connection().execute(found).scalar() or {}
