"""No secret stands in the server's log or within reach of a script."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from studio_app.bootstrap import SESSION_COOKIE
from studio_app.core.tokens import LinkTokens
from studio_app.workspace import paths
from tests.e2e.server import Site

pytestmark = pytest.mark.e2e

Visit = Callable[..., BrowserContext]
_STORED = "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"


class Secrets:
    """What nobody but its owner may know: links, codes, the key, sessions, passwords."""

    def __init__(self, site: Site) -> None:
        self._key = (site.data / "secret.key").read_text().strip()
        self._tokens = LinkTokens(self._key.encode())
        self._database = site.data / "studio.db"
        self.passwords = [password for _, password in site.sign_ins.values()]
        self.sessions: list[str] = []

    def links(self, kind: str = "%", status: str = "%") -> list[str]:
        """The tokens of the documents of that kind and status."""
        query = "SELECT nonce FROM document WHERE kind LIKE ? AND status LIKE ? ORDER BY id"
        return [self._tokens.derive(nonce) for nonce in self._column(query, kind, status)]

    def codes(self) -> list[str]:
        """Every signing code that was ever sent."""
        return [self._tokens.code(row) for row in self._column("SELECT id FROM signing_code")]

    def within(self, text: str) -> list[str]:
        """Those that stand in `text`."""
        found = [secret for secret in (self._key, *self.sessions, *self.links()) if secret in text]
        return found + [code for code in self.codes() if re.search(rf"(?<!\d){code}(?!\d)", text)]

    def _column(self, query: str, *values: str) -> list[str]:
        with closing(sqlite3.connect(f"file:{self._database}?mode=ro", uri=True)) as database:
            return [value for (value,) in database.execute(query, values)]


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
    page.goto(f"{site.url}{contract}x")


class TestSecrets:
    def test_are_out_of_reach_of_scripts(self, site: Site, staff: Visit, secrets: Secrets) -> None:
        browser = staff("owner")
        [cookie] = session_cookies(browser)
        assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")
        secrets.sessions.append(cookie["value"])
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
        secrets.sessions.extend(cookie["value"] for cookie in session_cookies(browser))
        browser.new_page().goto(site.url)
        see_documents(visit().new_page(), site, secrets)
        log = site.log.read_text()
        assert secrets.sessions
        assert secrets.within(log) == []
        # the demo's passwords are printed once, at the first start, for whoever started it
        assert [log.count(password) for password in secrets.passwords] == [1, 1]
