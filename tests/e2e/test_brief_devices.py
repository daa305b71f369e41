"""A brief on a phone and a laptop at once, with a connection that breaks."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from studio_app.bootstrap import Services
from studio_app.domain.actors import SYSTEM
from studio_app.domain.briefs.service import send_brief
from studio_app.domain.leads.intake.receiving import receive_lead
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.work import Work
from tests.e2e.server import Site

pytestmark = pytest.mark.e2e

Visit = Callable[..., BrowserContext]


@pytest.fixture
def address(studio: Services, site: Site) -> str:
    def sent(work: Work) -> str:
        lead = LeadIn(name="Ann Devices", phone="+79161234599", locale="en")
        return send_brief(work, deal_id=receive_lead(work, lead=lead).deal_id).path

    return site.url + studio.runner.run_sync(SYSTEM, sent)


def says(page: Page, words: str) -> None:
    expect(page.locator("#state")).to_have_text(words)


class TestTwoDevices:
    def test_lose_nothing_though_one_of_them_loses_its_connection(self, address: str, visit: Visit) -> None:
        pocket, intake = visit(locale="en-GB", width=390), visit(locale="en-GB")
        phone, laptop = pocket.new_page(), intake.new_page()
        phone.goto(address)
        laptop.goto(address)

        phone.fill("#goals", "More enquiries")
        says(phone, "Saved")
        laptop.fill("#pages", "about twenty")
        says(laptop, "Saved. Please check what is marked.")
        expect(laptop.locator("#pages-problem")).to_contain_text("in figures")

        pocket.set_offline(True)
        phone.fill("#examples", "Typed in a tunnel")
        phone.fill("#goals", "More enquiries and calls")
        says(phone, "Not saved: no connection. We will try again.")
        pocket.set_offline(False)
        says(phone, "Saved. Please check what is marked.")

        laptop.fill("#goals", "The trust of partners")
        expect(laptop.locator("#goals-problem")).to_contain_text("Two devices")
        expect(laptop.locator("#goals")).to_have_value("The trust of partners")
        laptop.get_by_role("radio", name="The trust of partners").check()
        expect(laptop.locator("#goals-problem")).to_be_hidden()
        laptop.fill("#pages", "20")
        says(laptop, "Saved")
        phone.reload()
        expect(phone.locator("#goals")).to_have_value("The trust of partners")
        expect(phone.locator("#examples")).to_have_value("Typed in a tunnel")
        expect(phone.locator("#pages")).to_have_value("20")
