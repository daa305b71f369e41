"""The list behind each figure has as many deals as the figure counts, and comes to as much."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.core.clock import FixedClock
from studio_app.core.money import Money, by_currency
from studio_app.domain.analytics.figures import dashboard
from studio_app.domain.analytics.lists import deals_behind
from studio_app.domain.analytics.schemas import (
    EVERYTHING,
    SUMMED,
    Dashboard,
    DealBehind,
    DealsBehind,
    Figure,
    Foreign,
    Period,
    Slice,
)
from studio_app.domain.deals.models import Deal
from studio_app.domain.work import Work
from tests.conftest import a_work
from tests.databases import InMemory, OnServer
from tests.domain.analytics.conftest import SEEDS, lived, middle
from tests.domain.analytics.recount import inside, receipts, recount

Told = tuple[Figure, Slice, int | None, tuple[Money, ...] | None]


def on_the_screen(figures: Dashboard) -> Iterator[Told]:
    """Every figure that opens a list: what it counts and what it comes to, where it tells it."""
    totals, own = figures.totals, Slice(currency=figures.currency)
    yield Figure.LEADS, EVERYTHING, totals.leads, None
    yield Figure.PROPOSALS, EVERYTHING, totals.proposals, None
    yield Figure.WON, EVERYTHING, totals.won, None
    yield Figure.WON, own, None, (totals.won_amount,)
    yield Figure.LOST, EVERYTHING, totals.lost, None
    yield Figure.MONEY, own, None, (totals.received,)
    yield from beside(Figure.WON, EVERYTHING, figures.won_foreign)
    yield from beside(Figure.MONEY, EVERYTHING, figures.received_foreign)
    for stage in figures.funnel:
        of = Slice(stage_id=stage.stage_id)
        yield Figure.ENTERED, of, stage.entered, None
        yield Figure.FORWARD, of, stage.forward, None
        yield Figure.WAITING, of, stage.waiting, None
    sources = [(Slice(manager_id=row.id), row) for row in figures.managers]
    sources += [(Slice(channel_id=row.id), row) for row in figures.channels]
    for of, row in sources:
        theirs = replace(of, currency=figures.currency)
        yield Figure.LEADS, of, row.leads, None
        yield Figure.PROPOSALS, of, row.proposals, None
        yield Figure.WON, of, row.won, None
        yield Figure.LOST, of, row.lost, None
        yield Figure.WON, theirs, None, (row.won_amount,)
        yield Figure.MONEY, theirs, None, (row.received,)
        yield from beside(Figure.WON, of, row.won_foreign)
        yield from beside(Figure.MONEY, of, row.received_foreign)
    for row in figures.lost:
        of = Slice(lost_reason_id=row.reason_id, manager_id=row.manager_id)
        yield Figure.LOST, of, row.deals, None
        yield Figure.LOST, replace(of, currency=figures.currency), None, (row.amount,)
        yield from beside(Figure.LOST, of, row.foreign)


def beside(figure: Figure, of: Slice, told: tuple[Foreign, ...]) -> Iterator[Told]:
    for one in told:
        yield figure, replace(of, currency=one.amount.currency), one.deals, (one.amount,)


def whole_list(work: Work, figure: Figure, period: Period, of: Slice) -> tuple[DealsBehind, list[DealBehind]]:
    """The list with all its windows."""
    first = deals_behind(work, figure=figure, period=period, of=of)
    rows = list(first.deals)
    while len(rows) < first.total:
        following = deals_behind(work, figure=figure, period=period, of=of, offset=len(rows)).deals
        assert following, (figure, of)
        rows += following
    return first, rows


class TestDealsBehind:
    def test_are_as_many_and_come_to_as_much_as_their_figure_says(
        self, history: Work, period: Period, figures: Dashboard
    ) -> None:
        for figure, of, count, sums in on_the_screen(figures):
            told, rows = whole_list(history, figure, period, of)
            assert len(rows) == told.total == len({(row.id, row.amount.currency) for row in rows}), (figure, of)
            if count is not None:
                assert told.total == count, (figure, of)
            if sums is not None:
                assert tuple(one for one in told.sums if one) == tuple(one for one in sums if one), (figure, of)
            if figure in SUMMED:
                listed = by_currency(row.amount for row in rows)
                assert {one.currency: one.amount for one in told.sums if one} == listed, (figure, of)

    def test_are_there_for_every_figure(self, figures: Dashboard) -> None:
        assert {figure for figure, *_ in on_the_screen(figures)} == set(Figure)

    def test_name_the_manager_whose_figure_it_is(self, history: Work, period: Period, figures: Dashboard) -> None:
        for manager in figures.managers:
            for figure in (Figure.LEADS, Figure.PROPOSALS, Figure.WON, Figure.LOST, Figure.MONEY):
                _, rows = whole_list(history, figure, period, Slice(manager_id=manager.id))
                assert {row.manager for row in rows} <= {manager.name_ru}


def cases(work: Work) -> Iterator[str]:
    """What of all that makes figures and lists differ has happened in a history."""
    period = middle(work)
    figures = dashboard(work, period=period)
    entries = Counter((stay.deal, stay.stage) for stay in recount(work) if inside(period, stay.since))
    money = receipts(work, period)
    for case, happened in (
        ("ended twice", any(count > 1 for (_, stage), count in entries.items() if stage in {"paid", "lost"})),
        ("in a stage again", any(count > 1 for (_, stage), count in entries.items() if stage == "proposal")),
        ("handed over after it paid", any(m.manager != work.session.get_one(Deal, m.deal).manager_id for m in money)),
        ("returned", any(one.money.amount < 0 for one in money)),
        ("won in another currency", bool(figures.won_foreign)),
        ("lost in another currency", any(row.foreign for row in figures.lost)),
        ("paid in another currency", bool(figures.received_foreign)),
    ):
        if happened:
            yield case


class TestHistories:
    def test_have_all_cases_between_them(
        self, tables: InMemory | OnServer, clock: FixedClock, jobs: RecordingJobs
    ) -> None:
        seen: set[str] = set()
        for seed in SEEDS:
            fill, end = lived(seed)
            with tables.session(fill) as session:
                clock.set(end.now())
                seen |= set(cases(a_work(session, clock, jobs)))
        assert len(seen) == 7, seen
