"""What was typed in the workspace is not lost by a step aside."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.server import Site

pytestmark = pytest.mark.e2e
expect.set_options(timeout=15_000)

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
        page.get_by_role("button", name="Write down").click()
        expect(page.locator(".deal-entry-note", has_text=WORDS)).to_be_visible()
        page.get_by_role("link", name="Clients").click()
        page.wait_for_url(f"{site.url}/clients")
