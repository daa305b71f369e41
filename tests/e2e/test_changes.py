"""What a manager changes in a published proposal is before the client when it is published, and not before."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import Services
from studio_app.domain.actors import SYSTEM
from studio_app.domain.documents.links import get_document, link_path
from studio_app.domain.leads.intake.receiving import receive_lead
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.pricing.preparing import start_estimate
from studio_app.domain.proposals.draft import publish_proposal, start_proposal
from studio_app.domain.work import Work
from tests.e2e.server import Site

pytestmark = pytest.mark.e2e

Visit = Callable[..., BrowserContext]


def offered(work: Work, *, locale: str) -> tuple[str, str]:
    """A deal whose proposal lies with its client, and the link."""
    name, email = f"Changes {locale}", f"changes-{locale}@example.com"
    deal_id = receive_lead(work, lead=LeadIn(name=name, email=email, message=work.new_id(), locale=locale)).deal_id
    start_estimate(work, deal_id=deal_id)
    document_id = start_proposal(work, deal_id=deal_id)
    publish_proposal(work, document_id=document_id)
    document = get_document(work, document_id)
    document.published_at = work.now() - timedelta(days=365)  # others look for the newest of the demo
    return deal_id, link_path(work, document)


@pytest.mark.parametrize("locale", ["ru", "en"])
class TestChanges:
    @pytest.fixture
    def offer(self, studio: Services, locale: str) -> tuple[str, str]:
        return studio.runner.run_sync(SYSTEM, offered, locale=locale)

    @pytest.fixture
    def page(self, staff: Visit, locale: str) -> Page:
        return staff("manager", locale="ru-RU" if locale == "ru" else "en-GB").new_page()

    def test_of_texts_wait_for_their_publication(
        self, *, site: Site, visit: Visit, page: Page, offer: tuple[str, str], locale: str
    ) -> None:
        deal_id, path = offer
        client, words = visit().new_page(), f"Changed on purpose ({locale})"
        client.goto(f"{site.url}{path}")
        before = client.locator("#live").inner_text()
        page.goto(f"{site.url}/deal/{deal_id}/proposal")
        page.locator("[name=intro]").fill(words)
        page.get_by_role("button", name=translate(locale, "document_edited.save"), exact=True).click()
        expect(page.get_by_text(translate(locale, "document_edited.saved_aside"))).to_be_visible()
        expect(page.locator("[data-unpublished]")).to_contain_text(translate(locale, "changes.waiting"))
        client.reload()
        assert client.locator("#live").inner_text() == before

        with page.expect_popup() as opened:
            page.get_by_role("button", name=translate(locale, "changes.look")).click()
        expect(opened.value.locator("article.sheet")).to_contain_text(words)

        page.goto(f"{site.url}/deal/{deal_id}")
        expect(page.locator("[data-document=proposal]")).to_have_attribute("data-changed", "yes")
        step = page.locator(".deal-next[data-step=publish_changes]")
        step.get_by_role("button", name=translate(locale, "deal.do.publish_changes")).click()
        expect(page.locator("[data-document=proposal]")).to_have_attribute("data-changed", "no")
        expect(client.locator("#live")).to_contain_text(words)  # an open page hears of it
        client.reload()
        expect(client.locator("#live")).to_contain_text(words)

    def test_of_prices_wait_too_and_can_be_discarded(
        self, *, site: Site, visit: Visit, page: Page, offer: tuple[str, str], locale: str
    ) -> None:
        deal_id, path = offer
        client, words = visit().new_page(), f"A line of {locale}"
        client.goto(f"{site.url}{path}")
        before = client.locator("#live").inner_text()
        page.goto(f"{site.url}/deal/{deal_id}/estimate")
        page.locator("[data-field=name]").first.fill(words)
        page.locator("#calculator-save").click()
        expect(page.get_by_text(translate(locale, "calculator.saved_aside"))).to_be_visible()
        expect(page.locator("[data-unpublished]")).to_be_visible()
        client.reload()
        assert client.locator("#live").inner_text() == before

        page.get_by_role("button", name=translate(locale, "changes.discard")).click()
        dialog = page.get_by_role("alertdialog")
        dialog.get_by_role("button", name=translate(locale, "changes.discard")).click()
        expect(dialog).to_have_count(0)
        expect(page.locator("[data-field=name]").first).to_have_value(words)  # the estimate stays
        page.locator("#calculator-publish-changes").click()
        expect(page.get_by_text(translate(locale, "changes.published"))).to_be_visible()
        expect(page.locator("[data-unpublished]")).to_have_count(0)
        client.reload()
        expect(client.locator("#live")).to_contain_text(re.compile(re.escape(words)))
