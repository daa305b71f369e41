"""A client pays on a phone with one thumb: a decline is explained, the second try works, the receipt opens."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.secrecy import Secrets
from tests.e2e.server import Site

pytestmark = pytest.mark.e2e

Visit = Callable[..., BrowserContext]
THUMB = 44  # pixels
_SMALL = """[...document.querySelectorAll('main ~ * a, .pay a, .masthead a, button')]
    .map((e) => [e.innerText, e.getBoundingClientRect()]).filter(([, r]) => r.width && r.height < 43.5)
    .map(([text]) => text)"""


def open_invoice(page: Page, site: Site) -> None:
    """The invoice that was sent last and has nothing paid on it."""
    for token in reversed(Secrets(site).links("invoice", "published")):
        page.goto(f"{site.url}/d/{token}")
        if page.locator(".pay-status-waiting").count():
            return
    raise AssertionError("no open invoice in the demo")


class TestPhone:
    def test_pays_after_a_decline_and_keeps_the_receipt(self, site: Site, visit: Visit) -> None:
        phone = visit(width=390)
        page = phone.new_page()
        open_invoice(page, site)
        invoice = page.url
        button = page.locator(".pay-follow button")
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= THUMB
        assert box["y"] > 844 / 2  # the lower half of the screen, where the thumb is
        assert page.evaluate(_SMALL) == []
        button.click()
        page.locator("[value=no_money]").click()
        page.wait_for_url(invoice)
        expect(page.locator(".pay-failed")).to_be_visible()
        second = phone.new_page()
        second.goto(invoice)
        page.bring_to_front()
        button.dblclick()
        page.locator("[value=sbp]").click()
        expect(page.locator(".pay-status-paid")).to_be_visible()
        second.bring_to_front()
        expect(second.locator(".pay-status-paid")).to_be_visible()  # flips by itself
        expect(second.locator(".pay-failed, .pay-follow")).to_have_count(0)
        second.locator(".pay-rows .pay-link").click()
        second.wait_for_url(re.compile("/receipt/"))
        expect(second.locator(".receipt-amount")).to_be_visible()
        assert second.request.get(f"{second.url}.pdf").headers["content-type"] == "application/pdf"
        page.go_back()  # to the provider's page, which is closed
        expect(page.locator("form.demo-pay-choices")).to_have_count(0)
