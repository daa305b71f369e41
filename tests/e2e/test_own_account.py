"""One's own account in a browser: the password changed and forgotten, sessions ended, asked again before a refund."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlmodel import select

from studio_app.adapters.passwords import hash_password
from studio_app.bootstrap import Services
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.models import User, UserSession
from studio_app.domain.accounts.people import add_person
from studio_app.domain.actors import SYSTEM
from studio_app.domain.work import Work
from studio_app.workspace import paths
from studio_app.workspace.settings.frame import route
from tests.e2e.postbox import Mailbox
from tests.e2e.server import Site

pytestmark = pytest.mark.e2e

Visit = Callable[..., BrowserContext]
GIVEN, OWN, THIRD = "k7m2p-9qwxz-tbn4a", "a violin among the penguins", "nine green umbrellas upstairs"


@pytest.fixture
def person(studio: Services, request: pytest.FixtureRequest) -> str:
    """The address of a manager whose password was made by somebody else."""
    email = f"{request.node.name.replace('_', '-')}@studio.example"

    def add(work: Work, *, hashed: str) -> None:
        if work.session.exec(select(User).where(User.email == email)).first() is None:
            add_person(work, email=email, name="Vera", password_hash=hashed, role=Role.MANAGER, locale="en", given=True)

    studio.runner.run_sync(SYSTEM, add, hashed=hash_password(GIVEN))
    return email


def grow_stale(studio: Services, email: str) -> None:
    """It is more than a quarter of an hour since the person typed their password."""

    def age(work: Work) -> None:
        owner = work.session.exec(select(User).where(User.email == email)).one()
        for row in work.session.exec(select(UserSession).where(UserSession.user_id == owner.id)):
            row.confirmed_at = work.now() - timedelta(minutes=16)

    studio.runner.run_sync(SYSTEM, age)


def sign_in(page: Page, site: Site, email: str, password: str) -> None:
    page.goto(f"{site.url}{paths.SIGN_IN}")
    page.fill("[name=email]", email)
    page.fill("[name=password]", password)
    page.click("button[type=submit]")


class TestPassword:
    def test_that_was_given_is_changed_and_ends_the_other_browsers(self, site: Site, visit: Visit, person: str) -> None:
        here, there = visit(locale="en-GB").new_page(), visit(locale="en-GB").new_page()
        for page in (there, here):
            sign_in(page, site, person, GIVEN)
            page.wait_for_url(re.compile(f"{paths.ACCOUNT}/?$"))
        there.goto(f"{site.url}{paths.CLIENTS}")
        expect(there.locator(".account-given")).to_be_visible()
        expect(here.get_by_text("somebody else may know it")).to_be_visible()
        here.fill("[name=old]", "not this one")
        here.fill("[name=password]", OWN)
        here.get_by_role("button", name="Change the password").click()
        expect(here.locator("#refused-old")).to_contain_text("This is not your password.")
        here.fill("[name=old]", GIVEN)
        here.fill("[name=password]", "1234567890")
        here.get_by_role("button", name="Change the password").click()
        expect(here.locator("#refused-password")).to_contain_text("among those that are tried first")
        here.fill("[name=password]", OWN)
        here.get_by_role("button", name="Change the password").click()
        expect(here.get_by_text("The new password is set.")).to_be_visible()
        expect(here.get_by_text("somebody else may know it")).to_have_count(0)
        there.wait_for_url(re.compile(f"{paths.SIGN_IN}/?$"))
        sign_in(there, site, person, GIVEN)
        expect(there.get_by_role("alert")).to_be_visible()
        sign_in(there, site, person, OWN)
        there.wait_for_url(f"{site.url}/")

    def test_that_was_forgotten_is_set_by_a_letter(
        self, site: Site, visit: Visit, person: str, mailbox: Mailbox
    ) -> None:
        page = visit(locale="en-GB").new_page()
        page.goto(f"{site.url}{paths.SIGN_IN}")
        page.get_by_role("link", name="Forgot the password?").click()
        expect(page.get_by_role("button", name="Send the link")).to_be_visible()  # both pages ask for an e-mail
        page.fill("[name=email]", person)
        page.get_by_role("button", name="Send the link").click()
        expect(page.get_by_text("a letter is on its way")).to_be_visible()
        link = mailbox.find(person, r"http\S+/new-password\?word=\w+")
        page.goto(link)
        page.fill("[name=password]", "aaaaaaaaaaaa")
        page.get_by_role("button", name="Set the password").click()
        expect(page.get_by_role("alert")).to_contain_text("Repeats are guessed quickly.")
        page.fill("[name=password]", THIRD)
        page.get_by_role("button", name="Set the password").click()
        expect(page.get_by_role("status").first).to_contain_text("The new password is set.")
        sign_in(page, site, person, THIRD)
        page.wait_for_url(f"{site.url}/")
        page.goto(link)
        page.fill("[name=password]", OWN)
        page.get_by_role("button", name="Set the password").click()
        expect(page.get_by_role("alert")).to_contain_text("This link works no more")

    def test_reset_letter_says_nothing_in_the_outbox(
        self, site: Site, visit: Visit, staff: Visit, person: str, mailbox: Mailbox
    ) -> None:
        page = visit(locale="en-GB").new_page()
        page.goto(f"{site.url}{paths.FORGOT}")
        page.fill("[name=email]", person)
        page.get_by_role("button", name="Send the link").click()
        word = mailbox.find(person, r"/new-password\?word=(\w+)")
        colleague = staff("manager", locale="en-GB").new_page()
        colleague.goto(f"{site.url}{paths.OUTBOX}")
        colleague.locator(".outbox-line", has_text=person).filter(has_text="Link to a new password").first.click()
        expect(colleague.get_by_text("only for its reader")).to_be_visible()
        assert word not in colleague.content()


class TestSessions:
    def test_are_listed_and_ended(self, site: Site, visit: Visit, person: str) -> None:
        here, there = visit(locale="en-GB").new_page(), visit(locale="en-GB").new_page()
        for page in (there, here):
            sign_in(page, site, person, GIVEN)
            page.wait_for_url(re.compile(f"{paths.ACCOUNT}/?$"))
        here.reload()
        rows = here.locator(".account-session")
        expect(rows).to_have_count(2)
        expect(rows.first).to_contain_text("this one")
        expect(rows.last).to_contain_text("Chrome")
        rows.last.get_by_role("button").click()
        expect(rows).to_have_count(1)
        there.wait_for_url(re.compile(f"{paths.SIGN_IN}/?$"))
        expect(here.locator(".account-sessions")).to_be_visible()


class TestConfirmation:
    def test_stands_before_a_refund_and_then_goes_on(self, site: Site, staff: Visit, studio: Services) -> None:
        page = staff("owner", locale="en-GB").new_page()
        page.goto(f"{site.url}{paths.PAYMENTS}")
        row = page.locator("tr", has=page.get_by_role("button", name="Refund")).first
        row.get_by_role("button", name="Refund").click()
        dialog = page.get_by_role("dialog").filter(has_text="Refund")
        dialog.locator("[name=amount]").fill("1")
        dialog.locator("[name=reason]").fill("a small apology")
        mail, password = site.sign_ins["owner"]
        grow_stale(studio, mail)
        dialog.get_by_role("button", name="Refund").click()
        asked = page.get_by_role("dialog").filter(has_text="Your password, please")
        expect(asked).to_be_visible()
        asked.locator("[name=current]").fill("not this one")
        asked.get_by_role("button", name="Go on").click()
        expect(page.get_by_text("This is not your password.")).to_be_visible()
        asked.locator("[name=current]").fill(password)
        asked.get_by_role("button", name="Go on").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.get_by_text("a small apology").or_(page.locator("[data-sonner-toast]")).first).to_be_visible()

    def test_stands_before_a_change_of_rights(self, site: Site, staff: Visit, studio: Services, person: str) -> None:
        page = staff("owner", locale="en-GB").new_page()
        page.goto(f"{site.url}{route('people')}")
        page.get_by_text(person).click()
        grow_stale(studio, site.sign_ins["owner"][0])
        page.get_by_role("button", name="Save").click()
        asked = page.get_by_role("dialog").filter(has_text="Your password, please")
        expect(asked).to_be_visible()
        asked.get_by_role("button", name="Cancel").click()
        expect(asked).to_have_count(0)
        expect(page.get_by_role("button", name="Save")).to_be_visible()  # what was typed is still there
