"""A limit of discount is on what the client is asked, by whatever field it was lowered."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.core.clock import FixedClock
from studio_app.core.money import Money
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.deals.models import Deal
from studio_app.domain.pricing.discounts import beyond_limit, discount_from_list, within_limit
from studio_app.domain.pricing.engine import Line
from studio_app.domain.pricing.estimates import estimate_of, save_estimate
from studio_app.domain.pricing.kinds import Tariff
from studio_app.domain.pricing.models import Service
from studio_app.domain.pricing.preparing import start_estimate
from studio_app.domain.pricing.schemas import EstimateLineIn, EstimateLineView
from studio_app.domain.proposals.draft import open_proposal, start_proposal
from studio_app.domain.studio.kinds import TaxRegime
from studio_app.domain.tasks.kinds import TaskKind
from studio_app.domain.tasks.service import open_tasks
from studio_app.domain.work import Work
from tests import proposing
from tests.conftest import NOON, a_work
from tests.databases import InMemory, OnServer
from tests.rows import acting, add_deal, add_person, add_studio

LISTED = Money(10_000_00, "RUB")
LIMIT = Decimal(10)


def line(price: str = "10000", quantity: str = "1", percent: str = "0", hours: str = "8") -> Line:
    return Line(
        "a",
        "Вёрстка",
        "page",
        Decimal(quantity),
        Money.from_major(Decimal(price), "RUB"),
        Decimal(hours),
        Decimal(percent),
    )


class TestReduction:
    @pytest.mark.parametrize(
        ("item", "percent"),
        [
            (line(), "0"),
            (line(percent="10"), "10"),
            (line(price="9000"), "10"),
            (line(price="9000", percent="10"), "19"),
            (line(price="0"), "100"),
            (line(quantity="0.0001"), "99.99"),
            (line(quantity="0"), "100"),
            (line(quantity="2.5"), "0"),  # the quantity is what the client buys
            (line(quantity="12", price="7500"), "25"),
            (line(price="20000"), "0"),
            (line(price="20000", percent="50"), "50"),  # a price written up to give more off is given off all the same
            (line(hours="0"), "0"),  # the studio's cost, not what the client is asked
        ],
    )
    def test_is_the_same_by_whatever_field_it_came(self, item: Line, percent: str) -> None:
        assert discount_from_list(item, LISTED) == Decimal(percent)

    @pytest.mark.parametrize("item", [line(price="0"), line(quantity="0.25"), line(price="1")])
    def test_leaves_the_price_of_an_own_line_to_whoever_writes_it(self, item: Line) -> None:
        assert discount_from_list(item, None) == 0
        assert discount_from_list(replace(item, discount_percent=Decimal(30)), None) == 30


amounts = st.integers(0, 10**9)
percents = st.decimals(0, 100, places=2, allow_nan=False, allow_infinity=False)
quantities = st.decimals(0, 1000, places=4, allow_nan=False, allow_infinity=False)


class TestWithinLimit:
    @given(amount=amounts, listed=amounts, quantity=quantities, percent=percents, limit=percents)
    def test_asks_as_much_as_the_limit_demands_and_no_more(
        self, amount: int, listed: int, quantity: Decimal, percent: Decimal, limit: Decimal
    ) -> None:
        item = Line("a", "Ы", "page", quantity, Money(amount, "RUB"), discount_percent=percent)
        at = Money(listed, "RUB")
        if beyond_limit(item, at, limit=limit) is None:
            assert discount_from_list(item, at) <= limit
        else:
            kept = within_limit(item, at, limit=limit)
            assert kept.unit_price.amount * kept.quantity >= listed
            assert discount_from_list(kept, at) == (
                limit if kept.unit_price and kept.quantity else kept.discount_percent
            )


@pytest.fixture
def deal(work: Work) -> Deal:
    add_studio(work, regime=TaxRegime.NONE)
    add_person(work, key="anna")
    deal = add_deal(work)
    start_estimate(work, deal_id="deal")
    return deal


def save(work: Work, actor: Actor, change: Callable[[EstimateLineView], Line]) -> tuple[EstimateLineView, ...]:
    """The estimate saved by somebody, each line changed."""
    old = estimate_of(work, deal_id="deal")
    lines = [EstimateLineIn(change(item), item.service_key) for item in old.lines]
    return save_estimate(acting(work, actor), deal_id="deal", version=old.version, lines=lines, tariff=old.tariff).lines


LOWERED: list[Callable[[Line], Line]] = [
    lambda item: replace(item, unit_price=Money(1, "RUB")),
    lambda item: replace(item, unit_price=Money(0, "RUB")),
    lambda item: replace(item, quantity=Decimal("0.0001")),
    lambda item: replace(item, quantity=Decimal(0)),
    lambda item: replace(item, discount_percent=Decimal(90)),
    lambda item: replace(item, unit_price=item.unit_price.times(Decimal("0.92")), discount_percent=Decimal(5)),
]


class TestSaveEstimate:
    @pytest.mark.parametrize("lower", LOWERED)
    def test_keeps_a_manager_within_the_limit_by_every_field_and_asks_the_owner(
        self, work: Work, deal: Deal, lower: Callable[[Line], Line]
    ) -> None:
        manager = add_person(work, key="boris", max_discount=10)
        before = estimate_of(work, deal_id="deal").lines[0].line
        owner = add_person(work, key="olga", role=Role.OWNER)
        first = before.key
        saved = save(work, manager, lambda item: lower(item.line) if item.line.key == first else item.line)
        assert saved[0].line == replace(before, discount_percent=LIMIT)
        [task] = open_tasks(work, deal_id="deal")
        assert (task.kind, task.assignee_id) == (TaskKind.DISCOUNT, owner.id)
        assert task.title.startswith(f"{before.name} −")

    @pytest.mark.parametrize("lower", LOWERED)
    def test_of_a_service_that_the_manager_adds_too(
        self, work: Work, deal: Deal, lower: Callable[[Line], Line]
    ) -> None:
        manager = add_person(work, key="boris", max_discount=10)
        old = estimate_of(work, deal_id="deal")
        item = old.lines[0]
        again = EstimateLineIn(lower(replace(item.line, key="new-1")), item.service_key)
        saved = save_estimate(
            acting(work, manager), deal_id="deal", version=old.version, lines=[again], tariff=Tariff.START
        )
        assert replace(saved.lines[0].line, key=item.line.key) == replace(item.line, discount_percent=LIMIT)

    def test_lets_the_owner_give_anything_and_a_manager_keep_it(self, work: Work, deal: Deal) -> None:
        owner, manager = add_person(work, key="olga", role=Role.OWNER), add_person(work, key="boris", max_discount=10)
        given = save(
            work, owner, lambda item: replace(item.line, unit_price=Money(item.line.unit_price.amount // 2, "RUB"))
        )
        assert save(work, manager, lambda item: item.line) == given
        assert open_tasks(work, deal_id="deal") == ()

    def test_leaves_own_lines_alone(self, work: Work, deal: Deal) -> None:
        manager = add_person(work, key="boris", max_discount=10)
        own = Line("new-1", "Подарок", "service", Decimal("0.5"), Money(0, "RUB"))
        lines = [EstimateLineIn(own)]
        saved = save_estimate(acting(work, manager), deal_id="deal", version=1, lines=lines, tariff=Tariff.START)
        assert (saved.discounts_asked, replace(saved.lines[0].line, key="new-1")) == ((), own)

    def test_is_measured_on_the_list_of_the_day_of_the_line(self, work: Work, deal: Deal) -> None:
        manager = add_person(work, key="boris", max_discount=10)
        before = estimate_of(work, deal_id="deal").lines
        for service in work.session.exec(select(Service)):
            service.price_amount *= 2
        work.session.flush()
        assert save(work, manager, lambda item: item.line) == before
        assert open_tasks(work, deal_id="deal") == ()

    def test_the_proposal_says_no_more_than_was_saved(self, work: Work, deal: Deal) -> None:
        manager = add_person(work, key="boris", max_discount=10)
        start_proposal(work, deal_id="deal")
        save(work, manager, lambda item: replace(item.line, unit_price=Money(1, "RUB")))
        document = open_proposal(work, deal_id="deal")
        assert document is not None
        said = {one.key: one.line() for one in proposing.content_of(work, document).lines}
        for item in estimate_of(work, deal_id="deal").lines:
            assert discount_from_list(said[item.line.key], item.list_price) == LIMIT


step = st.tuples(
    st.sampled_from(["olga", "boris", "vera"]),
    st.lists(
        st.tuples(
            st.integers(0, 30),
            st.sampled_from(["unit_price", "quantity", "discount_percent", "again", "gone"]),
            percents,
        ),
        min_size=1,
        max_size=6,
    ),
)


PEOPLE = {"olga": 100, "boris": 10, "vera": 0}


def sold_in(session: Session) -> None:
    """A deal with an estimate, and people with their limits."""
    work = a_work(session, FixedClock(NOON), RecordingJobs())
    add_studio(work, regime=TaxRegime.NONE)
    for name, limit in PEOPLE.items():
        add_person(work, key=name, role=Role.OWNER if limit == 100 else Role.MANAGER, max_discount=limit)
    add_deal(work, manager="boris")
    start_estimate(work, deal_id="deal")
    session.commit()


def person(name: str) -> Actor:
    role = Role.OWNER if PEOPLE[name] == 100 else Role.MANAGER
    return Actor(kind=ActorKind.STAFF, id=name, name=name, role=role.value)


class TestHistories:
    @given(steps=st.lists(step, min_size=1, max_size=6))
    def test_no_manager_asks_less_than_their_limit_or_what_stood_there(
        self, tables: InMemory | OnServer, steps: list[tuple[str, list[tuple[int, str, Decimal]]]]
    ) -> None:
        with tables.session(sold_in) as session:
            clock = FixedClock(NOON)
            work = a_work(session, clock, RecordingJobs())
            for who, changes in steps:
                clock.advance(timedelta(minutes=1))
                old = estimate_of(work, deal_id="deal")
                lines = [EstimateLineIn(item.line, item.service_key) for item in old.lines]
                for place, what, figure in changes:
                    if lines:
                        lines = changed(lines, place % len(lines), what, figure)
                saved = save_estimate(
                    acting(work, person(who)), deal_id="deal", version=old.version, lines=lines, tariff=old.tariff
                )
                stood = {item.line.key: discount_from_list(item.line, item.list_price) for item in old.lines}
                for item, wished in zip(saved.lines, lines, strict=True):
                    assert item.list_price is not None
                    allowed = max(Decimal(PEOPLE[who]), stood.get(wished.line.key, Decimal(0)))
                    assert discount_from_list(item.line, item.list_price) <= allowed
                    if (
                        discount_from_list(wished.line, item.list_price) <= allowed
                    ):  # what may be given is kept as it was typed
                        assert replace(item.line, key="") == replace(wished.line, key="")


def changed(lines: list[EstimateLineIn], at: int, what: str, figure: Decimal) -> list[EstimateLineIn]:
    item = lines[at]
    match what:
        case "gone":
            return [*lines[:at], *lines[at + 1 :]]
        case "again":  # taken out and added anew, at a price of one's own
            line = replace(item.line, key=f"new-{len(lines)}", unit_price=Money(int(figure * 100), "RUB"))
        case "unit_price":
            line = replace(item.line, unit_price=item.line.unit_price.times(figure / 50))
        case "quantity":
            line = replace(item.line, quantity=figure / 40)
        case _:
            line = replace(item.line, discount_percent=figure)
    return [*lines[:at], EstimateLineIn(line, item.service_key), *lines[at + 1 :]]
