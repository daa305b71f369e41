"""Use cases: the owner's rules of assignment, tried in their order."""

from dataclasses import dataclass

from sqlmodel import col, func, select

from studio_app.core.checking import limited
from studio_app.core.errors import Invalid, NotFound
from studio_app.core.money import Money
from studio_app.domain.accounts.models import User
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.columns import widths
from studio_app.domain.leads.assignment.models import AssignmentRule
from studio_app.domain.studio.current import studio
from studio_app.domain.studio.models import Channel
from studio_app.domain.timeline.events.leads import AssignmentRuleDeleted, AssignmentRuleMoved, AssignmentRuleSaved
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

LONGEST_OF_RULE = widths(AssignmentRule, "city", "topic", "team")
"""Characters that the texts of a rule may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleView:
    """Conditions (empty: any) and whose the lead is: a person's, a team's, or with neither of who is free."""

    id: str = ""
    channel_id: str = ""
    city: str = ""
    topic: str = ""
    amount_from: Money | None = None
    amount_to: Money | None = None
    user_id: str = ""
    team: str = ""
    active: bool = True


def assignment_rules(work: Work) -> list[RuleView]:
    """Query: the rules in the order in which they are tried."""
    require(work, Permission.EDIT_SETTINGS)
    rows = work.session.exec(select(AssignmentRule).order_by(col(AssignmentRule.position), col(AssignmentRule.id)))
    return [_view(row, _currency(work)) for row in rows]


def save_rule(work: Work, *, rule: RuleView) -> str:
    """Change a rule, or add one (empty id) at the end; its id.

    Raises Forbidden, NotFound, Invalid; rule_says_nothing for a rule that fits every lead and names nobody: it would
    only hide the rules below it.
    """
    require(work, Permission.EDIT_SETTINGS)
    _check(work, rule)
    row = work.session.get(AssignmentRule, rule.id) if rule.id else _new(work)
    if row is None:
        raise NotFound
    row.channel_id, row.user_id = rule.channel_id or None, rule.user_id or None
    row.city, row.topic, row.team = (
        limited("city", rule.city.strip(), LONGEST_OF_RULE["city"]),
        limited("topic", rule.topic.strip(), LONGEST_OF_RULE["topic"]),
        limited("team", rule.team.strip(), LONGEST_OF_RULE["team"]),
    )
    row.amount_from = rule.amount_from.amount if rule.amount_from else None
    row.amount_to = rule.amount_to.amount if rule.amount_to else None
    row.active = rule.active
    work.session.add(row)
    record(work, AssignmentRuleSaved(rule_id=row.id))
    return row.id


def move_rule(work: Work, *, rule_id: str, by: int) -> None:
    """Have a rule tried one place earlier (-1) or later (1). Raises Forbidden, NotFound."""
    require(work, Permission.EDIT_SETTINGS)
    rows = list(
        work.session.exec(select(AssignmentRule).order_by(col(AssignmentRule.position), col(AssignmentRule.id)))
    )
    at = next((place for place, row in enumerate(rows) if row.id == rule_id), None)
    if at is None:
        raise NotFound
    to = min(max(at + (1 if by > 0 else -1), 0), len(rows) - 1)
    rows.insert(to, rows.pop(at))
    for place, row in enumerate(rows):
        row.position = place
    record(work, AssignmentRuleMoved(rule_id=rule_id))


def delete_rule(work: Work, *, rule_id: str) -> None:
    """Forget a rule; deals that it has given away stay where they are. Raises Forbidden, NotFound."""
    require(work, Permission.EDIT_SETTINGS)
    row = work.session.get(AssignmentRule, rule_id)
    if row is None:
        raise NotFound
    work.session.delete(row)
    record(work, AssignmentRuleDeleted(rule_id=rule_id))


def _new(work: Work) -> AssignmentRule:
    last = work.session.exec(select(func.max(AssignmentRule.position))).one() or 0
    return AssignmentRule(id=work.new_id(), position=last + 1)


def _check(work: Work, rule: RuleView) -> None:
    if rule.channel_id and work.session.get(Channel, rule.channel_id) is None:
        raise Invalid(field="channel", reason="required")
    if rule.user_id and work.session.get(User, rule.user_id) is None:
        raise Invalid(field="person", reason="required")
    words = (rule.channel_id, rule.city, rule.topic, rule.user_id, rule.team)
    low, high = rule.amount_from, rule.amount_to
    if not low and not high and not any(word.strip() for word in words):  # a limit of zero is none, as it is stored
        raise Invalid(field="user_id", reason="rule_says_nothing")
    if any(limit is not None and limit.amount < 0 for limit in (low, high)):
        raise Invalid(field="amount", reason="negative")
    if low is not None and high is not None and high.amount < low.amount:
        raise Invalid(field="amount", reason="amount_range")


def _currency(work: Work) -> str:
    return studio(work).currency


def _view(row: AssignmentRule, currency: str) -> RuleView:
    return RuleView(
        id=row.id,
        channel_id=row.channel_id or "",
        city=row.city,
        topic=row.topic,
        amount_from=None if row.amount_from is None else Money(row.amount_from, currency),
        amount_to=None if row.amount_to is None else Money(row.amount_to, currency),
        user_id=row.user_id or "",
        team=row.team,
        active=row.active,
    )
