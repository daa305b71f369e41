"""Status transitions."""

import pytest

from studio_app.core.status import IllegalTransition, advance
from studio_app.domain.documents.models import TRANSITIONS, DocumentStatus


class TestAdvance:
    def test_follows_the_table(self) -> None:
        assert advance(DocumentStatus.DRAFT, DocumentStatus.PUBLISHED, TRANSITIONS) is DocumentStatus.PUBLISHED

    def test_refuses_what_the_table_does_not_name(self) -> None:
        with pytest.raises(IllegalTransition) as refused:
            advance(DocumentStatus.SIGNED, DocumentStatus.DRAFT, TRANSITIONS)
        assert refused.value.params == {"current": "signed", "target": "draft"}

    def test_every_status_of_a_document_is_in_the_table(self) -> None:
        assert set(TRANSITIONS) == set(DocumentStatus)
