"""What a person of the studio types stays: while colleagues change what is on the screen, and when it is refused."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.server import Site

pytestmark = pytest.mark.e2e

Visit = Callable[..., BrowserContext]
Deals = Callable[..., list[str]]


def opened(context: BrowserContext, site: Site, path: str, ready: str) -> Page:
    page = context.new_page()
    page.goto(site.url + path)
    page.wait_for_selector(ready)
    return page


def client_of(site: Site, deal_id: str) -> str:
    with closing(sqlite3.connect(site.data / "studio.db")) as database:
        (client_id,) = database.execute("SELECT client_id FROM deal WHERE id = ?", (deal_id,)).fetchone()
    return str(client_id)


class TestDeal:
    def test_keeps_what_is_typed_while_a_colleague_works_on_it(self, site: Site, staff: Visit, deals: Deals) -> None:
        [deal] = deals("Typing Ltd")
        hers, his = (
            opened(staff(role, locale="en-GB"), site, f"/deal/{deal}", ".deal-history li")
            for role in ("owner", "manager")
        )
        hers.get_by_role("button", name="Call or meeting").click()
        typed = {
            "#deal-note": "The client asks ab",
            "#deal-task-form [name=title]": "Send them the",
            "#deal-task-form [name=due]": "2027-01-15",
            ".deal-log [name=text]": "They will think ab",
        }
        for field, text in typed.items():
            hers.fill(field, text)
        hers.get_by_role("button", name="Change the deal").click()
        hers.fill("[role=dialog] [name=title]", "A site for typ")

        his.fill("#deal-note", "They have rung me")
        his.get_by_role("button", name="Add note").click()
        his.fill("#deal-task-form [name=title]", "Ring back")
        his.locator("#deal-task-form button[type=submit]").click()
        expect(hers.get_by_text("They have rung me")).to_be_attached()
        expect(hers.get_by_text("Ring back").first).to_be_attached()

        title = hers.locator("[role=dialog] [name=title]")
        expect(title).to_have_value("A site for typ")
        expect(title).to_be_focused()
        for field, text in typed.items():
            expect(hers.locator(field)).to_have_value(text)

    def test_keeps_a_note_that_is_refused_and_says_why(self, site: Site, staff: Visit, deals: Deals) -> None:
        [deal] = deals("Endless Ltd")
        page = opened(staff("owner", locale="en-GB"), site, f"/deal/{deal}", ".deal-history li")
        page.fill("#deal-note", "x" * 4001)
        expect(page.locator("#deal-note-form .longest")).to_have_attribute("data-typed", "4,001")
        page.get_by_role("button", name="Add note").click()
        refused = page.locator("#deal-note-form .refused")
        expect(refused).to_have_text("Too long: 4,000 characters at most.")
        expect(page.get_by_text("Too long: 4,000 characters at most.")).to_have_count(1)  # and in no toast
        expect(page.locator("#deal-note")).to_have_value("x" * 4001)
        page.fill("#deal-note", "x" * 4000)
        expect(refused).to_have_count(0)
        page.get_by_role("button", name="Add note").click()
        expect(page.locator("#deal-note")).to_have_value("")


class TestClient:
    def test_keeps_requisites_that_are_typed_while_its_name_is_changed(
        self, site: Site, staff: Visit, deals: Deals
    ) -> None:
        [deal] = deals("Renamed Ltd")
        path = f"/clients/{client_of(site, deal)}"
        page = opened(staff("owner", locale="en-GB"), site, path, ".client-panel [name=address]")
        page.fill(".client-panel [name=address]", "Half an addr")
        page.get_by_role("button", name="Edit", exact=True).first.click()
        page.fill("[role=dialog] [name=name]", "Renamed by her")
        page.locator("[role=dialog] button[type=submit]").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.get_by_text("Renamed by her").first).to_be_visible()
        expect(page.locator(".client-panel [name=address]")).to_have_value("Half an addr")


class TestSettings:
    def test_say_how_long_a_name_may_be_and_cut_nothing(self, site: Site, staff: Visit) -> None:
        page = staff("owner", locale="en-GB").new_page()
        page.goto(f"{site.url}/settings/channels")
        page.get_by_role("button", name="Add a channel").click()
        page.fill("[name=name_en]", "Radio")
        field = page.locator("[role=dialog] [name=name_ru]")
        field.focus()
        page.keyboard.insert_text("я" * 81)
        said = page.locator("[role=dialog] label", has=page.locator("[name=name_ru]")).locator(".longest")
        expect(said).to_be_visible()
        expect(said).to_contain_text("Up to 80 characters")
        page.locator("[role=dialog] button[type=submit]").click()
        expect(page.locator("[role=dialog] .refused")).to_have_text("Too long: 80 characters at most.")
        expect(field).to_be_focused()
        expect(field).to_have_value("я" * 81)
        field.fill("я" * 80)
        page.locator("[role=dialog] button[type=submit]").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
