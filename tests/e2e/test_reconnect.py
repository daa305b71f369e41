"""An open board that loses its server, its network or its laptop for a while, or whose answers are late."""

import re
import signal

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from studio_app.bootstrap import Services
from studio_app.core.ids import new_id
from studio_app.domain.studio.kinds import StageRole
from tests.e2e.boards import card, column, drag, open_board, stage_of, stages, wait_for
from tests.e2e.conftest import START_SECONDS, Visit
from tests.e2e.server import Site

pytestmark = pytest.mark.e2e


class TestReconnect:
    def test_brings_what_was_missed(self, site: Site, staff: Visit, studio: Services, deals) -> None:
        name = f"Связь {new_id()[-6:]}"
        [deal_id] = deals(name)
        roles = stages(studio)
        sockets: list[WebSocketRoute] = []
        waiting: list[WebSocketRoute] = []
        down = False

        def route(socket: WebSocketRoute) -> None:
            if down:
                waiting.append(socket)
                return
            sockets.append(socket)
            socket.connect_to_server()

        page = staff("manager").new_page()
        page.route_web_socket(re.compile("_event"), route)
        page.goto(f"{site.url}/")
        expect(card(page, deal_id)).to_be_visible()
        down = True
        for socket in sockets:
            socket.close()
        other = open_board(staff, site, "owner")
        before = stage_of(studio, deal_id)
        drag(other, deal_id, roles[StageRole.CONTRACT])
        expect(column(page, before).locator(f"[data-deal='{deal_id}']")).to_be_visible()
        down = False
        for socket in waiting:
            socket.connect_to_server()
        expect(column(page, roles[StageRole.CONTRACT]).locator(f"[data-deal='{deal_id}']")).to_be_visible()


class TestSleepingLaptop:
    def test_shows_on_waking_what_was_missed(self, site: Site, staff: Visit, studio: Services, deals) -> None:
        name = f"Сон {new_id()[-6:]}"
        [deal_id] = deals(name)
        target = stages(studio)[StageRole.CONTRACT]
        page = open_board(staff, site, "manager", search=name)
        page.context.set_offline(True)
        other = open_board(staff, site, "owner", search=name)
        drag(other, deal_id, target)
        wait_for(lambda: stage_of(studio, deal_id) == target)
        page.context.set_offline(False)
        expect(column(page, target).locator(f"[data-deal='{deal_id}']")).to_be_visible(timeout=40_000)


class TestKilledServer:
    def test_is_told_and_what_was_done_meanwhile_arrives(
        self, site: Site, staff: Visit, studio: Services, deals
    ) -> None:
        [deal_id] = deals(f"Перезапуск {new_id()[-6:]}")
        target = stages(studio)[StageRole.CONTRACT]
        page = staff("manager").new_page()
        page.goto(f"{site.url}/")
        expect(card(page, deal_id)).to_be_visible()
        sign = page.locator(".offline-sign")
        expect(sign).to_have_count(0)

        site.server.stop(signal.SIGKILL)
        expect(sign).to_contain_text("Нет связи", timeout=20_000)
        drag(page, deal_id, target)
        page.wait_for_timeout(500)
        site.server.start(seconds=START_SECONDS)

        expect(sign).to_have_count(0, timeout=30_000)
        wait_for(lambda: stage_of(studio, deal_id) == target)
        expect(column(page, target).locator(f"[data-deal='{deal_id}']")).to_be_visible()
        other = staff("owner").new_page()
        other.goto(f"{site.url}/")
        expect(column(other, target).locator(f"[data-deal='{deal_id}']")).to_be_visible()


class Late:
    """The answers to a page, which wait while they are held."""

    def __init__(self, page: Page) -> None:
        self._sockets: list[WebSocketRoute] = []
        self._held: list[str | bytes] | None = None
        page.route_web_socket(re.compile("_event"), self._route)

    def hold(self) -> None:
        self._held = []

    def let_go(self) -> None:
        held, self._held = self._held or [], None
        for message in held:
            self._sockets[-1].send(message)

    def _route(self, socket: WebSocketRoute) -> None:
        self._sockets.append(socket)
        socket.connect_to_server().on_message(
            lambda message: socket.send(message) if self._held is None else self._held.append(message)
        )


class TestQuickHands:
    def test_are_ahead_of_the_answers(self, site: Site, staff: Visit, studio: Services, deals) -> None:
        name = f"Спешка {new_id()[-6:]}"
        [deal_id] = deals(name)
        roles = stages(studio)
        page = staff("manager").new_page()
        answers = Late(page)
        page.goto(f"{site.url}/?q={name.split()[1]}")
        page.set_viewport_size({"width": 2200, "height": 900})
        expect(card(page, deal_id)).to_be_visible()
        answers.hold()
        for role in (StageRole.CONTRACT, StageRole.PAID):
            drag(page, deal_id, roles[role])
        wait_for(lambda: stage_of(studio, deal_id) == roles[StageRole.PAID], page=page)
        answers.let_go()
        expect(column(page, roles[StageRole.PAID]).locator(f"[data-deal='{deal_id}']")).to_be_visible()
        expect(page.locator("[data-sonner-toast]")).to_have_count(0)

    def test_open_what_they_have_typed_and_not_what_was_found_before(self, site: Site, staff: Visit, deals) -> None:
        former, meant = (f"{word} {new_id()[-6:]}" for word in ("Прежнее", "Нужное"))
        [_], [deal_id] = deals(former), deals(meant)
        page = staff("manager").new_page()
        answers = Late(page)
        page.goto(f"{site.url}/")
        expect(page.locator(".board-card").first).to_be_visible()
        page.keyboard.press("Control+KeyK")
        field, found = page.locator(".palette-input"), page.locator(".palette-item")
        field.fill(former)
        expect(found.first).to_contain_text(former)
        answers.hold()
        field.fill(meant)
        field.press("Enter")
        expect(field).to_be_visible()
        answers.let_go()
        page.wait_for_url(f"{site.url}/deal/{deal_id}")
