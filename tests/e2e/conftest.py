"""A production server with demo data, a real browser, and people signed in."""

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, WebSocket, expect, sync_playwright

from studio_app.bootstrap import SESSION_COOKIE, Services, build
from studio_app.config import Settings
from studio_app.domain.actors import SYSTEM
from tests.board_wire import misfits_in
from tests.e2e.boards import add_deals
from tests.e2e.postbox import Mailbox
from tests.e2e.secrecy import Secrets
from tests.e2e.server import ROOT, Server, Site
from tests.e2e.slow import SlowLine

PORT = int(os.environ.get("STUDIO_TEST_PORT", "8799"))
SLOW = os.environ.get("SLOW", "") not in {"", "0"}
"""Each answer is held for up to three seconds: what leans on a quick one fails."""
START_SECONDS = 240  # a first build on two busy cores
PATIENCE = 60_000 if SLOW else 15_000  # ms in which a page does what is expected of it, on a machine with much to do
DRAWN = 4 * PATIENCE  # ms for a PDF: the process that draws it lets all others go first
SLOW_SECONDS = 1_200  # for a test over the slow line
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_SIGN_IN = re.compile(r"^\s*(owner|manager)\s+(\S+@\S+)\s+(\S+)\s*$", re.MULTILINE)


@pytest.fixture(scope="session")
def mailbox() -> Iterator[Mailbox]:
    """Where all letters of the site arrive."""
    box = Mailbox(PORT + 1)
    box.start()
    yield box
    box.stop()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, mailbox: Mailbox) -> Iterator[Site]:
    """The product as `make run` starts it, on a fresh data folder with demo data."""
    data = tmp_path_factory.mktemp("site")
    log = data / "server.log"
    environment = {
        **os.environ,
        "STUDIO_PORT": str(PORT),
        "STUDIO_DATA_DIR": str(data),
        "STUDIO_SMTP_HOST": "127.0.0.1",
        "STUDIO_SMTP_PORT": str(mailbox.port),
        "STUDIO_SMTP_TLS": "none",
        "STUDIO_MAIL_FROM": "studio@studio.example",
        "PYTHONUNBUFFERED": "1",
    }
    url = f"http://localhost:{PORT + 2 if SLOW else PORT}"
    line = SlowLine(port=PORT + 2, target=PORT) if SLOW else None
    server = Server({**environment, "STUDIO_PUBLIC_URL": url}, log, port=PORT)
    try:
        if line:
            line.start()
        server.start(seconds=START_SECONDS)
        sign_ins = {role: (mail, word) for role, mail, word in _SIGN_IN.findall(_with_sign_ins(log))}
        running = Site(url, PORT, data, log, sign_ins, server)
        yield running
    finally:
        server.stop()
        if line:
            line.close()
    _keeps_its_secrets(running)


def _keeps_its_secrets(site: Site) -> None:
    """The log of the whole run, payments, webhooks and letters included, says nothing that it must not."""
    log, secrets = site.log.read_text(), Secrets(site)
    assert secrets.within(log) == []
    # the demo's passwords are printed once, at the first start, for whoever started it
    assert [log.count(password) for password in secrets.passwords] == [1] * len(secrets.passwords)


def _with_sign_ins(log: Path) -> str:
    """The log once it tells who may sign in, which is a moment after the server is up."""
    deadline = time.monotonic() + 30
    while not _SIGN_IN.search(text := log.read_text()):
        assert time.monotonic() < deadline, text[-3000:]
        time.sleep(0.1)
    return text


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: the installed one, else Playwright's own."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
        launched = playwright.chromium.launch(executable_path=found, args=BROWSER_ARGS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def studio(site: Site) -> Iterator[Services]:
    """The site's own database, written to from another process: open boards hear nothing of it."""
    services = build(Settings(data_dir=site.data))
    yield services
    services.close()


@pytest.fixture
def deals(studio: Services) -> Callable[..., list[str]]:
    """Make `count` deals of a client with that name; the ids, the top card first."""

    def make(name: str, count: int = 1) -> list[str]:
        return studio.runner.run_sync(SYSTEM, add_deals, name=name, count=count)

    return make


Visit = Callable[..., BrowserContext]
FAILED = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A whole journey has some hundred answers: over the slow line it takes minutes, of which it only waits."""
    for item in items if SLOW else []:
        item.add_marker(pytest.mark.timeout(SLOW_SECONDS))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Let fixtures know how the test went."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture
def visit(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Open a fresh browser of somebody nobody knows yet: `visit(locale="en-GB", theme="dark", width=390)`."""
    opened: list[BrowserContext] = []
    misfitting: list[str] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: misfitting.extend(misfits_in(frame)))

    def open_browser(
        *, locale: str = "ru-RU", theme: str = "light", width: int = 1440, scripts: bool = True
    ) -> BrowserContext:
        context = browser.new_context(
            locale=locale,
            color_scheme="dark" if theme == "dark" else "light",
            viewport={"width": width, "height": 844 if width < 600 else 900},
            timezone_id="Europe/Moscow",
            has_touch=width < 600,
            java_script_enabled=scripts,
        )
        context.set_default_timeout(PATIENCE)
        context.on("page", lambda page: page.on("websocket", listen))
        opened.append(context)
        return context

    yield open_browser
    pages = [page for context in opened for page in context.pages]
    if request.node.stash.get(FAILED, False):
        for number, page in enumerate(pages):
            page.screenshot(path=ROOT / "test-results" / f"{request.node.name}-{number}.png", full_page=True)
    for context in opened:
        context.close()
    assert misfitting == [], "what came over the wire is not as the schema of the board has it"


@pytest.fixture
def staff(site: Site, visit: Visit) -> Visit:
    """A browser signed in through the form: `staff("manager", theme="dark")`."""

    def sign_in(role: str, **kind: Any) -> BrowserContext:
        context = visit(**kind)
        page = context.new_page()
        page.goto(f"{site.url}/sign-in")
        mail, password = site.sign_ins[role]
        page.fill("[name=email]", mail)
        page.fill("[name=password]", password)
        page.click("button[type=submit]")
        page.wait_for_url(f"{site.url}/")
        site.sessions.extend(
            cookie.get("value", "") for cookie in context.cookies() if cookie.get("name") == SESSION_COOKIE
        )
        _speak(page, kind.get("locale", "ru-RU"))
        page.close()
        return context

    return sign_in


def _speak(page: Page, locale: str) -> None:
    # the workspace remembers the person's language, whatever the browser's is
    expect(page.locator(".shell-account .shell-label")).not_to_be_empty()
    spoken = page.locator("html")
    if spoken.get_attribute("lang") != locale[:2]:
        page.click(".shell-account")
        page.get_by_role("menuitem").first.click()
    expect(spoken).to_have_attribute("lang", locale[:2])
