"""A key press in the calculator to the new total, in a real browser."""

import json
import statistics
from collections.abc import Iterable
from typing import Any

from playwright.sync_api import Page, sync_playwright
from sqlmodel import select

from benchmarks.harness import BROWSER_ARGS, browser_path, server
from benchmarks.rows import Row, row
from studio_app.bootstrap import build
from studio_app.config import Settings
from studio_app.domain.actors import SYSTEM, Actor, ActorKind
from studio_app.domain.briefs.schemas import Filled
from studio_app.domain.briefs.service import send_brief, submit_brief
from studio_app.domain.deals.models import Deal
from studio_app.domain.work import Work

PRESSES = 60
PAUSE_MS = 120  # a quick typist
_ANSWERS: dict[str, Any] = {
    "site_kind": "shop",
    "pages": 12,
    "design": "custom",
    "content": "client",
    "integrations": ["crm", "payment", "delivery", "erp", "analytics"],
    "languages": ["ru", "en"],
    "deadline": "quarter",
    "budget": 2_000_000,
    "goals": "Продажи",
}
# From the key's own event to the moment the changed total stands in the page.
_CLOCK = """() => {
  const total = document.querySelector('[data-total=premium]');
  const field = document.querySelector('.calc-lines li:nth-child(4) [data-field=quantity]');
  window.studioTimes = [];
  let pressed = 0;
  field.addEventListener('keydown', event => { pressed = event.timeStamp; }, true);
  new MutationObserver(() => {
    if (pressed) { window.studioTimes.push(performance.now() - pressed); pressed = 0; }
  }).observe(total, {childList: true, characterData: true, subtree: true});
}"""


def measure() -> Iterable[Row]:
    """p95 over the presses; the baseline is the bound of 100 ms."""
    with server(deals=70) as running:
        deal_id = _prepare(running.data)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=browser_path(), args=BROWSER_ARGS)
            try:
                page = browser.new_page(locale="ru-RU")
                name, _, value = running.sign_in().partition("=")
                page.context.add_cookies([{"name": name, "value": value, "url": running.url}])
                page.goto(f"{running.url}/deal/{deal_id}/estimate")
                times = sorted(_type(page))
            finally:
                browser.close()
    if len(times) < PRESSES * 0.9:
        raise RuntimeError(f"only {len(times)} of {PRESSES} key presses changed the total")
    yield row("calculator.change", statistics.quantiles(times, n=20)[-1], "ms", baseline=100)


def _type(page: Page) -> list[float]:
    page.wait_for_selector(".calc-lines li:nth-child(4) [data-field=quantity]")
    page.wait_for_timeout(1000)
    page.evaluate(_CLOCK)
    page.click(".calc-lines li:nth-child(4) [data-field=quantity]")
    for number in range(PRESSES):
        page.keyboard.press("Control+A") if number % 3 == 0 else None
        page.keyboard.press(str(number % 9 + 1))
        page.wait_for_timeout(PAUSE_MS)
    page.wait_for_timeout(500)
    return json.loads(page.evaluate("() => JSON.stringify(window.studioTimes)"))


def _prepare(data: Any) -> str:
    services = build(Settings(data_dir=data))
    try:
        deal_id = services.runner.read_sync(SYSTEM, _some_deal)
        token = services.runner.run_sync(SYSTEM, send_brief, deal_id=deal_id).path.rpartition("/")[2]
        client = Actor(kind=ActorKind.CLIENT)
        services.runner.run_sync(client, submit_brief, token=token, filled=Filled(_ANSWERS))
    finally:
        services.close()
    return deal_id


def _some_deal(work: Work) -> str:
    return work.session.exec(select(Deal.id)).first() or ""
