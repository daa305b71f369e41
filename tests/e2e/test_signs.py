"""What the framework would say in English over a page is said by us, in the reader's language, and covers nothing."""

import json
import re

import pytest
from playwright.sync_api import Locator, Page, WebSocketRoute, expect
from sqlmodel import col, update

from studio_app.bootstrap import Services
from studio_app.domain.actors import SYSTEM
from studio_app.domain.notifications.kinds import NotificationStatus
from studio_app.domain.notifications.models import Notification
from studio_app.domain.work import Work
from tests.e2e.conftest import Visit
from tests.e2e.server import Site

pytestmark = pytest.mark.e2e
expect.set_options(timeout=15_000)

_MISMATCH = "42/_event," + json.dumps(["state_mismatch", {"backend": "another", "reload_cooldown_ms": 3_600_000}])
_RELOADED = "sessionStorage.setItem('reflex_last_reloaded_on_error', String(Date.now()))"


def below(lower: Locator, upper: Locator) -> bool:
    """Whether nothing of `lower` is covered by `upper`, which is above it."""
    under, over = lower.bounding_box(), upper.bounding_box()
    assert under
    assert over
    return under["y"] >= over["y"] + over["height"]


def told_of_a_new_version(page: Page, address: str) -> None:
    """Open the page at a server that says it is of another version, a moment after the page was loaded anew."""
    told: list[WebSocketRoute] = []

    def route(socket: WebSocketRoute) -> None:
        socket.connect_to_server()
        told.append(socket)

    page.route_web_socket(re.compile("_event"), route)
    page.add_init_script(_RELOADED)
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    told[-1].send(_MISMATCH)


class TestNewVersion:
    @pytest.mark.parametrize("width", [390, 1440])
    @pytest.mark.parametrize(
        ("locale", "said", "button"),
        [
            ("ru-RU", "Программа студии обновилась.", "Обновить страницу"),
            ("en-GB", "The program has been updated.", "Reload the page"),
        ],
        ids=["ru", "en"],
    )
    def test_is_told_in_the_readers_language_above_the_page(
        self, site: Site, staff: Visit, locale: str, said: str, button: str, width: int
    ) -> None:
        page = staff("manager", locale=locale, width=width).new_page()
        told_of_a_new_version(page, f"{site.url}/")
        sign = page.locator(".version-sign")
        expect(sign).to_contain_text(said)
        expect(page.get_by_text("A new version of this app")).to_be_hidden()
        assert below(page.get_by_role("heading", level=1), sign)
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")  # the board fits as before
        sign.get_by_role("button", name=button).click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(sign).to_be_hidden()


class TestBrokenPage:
    def test_says_so_in_the_readers_language(self, site: Site, staff: Visit) -> None:
        page = staff("manager").new_page()
        page.add_init_script("Intl.PluralRules = function () { throw new Error('as a test'); }")
        page.goto(f"{site.url}/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Не получилось показать эту страницу")
        expect(page.get_by_text("An error occurred")).to_have_count(0)
        expect(page.get_by_role("button", name="Обновить страницу")).to_be_visible()


class TestToast:
    def test_is_named_in_the_readers_language(self, site: Site, staff: Visit) -> None:
        page = staff("owner").new_page()
        page.goto(f"{site.url}/settings/texts")
        page.locator(".settings-row").first.click()
        page.get_by_role("dialog").get_by_role("button", name="Сохранить").click()
        place = page.locator("section[aria-label^=Уведомления]")
        expect(place.get_by_role("button", name="Закрыть уведомление")).to_be_visible()


def _let_none_be_failed(work: Work) -> None:
    """Other tests may have left some."""
    failed = update(Notification).where(col(Notification.status) == NotificationStatus.FAILED)
    work.session.exec(failed.values(status=NotificationStatus.CANCELLED))


class TestOutbox:
    def test_without_letters_of_a_kind_asks_nobody_to_search_otherwise(
        self, site: Site, staff: Visit, studio: Services
    ) -> None:
        studio.runner.run_sync(SYSTEM, _let_none_be_failed)
        page = staff("owner").new_page()
        page.goto(f"{site.url}/outbox")
        page.get_by_role("button", name="Не ушли").click()
        expect(page.get_by_text("Таких писем нет")).to_be_visible()
        page.get_by_role("searchbox").fill("nobody wrote this")
        expect(page.get_by_text("Ничего не нашлось")).to_be_visible()


class TestTexts:
    def test_of_the_first_letter_say_who_gets_others(self, site: Site, staff: Visit) -> None:
        page = staff("owner", locale="en-GB").new_page()
        page.goto(f"{site.url}/settings/texts")
        expect(page.get_by_text("To an address that came with a lead")).to_be_visible()
        group = page.locator("section", has=page.get_by_role("heading", name="Link to the brief", exact=True)).last
        expect(group).to_contain_text("the text and the note from “First letter to a lead”")
