"""What the running server answers with, and under which name: asked plainly, and by a real browser."""

import re
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from studio_app.workspace import paths
from tests.e2e.conftest import Visit
from tests.e2e.server import Site

pytestmark = pytest.mark.e2e

ASKED = [
    ("GET", "/"),
    ("GET", "/sign-in"),
    ("GET", "/deal/none"),
    ("GET", "/favicon.svg"),
    ("GET", "/workspace.css"),
    ("GET", "/nothing/of/ours"),
    ("GET", "/lead"),
    ("GET", "/d/no-such-link"),
    ("GET", "/health"),
    ("GET", "/ping"),
    ("GET", "/api/reference"),
    ("GET", "/api/v1/nothing"),
    ("POST", "/api/v1/leads"),
    ("POST", "/webhooks/demo"),
    ("POST", "/session"),
    ("DELETE", "/"),
    ("OPTIONS", "/"),
]
SCREENS = [
    paths.BOARD,
    paths.CLIENTS,
    paths.INCOMING,
    paths.INVOICES,
    paths.PAYMENTS,
    paths.STATEMENTS,
    paths.OUTBOX,
    paths.DASHBOARD,
    paths.SETTINGS,
    f"{paths.SETTINGS}/prices",
    f"{paths.SETTINGS}/forms",
    f"{paths.SETTINGS}/texts",
    f"{paths.SETTINGS}/people",
    paths.SIGN_IN,
]


class TestEveryAnswer:
    @pytest.mark.parametrize(("method", "path"), ASKED)
    def test_carries_what_protects_it(self, site: Site, method: str, path: str) -> None:
        answer = httpx.request(method, f"{site.url}{path}")
        carried = answer.headers
        assert carried["x-content-type-options"] == "nosniff"
        assert carried["referrer-policy"] in {"same-origin", "no-referrer"}
        framed = "frame-ancestors *" if path == "/lead" else "frame-ancestors 'none'"
        assert framed in carried["content-security-policy"]
        assert "strict-transport-security" not in carried  # this site is not served over https

    def test_is_carried_by_a_refused_socket_too(self, site: Site) -> None:
        upgrade = {
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "MDEyMzQ1Njc4OWFiY2RlZg==",
            "Origin": "https://evil.example",
        }
        answer = httpx.get(f"{site.url}/_event/?EIO=4&transport=websocket", headers=upgrade)
        assert answer.status_code == 403
        assert "evil" not in answer.text
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        answer = httpx.get(f"{site.url}/_event/?EIO=4&transport=websocket", headers={**upgrade, "Host": "evil.example"})
        assert answer.status_code == 421


class TestPages:
    def test_of_the_workspace_run_under_their_policy(self, site: Site, staff: Visit) -> None:
        page = staff("owner").new_page()
        refused = refusals(page)
        for path in SCREENS:
            page.goto(f"{site.url}{path}")
            expect(page.locator("main h1, main h2, .shell-main, form").first).to_be_visible()
            expect(page.locator(".offline-sign")).to_have_count(0)
        page.goto(f"{site.url}/")
        page.locator("[data-deal]").first.click()
        page.wait_for_url(re.compile("/deal/"))
        expect(page.locator(".shell-main h1").first).to_be_visible()
        assert refused() == []

    def test_run_no_script_that_somebody_put_there(self, site: Site, visit: Visit) -> None:
        page = visit().new_page()
        page.goto(f"{site.url}/sign-in")
        with page.expect_console_message(is_refusal):
            page.evaluate(
                "document.body.append(Object.assign(document.createElement('script'), {text: 'window.forged = 1'}))"
            )
        assert page.evaluate("window.forged") is None

    def test_stand_in_no_frame(self, site: Site, visit: Visit) -> None:
        page = visit().new_page()
        with page.expect_console_message(lambda told: is_refusal(told) and "frame-ancestors" in told.text):
            page.set_content(f'<iframe src="{site.url}/sign-in"></iframe>')


class TestAnotherName:
    @pytest.mark.parametrize("locale", ["ru-RU", "en-GB"])
    def test_leads_to_ours(self, site: Site, visit: Visit, locale: str) -> None:
        page = visit(locale=locale).new_page()
        answer = page.goto(f"{site.url.replace('localhost', '127.0.0.1')}/sign-in")
        assert answer is not None
        assert answer.status == 421
        expect(page.get_by_role("heading")).to_have_count(2)
        page.get_by_role("link", name=site.url).first.click()
        page.wait_for_url(re.compile(f"^{site.url}/sign-in"))
        expect(page.locator("[name=email]")).to_be_visible()

    def test_is_repeated_nowhere(self, site: Site) -> None:
        for path in ("/", "/lead", "/d/no-such-link", "/api", "/health/", "/webhooks/demo/", "/assets"):
            answer = httpx.get(f"{site.url}{path}", headers={"Host": "evil.example"})
            assert "evil.example" not in answer.text + str(answer.headers)

    def test_does_not_matter_to_health(self, site: Site) -> None:
        assert httpx.get(f"{site.url}/health", headers={"Host": "evil.example"}).status_code == 200


def refusals(page: Page) -> Callable[[], list[str]]:
    """What the browser has not done because of a policy, from now on."""
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if is_refusal(message) else None)
    return lambda: list(told)


def is_refusal(told: ConsoleMessage) -> bool:
    return "Content Security Policy" in told.text or "Content-Security-Policy" in told.text
