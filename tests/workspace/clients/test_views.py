"""What a client's page shows of the documents."""

import pytest

from studio_app.adapters.texts.catalogue import LOCALES
from studio_app.domain.documents.kinds import KINDS, DocumentKind, DocumentStatus
from studio_app.domain.documents.of_client import ClientDocument
from studio_app.workspace.clients.views import document_views
from tests.conftest import NOON


class TestDocumentViews:
    @pytest.mark.parametrize("locale", LOCALES)
    @pytest.mark.parametrize("kind", list(KINDS.values()))
    @pytest.mark.parametrize("status", list(DocumentStatus))
    def test_name_every_state_of_every_kind(self, locale: str, kind: DocumentKind, status: DocumentStatus) -> None:
        document = ClientDocument("i", "d", 1, kind, status, "7", "Site", "", NOON)
        [shown] = document_views([document], locale=locale, timezone="Europe/Moscow")
        assert shown.status
        assert "." not in shown.status
