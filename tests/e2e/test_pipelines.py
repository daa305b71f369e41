"""The owner makes a pipeline and chains outcomes; a sale that is not won after all takes back what it opened."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.server import Site

pytestmark = pytest.mark.e2e

Visit = Callable[..., BrowserContext]


def use(page: Page, pipeline: str, *, used: bool) -> None:
    page.get_by_role("button", name=pipeline).first.click()
    page.get_by_role("button", name="Edit the pipeline").click()
    page.locator("[role=dialog] [name=active]").set_checked(used)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def choose_stage(page: Page, stage: str) -> None:
    page.get_by_role("combobox", name="Stage").click()
    page.get_by_role("option", name=stage).click()


class TestPipelines:
    def test_are_made_with_stages_and_chained(self, site: Site, staff: Visit) -> None:
        page = staff("owner", locale="en-GB").new_page()
        page.goto(f"{site.url}/settings/stages")
        page.get_by_role("button", name="Add a pipeline").click()
        page.fill("[role=dialog] [name=name_ru]", "Поиск")
        page.fill("[role=dialog] [name=name_en]", "Search")
        page.get_by_role("button", name="Save").click()
        expect(page.locator(".settings-line")).to_have_count(3)
        page.get_by_role("button", name="Add a stage").click()
        page.fill("[role=dialog] [name=name_ru]", "Встреча")
        page.fill("[role=dialog] [name=name_en]", "Meeting")
        page.fill("[role=dialog] [name=norm_days]", "4")
        page.fill("[role=dialog] [name=probability]", "30")
        page.select_option("[role=dialog] [name=colour]", "violet")
        page.get_by_role("button", name="Save").click()
        expect(page.locator(".settings-line").nth(1)).to_contain_text("norm 4 d, probability 30%")
        page.locator(".settings-row", has_text="Success").click()
        page.get_by_role("group", name="Open a deal of the same client in").get_by_label("Sales", exact=True).check()
        page.get_by_role("button", name="Save").click()
        expect(page.locator(".settings-row", has_text="Success")).to_contain_text("opens: Sales")
        use(page, "Search", used=False)

    def test_take_back_what_an_outcome_opened(self, site: Site, staff: Visit) -> None:
        with closing(sqlite3.connect(site.data / "studio.db")) as database:
            (deal_id,) = database.execute(
                "SELECT deal.id FROM deal JOIN stage ON stage.id = stage_id WHERE stage.role = 'invoice' LIMIT 1"
            ).fetchone()
        owner = staff("owner", locale="en-GB")
        settings, page = owner.new_page(), owner.new_page()
        settings.goto(f"{site.url}/settings/stages")
        use(settings, "Production", used=True)
        page.goto(f"{site.url}/deal/{deal_id}")
        related = page.locator(".deal-related li", has_text="Handed over")
        expect(page.locator(".deal-history li").first).to_be_visible()
        expect(related).to_have_count(0)
        choose_stage(page, "Paid")
        expect(related).to_have_count(1)
        choose_stage(page, "Invoice")
        expect(related).to_have_count(0)
        expect(page.locator(".deal-history")).to_contain_text("was withdrawn: nobody had worked on it")
        use(settings, "Production", used=False)
