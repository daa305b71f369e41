"""What may be done with a document, by its kind and status."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from studio_app.domain.documents.kinds import KINDS, DocumentKind, DocumentStatus
from studio_app.domain.documents.summaries import DocumentSummary, serves

NOON = datetime(2026, 11, 23, 9, tzinfo=UTC)


def document(kind: DocumentKind, status: DocumentStatus) -> DocumentSummary:
    return DocumentSummary(
        id="document",
        deal_id="deal",
        kind=kind,
        status=status,
        number="",
        title="",
        locale="en",
        token="token",
        revision=1,
        seen_revision=0,
        seen_at=None,
        created_at=NOON,
        published_at=None if status is DocumentStatus.DRAFT else NOON,
        closed_at=None,
    )


def statuses(kind: DocumentKind, may: str) -> set[str]:
    return {one.value for one in DocumentStatus if getattr(document(kind, one), may)}


@pytest.mark.parametrize("kind", KINDS.values())
class TestDocumentSummary:
    def test_may_be_sent_while_the_client_waits_for_it(self, kind: DocumentKind) -> None:
        assert statuses(kind, "may_be_sent") == {"draft", "declined"}

    def test_may_be_edited_until_somebody_has_agreed(self, kind: DocumentKind) -> None:
        assert statuses(kind, "may_be_edited") == {"draft", "published", "declined"}

    def test_may_be_opened_unless_it_shows_nothing(self, kind: DocumentKind) -> None:
        shut = {one.value for one in DocumentStatus} - statuses(kind, "may_be_opened")
        assert shut == ({"void"} if kind.is_drawn else {"void", "draft"})

    def test_may_be_taken_back_where_its_kind_can_be_void(self, kind: DocumentKind) -> None:
        can = DocumentStatus.VOID in kind.transitions[DocumentStatus.PUBLISHED]
        assert statuses(kind, "may_be_taken_back") == ({"published"} if can else set())

    def test_is_before_its_client_once_published_and_not_void(self, kind: DocumentKind) -> None:
        assert statuses(kind, "is_before_client") == {one.value for one in DocumentStatus} - {"draft", "void"}

    def test_is_seen_while_it_lies_with_the_client(self, kind: DocumentKind) -> None:
        seen = [replace(document(kind, one), seen_at=NOON) for one in DocumentStatus]
        assert [one.status.value for one in seen if one.is_seen] == ["published"]


@pytest.mark.parametrize("kind", KINDS.values())
class TestServes:
    def test_what_has_a_text_always_and_a_form_until_it_is_sent_off(self, kind: DocumentKind) -> None:
        found = {one for one in DocumentStatus if serves(kind, [document(kind, one)])}
        assert found == (set(DocumentStatus) if kind.is_drawn else {DocumentStatus.PUBLISHED})

    def test_a_form_is_one_of_its_own_kind(self, kind: DocumentKind) -> None:
        others = [document(one, DocumentStatus.PUBLISHED) for one in KINDS.values() if one is not kind]
        assert serves(kind, others) is kind.is_drawn
