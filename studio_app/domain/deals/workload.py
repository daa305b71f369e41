"""Who gets a new deal: the manager with the fewest open ones."""

from sqlmodel import col, func, select

from studio_app.core.errors import StudioError
from studio_app.domain.accounts.models import Role, User
from studio_app.domain.deals.models import Deal
from studio_app.domain.studio.models import Stage, StageKind
from studio_app.domain.work import Work


class NobodyHome(StudioError):
    """The studio has no person yet who could take a deal."""

    code = "nobody_home"
    status = 503


def free_manager(work: Work) -> str:
    """The id of the active manager with the fewest open deals; of an owner where there is no manager.

    Raises NobodyHome.
    """
    open_stages = select(Stage.id).where(Stage.kind == StageKind.OPEN)
    load = (
        select(Deal.manager_id, func.count().label("deals"))
        .where(col(Deal.stage_id).in_(open_stages))
        .group_by(col(Deal.manager_id))
        .subquery()
    )
    query = (
        select(User.id)
        .join(load, load.c.manager_id == User.id, isouter=True)
        .where(col(User.active))
        .order_by(col(User.role) == Role.OWNER, func.coalesce(load.c.deals, 0), col(User.id))
    )
    chosen = work.session.exec(query.limit(1)).first()
    if chosen is None:
        raise NobodyHome
    return chosen
