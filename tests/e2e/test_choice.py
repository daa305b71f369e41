"""The choice on a proposal's page in several hands: it stays with the link, and all who look see the same."""

import asyncio
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pypdfium2
import pytest
from granian.constants import Interfaces
from granian.server.embed import Server
from playwright.sync_api import BrowserContext, Page, expect
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from studio_app.bootstrap import Services
from studio_app.core.tokens import LinkTokens
from studio_app.domain.actors import SYSTEM
from studio_app.domain.documents.links import link_path
from studio_app.studio_app import site as portal
from tests import proposing
from tests.e2e.conftest import DRAWN, PORT, SLOW
from tests.e2e.server import Site
from tests.e2e.slow import SlowLine

pytestmark = pytest.mark.e2e

Visit = Callable[..., BrowserContext]
ASSETS = Path(__file__).parents[2] / "assets"
OWN_PORT = PORT + 5
_FILES = StaticFiles(directory=ASSETS)


async def pages(scope: Scope, receive: Receive, send: Send) -> None:
    """The portal and its browser files, as the product serves them: what clients see needs no build."""
    of_file = scope["type"] == "http" and (ASSETS / scope["path"].lstrip("/")).is_file()
    await (_FILES if of_file else portal)(scope, receive, send)


@pytest.fixture
def link(services_on_disk: Services) -> Iterator[str]:
    """A proposal that can be accepted, served at this address."""
    path = services_on_disk.runner.run_sync(SYSTEM, lambda work: link_path(work, proposing.published(work)))
    server = Server(pages, port=OWN_PORT, interface=Interfaces.ASGINL)
    loops: list[asyncio.AbstractEventLoop] = []

    def serve() -> None:
        with asyncio.Runner() as runner:
            loops.append(runner.get_loop())
            runner.run(server.serve())

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    line = SlowLine(port=OWN_PORT + 1, target=OWN_PORT) if SLOW else None
    if line:
        line.start()
    address = f"http://localhost:{OWN_PORT + 1 if SLOW else OWN_PORT}{path}"
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            httpx.get(address)
            break
        except httpx.TransportError:
            time.sleep(0.05)
    yield address
    if line:
        line.close()
    loops[0].call_soon_threadsafe(server.stop)
    thread.join(10)


@pytest.fixture
def proposal(site: Site) -> tuple[str, str]:
    """A demo deal with a proposal that can be accepted, and its link."""
    with closing(sqlite3.connect(site.data / "studio.db")) as database:
        deal_id, nonce = database.execute(
            "SELECT document.deal_id, document.nonce FROM document JOIN proposal ON document_id = document.id"
            " WHERE status = 'published' AND locale = 'ru' AND valid_until > datetime('now', '+1 day')"
            " ORDER BY published_at DESC LIMIT 1 OFFSET 1"
        ).fetchone()
    tokens = LinkTokens((site.data / "secret.key").read_text().strip().encode())
    return deal_id, f"{site.url}/d/{tokens.derive(nonce)}"


def opened(context: BrowserContext, link: str) -> Page:
    page = context.new_page()
    page.goto(link)
    return page


def shown(page: Page) -> tuple[str, list[str], str]:
    """Tariff, ticked options and sum."""
    return page.evaluate(
        """() => [document.querySelector('[name=tariff]:checked').value,
        [...document.querySelectorAll('[name=option]:checked:enabled')].map(one => one.value),
        document.querySelector('.panel-total [data-live=total]').textContent]"""
    )


def choose(page: Page, tariff: str) -> None:
    if page.is_checked(f"[name=tariff][value={tariff}]"):  # nothing changes then
        return
    with page.expect_response("**/choose") as answer:
        page.check(f"[name=tariff][value={tariff}]")
    assert answer.value.ok


