"""What the history of a deal is told with: the events, the names of stages and people, the clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from studio_app.domain.accounts.models import User
from studio_app.domain.deals.history import HistoryKind, HistoryPage, client_history, history
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.tasks.due import zone
from studio_app.domain.studio.models import LostReason, Stage
from studio_app.domain.work import Work
from studio_app.workspace.deal.sentences import HIDDEN, Words


@dataclass(frozen=True, slots=True)
class ToldHistory:
    """A window of the history, the words for it, who may be mentioned in a note, titles of deals by id."""

    page: HistoryPage
    words: Words
    people: tuple[str, ...]
    titles: Mapping[str, str]
    zone: ZoneInfo
    now: datetime


def load_history(work: Work, *, deal_id: str, kind: HistoryKind, limit: int, locale: str) -> ToldHistory:
    """The history of one deal."""
    page = history(work, deal_id=deal_id, kind=kind, hidden=HIDDEN, limit=limit)
    names = tuple(work.session.exec(select(User.name).where(col(User.active)).order_by(col(User.name))))
    return ToldHistory(page=page, words=words(work, locale), people=names, titles={}, zone=zone(work), now=work.now())


def load_client_history(work: Work, *, client_id: str, limit: int, locale: str) -> ToldHistory:
    """The history of all deals of a client."""
    page = client_history(work, client_id=client_id, hidden=HIDDEN, limit=limit)
    ids = {entry.deal_id for entry in page.entries}
    titles = dict(work.session.exec(select(Deal.id, Deal.title).where(col(Deal.id).in_(ids))).all())
    return ToldHistory(page=page, words=words(work, locale), people=(), titles=titles, zone=zone(work), now=work.now())


def words(work: Work, locale: str) -> Words:
    """The names of stages and lost reasons in the reader's language."""
    english = locale == "en"
    stages = work.session.exec(select(Stage)).all()
    reasons = work.session.exec(select(LostReason)).all()
    return Words(
        locale=locale,
        stages={row.id: row.name_en if english else row.name_ru for row in stages},
        lost_reasons={row.id: row.name_en if english else row.name_ru for row in reasons},
    )
