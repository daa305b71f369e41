"""The line: from the lead form to a paid invoice, the manager in one browser, the client in another."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.hands import Hands
from tests.e2e.postbox import Mailbox
from tests.e2e.server import Site

pytestmark = pytest.mark.e2e

Visit = Callable[..., BrowserContext]
FEW_OPERATIONS = 60


@dataclass(frozen=True)
class Client:
    """A client as they fill in our forms."""

    locale: str
    name: str
    company: str
    email: str
    goals: str
    requisites: dict[str, str]


RUSSIAN = Client(
    locale="ru-RU",
    name="Ольга Сергеевна Власова",
    company="Северный чай",
    email="olga@severny-chai.example",
    goals="Больше оптовых заявок",
    requisites={
        "kind": "company",
        "full_name": "ООО «Северный чай»",
        "inn": "7707083893",
        "kpp": "770701001",
        "ogrn": "1027700132195",
        "address": "125009, Москва, Тверская улица, 1",
        "signer_name": "Власова Ольга Сергеевна",
        "signer_post": "Генеральный директор",
        "signer_basis": "Устава",
        "bank_name": "ПАО Сбербанк",
        "bic": "044525225",
        "account": "40702810138000000001",
        "correspondent_account": "30101810400000000225",
    },
)
ENGLISH = Client(
    locale="en-GB",
    name="Grace Miller",
    company="Harbour Lights Ltd",
    email="grace@harbour-lights.example",
    goals="More direct bookings",
    requisites={
        "kind": "foreign",
        "full_name": "Harbour Lights Ltd",
        "inn": "GB123456789",
        "address": "12 Quay Street, Bristol",
        "signer_name": "Grace Miller",
        "signer_post": "Director",
        "signer_basis": "Articles of association",
        "bank_name": "Test Bank",
        "bic": "BARCGB22",
        "account": "GB82WEST12345698765432",
    },
)


def leave_lead(page: Page, site: Site, client: Client) -> None:
    page.goto(f"{site.url}/lead?source=kwork")
    page.fill("[name=name]", client.name)
    page.fill("[name=company]", client.company)
    page.fill("[name=email]", client.email)
    page.check("[name=consent]")
    page.click("form button[type=submit]")
    expect(page.locator("[name=email]")).to_have_count(0)


def fill_brief(page: Page, link: str, client: Client) -> None:
    page.goto(link)
    page.fill("[name=goals]", client.goals)
    for name, value in (
        ("site_kind", "corporate"),
        ("design", "custom"),
        ("content", "studio"),
        ("deadline", "quarter"),
    ):
        page.locator(f"[name={name}][value={value}]").check(force=True)
    page.fill("[name=pages]", "12")
    page.fill("[name=budget]", "600000")
    for name, value in (("integrations", "crm"), ("languages", client.locale[:2])):
        page.locator(f"[name={name}][value={value}]").check(force=True)
    page.click("#brief button[type=submit]:not([formaction])")
    expect(page.locator("#brief")).to_have_count(0)


def accept_proposal(page: Page, link: str, client: Client) -> None:
    page.goto(link)
    page.fill("#accept [name=name]", client.name)
    page.check("#accept [name=consent]")
    page.click("#accept button")
    expect(page.locator("#accept")).to_have_count(0)


def sign_contract(page: Page, link: str, client: Client, mailbox: Mailbox) -> None:
    page.goto(link)
    requisites = page.locator("#requisites")
    for name, value in client.requisites.items():
        field = requisites.locator(f"[name={name}]")
        if name == "kind":
            field.select_option(value)
        else:
            field.fill(value)
    requisites.locator("button").click()
    page.locator("#code button").click()
    code = mailbox.find(client.email, r"(?m)^\s*\d{6}\s*$").strip()
    page.fill("#sign [name=code]", code)
    page.check("#sign [name=consent]")
    page.click("#sign button")
    expect(page.locator("#stamp")).to_be_visible()


def pay(page: Page, link: str) -> None:
    page.goto(link)
    page.locator("form[action$='/pay'] button").first.click()
    page.locator(".demo-pay-choices button").first.click()
    expect(page.locator(".pay-status-paid")).to_be_visible()


def step(page: Page, name: str) -> Any:
    """The deal page offers this next step; its one button is the answer."""
    expect(page.locator(f"[data-step={name}]")).to_be_visible(timeout=30_000)
    return page.locator(f"[data-step={name}] .page-actions > :last-child")


@pytest.mark.parametrize("client", [RUSSIAN, ENGLISH], ids=["ru", "en"])
class TestJourney:
    def test_from_the_lead_form_to_paid(
        self,
        client: Client,
        site: Site,
        visit: Visit,
        staff: Visit,
        mailbox: Mailbox,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        document = rf"{re.escape(site.url)}/d/\S+"
        manager = staff("manager", locale=client.locale)
        board, hands = manager.new_page(), Hands()
        board.goto(site.url)
        expect(board.get_by_role("heading", level=1)).to_be_visible()
        browser = visit(locale=client.locale)
        page = browser.new_page()

        leave_lead(page, site, client)
        card = board.locator(".board-card", has_text=client.company).first
        expect(card).to_be_visible()  # no refresh: the board is live
        deal = manager.new_page()
        board.bring_to_front()
        hands.click(card)
        board.wait_for_url(re.compile("/deal/"))
        deal.goto(site.url)  # another window stays on the board
        expect(board.locator("[data-step=wait_brief]")).to_be_visible()

        fill_brief(page, mailbox.find(client.email, rf"{re.escape(site.url)}/b/\S+"), client)
        hands.click(step(board, "publish_proposal"))
        accept_proposal(page, mailbox.find(client.email, document), client)
        hands.click(step(board, "publish_contract"))
        contract = mailbox.find(client.email, document, nth=2)
        sign_contract(page, contract, client, mailbox)
        hands.click(step(board, "issue_invoice"))
        invoice = mailbox.find(client.email, document, nth=3)

        open_tab = browser.new_page()
        open_tab.goto(invoice)
        expect(open_tab.locator(".pay-status-waiting")).to_be_visible()
        pay(page, invoice)
        open_tab.bring_to_front()
        expect(open_tab.locator(".pay-status-paid")).to_be_visible()  # flips by itself

        with capsys.disabled():
            print(f"\n  {client.locale}: {hands.operations} operations of the manager, about {hands.seconds:.0f} s")
        assert hands.operations < FEW_OPERATIONS
