"""The board as tests lay hands on it."""

import re
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect
from sqlmodel import col, select

from studio_app.bootstrap import Services
from studio_app.core.ids import new_id
from studio_app.domain.accounts.models import User
from studio_app.domain.actors import SYSTEM
from studio_app.domain.deals.models import Deal
from studio_app.domain.leads.intake.receiving import add_deal_by_hand
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.studio.kinds import SALES, StageRole
from studio_app.domain.studio.models import Stage
from studio_app.domain.work import Work
from tests.e2e.server import Site


def add_deals(work: Work, *, name: str, count: int) -> list[str]:
    manager = work.session.exec(select(User.id).where(User.email == "manager@studio.example")).one()
    made = [
        add_deal_by_hand(
            work,
            lead=LeadIn(name=name, email=f"{new_id()}@example.com", message=str(number)),
            title=f"{name} {number}",
            manager_id=manager,
        )
        for number in range(count)
    ]
    return [one.deal_id for one in reversed(made)]


def stages(studio: Services) -> dict[StageRole, str]:
    def read(work: Work) -> dict[StageRole, str]:
        return {
            row.role: row.id
            for row in work.session.exec(select(Stage).where(Stage.pipeline_id == SALES).order_by(col(Stage.position)))
        }

    return studio.runner.read_sync(SYSTEM, read)


def stage_of(studio: Services, deal_id: str) -> str:
    """Where the chain has brought the deal by itself."""
    return studio.runner.read_sync(SYSTEM, lambda work: work.session.get_one(Deal, deal_id).stage_id)


def rank_of(studio: Services, deal_id: str) -> str:
    """Its place in the manual order of its column."""
    return studio.runner.read_sync(SYSTEM, lambda work: work.session.get_one(Deal, deal_id).rank)


def wait_for(happened: Callable[[], bool], *, page: Page | None = None) -> None:
    """Wait for what the page cannot tell; the traffic of `page`, where a test stands in its way, goes on meanwhile."""
    deadline = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < deadline
        if page:
            page.wait_for_timeout(100)
        else:
            time.sleep(0.1)


def open_board(context_of: Callable[..., Any], site: Site, role: str, *, search: str = "") -> Page:
    page = context_of(role).new_page()
    page.goto(f"{site.url}/")
    expect(page.locator(".board-column, .empty-state").first).to_be_visible()
    if search:
        page.get_by_role("searchbox").fill(search)
        expect(page.locator(".board-card").filter(has_not_text=search)).to_have_count(0)
    return page


def column(page: Page, stage_id: str) -> Locator:
    return page.locator(f"[data-stage='{stage_id}']")


def card(page: Page, deal_id: str) -> Locator:
    return page.locator(f"[data-deal='{deal_id}']")


def drag(page: Page, deal_id: str, stage_id: str) -> None:
    """Carry a card with the mouse."""
    lift(page, deal_id)
    put_down(page, stage_id)


def lift(page: Page, deal_id: str) -> None:
    """Take a card, once it lies still and nothing over it: a closing dialog holds the pointer."""
    card(page, deal_id).hover(position={"x": 60, "y": 12})
    page.mouse.down()
    source = card(page, deal_id).bounding_box()
    assert source is not None
    page.mouse.move(source["x"] + 70, source["y"] + 20, steps=3)
    expect(page.locator(f"[data-deal='{deal_id}'].lifted")).to_be_visible()


def put_down(page: Page, stage_id: str) -> None:
    """Let go of the card that is carried, at the top of a column."""
    target = column(page, stage_id).locator(".board-cards")
    aim = target.bounding_box()
    assert aim is not None
    page.mouse.move(aim["x"] + 60, aim["y"] + 20, steps=8)
    expect(target).to_have_class(re.compile(r"\bover\b"))
    page.mouse.up()


def announced(page: Page) -> Locator:
    """What a screen reader says of the card that is carried."""
    return page.locator("[id^='rfd-announcement']")


def carry(page: Page, deal_id: str, *arrows: str) -> None:
    """Carry a card by keyboard, each step once the one before has been said to a screen reader."""
    said = announced(page)
    card(page, deal_id).focus()
    page.keyboard.press("Space")
    expect(page.locator(f"[data-deal='{deal_id}'].lifted")).to_be_visible()
    for arrow in arrows:
        before = said.inner_text()
        page.keyboard.press(arrow)
        expect(said).not_to_have_text(before)
    page.keyboard.press("Space")
    expect(page.locator(".board-card.lifted")).to_have_count(0)
