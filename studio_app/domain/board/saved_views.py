"""Use cases: what people keep about their boards: views under a name, and how they like to look at cards."""

from sqlmodel import col, func, select

from studio_app.core.errors import Forbidden, Invalid, NotFound
from studio_app.domain.accounts.permissions import Permission, may, require
from studio_app.domain.board.models import BoardHabits, SavedView
from studio_app.domain.work import Work

MOST_VIEWS = 50
_LONGEST_NAME, _LONGEST_QUERY = 60, 600
HABITS = {
    "density": frozenset({"comfortable", "compact"}),
    "order": frozenset({"manual", "amount", "age", "task"}),
}
"""What can be kept as a habit, and the values it can have."""
TABLE_COLUMNS = frozenset(
    {"number", "title", "client", "stage", "amount", "manager", "channel", "task", "age", "created", "closed", "tags"}
)


def save_view(work: Work, *, name: str, query: str, shared: bool) -> str:
    """Keep the filter in `query` (as in the board's address) under a name; one's own of that name is replaced.

    Returns its id. Raises Invalid for a missing or long name, a filter of more than 600 characters, and
    when there are too many.
    """
    require(work, Permission.READ_DEALS)
    words = " ".join(name.split())
    if not words:
        raise Invalid(field="name", reason="required")
    if len(words) > _LONGEST_NAME:
        raise Invalid(field="name", reason="too_long", maximum=_LONGEST_NAME)
    if len(query) > _LONGEST_QUERY:
        raise Invalid(field="name", reason="filter_too_long")
    own = select(SavedView).where(SavedView.owner_id == work.actor.id)
    view = work.session.exec(own.where(SavedView.name == words)).first()
    if view is None:
        count = select(func.count()).select_from(SavedView).where(SavedView.owner_id == work.actor.id)
        if work.session.exec(count).one() >= MOST_VIEWS:
            raise Invalid(field="name", reason="too_many_views", maximum=MOST_VIEWS)
        view = SavedView(id=work.new_id(), owner_id=work.actor.id, name=words, query="")
    view.query, view.shared = query, shared
    work.session.add(view)
    return view.id


def drop_view(work: Work, *, view_id: str) -> None:
    """Forget a view; its maker may, and whoever sets the studio up. Raises NotFound, Forbidden."""
    require(work, Permission.READ_DEALS)
    view = work.session.get(SavedView, view_id)
    if view is None:
        raise NotFound
    if view.owner_id != work.actor.id and not may(work.actor, Permission.EDIT_SETTINGS):
        raise Forbidden
    work.session.delete(view)


def keep_habit(work: Work, *, name: str, value: str) -> None:
    """Remember how the actor likes the board. Raises Invalid for a habit or a value that there is not."""
    require(work, Permission.READ_DEALS)
    if name == "columns":
        if not set(value.split()) <= TABLE_COLUMNS:
            raise Invalid(field=name, reason="required")
    elif value not in HABITS.get(name, ()):
        raise Invalid(field=name, reason="required")
    row = work.session.exec(select(BoardHabits).where(col(BoardHabits.user_id) == work.actor.id)).first()
    if row is None:
        row = BoardHabits(user_id=work.actor.id)
    row.habits = {**row.habits, name: value}
    work.session.add(row)
