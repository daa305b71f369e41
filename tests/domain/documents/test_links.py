"""The link of a document, and what is left of one that was replaced."""

import pytest
from sqlmodel import select

from studio_app.core.errors import NotFound
from studio_app.core.tokens import token_hash
from studio_app.domain.documents.links import (
    LinkReplaced,
    find_by_token,
    link_token,
    replace_link,
)
from studio_app.domain.documents.models import Document, FormerLink
from studio_app.domain.documents.stamps import stamps
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work
from tests import proposing


@pytest.fixture
def document(studio: Work) -> Document:
    return proposing.published(studio)


class TestReplaceLink:
    def test_opens_by_the_newest_link_alone(self, studio: Work, document: Document) -> None:
        tokens = [link_token(studio, document)]
        for _ in range(3):
            replace_link(studio, document_id=document.id)
            tokens.append(link_token(studio, document))
        assert len(set(tokens)) == 4
        for token in tokens[:-1]:
            with pytest.raises(NotFound):
                find_by_token(studio, token=token)
        assert find_by_token(studio, token=tokens[-1]).id == document.id
        assert [one is not None for one in stamps(studio, tokens=tokens)] == [False, False, False, True]

    def test_keeps_the_hash_of_each_former_link_and_no_more(self, studio: Work, document: Document) -> None:
        tokens = [link_token(studio, document)]
        replace_link(studio, document_id=document.id)
        tokens.append(link_token(studio, document))
        replace_link(studio, document_id=document.id)
        kept = studio.session.exec(select(FormerLink)).all()
        assert {row.token_hash for row in kept} == {token_hash(token) for token in tokens}
        assert {row.document_id for row in kept} == {document.id}
        assert all(token not in str(row.model_dump()) for row in kept for token in tokens)

    def test_stands_on_the_timeline(self, studio: Work, document: Document) -> None:
        replace_link(studio, document_id=document.id)
        event = studio.session.exec(
            select(TimelineEvent).where(TimelineEvent.kind == EventKind.DOCUMENT_LINK_RENEWED)
        ).one()
        assert (event.deal_id, event.payload["document"]) == (document.deal_id, "proposal")

    def test_replaces_the_link_that_the_person_saw_and_no_other(self, studio: Work, document: Document) -> None:
        seen = document.token_hash
        replace_link(studio, document_id=document.id, link_hash=seen)
        current = document.token_hash
        with pytest.raises(LinkReplaced):
            replace_link(studio, document_id=document.id, link_hash=seen)
        assert document.token_hash == current

    def test_is_for_what_lies_before_the_client(self, studio: Work) -> None:
        draft = proposing.draft(studio)
        with pytest.raises(NotFound):
            replace_link(studio, document_id=draft.id)
        with pytest.raises(NotFound):
            replace_link(studio, document_id="nobody")
