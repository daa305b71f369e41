"""What a lawyer and an accountant are shown: what they may do, and nothing that they would be refused."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from studio_app.bootstrap import SESSION_COOKIE, Services
from studio_app.core.ids import new_id
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.people import add_person
from studio_app.domain.accounts.sign_in import open_session
from studio_app.domain.actors import SYSTEM
from studio_app.domain.work import Work
from studio_app.workspace import paths
from tests.e2e.server import Site

pytestmark = pytest.mark.e2e

READ = [paths.BOARD, paths.CLIENTS, paths.INVOICES, paths.PAYMENTS]
LED = {Role.LAWYER: READ, Role.ACCOUNTANT: [*READ, paths.STATEMENTS]}

Enter = Callable[..., Page]


@pytest.fixture
def enter(site: Site, studio: Services, visit: Callable[..., BrowserContext]) -> Enter:
    """A page of somebody of that role, who reads that language."""

    def entered(role: Role, language: str, *, width: int = 1440) -> Page:
        session = studio.runner.run_sync(SYSTEM, _session, role=role, language=language)
        site.sessions.append(session)
        context = visit(locale=language, width=width)
        context.add_cookies([{"name": SESSION_COOKIE, "value": session, "url": site.url}])
        return context.new_page()

    return entered


def _session(work: Work, *, role: Role, language: str) -> str:
    mail = f"{role}-{new_id()[-8:]}@studio.example"
    person = add_person(work, email=mail, name="Вера Павловна", password_hash="-", role=role, locale=language)
    return open_session(work, user_id=person.id, lifetime=timedelta(days=1))


def opened(page: Page, site: Site, path: str) -> Page:
    page.goto(site.url + path)
    page.wait_for_load_state("networkidle")
    expect(page.locator(".shell-account .shell-label")).not_to_be_empty()
    page.wait_for_timeout(300)
    return page


def _deal(site: Site) -> tuple[str, str]:
    with closing(sqlite3.connect(site.data / "studio.db")) as database:
        query = "SELECT deal.id, deal.client_id FROM deal JOIN document ON document.deal_id = deal.id"
        return database.execute(f"{query} WHERE document.kind = 'invoice' LIMIT 1").fetchone()


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("role", LED, ids=lambda role: role.value)
class TestReader:
    def test_is_led_to_what_is_theirs_and_refused_nothing_there(
        self, site: Site, enter: Enter, role: Role, language: str
    ) -> None:
        page = enter(role, language)
        deal_id, client_id = _deal(site)
        for path in (*LED[role], f"/deal/{deal_id}", f"/clients/{client_id}", paths.ACCOUNT):
            opened(page, site, path)
            assert page.locator("[data-sonner-toast]").count() == 0, f"{path} refuses what it shows"
        hrefs = page.eval_on_selector_all(".shell a.shell-link", "links => links.map(one => one.getAttribute('href'))")
        assert hrefs == LED[role]

    def test_finds_nothing_to_change_in_a_deal(self, site: Site, enter: Enter, role: Role, language: str) -> None:
        page = enter(role, language)
        opened(page, site, paths.BOARD)
        assert page.locator("[data-new-deal], .board-card-pick, a[download]").count() == 0
        expect(page.locator("[data-deal]").first).not_to_have_attribute("draggable", "true")
        opened(page, site, f"{paths.BOARD}?view=table")
        assert page.locator(".table-pencil, button.table-change, [data-deal] input").count() == 0
        deal_id, client_id = _deal(site)
        opened(page, site, f"/deal/{deal_id}")
        assert page.locator(".deal-note, .deal-task-form, .deal-drop, .deal-ideas").count() == 0
        opened(page, site, f"/clients/{client_id}")
        assert page.locator(".client-page button[type=submit]").count() == 0


class TestAccountant:
    def test_is_shown_what_is_done_with_invoices_and_bank_files(self, site: Site, enter: Enter) -> None:
        page = enter(Role.ACCOUNTANT, "en")
        opened(page, site, paths.INVOICES)
        expect(page.locator(".invoices-actions button").first).to_be_visible()
        opened(page, site, paths.STATEMENTS)
        expect(page.locator(".upload-drop")).to_be_visible()


class TestLawyer:
    def test_is_led_to_no_screen_of_others(self, site: Site, enter: Enter) -> None:
        page = enter(Role.LAWYER, "en")
        for path in (
            paths.PAYMENTS,
            *(f"/{kind}/{one}" for kind, one in zip(("deal", "clients"), _deal(site), strict=True)),
        ):
            opened(page, site, path)
            hrefs = page.eval_on_selector_all(".shell-main a", "links => links.map(one => one.getAttribute('href'))")
            closed = (paths.STATEMENTS, paths.OUTBOX, paths.INCOMING, paths.HANDOVER, paths.SETTINGS, paths.DASHBOARD)
            assert [href for href in hrefs if href and href.startswith(closed)] == []

    def test_is_shown_no_button_at_an_invoice(self, site: Site, enter: Enter) -> None:
        page = enter(Role.LAWYER, "en")
        opened(page, site, paths.INVOICES)
        expect(page.locator(".invoices-table")).to_be_visible()
        assert page.locator(".invoices-actions button").count() == 0
