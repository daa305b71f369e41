"""Measures derived anew are those that were kept as it happened."""

from sqlmodel import select

from studio_app.domain.analytics.models import StageVisit, Tenure
from studio_app.domain.analytics.tenures import rebuild_tenures
from studio_app.domain.analytics.visits import rebuild_visits
from studio_app.domain.deals.models import Deal
from studio_app.domain.work import Work


class TestRebuildVisits:
    def test_finds_what_was_kept_as_it_happened(self, history: Work) -> None:
        def told() -> list[tuple[object, ...]]:
            rows = history.session.exec(select(StageVisit)).all()
            return sorted(
                (
                    (r.deal_id, r.entered_at, r.stage_id, r.first, r.manager_id, r.left_at, r.seconds, r.forward)
                    for r in rows
                ),
                key=str,
            )

        before = told()
        assert rebuild_visits(history) == len(before)
        history.session.expire_all()
        assert told() == before


class TestRebuildTenures:
    def test_finds_what_was_kept_as_it_happened(self, history: Work) -> None:
        def told() -> list[tuple[object, ...]]:
            rows = history.session.exec(select(Tenure)).all()
            return sorted(((r.deal_id, r.since, r.until, r.manager_id, r.channel_id) for r in rows), key=str)

        before = told()
        assert len(before) > len(history.session.exec(select(Deal)).all())
        assert rebuild_tenures(history) == len(before)
        history.session.expire_all()
        assert told() == before
