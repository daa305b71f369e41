"""The choice on a proposal's page in several hands: it stays with the link, and all who look see the same."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pypdfium2
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from studio_app.core.tokens import LinkTokens
from tests.e2e.server import Site

pytestmark = pytest.mark.e2e

Visit = Callable[..., BrowserContext]


@pytest.fixture
def proposal(site: Site) -> tuple[str, str]:
    """A demo deal with a proposal in Russian that can be accepted, and its link."""
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
    with page.expect_response("**/choose") as answer:
        page.check(f"[name=tariff][value={tariff}]")
    assert answer.value.ok


class TestChoice:
    def test_is_the_same_after_a_reload_on_another_device_and_in_open_tabs(
        self, visit: Visit, proposal: tuple[str, str]
    ) -> None:
        first, second = opened(visit(), proposal[1]), opened(visit(width=390), proposal[1])
        choose(first, "premium")
        with first.expect_response("**/choose"):
            first.locator("[name=option]").first.check()
        expect(second.locator("[name=tariff][value=premium]")).to_be_checked()
        expect(second.locator("[name=option]").first).to_be_checked()
        assert shown(second) == shown(first)
        before = shown(first)
        first.reload()
        assert shown(first) == before == shown(opened(visit(), proposal[1]))
        choose(second, "start")
        expect(first.locator("[name=tariff][value=start]")).to_be_checked()

    def test_keeps_the_keyboard_where_it_is_and_what_was_typed(self, visit: Visit, proposal: tuple[str, str]) -> None:
        page, other = opened(visit(), proposal[1]), opened(visit(), proposal[1])
        choose(page, "start")
        page.fill("[name=name]", "Мария")
        page.focus("[name=tariff][value=start]")
        for tariff in ("standard", "premium"):
            with page.expect_response("**/choose"):
                page.keyboard.press("ArrowRight")
            expect(page.locator(f"[name=tariff][value={tariff}]")).to_be_focused()
        choose(other, "start")
        expect(page.locator("[name=tariff][value=start]")).to_be_checked()
        expect(page.locator("[name=tariff][value=premium]")).to_be_focused()
        expect(page.locator("[name=name]")).to_have_value("Мария")

    def test_of_another_person_takes_a_tick_of_consent_back(self, visit: Visit, proposal: tuple[str, str]) -> None:
        page, other = opened(visit(), proposal[1]), opened(visit(), proposal[1])
        choose(page, "start")
        page.check("[name=consent]")
        choose(other, "premium")
        expect(page.locator("[name=tariff][value=premium]")).to_be_checked()
        expect(page.locator("[name=consent]")).not_to_be_checked()

    def test_that_did_not_arrive_is_told_and_sent_when_the_line_is_back(
        self, visit: Visit, proposal: tuple[str, str]
    ) -> None:
        context = visit()
        page = opened(context, proposal[1])
        choose(page, "premium")
        context.set_offline(True)
        page.check("[name=tariff][value=start]")
        expect(page.locator("[data-choice-problem]")).to_be_visible()
        with page.expect_response("**/choose") as answer:
            context.set_offline(False)
        assert answer.value.ok
        expect(page.locator("[data-choice-problem]")).to_have_count(0)
        assert shown(opened(visit(), proposal[1]))[0] == "start"

    def test_stands_in_the_pdf_that_is_asked_for_at_once(self, visit: Visit, proposal: tuple[str, str]) -> None:
        page = opened(visit(), proposal[1])
        choose(page, "start")
        page.check("[name=tariff][value=premium]")
        with page.expect_download() as download:
            page.locator("a[download]").click()
        document = pypdfium2.PdfDocument(download.value.path())
        text = " ".join(" ".join(part.get_textpage().get_text_range() for part in document).split())
        document.close()
        assert "Состав и стоимость · Премиум" in text

    def test_works_without_scripts(self, visit: Visit, proposal: tuple[str, str]) -> None:
        context = visit(scripts=False)
        page = opened(context, proposal[1])
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
        manager = opened(staff("owner", locale="en-GB"), f"{site.url}/deal/{proposal[0]}")
        row = manager.locator("[data-document=proposal]").first
        expect(row).to_contain_text("Chosen at present: tariff Start")
        choose(client, "premium")
        expect(row).to_contain_text("Chosen at present: tariff Premium")
