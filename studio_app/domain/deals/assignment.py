"""Use case: whose deal it is."""

from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.accounts.team import worker
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.deals.own_changes import check_version
from studio_app.domain.timeline.events.deals import DealAssigned
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work


def assign(work: Work, *, deal_id: str, manager_id: str, version: int) -> int:
    """Hand the deal to another active person and return its new version; records deal.assigned.

    Raises Stale if somebody else changed the deal since `version`, NotFound.
    """
    require(work, Permission.EDIT_DEALS)
    deal = get_deal(work, deal_id)
    check_version(work, deal, version)
    if deal.manager_id == manager_id:
        return deal.version
    person = worker(work, manager_id)
    before = deal.manager_id
    deal.manager_id = person.id
    deal.version += 1
    record(
        work,
        DealAssigned(
            deal_id=deal.id,
            stage_id=deal.stage_id,
            manager_before=before,
            manager_id=person.id,
            manager_name=person.name,
            version=deal.version,
        ),
    )
    return deal.version
