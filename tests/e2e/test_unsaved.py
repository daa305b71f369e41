"""What was typed in the workspace is not lost by a step aside."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.server import Site

pytestmark = pytest.mark.e2e

WORDS = "Half an hour of writing"


def answer(page: Page, *, leaves: bool) -> list[str]:
    """How whoever is asked about leaving answers; what they were asked."""
    asked: list[str] = []

    def say(dialog: object) -> None:
        asked.append(dialog.message)  # pyright: ignore[reportAttributeAccessIssue]
        dialog.accept() if leaves else dialog.dismiss()  # pyright: ignore[reportAttributeAccessIssue]

    page.once("dialog", say)
    return asked


@pytest.fixture
def page(site: Site, staff: Callable[..., BrowserContext], deals: Callable[..., list[str]]) -> Page:
    (deal,) = deals("Unsaved Words")
    page = staff("manager", locale="en-GB").new_page()
    page.goto(f"{site.url}/deal/{deal}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page


class TestLeaving:
    def test_asks_first_and_stays_or_goes(self, page: Page, site: Site) -> None:
        note = page.locator("#deal-note")
        note.fill(WORDS)
        asked = answer(page, leaves=False)
        page.get_by_role("link", name="Clients").click()
        assert len(asked) == 1
        expect(note).to_have_value(WORDS)
        answer(page, leaves=True)
        page.get_by_role("link", name="Clients").click()
        page.wait_for_url(f"{site.url}/clients")

    def test_asks_before_the_step_back(self, page: Page, site: Site) -> None:
        page.get_by_role("link", name="Clients").click()
        page.wait_for_url(f"{site.url}/clients")
        page.go_back()
        deal = page.url
        note = page.locator("#deal-note")
        note.fill(WORDS)
        asked = answer(page, leaves=False)
        page.go_forward()
        expect(note).to_have_value(WORDS)
        page.wait_for_url(deal)  # the browser is a moment on its way back
        assert len(asked) == 1

    def test_asks_nothing_once_it_was_sent(self, page: Page, site: Site) -> None:
        page.locator("#deal-note").fill(WORDS)
        page.get_by_role("button", name="Add note").click()
        expect(page.locator(".deal-entry-note", has_text=WORDS)).to_be_visible()
        page.get_by_role("link", name="Clients").click()
        page.wait_for_url(f"{site.url}/clients")


@dataclass(frozen=True)
class Asks:
    """A dialog: the button that opens it, and a field that is typed in."""

    opened: str
    field: str


DIALOGS = {
    "deal": Asks("Change the deal", "title"),
    "contact": Asks("Add a contact", "name"),
}


class TestClosing:
    @pytest.mark.parametrize("name", DIALOGS)
    def test_of_a_dialog_asks_first_and_keeps_what_was_typed(self, page: Page, name: str) -> None:
        asks = DIALOGS[name]
        page.get_by_role("button", name=asks.opened).first.click()
        dialog = page.get_by_role("dialog")
        field = dialog.locator(f"[name={asks.field}]")
        field.fill(WORDS)
        for close in (lambda: page.keyboard.press("Escape"), lambda: page.mouse.click(5, 300)):
            asked = answer(page, leaves=False)
            close()
            expect(field).to_have_value(WORDS)
            assert len(asked) == 1
        answer(page, leaves=True)
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)

    def test_asks_nothing_where_nothing_was_typed(self, page: Page) -> None:
        page.get_by_role("button", name="Change the deal").click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        page.keyboard.press("Tab")
        page.keyboard.press("Escape")  # a question would hold it open: nobody answers
        expect(dialog).to_have_count(0)

    def test_by_its_button_asks_nothing(self, page: Page) -> None:
        page.get_by_role("button", name="Change the deal").click()
        dialog = page.get_by_role("dialog")
        dialog.locator("[name=title]").fill(WORDS)
        dialog.get_by_role("button", name="Cancel").click()
        expect(dialog).to_have_count(0)

    def test_of_a_new_deal_on_a_phone_asks_first(self, staff: Callable[..., BrowserContext], site: Site) -> None:
        page = staff("manager", locale="en-GB", width=390).new_page()
        page.goto(f"{site.url}/")
        page.locator("[data-new-deal]").click()
        field = page.get_by_role("dialog").locator("[name=name]")
        field.fill(WORDS)
        asked = answer(page, leaves=False)
        page.touchscreen.tap(195, 8)
        expect(field).to_have_value(WORDS)
        assert len(asked) == 1

    def test_of_a_row_of_the_settings_asks_first(self, staff: Callable[..., BrowserContext], site: Site) -> None:
        page = staff("owner", locale="en-GB").new_page()
        page.goto(f"{site.url}/settings/reasons")
        page.locator(".settings-row").first.click()
        field = page.get_by_role("dialog").locator("[name=name_ru]")
        field.fill(WORDS)
        asked = answer(page, leaves=False)
        page.keyboard.press("Escape")
        expect(field).to_have_value(WORDS)
        assert len(asked) == 1
