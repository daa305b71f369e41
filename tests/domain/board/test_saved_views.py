"""What people keep about their boards."""

from dataclasses import replace

import pytest
from sqlmodel import select

from studio_app.core.errors import Invalid
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.board.models import SavedView
from studio_app.domain.board.saved_views import save_view
from studio_app.domain.work import Work
from tests.selling import make_studio


@pytest.fixture
def manager(work: Work) -> Work:
    make_studio(work)
    return replace(work, actor=Actor(ActorKind.STAFF, id="manager", role="manager"))


class TestSaveView:
    def test_keeps_one_filter_under_a_name(self, manager: Work) -> None:
        for query in ("tag=a", "tag=b"):
            save_view(manager, name=" Big  deals ", query=query, shared=False)
        view = manager.session.exec(select(SavedView)).one()
        assert (view.name, view.query) == ("Big deals", "tag=b")

    def test_refuses_a_filter_without_end_and_does_not_blame_the_name(self, manager: Work) -> None:
        with pytest.raises(Invalid) as refused:
            save_view(manager, name="All", query="tag=" + "x" * 600, shared=False)
        assert refused.value.params["reason"] == "filter_too_long"
        assert not manager.session.exec(select(SavedView)).all()
