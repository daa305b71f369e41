"""Replacing a link in the workspace, and asking for the new one at the former."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlmodel import col, select

from studio_app.bootstrap import Services
from studio_app.domain.actors import SYSTEM
from studio_app.domain.clients.models import Contact
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.links import link_path, replace_link
from studio_app.domain.documents.models import Document
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work
from tests.e2e.boards import wait_for
from tests.e2e.conftest import Visit
from tests.e2e.postbox import Mailbox
from tests.e2e.server import Site

pytestmark = pytest.mark.e2e

Deals = Callable[..., list[str]]


def brief_of(work: Work, deal_id: str) -> tuple[str, str]:
    """The link of the brief that a new deal's client is sent, and the client's address."""
    document = work.session.exec(select(Document).where(Document.deal_id == deal_id)).one()
    contact = work.session.get_one(Contact, work.session.get_one(Deal, deal_id).contact_id)
    return link_path(work, document), contact.email


def forget_address(work: Work, deal_id: str) -> None:
    work.session.get_one(Contact, work.session.get_one(Deal, deal_id).contact_id).email = ""


def renew(work: Work, deal_id: str) -> None:
    replace_link(work, document_id=work.session.exec(select(Document).where(Document.deal_id == deal_id)).one().id)


def replacements(work: Work, deal_id: str) -> int:
    found = select(TimelineEvent).where(
        col(TimelineEvent.kind) == EventKind.DOCUMENT_LINK_RENEWED, TimelineEvent.deal_id == deal_id
    )
    return len(work.session.exec(found).all())


@pytest.fixture
def read(studio: Services) -> Callable[..., tuple[str, str]]:
    return lambda deal_id: studio.runner.read_sync(SYSTEM, brief_of, deal_id=deal_id)


def question(page: Page, site: Site, deal_id: str) -> Locator:
    """The dialog that asks before the link of the brief is replaced."""
    if deal_id not in page.url:
        page.goto(f"{site.url}/deal/{deal_id}")
    page.locator("[data-document=brief]").get_by_role("button").click()
    page.get_by_role("menuitem", name="Replace the link").click()
    return page.get_by_role("dialog")


class TestReplacing:
    def test_asks_first_then_sends_the_new_link(
        self,
        *,
        site: Site,
        staff: Visit,
        visit: Visit,
        studio: Services,
        deals: Deals,
        read: Callable[..., tuple[str, str]],
        mailbox: Mailbox,
    ) -> None:
        (deal_id,) = deals("Replaced")
        former, address = read(deal_id)
        client = visit(locale="en-GB", width=390).new_page()
        client.goto(site.url + former)
        page = staff("owner", locale="en-GB").new_page()
        asked = question(page, site, deal_id)
        expect(asked).to_contain_text("stops working at once")
        expect(asked).to_contain_text(address)
        asked.get_by_role("button", name="Cancel").click()
        expect(asked).to_have_count(0)
        assert read(deal_id)[0] == former

        question(page, site, deal_id).get_by_role("button", name="Replace and send").dblclick()
        expect(page.get_by_text(f"on its way to Replaced, {address}")).to_be_visible()
        expect(page.get_by_text("The link to the brief was replaced")).to_be_visible()
        assert studio.runner.read_sync(SYSTEM, replacements, deal_id=deal_id) == 1
        current = read(deal_id)[0]
        assert mailbox.find(address, rf"{re.escape(site.url)}/b/\S+", nth=2) == site.url + current

        client.reload()
        expect(client.get_by_role("heading", name="This link does not work")).to_be_visible()
        client.get_by_role("button", name="Send me a new link").click()
        expect(client.get_by_role("heading", name="Please check your mailbox")).to_be_visible()
        subject = "Ссылка по вашей просьбе"  # in the language of the deal
        wait_for(lambda: any(subject in one for one in mailbox.subjects(address)))
        assert sum(subject in one for one in mailbox.subjects(address)) == 1
        expect(page.get_by_text("A new link to the brief was asked for at a former one")).to_be_visible()
        client.goto(site.url + current)
        expect(client.locator("form#brief")).to_be_visible()

    def test_shows_the_new_link_where_no_address_is_known(
        self,
        *,
        site: Site,
        staff: Visit,
        studio: Services,
        deals: Deals,
        read: Callable[..., tuple[str, str]],
    ) -> None:
        (deal_id,) = deals("By hand")
        studio.runner.run_sync(SYSTEM, forget_address, deal_id=deal_id)
        page = staff("owner", locale="en-GB").new_page()
        asked = question(page, site, deal_id)
        expect(asked).to_contain_text("There is no e-mail address for this document")
        asked.get_by_role("button", name="Replace", exact=True).click()
        expect(asked).to_contain_text("Please pass this one on yourself")
        expect(asked.get_by_label("The new link")).to_have_value(site.url + read(deal_id)[0])
        asked.get_by_role("button", name="Done").click()
        expect(asked).to_have_count(0)

    def test_of_two_people_is_done_by_the_first(
        self, *, site: Site, staff: Visit, deals: Deals, read: Callable[..., tuple[str, str]]
    ) -> None:
        (deal_id,) = deals("Two people")
        hers, his = (staff(role, locale="en-GB").new_page() for role in ("owner", "manager"))
        dialogs = [question(page, site, deal_id) for page in (hers, his)]
        for asked in dialogs:
            expect(asked).to_contain_text("stops working at once")
        dialogs[0].get_by_role("button", name="Replace and send").click()
        expect(hers.get_by_text("on its way to")).to_be_visible()
        current = read(deal_id)[0]
        dialogs[1].get_by_role("button", name="Replace and send").click()
        expect(his.get_by_text("Somebody has just replaced this link")).to_be_visible()
        assert read(deal_id)[0] == current


class TestBrief:
    def test_submitted_at_a_former_link_keeps_what_was_typed_and_puts_it_in_at_the_new_one(
        self, *, site: Site, visit: Visit, studio: Services, deals: Deals, read: Callable[..., tuple[str, str]]
    ) -> None:
        (deal_id,) = deals("Typed On")
        former = read(deal_id)[0]
        context = visit(locale="en-GB", width=390)
        page = context.new_page()
        page.goto(site.url + former)
        page.fill("#goals", "Saved in time")
        expect(page.locator("#state")).to_have_attribute("data-is", re.compile("saved|partly"))
        studio.runner.run_sync(SYSTEM, renew, deal_id=deal_id)
        page.fill("#goals", "Typed too late")
        page.fill("#examples", "https://tea.example")
        page.locator("#brief button[type=submit]").first.click()
        told = page.locator("[data-kept]")
        expect(told).to_be_visible()
        for field, text in (("#goals", "Typed too late"), ("#examples", "https://tea.example")):
            expect(page.locator(field)).to_have_value(text)
        page.reload()  # as it says
        expect(page.locator("form#brief")).to_have_count(0)
        page.close()

        later = context.new_page()
        later.goto(site.url + read(deal_id)[0])
        expect(later.locator("#recalled")).to_be_visible()
        expect(later.locator("#goals")).to_have_value("Typed too late")
        expect(later.locator("#examples")).to_have_value("https://tea.example")
        expect(later.locator("#state")).to_have_attribute("data-is", re.compile("saved|partly"))
        later.reload()  # stored, and told no more
        expect(later.locator("#recalled")).to_be_hidden()
        expect(later.locator("#goals")).to_have_value("Typed too late")

    def test_asks_where_another_device_has_answered_meanwhile(
        self, *, site: Site, visit: Visit, studio: Services, deals: Deals, read: Callable[..., tuple[str, str]]
    ) -> None:
        (deal_id,) = deals("Typed Twice")
        context = visit(locale="en-GB")
        page = context.new_page()
        page.goto(site.url + read(deal_id)[0])
        studio.runner.run_sync(SYSTEM, renew, deal_id=deal_id)
        page.fill("#goals", "On the laptop")
        expect(page.locator("#state")).to_contain_text("в этом браузере")
        phone = visit(locale="en-GB", width=390).new_page()
        phone.goto(site.url + read(deal_id)[0])
        phone.fill("#goals", "On the phone")
        expect(phone.locator("#state")).to_have_attribute("data-is", re.compile("saved|partly"))
        page.goto(site.url + read(deal_id)[0])
        expect(page.locator("#goals-problem")).to_contain_text("двух устройствах")
        expect(page.get_by_role("radio", name="On the phone")).to_be_visible()
        expect(page.get_by_role("radio", name="On the laptop")).to_be_visible()