class TestChoice:
    def test_is_the_same_after_a_reload_on_another_device_and_in_open_tabs(self, visit: Visit, link: str) -> None:
        first, second = opened(visit(), link), opened(visit(width=390), link)
        choose(first, "premium")
        with first.expect_response("**/choose"):
            first.locator("[name=option]").first.check()
        expect(second.locator("[name=tariff][value=premium]")).to_be_checked()
        expect(second.locator("[name=option]").first).to_be_checked()
        assert shown(second) == shown(first)
        before = shown(first)
        first.reload()
        assert shown(first) == before == shown(opened(visit(), link))
        choose(second, "start")
        expect(first.locator("[name=tariff][value=start]")).to_be_checked()

    def test_keeps_the_keyboard_where_it_is_and_what_was_typed(self, visit: Visit, link: str) -> None:
        page, other = opened(visit(), link), opened(visit(), link)
        choose(page, "start")
        page.fill("[name=name]", "Мария")
        page.focus("[name=tariff][value=start]")
        for tariff in ("standard", "premium"):
            with page.expect_response("**/choose"):
                page.keyboard.press("ArrowRight")
            expect(page.locator(f"[name=tariff][value={tariff}]")).to_be_focused()
        expect(other.locator("[name=tariff][value=premium]")).to_be_checked()  # or it has nothing to choose
        choose(other, "start")
        expect(page.locator("[name=tariff][value=start]")).to_be_checked()
        expect(page.locator("[name=tariff][value=premium]")).to_be_focused()
        expect(page.locator("[name=name]")).to_have_value("Мария")

    @pytest.mark.parametrize("typed", ["", "Мария"])
    def test_without_scripts_brings_back_to_its_place(self, visit: Visit, link: str, typed: str) -> None:
        page = opened(visit(scripts=False, width=390), link)
        page.check("[name=tariff][value=premium]")
        page.fill("[name=name]", typed)
        page.get_by_role("button", name="Запомнить выбор и пересчитать").click()
        expect(page.locator("[name=tariff][value=premium]")).to_be_checked()
        expect(page.locator("#total h2")).to_be_in_viewport()
        expect(page.locator("[name=name]")).to_have_value(typed)

    def test_of_another_person_takes_a_tick_of_consent_back(self, visit: Visit, link: str) -> None:
        page, other = opened(visit(), link), opened(visit(), link)
        choose(page, "start")
        page.check("[name=consent]")
        choose(other, "premium")
        expect(page.locator("[name=tariff][value=premium]")).to_be_checked()
        expect(page.locator("[name=consent]")).not_to_be_checked()

    def test_that_did_not_arrive_is_told_and_sent_when_the_line_is_back(self, visit: Visit, link: str) -> None:
        context = visit()
        page = opened(context, link)
        choose(page, "premium")
        context.set_offline(True)
        page.check("[name=tariff][value=start]")
        expect(page.locator("[data-choice-problem]")).to_be_visible()
        with page.expect_response("**/choose") as answer:
            context.set_offline(False)
        assert answer.value.ok
        expect(page.locator("[data-choice-problem]")).to_have_count(0)
        assert shown(opened(visit(), link))[0] == "start"

    def test_stands_in_the_pdf_that_is_asked_for_at_once(self, visit: Visit, link: str) -> None:
        page = opened(visit(), link)
        choose(page, "start")
        page.check("[name=tariff][value=premium]")
        with page.expect_download(timeout=DRAWN) as download:
            page.locator("a[download]").click()
        document = pypdfium2.PdfDocument(download.value.path())
        text = " ".join(" ".join(part.get_textpage().get_text_range() for part in document).split())
        document.close()
        assert "Состав и стоимость · Премиум" in text

    def test_works_without_scripts(self, visit: Visit, link: str) -> None:
        context = visit(scripts=False)
        page = opened(context, link)
        for tariff in ("start", "premium"):
            page.check(f"[name=tariff][value={tariff}]")
            page.get_by_role("button", name="Запомнить выбор").click()
            expect(page.locator(f"[name=tariff][value={tariff}]")).to_be_checked()
        page.reload()
        expect(page.locator("[name=tariff][value=premium]")).to_be_checked()

    def test_is_seen_on_the_deal_page_as_it_changes(
        self, site: Site, visit: Visit, staff: Visit, proposal: tuple[str, str]
    ) -> None:
        client = opened(visit(), proposal[1])
        choose(client, "start")
        manager = opened(staff("owner", locale="en-GB", width=390), f"{site.url}/deal/{proposal[0]}")
        row = manager.locator("[data-document=proposal]").first
        for tariff in ("premium", "start"):
            choose(client, tariff)
            expect(row).to_contain_text(f"Currently chosen: tariff {tariff.capitalize()}")
        beyond = "one => Math.max(...[...one.querySelectorAll('*')].map(part => part.getBoundingClientRect().right))"
        box = row.bounding_box()
        assert box
        assert row.evaluate(beyond) <= box["x"] + box["width"]
        assert row.locator(".deal-document-name").evaluate("one => one.scrollWidth - one.clientWidth") <= 0
