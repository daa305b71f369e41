"""Deals, tasks and leads go to those who may work on them; what is told, to those whom it concerns."""

import pytest
from sqlmodel import select

from studio_app.core.errors import NotFound
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.models import User
from studio_app.domain.accounts.people import people
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.accounts.team import holders, names_of_holders, worker
from studio_app.domain.board.options import board_people
from studio_app.domain.deals.bulk import SeenDeal, assign_many
from studio_app.domain.deals.details import deal_details
from studio_app.domain.leads.assignment.workload import Workload
from studio_app.domain.leads.intake.receiving import add_deal_by_hand, receive_lead
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.tasks.service import add_task
from studio_app.domain.work import Work
from tests.rows import add_person

READERS = (Role.LAWYER, Role.ACCOUNTANT)
LEAD = LeadIn(name="Мария Белова", email="maria@example.com")


@pytest.fixture
def readers(studio: Work) -> list[str]:
    """A lawyer and an accountant, who have less to do than anybody."""
    return [add_person(studio, key=role.value, role=role).id for role in READERS]


class TestHolders:
    def test_are_those_whom_the_table_names(self, studio: Work, readers: list[str]) -> None:
        assert {one.role for one in holders(studio, Permission.KEEP_BOOKS)} == {Role.OWNER, Role.ACCOUNTANT}
        assert {one.role for one in holders(studio, Permission.READ_DEALS)} == set(Role)

    def test_may_sign_in(self, studio: Work, readers: list[str]) -> None:
        studio.session.get_one(User, "accountant").active = False
        assert {one.role for one in holders(studio, Permission.KEEP_BOOKS)} == {Role.OWNER}


class TestNamesOfHolders:
    def test_are_of_those_who_may_and_sign_in_by_name(self, studio: Work, readers: list[str]) -> None:
        before = names_of_holders(studio, Permission.EDIT_DEALS)
        assert [one.name for one in before] == sorted(one.name for one in before)
        assert not {one.id for one in before} & set(readers)
        studio.session.get_one(User, before[0].id).active = False
        assert names_of_holders(studio, Permission.EDIT_DEALS) == before[1:]


class TestTakesDeals:
    def test_is_so_of_those_who_are_offered(self, studio: Work, readers: list[str]) -> None:
        studio.session.exec(select(User).where(User.role == Role.MANAGER)).one().active = False
        offered = {one.id for one in names_of_holders(studio, Permission.EDIT_DEALS)}
        assert {one.id for one in people(studio) if one.takes_deals} == offered


class TestReaders:
    def test_are_given_no_lead(self, studio: Work, readers: list[str]) -> None:
        assert Workload(studio).free() not in readers
        assert not any(Workload(studio).is_there(one) for one in readers)
        deal_id = receive_lead(studio, lead=LEAD).deal_id
        assert deal_details(studio, deal_id=deal_id).manager_id not in readers

    @pytest.mark.parametrize("at", [0, 1])
    def test_are_given_no_deal_and_no_task(self, studio: Work, readers: list[str], at: int) -> None:
        deal_id = receive_lead(studio, lead=LEAD).deal_id
        with pytest.raises(NotFound):
            worker(studio, readers[at])
        with pytest.raises(NotFound):
            add_task(studio, deal_id=deal_id, title="Позвонить", assignee_id=readers[at])
        with pytest.raises(NotFound):
            add_deal_by_hand(studio, lead=LEAD, manager_id=readers[at])
        version = deal_details(studio, deal_id=deal_id).version
        outcome = assign_many(studio, deals=[SeenDeal(deal_id, version)], manager_id=readers[at])
        assert outcome.done == 0

    def test_are_none_to_choose_from(self, studio: Work, readers: list[str]) -> None:
        deal_id = receive_lead(studio, lead=LEAD).deal_id
        assert not {one.id for one in deal_details(studio, deal_id=deal_id).managers} & set(readers)
        known = {one.id: one.active for one in board_people(studio)}
        assert {one: known[one] for one in readers} == dict.fromkeys(readers, False)
