"""The site structure as a person types it."""

from studio_app.domain.proposals.schemas import SitePage
from studio_app.workspace.proposal.outline import outline, structure_of

PAGES = (SitePage(key="home"), SitePage(title="Каталог", children=("Хлеб", "Торты")))


class TestOutline:
    def test_comes_back_as_it_was(self) -> None:
        assert structure_of(outline(PAGES, "ru"), PAGES, "ru") == PAGES

    def test_takes_new_pages_and_parts(self) -> None:
        found = structure_of("Старт\n- Отзывы\n\nО нас", PAGES, "ru")
        assert found == (SitePage(title="Старт", children=("Отзывы",)), SitePage(title="О нас"))
