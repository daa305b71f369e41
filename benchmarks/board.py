"""The live board: opening it, moving a card, and telling a hundred others."""

import asyncio
import statistics
import time
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from sqlmodel import col, select

from benchmarks.harness import BROWSER_ARGS, Server, browser_path, seed, server
from benchmarks.rows import Row, row
from benchmarks.sockets import Socket
from studio_app.bootstrap import Services, build
from studio_app.config import Settings
from studio_app.domain.actors import SYSTEM
from studio_app.domain.deals.models import Deal
from studio_app.domain.studio.kinds import SALES, StageDemand
from studio_app.domain.studio.models import Stage
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work

FEW, MANY = 70, 10_000
OPENINGS = 9
MOVES = 60
DRAGS = 60
BOARDS = 100
_WHEN_OPEN = """() => new Promise((done) => {
  const look = () => document.querySelector(".board-card")
    ? requestAnimationFrame(() => setTimeout(() => done(performance.now())))
    : requestAnimationFrame(look);
  look();
})"""
_WHEN_DROPPED = """() => { window.dropped = 0; window.addEventListener("mouseup", () => {
  window.dropped = performance.timeOrigin + performance.now(); }, true); }"""
_WHEN_SEEN = """([deal, stage]) => { window.seen = new Promise((done) => {
  const look = () => document.querySelector(`[data-stage="${stage}"] [data-deal="${deal}"]`)
    && requestAnimationFrame(() => { watcher.disconnect(); done(performance.timeOrigin + performance.now()); });
  const watcher = new MutationObserver(look);
  watcher.observe(document.querySelector(".board"), { childList: true, subtree: true });
}); }"""


def measure() -> Iterator[Row]:
    """board.open.10k, board.live.2 and its median, board.move, board.fanout.100, board.patch."""
    with server(deals=FEW) as site:
        services = build(Settings())
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=browser_path(), args=BROWSER_ARGS)
            person = context(browser, site)
            few = opening(person, site)
            services.runner.run_sync(SYSTEM, seed, deals=MANY - FEW, seed=2)
            yield row("board.open.10k", opening(person, site), "ms", baseline=few)
            person.close()
            seen = _drags(browser, site, services)
            yield row("board.live.2.p50", statistics.median(seen), "ms")
            yield row("board.live.2", p95(seen), "ms")
            browser.close()
        yield row("board.move", p95(asyncio.run(moves(site, services))), "ms")
        told, size = asyncio.run(_fanout(site, services))
        yield row("board.fanout.100", p95(told), "ms")
        yield row("board.patch", size, "bytes")
        services.close()


def opening(person: BrowserContext, site: Server, *, query: str = "") -> float:
    """Median milliseconds from the start of the navigation to the painted cards, the first one for warming up."""
    times: list[float] = []
    for _ in range(OPENINGS + 1):
        page = person.new_page()
        page.goto(f"{site.url}/?{query}", wait_until="commit")
        times.append(page.evaluate(_WHEN_OPEN))
        page.close()
    return statistics.median(times[1:])


def _drags(browser: Browser, site: Server, services: Services) -> list[float]:
    """Milliseconds from letting a card go in one browser to the frame that shows it in another."""
    hers, his = (context(browser, site, role).new_page() for role in ("owner", "manager"))
    for page in (hers, his):
        page.goto(site.url)
        page.wait_for_selector(".board-card")
    hers.evaluate(_WHEN_DROPPED)
    first, second = services.runner.read_sync(SYSTEM, _stages)[:2]
    times: list[float] = []
    for number in range(DRAGS):
        source, target = (first, second) if number % 2 == 0 else (second, first)
        times.append(_drag(hers, his, source, target))
    return times


