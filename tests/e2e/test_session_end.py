"""What open tabs show once their session is over: nothing, at once."""

import re

import pytest
from playwright.sync_api import Page, expect

from studio_app.workspace import paths
from studio_app.workspace.settings.frame import route
from tests.e2e.conftest import Visit
from tests.e2e.server import Site

pytestmark = pytest.mark.e2e
SIGN_IN = re.compile(f"{paths.SIGN_IN}/?$")


def open_tabs(site: Site, context_of: Visit, role: str) -> list[Page]:
    """A board and a list of clients, both showing something."""
    context = context_of(role, locale="en-GB")
    tabs = [context.new_page(), context.new_page()]
    shows = ((paths.BOARD, ".board-card"), (paths.CLIENTS, "main a[href^='/clients/']"))
    for tab, (path, shown) in zip(tabs, shows, strict=True):
        tab.goto(f"{site.url}{path}")
        expect(tab.locator(shown).first).to_be_visible()
    return tabs


def expect_emptied(tab: Page) -> None:
    tab.wait_for_url(SIGN_IN)
    expect(tab.locator("[name=password]")).to_be_visible()
    assert tab.locator(".shell").count() == 0


class TestSignOut:
    def test_empties_the_other_tabs_of_the_browser(self, site: Site, staff: Visit) -> None:
        board, clients = open_tabs(site, staff, "manager")
        board.locator(".shell-account").click()
        board.get_by_role("menuitem", name="Sign out").click()
        for tab in (clients, board):
            expect_emptied(tab)


class TestSignOutEverywhere:
    def test_empties_the_tabs_of_that_person_and_no_others(self, site: Site, staff: Visit) -> None:
        tabs = open_tabs(site, staff, "manager")
        owner = staff("owner", locale="en-GB").new_page()
        owner.goto(f"{site.url}{route('people')}")
        owner.get_by_text(site.sign_ins["manager"][0]).click()
        owner.get_by_role("button", name="Sign out everywhere").click()
        for tab in tabs:
            expect_emptied(tab)
        expect(owner.get_by_text(site.sign_ins["manager"][0])).to_be_visible()
