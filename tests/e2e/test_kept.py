"""What a client has typed survives a lost connection and a fault of the server, in every form."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from studio_app.bootstrap import Services
from studio_app.domain.actors import SYSTEM
from studio_app.domain.briefs.service import send_brief
from studio_app.domain.contracts.editing import publish_contract
from studio_app.domain.contracts.particulars import save_requisites
from studio_app.domain.deals.models import Deal
from studio_app.domain.leads.intake.receiving import receive_lead
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.work import Work
from tests.agreeing import CLIENT, accept_proposal
from tests.agreeing import token_of as token_of_contract
from tests.disks import held
from tests.e2e.server import Site
from tests.proposing import published, token_of

pytestmark = pytest.mark.e2e

Visit = Callable[..., BrowserContext]
OFFLINE = "No connection. Everything you filled in stays on this page."


@dataclass(frozen=True)
class Form:
    """Where it stands, a text in it, what else it takes, the button, and what is there once it was sent."""

    address: Callable[[Work], str]
    field: str
    text: str
    button: str
    sent: str  # a selector that is gone
    ticks: tuple[str, ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    opened: str = ""


def brief(work: Work) -> str:
    lead = LeadIn(name="Ann Kept", phone="+79161234598", locale="en", message=work.new_id())
    return send_brief(work, deal_id=receive_lead(work, lead=lead).deal_id).path


def proposal(work: Work) -> str:
    return f"/d/{token_of(work, published(work, locale='en'))}"


def contract(work: Work) -> str:
    lead = LeadIn(name="Ann Kept", email="ann.kept@example.com", locale="en", message=work.new_id())
    deal = work.session.get_one(Deal, receive_lead(work, lead=lead).deal_id)
    document_id = accept_proposal(work, deal)
    publish_contract(work, document_id=document_id)
    return f"/d/{token_of_contract(work, document_id)}"


def with_details(work: Work) -> str:
    address = contract(work)
    save_requisites(work, token=address.removeprefix("/d/"), requisites=CLIENT)
    return address


FORMS = {
    "lead": Form(
        lambda _: "/lead?lang=en",
        "[name=message]",
        "A shop for tea, please",
        "form button[type=submit]",
        "[name=message]",
        ticks=("[name=consent]",),
        others=(("[name=name]", "Ann Kept"), ("[name=email]", "ann@example.com")),
    ),
    "acceptance": Form(
        proposal, "#accept [name=name]", "Ann of Tea", "#accept button", "#accept", ticks=("#accept [name=consent]",)
    ),
    "refusal": Form(
        proposal, "[name=reason]", "Too dear for us", "form[action$='/decline'] button", "#accept", opened="summary"
    ),
    "requisites": Form(
        contract,
        "#requisites [name=address]",
        CLIENT.address,
        "#requisites button",
        "#requisites[open]",
        opened="#requisites > summary",
        others=tuple(
            (f"#requisites [name={name}]", getattr(CLIENT, name))
            for name in ("full_name", "inn", "kpp", "ogrn", "signer_name", "signer_post", "signer_basis")
        ),
    ),
}


def filled(page: Page, form: Form) -> None:
    if form.opened and (summary := page.locator(form.opened).last).locator("..").get_attribute("open") is None:
        summary.click()
    if page.locator("#requisites [name=kind]").count():
        page.select_option("#requisites [name=kind]", "company")
    for field, text in (*form.others, (form.field, form.text)):
        page.fill(field, text)
    for tick in form.ticks:
        page.check(tick)


def stays(page: Page, form: Form) -> None:
    expect(page.locator(form.field)).to_have_value(form.text)
    for tick in form.ticks:
        expect(page.locator(tick)).to_be_checked()


@pytest.mark.parametrize("name", FORMS)
class TestForm:
    def test_stays_filled_in_without_a_connection_and_is_sent_with_it(
        self, name: str, site: Site, studio: Services, visit: Visit
    ) -> None:
        form, context = FORMS[name], visit(locale="en-GB", width=390)
        page = context.new_page()
        page.goto(site.url + studio.runner.run_sync(SYSTEM, form.address))
        filled(page, form)
        context.set_offline(True)
        page.click(form.button)
        expect(page.locator("[data-kept]")).to_contain_text(OFFLINE)
        stays(page, form)
        context.set_offline(False)
        page.click(form.button)
        expect(page.locator(form.sent)).to_have_count(0)

    def test_is_sent_after_a_fault_without_being_typed_anew(
        self, name: str, site: Site, studio: Services, visit: Visit
    ) -> None:
        form = FORMS[name]
        page = visit(locale="en-GB", width=390).new_page()
        page.goto(site.url + studio.runner.run_sync(SYSTEM, form.address))
        filled(page, form)
        with held(site.data / "studio.db"):
            page.click(form.button, no_wait_after=True)
            told = page.get_by_text("Nothing can be saved right now").first
            expect(told).to_be_visible(timeout=180_000)  # whoever writes waits for the others
        if name != "lead":  # whose answer is a page of its own, with a button that sends it again
            stays(page, form)
        page.click(form.button)
        expect(page.locator(form.sent)).to_have_count(0)


class TestRefused:
    @pytest.mark.parametrize(("name", "left_out"), [("lead", "[name=name]"), ("requisites", "#requisites [name=inn]")])
    def test_takes_a_phone_to_the_first_wrong_field(
        self, name: str, left_out: str, site: Site, studio: Services, visit: Visit
    ) -> None:
        form, page = FORMS[name], visit(locale="en-GB", width=390).new_page()
        page.goto(site.url + studio.runner.run_sync(SYSTEM, form.address))
        filled(page, form)
        page.fill(left_out, "")
        page.click(form.button)
        wrong = page.locator("[aria-invalid=true]")
        expect(wrong).to_have_count(1)
        expect(wrong).to_be_focused()
        expect(wrong).to_be_in_viewport()
        stays(page, form)


class TestSigning:
    def test_stays_filled_in_without_a_connection(self, site: Site, studio: Services, visit: Visit) -> None:
        context = visit(locale="en-GB", width=390)
        page = context.new_page()
        page.goto(site.url + studio.runner.run_sync(SYSTEM, with_details))
        page.click("#code button")
        page.fill("#sign [name=code]", "123456")
        page.fill("#sign [name=name]", "Ann of Tea")
        page.check("#sign [name=consent]")
        context.set_offline(True)
        page.click("#sign button")
        expect(page.locator("[data-kept]")).to_contain_text(OFFLINE)
        expect(page.locator("#sign [name=name]")).to_have_value("Ann of Tea")
        context.set_offline(False)
        page.click("#sign button")  # a wrong code: refused, and all that was typed is there
        expect(page.locator("#sign [name=name]")).to_have_value("Ann of Tea")
        expect(page.locator("#sign [name=consent]")).to_be_checked()
        expect(page.get_by_text("Tries left: 4").first).to_be_visible()


class TestBrief:
    def test_stays_filled_in_without_a_connection(self, site: Site, studio: Services, visit: Visit) -> None:
        context = visit(locale="en-GB", width=390)
        page = context.new_page()
        page.goto(site.url + studio.runner.run_sync(SYSTEM, brief))
        context.set_offline(True)
        page.fill("#goals", "Typed in a tunnel")
        page.click("#brief button[type=submit]:not([formaction])")
        expect(page.locator("[data-kept]")).to_contain_text(OFFLINE)
        expect(page.locator("#goals")).to_have_value("Typed in a tunnel")

    def test_says_that_nothing_can_be_saved_and_saves_it_once_that_is_over(
        self, site: Site, studio: Services, visit: Visit
    ) -> None:
        page = visit(locale="en-GB", width=390).new_page()
        page.goto(site.url + studio.runner.run_sync(SYSTEM, brief))
        with held(site.data / "studio.db"):
            page.fill("#goals", "Typed meanwhile")
            expect(page.locator("#state")).to_contain_text("Nothing can be saved right now", timeout=60_000)
            expect(page.locator("#goals")).to_have_value("Typed meanwhile")
        expect(page.locator("#state")).to_have_text("Saved", timeout=60_000)
        page.reload()
        expect(page.locator("#goals")).to_have_value("Typed meanwhile")

    def test_takes_the_eye_to_the_first_wrong_question_and_no_further(
        self, site: Site, studio: Services, visit: Visit
    ) -> None:
        page = visit(locale="en-GB", width=390).new_page()
        page.goto(site.url + studio.runner.run_sync(SYSTEM, brief))
        page.fill("#pages", "about twenty")
        page.click("#brief button[type=submit]:not([formaction])")
        first = page.locator("#brief [data-question].wrong").first
        expect(first).to_be_in_viewport()
        expect(first.locator(":focus")).to_have_count(1)
        expect(page.locator("#pages")).to_have_value("about twenty")