def _drag(hers: Page, his: Page, source: str, target: str) -> float:
    card = hers.locator(f"[data-stage='{source}'] .board-card").first
    deal, box = card.get_attribute("data-deal"), card.bounding_box()
    goal = hers.locator(f"[data-stage='{target}'] .board-cards").bounding_box()
    assert box is not None
    assert goal is not None
    his.evaluate(_WHEN_SEEN, [deal, target])
    hers.mouse.move(box["x"] + 60, box["y"] + 12)
    hers.mouse.down()
    hers.mouse.move(box["x"] + 70, box["y"] + 18, steps=3)
    hers.mouse.move(goal["x"] + 60, goal["y"] + 20, steps=5)
    hers.wait_for_timeout(300)
    hers.mouse.up()
    seen = his.evaluate("() => window.seen")
    took: float = seen - hers.evaluate("() => window.dropped")
    hers.wait_for_timeout(200)
    return took


async def moves(site: Server, services: Services) -> list[float]:
    """Milliseconds from sending a move to its confirmation on the same socket, everything in between included."""
    mover = await Socket.connect(site.url, site.sign_in())
    mover.fire("open_board")
    await mover.wait('"columns"')
    times = [await _move(mover, move) for move in some_moves(services, MOVES)]
    mover.close()
    return times


async def _move(mover: Socket, move: dict[str, Any]) -> float:
    mover.frames.clear()
    sent = time.time()
    mover.fire("move", **move)
    came, _ = await mover.wait(f'"id":"{move["deal_id"]}"')
    await asyncio.sleep(0.02)
    return (came - sent) * 1000


async def _fanout(site: Server, services: Services) -> tuple[list[float], int]:
    """Milliseconds from a move's transaction to each of a hundred open boards, and the largest patch in bytes.

    The clock starts with the event's own moment, which is before the commit.
    """
    cookies = [site.sign_in(role) for role in ("manager", "owner")]
    boards = [await Socket.connect(site.url, cookies[number % 2]) for number in range(BOARDS)]
    for board in boards:
        board.fire("open_board")
        await board.wait('"columns"')
    times: list[float] = []
    size = 0
    for move in some_moves(services, 20):
        for board in boards:
            board.frames.clear()
        boards[0].fire("move", **move)
        mark = f'"id":"{move["deal_id"]}"'
        came = [await board.wait(mark) for board in boards]
        at = services.runner.read_sync(SYSTEM, moved_at, deal_id=move["deal_id"])
        times.extend((moment - at) * 1000 for moment, _ in came)
        size = max(size, *(len(text.encode()) for _, text in came))
        await asyncio.sleep(0.1)
    for board in boards:
        board.close()
    return times, size


def some_moves(services: Services, count: int) -> list[dict[str, Any]]:
    return services.runner.read_sync(SYSTEM, _plan, count=count)


def _plan(work: Work, *, count: int) -> list[dict[str, Any]]:
    """Cards of the first columns, each to be dropped under a card of the next column."""
    stages = _stages(work)[:5]
    moves: list[dict[str, Any]] = []
    for number in range(count):
        source, target = stages[number % 4], stages[number % 4 + 1]
        column = select(Deal).order_by(col(Deal.rank).desc()).offset(20 + number)
        deal = work.session.exec(column.where(Deal.stage_id == source)).first()
        above = work.session.exec(column.where(Deal.stage_id == target)).first()
        assert deal is not None
        assert above is not None
        moves.append(
            {
                "deal_id": deal.id,
                "version": deal.version,
                "stage_id": target,
                "above_id": above.id,
                "below_id": "",
            }
        )
    return moves


def moved_at(work: Work, *, deal_id: str) -> float:
    newest = select(TimelineEvent).where(TimelineEvent.deal_id == deal_id).order_by(col(TimelineEvent.id).desc())
    event = work.session.exec(newest).first()
    assert event is not None
    return event.at.timestamp()


def _stages(work: Work) -> list[str]:
    # those that anything may be put into: the others ask for documents that these deals do not have
    query = select(Stage.id).where(Stage.pipeline_id == SALES, Stage.demand == StageDemand.NOTHING)
    return list(work.session.exec(query.order_by(col(Stage.position))))


def context(browser: Browser, site: Server, role: str = "manager") -> BrowserContext:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="ru-RU")
    name, _, value = site.sign_in(role).partition("=")
    context.add_cookies([{"name": name, "value": value, "url": site.url}])
    return context


def p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]
