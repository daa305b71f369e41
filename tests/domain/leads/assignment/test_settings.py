"""The owner's rules of assignment."""

from dataclasses import replace

import pytest
from sqlmodel import select

from studio_app.core.errors import Invalid
from studio_app.core.money import Money
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.people import add_person
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.leads.assignment.settings import RuleView, assignment_rules, save_rule
from studio_app.domain.studio.models import Channel
from studio_app.domain.work import Work


@pytest.fixture
def owner(studio: Work) -> Work:
    """Work of the owner."""
    boss = add_person(studio, email="boss@s.example", name="Вера", password_hash="-", role=Role.OWNER)
    studio.session.flush()
    return replace(studio, actor=Actor(kind=ActorKind.STAFF, id=boss.id, role=Role.OWNER))


def person(work: Work) -> str:
    return work.actor.id


def channel(work: Work) -> str:
    return work.session.exec(select(Channel.id)).first() or ""


class TestSaveRule:
    @pytest.mark.parametrize(
        "empty",
        [
            RuleView(),
            RuleView(city="  ", topic=" ", team=" "),
            RuleView(amount_from=Money(0, "RUB"), amount_to=Money(0, "RUB")),
            RuleView(active=False),
        ],
    )
    def test_refuses_a_rule_that_says_nothing(self, owner: Work, empty: RuleView) -> None:
        with pytest.raises(Invalid) as refused:
            save_rule(owner, rule=empty)
        assert (refused.value.field, refused.value.reason) == ("user_id", "rule_says_nothing")
        assert assignment_rules(owner) == []

    @pytest.mark.parametrize("field", ["channel_id", "city", "topic", "amount_from", "amount_to", "user_id", "team"])
    def test_takes_a_condition_or_somebody_alone(self, owner: Work, field: str) -> None:
        said = {
            "channel_id": channel(owner),
            "city": "Казань",
            "topic": "магазин",
            "amount_from": Money(100_00, "RUB"),
            "amount_to": Money(200_00, "RUB"),
            "user_id": person(owner),
            "team": "Казань",
        }
        rule = replace(RuleView(), **{field: said[field]})
        save_rule(owner, rule=rule)
        assert [getattr(kept, field) for kept in assignment_rules(owner)] == [said[field]]

    def test_does_not_empty_a_rule_that_stands(self, owner: Work) -> None:
        rule_id = save_rule(owner, rule=RuleView(city="Казань"))
        with pytest.raises(Invalid):
            save_rule(owner, rule=RuleView(id=rule_id))
        assert [rule.city for rule in assignment_rules(owner)] == ["Казань"]
