"""Lines of the palette."""

import pytest

from studio_app.domain.search.find import Hit
from studio_app.domain.search.kinds import EntryKind
from studio_app.workspace.search.state import hit_view


class TestHitView:
    @pytest.mark.parametrize(
        ("kind", "href"),
        [(EntryKind.DEAL, "/deal/d"), (EntryKind.CLIENT, "/clients/ref"), (EntryKind.DOCUMENT, "/deal/d")],
    )
    def test_leads_to_the_page_that_shows_it(self, kind: EntryKind, href: str) -> None:
        hit = Hit(kind, "ref", "2026-0012", "Сайт", "invoice", "d")
        assert hit_view(hit, "ru").href == href

    @pytest.mark.parametrize("kind", ["proposal", "contract", "invoice"])
    @pytest.mark.parametrize("locale", ["ru", "en"])
    def test_names_a_document_in_the_readers_language(self, locale: str, kind: str) -> None:
        title = hit_view(Hit(EntryKind.DOCUMENT, "ref", "2026-0012", "Сайт", kind, "d"), locale).title
        assert "2026-0012" in title
        assert title != "2026-0012"
