"""Queries: stages, channels and lost reasons by name, to choose from or to be read by."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import col, select

from studio_app.domain.studio.models import Channel, LostReason, Stage
from studio_app.domain.work import Work


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose by name: a stage, a channel, a lost reason; a person is called the same in both languages."""

    id: str
    name_ru: str
    name_en: str

    def name(self, locale: str) -> str:
        """What it is called in that language."""
        return self.name_en if locale == "en" else self.name_ru


def stages_in_use(work: Work) -> tuple[Choice, ...]:
    """The stages of all pipelines that deals may be put into, in their order."""
    return _named(work.session.exec(select(Stage).where(col(Stage.active)).order_by(col(Stage.position))))


def channels_in_use(work: Work) -> tuple[Choice, ...]:
    """The channels that a new lead may have come by, in their order."""
    return _named(work.session.exec(select(Channel).where(col(Channel.active)).order_by(col(Channel.position))))


def lost_reasons_in_use(work: Work) -> tuple[Choice, ...]:
    """The reasons for which a deal may be lost from now on, in their order."""
    query = select(LostReason).where(col(LostReason.active)).order_by(col(LostReason.position))
    return _named(work.session.exec(query))


def all_stages(work: Work) -> tuple[Choice, ...]:
    """Every stage that history may speak of, those out of use included, in no order."""
    return _named(work.session.exec(select(Stage)))


def all_lost_reasons(work: Work) -> tuple[Choice, ...]:
    """Every reason that history may speak of, those out of use included, in no order."""
    return _named(work.session.exec(select(LostReason)))


def _named(rows: Iterable[Stage | Channel | LostReason]) -> tuple[Choice, ...]:
    return tuple(Choice(row.id, row.name_ru, row.name_en) for row in rows)
