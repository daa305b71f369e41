"""Pages that everybody can use: axe-core finds nothing serious on any of them."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from studio_app.core.tokens import LinkTokens
from studio_app.workspace import paths
from tests.e2e.server import Site

pytestmark = pytest.mark.e2e

Visit = Callable[..., BrowserContext]
LOOKS = [("light", 1440), ("dark", 390)]
SCREENS = (
    paths.BOARD,
    paths.HANDOVER,
    paths.INCOMING,
    paths.INVOICES,
    paths.PAYMENTS,
    paths.STATEMENTS,
    paths.OUTBOX,
    paths.DASHBOARD,
    paths.SETTINGS,
    paths.ACCOUNT,
)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(map(str, look)))
class TestObstacles:
    def test_there_are_none_in_the_workspace(self, look: tuple[str, int], site: Site, staff: Visit) -> None:
        theme, width = look
        page = staff("owner", locale="en-GB", theme=theme, width=width).new_page()
        deal_id, client_id = _first(site, "SELECT id, client_id FROM deal ORDER BY id LIMIT 1")
        found: list[str] = []
        for path in (*SCREENS, f"/deal/{deal_id}", f"/deal/{deal_id}/estimate", f"/clients/{client_id}"):
            page.goto(site.url + path)
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(700)
            found.extend(_obstacles(page))
        assert found == []

    def test_there_are_none_on_the_pages_of_clients(self, look: tuple[str, int], site: Site, visit: Visit) -> None:
        theme, width = look
        page = visit(locale="en-GB", theme=theme, width=width).new_page()
        tokens = LinkTokens((site.data / "secret.key").read_text().strip().encode())
        found: list[str] = []
        for kind in ("brief", "proposal", "contract", "invoice"):
            [nonce] = _first(site, f"SELECT nonce FROM document WHERE kind = '{kind}' AND status = 'published' LIMIT 1")
            page.goto(f"{site.url}/{'b' if kind == 'brief' else 'd'}/{tokens.derive(nonce)}")
            found.extend(_obstacles(page))
        page.goto(f"{site.url}/lead")
        found.extend(_obstacles(page))
        assert found == []


def _first(site: Site, query: str) -> tuple[str, ...]:
    with closing(sqlite3.connect(site.data / "studio.db")) as database:
        return database.execute(query).fetchone()


def _obstacles(page: Page) -> Iterator[str]:
    for one in Axe().run(page).response["violations"]:
        if one["impact"] in {"serious", "critical"}:
            yield from (f"{page.url}: {one['id']}: {node['html'][:200]}" for node in one["nodes"])
