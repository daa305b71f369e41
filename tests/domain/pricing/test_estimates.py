"""The estimate of a deal."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlmodel import select

from studio_app.core.clock import FixedClock
from studio_app.core.errors import Invalid, NotFound, Stale
from studio_app.core.money import Money
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.briefs.models import Brief
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import get_document
from studio_app.domain.documents.revisions import content_of
from studio_app.domain.pricing import preparing
from studio_app.domain.pricing.engine import Line
from studio_app.domain.pricing.estimate_rows import doubtful_lines
from studio_app.domain.pricing.estimates import estimate_of, save_estimate
from studio_app.domain.pricing.kinds import LineDoubt, Tariff
from studio_app.domain.pricing.models import Service
from studio_app.domain.pricing.preparing import start_estimate
from studio_app.domain.pricing.schemas import DiscountAsked, EstimateLineIn, EstimateView
from studio_app.domain.proposals.draft import open_proposal, publish_proposal, start_proposal
from studio_app.domain.studio.kinds import TaxRegime
from studio_app.domain.studio.models import Studio
from studio_app.domain.tasks.kinds import TaskKind
from studio_app.domain.tasks.service import open_tasks
from studio_app.domain.timeline.events.documents import BriefSubmitted
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work
from tests.happened import blank
from tests.rows import acting, add_brief, add_deal, add_person, add_studio

ANSWERS = {"site_kind": "corporate", "pages": 12, "design": "custom", "content": "client", "languages": ["ru", "en"]}


@pytest.fixture
def deal(work: Work) -> Deal:
    add_studio(work, regime=TaxRegime.VAT_GENERAL)
    add_person(work, key="anna")
    return add_deal(work)


def kinds(work: Work) -> list[str]:
    return [event.kind for event in work.session.exec(select(TimelineEvent))]


def kept(view: EstimateView, **changes: object) -> list[EstimateLineIn]:
    """The lines of the estimate, the first one changed."""
    first, *rest = (item.line for item in view.lines)
    return [EstimateLineIn(replace(first, **changes)), *(EstimateLineIn(line) for line in rest)]  # pyright: ignore[reportArgumentType]


def prepared(work: Work, **answers: object) -> EstimateView:
    add_brief(work, deal_id="deal", answers={**ANSWERS, **answers})
    return estimate_of(work, deal_id="deal")


class TestPrepareEstimate:
    def test_fills_the_lines_from_the_answers_and_says_why(self, work: Work, deal: Deal) -> None:
        lines = {item.service_key: item for item in prepared(work).lines}
        assert lines["layout"].line.quantity == 12
        assert lines["layout"].origin == "pages = 12"
        assert lines["language"].line.quantity == 1
        assert lines["cms"].origin == "site_kind = corporate"
        assert "shop" not in lines
        assert lines["hosting"].line.optional

    def test_takes_the_tax_of_the_day_and_the_costs(self, work: Work, deal: Deal) -> None:
        view = prepared(work)
        assert (view.tax.regime, view.tax.rate) == (TaxRegime.VAT_GENERAL, Decimal(22))
        assert view.hour_cost == Money(150_000, "RUB")

    def test_moves_the_deal_on_with_the_recommended_total(self, work: Work, deal: Deal) -> None:
        view = prepared(work)
        assert deal.stage_id == "estimate"
        assert deal.amount == view.of(Tariff.STANDARD).total.amount > 0
        told = kinds(work)
        told = told[told.index(EventKind.BRIEF_SUBMITTED) :]
        assert (
            told.index(EventKind.DEAL_CHANGED)
            < told.index(EventKind.ESTIMATE_PREPARED)
            < told.index(EventKind.DEAL_MOVED)
        )

    def test_prepares_once(self, work: Work, deal: Deal) -> None:
        first = prepared(work)
        brief = work.session.exec(select(Brief)).one()
        record(work, blank(BriefSubmitted, deal_id="deal", document_id=brief.document_id))
        assert estimate_of(work, deal_id="deal") == first
        assert kinds(work).count(EventKind.ESTIMATE_PREPARED) == 1

    @pytest.mark.parametrize(("share", "tariff"), [("0.5", Tariff.START), ("1", Tariff.START), ("100", Tariff.PREMIUM)])
    def test_recommends_the_largest_tariff_within_the_budget(
        self, work: Work, deal: Deal, share: str, tariff: Tariff
    ) -> None:
        start_total = prepared(work).of(Tariff.START).total
        other = add_deal_like(work, budget=int(start_total.major * Decimal(share)))
        assert estimate_of(work, deal_id=other).tariff is tariff

    def test_is_not_moved_by_a_new_price_list(self, work: Work, deal: Deal) -> None:
        before = prepared(work)
        for service in work.session.exec(select(Service)):
            service.price_amount *= 2
        work.session.flush()
        assert estimate_of(work, deal_id="deal").totals == before.totals

    def test_starts_without_a_brief_too(self, work: Work, deal: Deal) -> None:
        start_estimate(work, deal_id="deal")
        keys = {item.service_key for item in estimate_of(work, deal_id="deal").lines}
        assert "analysis" in keys
        assert "layout" not in keys

    def test_is_not_found_before(self, work: Work, deal: Deal) -> None:
        with pytest.raises(NotFound):
            estimate_of(work, deal_id="deal")


class TestDoubts:
    """What the price list cannot say is neither dropped nor guessed: a line says what it waits for."""

    @pytest.fixture
    def foreign(self, work: Work, deal: Deal) -> Service:
        service = service_of(work, "layout")
        service.currency, service.price_amount = "EUR", 120_00
        work.session.flush()
        return service

    def test_a_service_in_another_currency_waits_for_its_price(self, work: Work, foreign: Service) -> None:
        item = next(item for item in prepared(work).lines if item.service_key == "layout")
        assert (item.doubt, item.listed, item.line.quantity) == (LineDoubt.CURRENCY, Money(120_00, "EUR"), 12)
        assert item.line.unit_price == Money(0, "RUB")
        assert [task.kind for task in open_tasks(work, deal_id="deal")] == [TaskKind.ESTIMATE_DOUBTFUL]

    def test_a_rule_that_cannot_be_read_waits_for_a_quantity(self, work: Work, deal: Deal) -> None:
        service_of(work, "layout").rule = {"when": "always"}
        work.session.flush()
        item = next(item for item in prepared(work).lines if item.service_key == "layout")
        assert (item.doubt, item.line.quantity) == (LineDoubt.RULE, 0)
        assert item.line.unit_price.amount > 0

    def test_the_proposal_leaves_it_out_and_is_not_sent(self, work: Work, foreign: Service) -> None:
        prepared(work)
        document = open_proposal(work, deal_id="deal")
        assert document is not None
        names = [line["name"] for line in content_of(work, document)["lines"]]
        assert names
        assert foreign.name_ru not in names
        with pytest.raises(Invalid, match="doubtful_lines"):
            publish_proposal(work, document_id=document.id)

    def test_ends_with_the_price_and_with_the_task(self, work: Work, foreign: Service) -> None:
        view = prepared(work)
        lines = [
            EstimateLineIn(
                replace(item.line, unit_price=Money(10_000_00, "RUB")) if item.doubt else item.line, item.service_key
            )
            for item in view.lines
        ]
        save_estimate(work, deal_id="deal", version=1, lines=lines, tariff=Tariff.START)
        assert doubtful_lines(work, deal_id="deal") == 0
        assert open_tasks(work, deal_id="deal") == ()
        document = open_proposal(work, deal_id="deal")
        assert document is not None
        publish_proposal(work, document_id=document.id)

    def test_stays_while_nothing_is_written(self, work: Work, foreign: Service) -> None:
        view = prepared(work)
        save_estimate(work, deal_id="deal", version=1, lines=kept(view), tariff=Tariff.START)
        assert doubtful_lines(work, deal_id="deal") == 1

    def test_comes_with_a_foreign_service_that_a_person_adds(self, work: Work, deal: Deal) -> None:
        view = prepared(work)
        service = service_of(work, "shop")
        service.currency, service.price_amount = "USD", 900_00
        work.session.flush()
        line = Line(key="new", name="Магазин", unit="service", quantity=Decimal(1), unit_price=Money(0, "RUB"))
        lines = [*kept(view), EstimateLineIn(line, "shop")]
        saved = save_estimate(work, deal_id="deal", version=1, lines=lines, tariff=Tariff.START)
        assert (saved.lines[-1].doubt, saved.lines[-1].listed) == (LineDoubt.CURRENCY, Money(900_00, "USD"))


class TestBriefIsTaken:
    def test_whatever_becomes_of_the_estimate(self, work: Work, deal: Deal, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(*_: object, **__: object) -> None:
            raise ZeroDivisionError("a mistake of ours")

        monkeypatch.setattr(preparing, "settle", broken)
        add_brief(work, deal_id="deal", answers=ANSWERS)
        with pytest.raises(NotFound):
            estimate_of(work, deal_id="deal")
        assert [kind for kind in kinds(work) if kind.startswith(("brief", "estimate"))] == [
            EventKind.BRIEF_PUBLISHED,
            EventKind.BRIEF_SUBMITTED,
            EventKind.ESTIMATE_FAILED,
        ]
        assert [event.kind for event in work.events if event.kind.noun == "estimate"] == [EventKind.ESTIMATE_FAILED]
        assert [task.kind for task in open_tasks(work, deal_id="deal")] == [TaskKind.ESTIMATE_FAILED]
        monkeypatch.undo()
        start_estimate(work, deal_id="deal")
        assert open_tasks(work, deal_id="deal") == ()

    def test_and_a_void_one_is_not_read(self, work: Work, deal: Deal) -> None:
        document_id = add_brief(replace(work, reactions={}), deal_id="deal", answers=ANSWERS)
        get_document(work, document_id).status = DocumentStatus.VOID
        start_estimate(work, deal_id="deal")
        start_proposal(work, deal_id="deal")
        document = open_proposal(work, deal_id="deal")
        assert document is not None
        assert content_of(work, document)["goals"] == []


def service_of(work: Work, key: str) -> Service:
    return work.session.exec(select(Service).where(Service.key == key)).one()


def add_deal_like(work: Work, *, budget: int) -> str:
    other = add_deal(work, key="other", number=2)
    add_brief(work, deal_id="other", answers={**ANSWERS, "budget": budget})
    return other.id


class TestSaveEstimate:
    def test_keeps_what_it_is_told_and_grows_the_version(self, work: Work, deal: Deal) -> None:
        view = prepared(work)
        saved = save_estimate(
            work, deal_id="deal", version=1, lines=kept(view, quantity=Decimal("2.5")), tariff=Tariff.PREMIUM
        )
        assert saved.version == 2
        assert saved.lines[0].line.quantity == Decimal("2.5")
        assert [item.line.key for item in saved.lines] == [item.line.key for item in view.lines]
        assert [item.origin for item in saved.lines] == [item.origin for item in view.lines]
        assert deal.amount == saved.of(Tariff.PREMIUM).total.amount

    def test_adds_removes_and_reorders(self, work: Work, deal: Deal) -> None:
        view = prepared(work)
        own = Line(key="new", name="Своё", unit="hour", quantity=Decimal(3), unit_price=Money(500_00, "RUB"))
        first, second, *_ = (item.line for item in view.lines)
        lines = [EstimateLineIn(line) for line in (second, own, first)]
        saved = save_estimate(work, deal_id="deal", version=1, lines=lines, tariff=Tariff.START)
        assert [item.line.name for item in saved.lines] == [second.name, "Своё", first.name]
        assert saved.lines[1].line.key != "new"

    def test_refuses_a_stale_version_and_changes_nothing(self, work: Work, deal: Deal) -> None:
        view = prepared(work)
        save_estimate(work, deal_id="deal", version=1, lines=kept(view), tariff=Tariff.START)
        with pytest.raises(Stale):
            save_estimate(work, deal_id="deal", version=1, lines=[], tariff=Tariff.PREMIUM)
        assert len(estimate_of(work, deal_id="deal").lines) == len(view.lines)

    def test_asks_the_owner_for_a_discount_over_the_limit(self, work: Work, deal: Deal) -> None:
        view = prepared(work)
        anna = acting(work, add_person(work, key="boris", max_discount=10))
        save_estimate(
            anna, deal_id="deal", version=1, lines=kept(view, discount_percent=Decimal(10)), tariff=Tariff.START
        )
        owner = add_person(work, key="olga", role=Role.OWNER)
        saved = save_estimate(
            anna,
            deal_id="deal",
            version=2,
            lines=kept(view, discount_percent=Decimal("12.5"), quantity=Decimal(3)),
            tariff=Tariff.START,
        )
        line = saved.lines[0].line
        assert (line.discount_percent, line.quantity) == (10, 3)
        assert saved.discounts_asked == (DiscountAsked(line.name, Decimal("12.5"), Decimal(10)),)
        [task] = open_tasks(work, deal_id="deal")
        assert (task.kind, task.title, task.assignee_id) == (TaskKind.DISCOUNT, f"{line.name} −12.5 %", owner.id)

    def test_asks_once_however_often_it_is_saved(self, work: Work, deal: Deal, clock: FixedClock) -> None:
        view = prepared(work)
        manager = acting(work, add_person(work, key="boris", max_discount=10))
        for version, wished in ((1, 20), (2, 20), (3, 30)):
            clock.set(clock.now() + timedelta(minutes=1))
            lines = kept(view, discount_percent=Decimal(wished))
            save_estimate(manager, deal_id="deal", version=version, lines=lines, tariff=Tariff.START)
        [task] = open_tasks(work, deal_id="deal")
        assert task.title.endswith("−30 %")

    def test_gives_the_owner_until_tomorrow_when_the_day_is_over(
        self, work: Work, deal: Deal, clock: FixedClock
    ) -> None:
        clock.set(clock.now().replace(hour=20))
        view = prepared(work)
        manager = acting(work, add_person(work, key="boris", max_discount=10))
        lines = kept(view, discount_percent=Decimal(20))
        save_estimate(manager, deal_id="deal", version=1, lines=lines, tariff=Tariff.START)
        [task] = open_tasks(work, deal_id="deal")
        assert task.due_at is not None
        assert timedelta(0) < task.due_at - clock.now() <= timedelta(days=1)

    def test_lets_a_manager_keep_the_discount_an_owner_gave(self, work: Work, deal: Deal) -> None:
        view = prepared(work)
        owner = acting(work, add_person(work, key="olga", role=Role.OWNER))
        given = save_estimate(
            owner, deal_id="deal", version=1, lines=kept(view, discount_percent=Decimal(40)), tariff=Tariff.START
        )
        manager = acting(work, add_person(work, key="boris"))
        again = save_estimate(
            manager, deal_id="deal", version=2, lines=kept(given, quantity=Decimal(2)), tariff=Tariff.START
        )
        assert again.lines[0].line.discount_percent == 40

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"name": "  "}, "name"),
            ({"name": "ы" * 161}, "name"),
            ({"unit": "parsec"}, "unit"),
            ({"unit_price": Money(1, "EUR")}, "unit_price"),
        ],
    )
    def test_refuses_bad_lines(self, work: Work, deal: Deal, changes: dict[str, object], field: str) -> None:
        view = prepared(work)
        with pytest.raises(Invalid) as caught:
            save_estimate(work, deal_id="deal", version=1, lines=kept(view, **changes), tariff=Tariff.START)
        assert caught.value.field == field

    def test_tells_the_margin_that_the_studio_wants(self, work: Work, deal: Deal) -> None:
        prepared(work)
        studio = work.session.get(Studio, 1)
        assert studio is not None
        studio.min_margin_percent = Decimal(35)
        assert estimate_of(work, deal_id="deal").min_margin_percent == 35
