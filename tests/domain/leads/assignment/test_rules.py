"""Whose deal a lead becomes."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from studio_app.core.clock import FixedClock
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.models import PersonalHours
from studio_app.domain.accounts.people import add_person
from studio_app.domain.deals.models import Deal
from studio_app.domain.leads.assignment.models import AssignmentRule
from studio_app.domain.leads.assignment.workload import Workload
from studio_app.domain.leads.intake.receiving import receive_lead
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.studio.models import Channel
from studio_app.domain.work import Work

LEAD = LeadIn(name="Мария", email="maria@example.com", message="Нужен интернет-магазин в Казани", source="vk")


@pytest.fixture
def people(studio: Work) -> dict[str, str]:
    made = {
        name: add_person(
            studio, email=f"{name}@s.example", name=name, password_hash="-", role=Role.MANAGER, team=team
        ).id
        for name, team in (("vera", "Казань"), ("oleg", "Казань"), ("pavel", ""))
    }
    studio.session.flush()
    return made


def rule(work: Work, position: int = 0, **values: object) -> None:
    work.session.add(AssignmentRule(id=work.new_id(), position=position, **values))  # type: ignore[arg-type]
    work.session.flush()


def owner_of(work: Work, lead: LeadIn) -> str:
    return work.session.get_one(Deal, receive_lead(work, lead=lead).deal_id).manager_id


class TestManagerFor:
    @pytest.mark.parametrize(
        ("conditions", "fits"),
        [
            ({"city": "Казань, Самара"}, True),
            ({"city": "Москва"}, False),
            ({"topic": "магазин"}, True),
            ({"topic": "лендинг"}, False),
            ({"amount_from": 100_000_00}, True),
            ({"amount_from": 100_000_00, "amount_to": 200_000_00}, False),
            ({"topic": "магазин", "city": "Москва"}, False),
            ({}, True),
        ],
    )
    def test_follows_a_rule_whose_conditions_all_hold(
        self, studio: Work, people: dict[str, str], conditions: dict[str, Any], fits: bool
    ) -> None:
        rule(studio, user_id=people["pavel"], **conditions)
        lead = replace(LEAD, answers={"budget": 300_000})
        assert (owner_of(studio, lead) == people["pavel"]) is fits

    def test_knows_the_channel(self, studio: Work, people: dict[str, str]) -> None:
        channel = studio.session.exec(select(Channel).where(Channel.key == "vk")).one()
        rule(studio, channel_id=channel.id, user_id=people["oleg"])
        assert owner_of(studio, LEAD) == people["oleg"]
        assert owner_of(studio, replace(LEAD, source="site", email="b@example.com")) != people["oleg"]

    def test_takes_the_first_rule_and_passes_over_who_is_away(self, studio: Work, people: dict[str, str]) -> None:
        rule(studio, 1, user_id=people["vera"])
        rule(studio, 2, user_id=people["oleg"])
        studio.session.add(PersonalHours(user_id=people["vera"], away_until=date(2026, 11, 23)))
        assert owner_of(studio, LEAD) == people["oleg"]

    def test_gives_a_team_to_its_least_loaded(self, studio: Work, people: dict[str, str]) -> None:
        rule(studio, team="Казань")
        got = [owner_of(studio, replace(LEAD, email=f"c{number}@example.com")) for number in range(4)]
        assert sorted(got) == sorted([people["vera"], people["oleg"]] * 2)


class TestFreeManager:
    def test_prefers_who_is_at_work(self, studio: Work, people: dict[str, str], clock: FixedClock) -> None:
        clock.advance(timedelta(hours=8))  # eight in the evening
        studio.session.add(PersonalHours(user_id=people["pavel"], from_minute=12 * 60, until_minute=22 * 60))
        assert {owner_of(studio, replace(LEAD, email=f"c{number}@example.com")) for number in range(3)} == {
            people["pavel"]
        }

    def test_is_somebody_even_at_night(self, studio: Work, people: dict[str, str], clock: FixedClock) -> None:
        clock.advance(timedelta(hours=14))
        assert Workload(studio).free()
