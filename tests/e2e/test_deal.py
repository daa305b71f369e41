"""The deal page in two people's hands."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from studio_app.core.tokens import LinkTokens
from tests.e2e.postbox import Mailbox
from tests.e2e.server import Site

pytestmark = pytest.mark.e2e

Visit = Callable[..., BrowserContext]


@pytest.fixture
def deal(site: Site) -> tuple[str, str, str]:
    """A demo deal whose proposal lies with its client: its id, its client's, and the proposal's link."""
    with closing(sqlite3.connect(site.data / "studio.db")) as database:
        deal_id, nonce, client_id = database.execute(
            "SELECT deal.id, document.nonce, deal.client_id FROM document JOIN deal ON deal.id = document.deal_id"
            " WHERE document.kind = 'proposal' AND document.status = 'published'"
            " ORDER BY document.published_at DESC LIMIT 1"
        ).fetchone()
    tokens = LinkTokens((site.data / "secret.key").read_text().strip().encode())
    return deal_id, client_id, f"/d/{tokens.derive(nonce)}"


def opened(context: BrowserContext, site: Site, deal_id: str) -> Page:
    page = context.new_page()
    page.goto(f"{site.url}/deal/{deal_id}")
    page.wait_for_selector(".deal-history li")
    return page


class TestTab:
    def test_is_named_after_the_deal_and_speaks_the_language(
        self, site: Site, staff: Visit, deal: tuple[str, str, str]
    ) -> None:
        page = opened(staff("owner", locale="en-GB"), site, deal[0])
        expect(page).to_have_title(f"{page.get_by_role('heading', level=1).inner_text()} · studio_app")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        page.get_by_role("link", name="Clients").first.click()
        expect(page).to_have_title("Clients · studio_app")


class TestTwoPeople:
    def test_see_each_other_and_what_each_does(self, site: Site, staff: Visit, deal: tuple[str, str, str]) -> None:
        his_browser = staff("manager", locale="en-GB")
        hers, his = (opened(one, site, deal[0]) for one in (staff("owner", locale="en-GB"), his_browser))
        for page in (hers, his):
            expect(page.locator(".deal-others")).to_contain_text("Also here:")
        hers.fill("#deal-note", "The client asks about hosting")
        hers.get_by_role("button", name="Add note").click()
        expect(his.get_by_text("The client asks about hosting")).to_be_visible()
        expect(his.locator(".deal-fleeting")).to_have_count(0)
        hers.locator(".deal-fleeting").click()
        expect(his.get_by_text("The client asks about hosting")).to_have_count(0)
        his_browser.close()
        expect(hers.locator(".deal-others")).to_have_count(0)

    def test_decide_themselves_where_both_changed_the_same(
        self, site: Site, staff: Visit, deal: tuple[str, str, str]
    ) -> None:
        hers, his = (opened(staff(role, locale="en-GB"), site, deal[0]) for role in ("owner", "manager"))
        for page in (hers, his):
            page.get_by_role("button", name="Change the deal").click()
            page.wait_for_selector("[role=dialog] [name=title]")
        hers.fill("[role=dialog] [name=title]", "Her title")
        hers.get_by_role("button", name="Save").click()
        expect(his.locator("h1", has_text="Her title")).to_be_attached()
        his.fill("[role=dialog] [name=title]", "His title")
        his.get_by_role("button", name="Save").click()
        expect(his.locator(".clash")).to_contain_text("Her title")
        expect(hers.get_by_role("heading", level=1)).to_have_text("Her title")
        his.get_by_role("button", name="Use mine").click()
        expect(hers.get_by_role("heading", level=1)).to_have_text("His title")

    def test_see_the_client_while_the_proposal_is_open(
        self, site: Site, staff: Visit, visit: Visit, deal: tuple[str, str, str]
    ) -> None:
        page = opened(staff("owner", locale="en-GB"), site, deal[0])
        client = visit()
        client.new_page().goto(site.url + deal[2])
        expect(page.locator(".deal-client-now")).to_have_text(re.compile("reading the proposal now"))
        client.close()
        expect(page.locator(".deal-client-now")).to_have_count(0, timeout=45_000)


class TestLetters:
    def test_call_a_colleague_and_remind_of_a_task(
        self, site: Site, staff: Visit, deal: tuple[str, str, str], mailbox: Mailbox
    ) -> None:
        page = opened(staff("owner", locale="en-GB"), site, deal[0])
        address = site.sign_ins["manager"][0]
        due = datetime.now(ZoneInfo("Europe/Moscow")) + timedelta(seconds=65)
        plan = page.locator("#deal-plan .deal-task-form").first
        plan.locator("[name=title]").fill("Ask about the logo")
        plan.locator("[name=due]").fill(f"{due:%Y-%m-%d}")
        plan.locator("[name=time]").fill(f"{due:%H:%M}")
        plan.locator("[name=assignee]").select_option(label="Иван Лебедев")
        plan.locator("[name=remind]").select_option(label="when due")
        plan.get_by_role("button", name="Add").click()
        expect(page.locator(".deal-tasks")).to_contain_text("Ask about the logo")
        page.fill("#deal-note", "Please look at the brief,")
        page.locator(".deal-note-actions").get_by_role("button", name="Mention a colleague").click()
        page.get_by_role("menuitem", name="Иван Лебедев").click()
        expect(page.locator("#deal-note")).to_have_value("Please look at the brief, @Иван Лебедев ")
        page.get_by_role("button", name="Add note").click()
        mailbox.find(address, "Please look at the brief")
        mailbox.find(address, "Ask about the logo", seconds=90)


class TestHistory:
    def test_is_found_by_kind_person_and_words(self, site: Site, staff: Visit, deal: tuple[str, str, str]) -> None:
        page = opened(staff("owner", locale="en-GB"), site, deal[0])
        entries = page.locator(".deal-history > li")
        everything = entries.count()
        page.get_by_label("Search the history").fill("brief sent to the client")
        expect(entries).to_have_count(1)
        page.get_by_label("Search the history").fill("")
        expect(entries).to_have_count(everything)
        page.get_by_label("Whose actions to show").select_option(label="The client")
        expect(page.locator(".deal-entry-meta", has_not_text="The client")).to_have_count(0)
        page.get_by_label("What the history shows").select_option(label="Money")
        expect(page.get_by_text("Nothing found in the history.")).to_be_visible()


class TestFiles:
    def test_are_sent_saved_removed_and_brought_back(
        self, site: Site, staff: Visit, deal: tuple[str, str, str]
    ) -> None:
        page = opened(staff("owner", locale="en-GB"), site, deal[0])
        pdf = {"name": "estimate.pdf", "mimeType": "text/html", "buffer": b"%PDF-1.4 estimate"}
        page.set_input_files(".deal-file-input", [pdf])
        name = page.get_by_role("link", name="estimate.pdf")
        with page.expect_download() as download:
            name.click()
        assert download.value.suggested_filename == "estimate.pdf"
        page.get_by_role("button", name="Remove: estimate.pdf").click()
        page.locator(".deal-files").get_by_role("button", name="Undo").click()
        expect(name).to_be_visible()
        page.set_input_files(".deal-file-input", [{**pdf, "buffer": b"<html><script>1</script>"}])
        expect(page.get_by_role("alert")).to_contain_text("This kind of file can’t be kept here")
