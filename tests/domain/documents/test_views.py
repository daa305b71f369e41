"""Looks at a document, by people and by programs."""

from datetime import timedelta

from sqlmodel import select

from studio_app.core.clock import FixedClock
from studio_app.domain.contracts.editing import publish_contract
from studio_app.domain.documents.links import get_document
from studio_app.domain.documents.models import DocumentView
from studio_app.domain.documents.revisions import LOOKS_AN_HOUR
from studio_app.domain.documents.views import count_view
from studio_app.domain.work import Work
from tests.agreeing import accept_proposal, as_client, make_sides, token_of


class TestLooks:
    def test_of_a_program_are_not_kept_one_by_one(self, work: Work, clock: FixedClock) -> None:
        contract = accept_proposal(work, make_sides(work))
        publish_contract(work, document_id=contract)
        token = token_of(work, contract)
        for _ in range(LOOKS_AN_HOUR + 5):
            clock.advance(timedelta(seconds=1))
            count_view(as_client(work), token=token, revision=1)
        assert len(work.session.exec(select(DocumentView)).all()) == LOOKS_AN_HOUR
        assert get_document(work, contract).last_seen_at == work.now()
        clock.advance(timedelta(hours=1))
        count_view(as_client(work), token=token, revision=1)
        assert len(work.session.exec(select(DocumentView)).all()) == LOOKS_AN_HOUR + 1
