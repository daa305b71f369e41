"""Letters to the owners about what went wrong: a lead that nobody has answered."""

from studio_app.domain.accounts.models import User
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.accounts.team import holders
from studio_app.domain.clients.models import Client
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.moves import get_stage
from studio_app.domain.leads.response import response_state
from studio_app.domain.notifications.models import Notification
from studio_app.domain.notifications.planning import enqueue
from studio_app.domain.notifications.schemas import Decision, LetterFacts, Verdict
from studio_app.domain.studio.brand import studio_brand
from studio_app.domain.studio.kinds import StageKind
from studio_app.domain.timeline.events.leads import LeadUnanswered
from studio_app.domain.timeline.recorded import Recorded
from studio_app.domain.work import Work

_RULE = "lead_unanswered"


def alert_owners(work: Work, recorded: Recorded[LeadUnanswered]) -> None:
    """Reaction to lead.unanswered: a letter to each owner, once a deal."""
    deal_id = recorded.event.deal_id
    for owner in holders(work, Permission.MANAGE_PEOPLE):
        row = Notification(
            id=work.new_id(),
            deal_id=deal_id,
            subject_id=deal_id,
            rule=_RULE,
            occurrence=owner.id,
            recipient=owner.email,
            locale=owner.locale,
            planned_at=work.now(),
            created_at=work.now(),
        )
        work.session.add(row)
        enqueue(work, row)


def decide_alert(work: Work, row: Notification, deal: Deal) -> Decision:
    """Whether an owner still has to know: not any more when somebody has answered or the deal has ended."""
    owner = work.session.get(User, row.occurrence)
    state = response_state(work, deal_id=deal.id)
    ended = get_stage(work, deal.stage_id).kind is not StageKind.OPEN
    if owner is None or not owner.active or state is None or not state.is_waiting or ended:
        return Decision(Verdict.CANCEL)
    return Decision(Verdict.SEND, facts=_facts(work, row, deal, owner))


def _facts(work: Work, row: Notification, deal: Deal, owner: User) -> LetterFacts:
    brand = studio_brand(work)
    client, manager = work.session.get_one(Client, deal.client_id), work.session.get_one(User, deal.manager_id)
    return LetterFacts(
        notification_id=row.id,
        rule=row.rule,
        recipient=owner.email,
        locale=owner.locale,
        timezone=brand.timezone,
        brand=brand,
        addressee=owner.name,
        client=client.name,
        manager=manager.name,
        reply_to="",
        path=f"/deal/{deal.id}",
        title=deal.title,
        number=str(deal.number),
        attempts=row.attempts,
    )
