"""No secret stands in the server's log or within reach of a script."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from studio_app.bootstrap import SESSION_COOKIE
from studio_app.workspace import paths
from tests.e2e.secrecy import Secrets
from tests.e2e.server import Site

pytestmark = pytest.mark.e2e

Visit = Callable[..., BrowserContext]
_STORED = "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"


@pytest.fixture
def secrets(site: Site) -> Secrets:
    return Secrets(site)


def session_cookies(browser: BrowserContext) -> list[dict[str, Any]]:
    return [dict(cookie) for cookie in browser.cookies() if cookie.get("name") == SESSION_COOKIE]


def see_documents(page: Page, site: Site, secrets: Secrets) -> None:
    """As a client: every kind of page, its PDF, a code asked for, a wrong code, a wrong link."""
    pages = [f"/b/{secrets.links('brief')[0]}", *(f"/d/{secrets.links(kind)[0]}" for kind in ("proposal", "invoice"))]
    contract = f"/d/{secrets.links('contract', 'published')[0]}"
    for path in (*pages, contract):
        page.goto(site.url + path)
        if path.startswith("/d/"):
            assert page.request.get(f"{site.url}{path}.pdf").ok
        assert secrets.within(page.evaluate(_STORED)) == [], path
    before = len(secrets.codes())
    page.goto(site.url + contract)
    page.locator("#code button").click()
    expect(page.locator("#sign [name=code]")).to_be_visible()
    assert len(secrets.codes()) == before + 1
    page.fill("#sign [name=code]", "000000" if secrets.codes()[-1] != "000000" else "111111")
    page.check("#sign [name=consent]")
    page.click("#sign button")
    expect(page.locator("#sign .problem, #sign .complaint").first).to_be_visible()
    page.goto(f"{site.url}{contract}x")


class TestSecrets:
    def test_are_out_of_reach_of_scripts(self, site: Site, staff: Visit, secrets: Secrets) -> None:
        browser = staff("owner")
        [cookie] = session_cookies(browser)
        assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")
        assert cookie["value"] in secrets.sessions
        page = browser.new_page()
        for path in (paths.BOARD, paths.CLIENTS, paths.INVOICES, paths.OUTBOX, paths.DASHBOARD, paths.SETTINGS):
            page.goto(site.url + path)
            expect(page.get_by_role("heading", level=1).first).to_be_visible()
            stored = page.evaluate(_STORED)
            assert SESSION_COOKIE not in stored
            assert secrets.within(stored) == [], path
            assert not any(password in stored for password in secrets.passwords)

    def test_do_not_reach_the_log(self, site: Site, visit: Visit, staff: Visit, secrets: Secrets) -> None:
        browser = staff("manager")
        browser.new_page().goto(site.url)
        see_documents(visit().new_page(), site, secrets)
        log = site.log.read_text()
        assert secrets.sessions
        assert secrets.within(log) == []
