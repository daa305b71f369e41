"""Where leads come from, in the browser: a form in a foreign site's frame."""

import functools
import json
import sqlite3
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from studio_app.bootstrap import build
from studio_app.config import Settings
from tests.e2e.server import Site

pytestmark = pytest.mark.e2e

Visit = Callable[..., BrowserContext]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the name of the base class
        """Say nothing."""


@pytest.fixture
def foreign_site(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Somebody else's site on a port of its own: its address and the folder of its pages."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", tmp_path
    server.shutdown()
    server.server_close()


def ask(site: Site, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"file:{site.data / 'studio.db'}?mode=ro", uri=True)) as database:
        return database.execute(query).fetchall()


def built_form(page: Page, site: Site) -> str:
    """Build a form as the owner does; the line of HTML to put on a site."""
    page.goto(f"{site.url}/settings/forms")
    page.get_by_role("button", name="Add a form").click()
    page.fill("[name=name]", "Landing")
    page.fill("[name=key]", "landing")
    page.select_option("[name=asked_company]", "optional")
    page.fill("[name=question_ru_1]", "Когда нужен сайт?")
    page.fill("[name=question_en_1]", "When do you need the site?")
    page.fill("[name=title_en]", "Tell us about your site")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Landing").click()
    line = page.locator(".forms-code", has_text="<iframe").inner_text()
    page.keyboard.press("Escape")
    return line


def send_lead(site: Site, **lead: str) -> None:
    """A lead as somebody's program sends it."""
    body = json.dumps({"message": "We need a site", **lead}).encode()
    request = urllib.request.Request(f"{site.url}/api/v1/leads", body, {"Content-Type": "application/json"})
    urllib.request.urlopen(request, timeout=10).close()


class TestIncoming:
    def test_joins_a_deal_and_is_split_off_is_spam_and_is_not_becomes_a_deal(self, site: Site, staff: Visit) -> None:
        page = staff("owner", locale="en-GB").new_page()
        send_lead(site, name="Ann First", email="ann@lanternworks.example", company="Lantern Works Ltd")
        page.goto(f"{site.url}/incoming")
        page.get_by_role("radio", name="Waiting").wait_for()
        send_lead(site, name="Bob Second", email="bob@other.example", company="LANTERN WORKS")
        card = page.locator(".incoming-card", has_text="Bob Second")
        expect(card).to_contain_text("The name resembles Lantern Works")
        card.get_by_role("button", name="Add to deal").click()
        expect(card).to_have_count(0)
        page.get_by_role("button", name="Open", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Lantern Works Ltd")
        page.get_by_role("button", name="Split off").click()
        page.get_by_role("button", name="Incoming", exact=True).click()
        card.get_by_role("button", name="Spam", exact=True).click()
        expect(card).to_have_count(0)
        page.get_by_role("radio", name="Spam").click()
        card.get_by_role("button", name="Not spam").click()
        page.get_by_role("radio", name="Waiting").click()
        card.get_by_role("button", name="New deal: Lantern Works").click()
        expect(card).to_have_count(0)
        clients = ask(site, "SELECT count(*), count(DISTINCT client_id) FROM deal WHERE title LIKE 'lantern works%'")
        assert clients == [(2, 1)]


class TestFormOnAForeignSite:
    def test_brings_the_lead_with_its_campaign_and_page(
        self, site: Site, staff: Visit, visit: Visit, foreign_site: tuple[str, Path]
    ) -> None:
        address, folder = foreign_site
        line = built_form(staff("owner", locale="en-GB").new_page(), site)
        (folder / "offer.html").write_text(f"<!doctype html><title>Offer</title><h1>Offer</h1>{line}")
        page = visit(locale="en-GB").new_page()
        page.goto(f"{address}/offer.html?utm_source=vk&utm_campaign=autumn")
        form = page.frame_locator("iframe")
        expect(form.get_by_role("heading", name="Tell us about your site")).to_be_visible()
        form.get_by_label("Your name").fill("Frame Visitor")
        form.locator("[name=phone]").fill("+79167001010")
        form.get_by_label("When do you need the site?").fill("By spring")
        form.locator("[name=consent]").check()
        form.get_by_role("button").click()
        expect(form.locator("[name=phone]")).to_have_count(0)
        query = "SELECT form, referrer, utm, answers, consent_version <> '' FROM lead WHERE name = 'Frame Visitor'"
        ((key, referrer, utm, answers, consented),) = ask(site, query)
        assert (key, referrer) == ("landing", f"{address}/offer.html?utm_source=vk&utm_campaign=autumn")
        assert '"vk"' in utm
        assert '"autumn"' in utm
        assert "By spring" in answers
        assert consented


@pytest.fixture
def came_in(site: Site) -> Callable[[bytes], None]:
    """Takes a raw letter in, as the mailbox does, beside the running server."""

    def take(raw: bytes) -> None:
        beside = build(Settings(data_dir=site.data))
        try:
            beside.letters.take(raw)
        finally:
            beside.close()

    return take


class TestLettersThatWereLeftOut:
    def test_are_saved_as_they_came_and_taken_anyway(
        self, site: Site, staff: Visit, came_in: Callable[[bytes], None], tmp_path: Path
    ) -> None:
        raw = b"From: Olga <olga@away.example>\nSubject: Away\nAuto-Submitted: auto-replied\n\nBut I want a site"
        came_in(raw)
        page = staff("manager", locale="en-GB").new_page()
        page.goto(f"{site.url}/incoming")
        page.get_by_role("radio", name="Left out").click()
        card = page.locator(".incoming-card", has_text="Away")
        expect(card).to_contain_text("An answer or notice that a program sent.")
        with page.expect_download() as saving:
            card.get_by_role("link", name="The whole letter").click()
        assert saving.value.suggested_filename == "Away.eml"
        assert Path(saving.value.path()).read_bytes() == raw
        card.get_by_role("button", name="Take it anyway").click()
        expect(card).to_have_count(0)
        page.get_by_role("radio", name="Waiting").click()
        lead = page.locator(".incoming-card", has_text="olga@away.example")
        expect(lead).to_contain_text("But I want a site")
        expect(lead.get_by_role("link", name="The whole letter")).to_be_visible()

    def test_words_in_a_guessed_encoding_are_put_right(
        self, site: Site, staff: Visit, came_in: Callable[[bytes], None]
    ) -> None:
        came_in("From: jurgen@gruss.example\n\nGrüße, wir möchten eine Website für Käse".encode("cp1252"))
        page = staff("manager", locale="en-GB").new_page()
        page.goto(f"{site.url}/incoming")
        card = page.locator(".incoming-card", has_text="jurgen@gruss.example")
        card.get_by_role("combobox").select_option("cp1251")
        expect(card).to_contain_text("mцchten")
        card.get_by_role("combobox").select_option("cp1252")
        expect(card).to_contain_text("Grüße, wir möchten")
