"""The live board in real browsers."""

import re

import pytest
from playwright.sync_api import expect
from sqlmodel import col, update

from studio_app.bootstrap import Services
from studio_app.core.ids import new_id
from studio_app.domain.actors import SYSTEM
from studio_app.domain.deals.models import Deal
from studio_app.domain.studio.kinds import StageRole
from studio_app.domain.work import Work
from tests.e2e.boards import (
    card,
    carry,
    column,
    drag,
    lift,
    open_board,
    put_down,
    rank_of,
    stage_of,
    stages,
    wait_for,
)
from tests.e2e.conftest import Visit
from tests.e2e.server import Site

pytestmark = pytest.mark.e2e
AT_ITS_END = """() => {
    const board = document.querySelector('.board');
    return board.scrollLeft + board.clientWidth >= board.scrollWidth - 1;
}"""


class TestTwoBrowsers:
    def test_see_each_others_moves(self, site: Site, staff: Visit, studio: Services, deals) -> None:
        name = f"Пара {new_id()[-6:]}"
        [deal_id] = deals(name)
        target = stages(studio)[StageRole.CONTRACT]
        hers, his = open_board(staff, site, "owner"), open_board(staff, site, "manager")
        drag(hers, deal_id, target)
        expect(column(hers, target).locator(f"[data-deal='{deal_id}']")).to_be_visible()
        expect(column(his, target).locator(f"[data-deal='{deal_id}']")).to_be_visible()
        his.reload()
        expect(column(his, target).locator(f"[data-deal='{deal_id}']")).to_be_visible()

    def test_carry_a_card_by_keyboard(self, site: Site, staff: Visit, studio: Services, deals) -> None:
        name = f"Клавиши {new_id()[-6:]}"
        [deal_id] = deals(name)
        order = list(stages(studio).values())
        target = order[order.index(stage_of(studio, deal_id)) + 1]
        hers, his = open_board(staff, site, "owner"), open_board(staff, site, "manager")
        carry(hers, deal_id, "ArrowRight")
        expect(column(his, target).locator(f"[data-deal='{deal_id}']")).to_be_visible()
        expect(card(hers, deal_id)).to_be_focused()

    def test_see_a_lead_arrive(self, site: Site, staff: Visit) -> None:
        page = open_board(staff, site, "manager")
        name = f"Заявка {new_id()[-6:]}"
        answer = page.request.post(f"{site.url}/api/v1/leads", data={"name": name, "email": f"{new_id()}@example.com"})
        assert answer.status == 201
        expect(page.locator(".board-card").filter(has_text=name)).to_be_visible()


class TestStaleMove:
    def test_snaps_back_with_a_sentence(self, site: Site, staff: Visit, studio: Services, deals) -> None:
        name = f"Спор {new_id()[-6:]}"
        [deal_id] = deals(name)
        roles = stages(studio)
        page = open_board(staff, site, "manager")

        def elsewhere(work: Work) -> None:
            work.session.exec(update(Deal).where(col(Deal.id) == deal_id).values(version=Deal.version + 1))

        studio.runner.run_sync(SYSTEM, elsewhere)
        drag(page, deal_id, roles[StageRole.CONTRACT])
        expect(page.locator("[data-sonner-toast]")).to_contain_text("изменил")
        expect(column(page, stage_of(studio, deal_id)).locator(f"[data-deal='{deal_id}']")).to_be_visible()
        drag(page, deal_id, roles[StageRole.CONTRACT])  # the card that came back is the current one
        wait_for(lambda: stage_of(studio, deal_id) == roles[StageRole.CONTRACT])


class TestSignedOutTab:
    def test_is_told_nothing_more(self, site: Site, staff: Visit, studio: Services, deals) -> None:
        name = f"Тайна {new_id()[-6:]}"
        [deal_id] = deals(name)
        target = stages(studio)[StageRole.CONTRACT]
        theirs = staff("manager")
        tab = theirs.new_page()
        frames: list[str] = []
        tab.on("websocket", lambda socket: socket.on("framereceived", lambda text: frames.append(str(text))))
        tab.goto(f"{site.url}/")
        expect(card(tab, deal_id)).to_be_visible()
        assert theirs.request.post(f"{site.url}/session/close").status == 204
        frames.clear()
        drag(open_board(staff, site, "owner"), deal_id, target)
        tab.wait_for_url(re.compile(r"/sign-in/?$"))
        assert deal_id not in "".join(frames)


class TestColumns:
    def test_come_in_windows_and_keep_a_manual_order(self, site: Site, staff: Visit, studio: Services, deals) -> None:
        name = f"Окно {new_id()[-6:]}"
        made = deals(name, 120)
        lead = stage_of(studio, made[0])
        page = open_board(staff, site, "manager", search=name)
        expect(column(page, lead).locator(".board-count")).to_have_text("120")
        cards = column(page, lead).locator(".board-card")
        seen: list[str] = []
        for _ in range(400):
            drawn = cards.evaluate_all("cards => cards.map((card) => card.dataset.deal)")
            seen.extend(one for one in drawn if one not in seen)
            if len(seen) == len(made):
                break
            column(page, lead).locator(".board-cards").evaluate("list => list.scrollBy(0, 400)")
            page.wait_for_timeout(60)
        assert seen == made
        assert cards.count() < 40  # only what is in view is drawn
        column(page, lead).locator(".board-cards").evaluate("list => list.scrollTo(0, 0)")
        before = rank_of(studio, made[0])
        carry(page, made[0], "ArrowDown", "ArrowDown")
        expect(cards.first).to_have_attribute("data-deal", made[1])
        wait_for(lambda: rank_of(studio, made[0]) != before)
        page.reload()
        expect(cards.first).to_have_attribute("data-deal", made[1])
        assert [cards.nth(index).get_attribute("data-deal") for index in range(3)] == [made[1], made[2], made[0]]

    def test_show_mine_only(self, site: Site, staff: Visit, deals) -> None:
        name = f"Моё {new_id()[-6:]}"
        [deal_id] = deals(name)
        hers, his = open_board(staff, site, "owner"), open_board(staff, site, "manager")
        for page in (hers, his):
            page.get_by_role("radio", name="Мои").click()
        expect(card(his, deal_id)).to_be_visible()
        expect(card(hers, deal_id)).to_have_count(0)

    def test_lose_a_deal_with_a_reason_only(self, site: Site, staff: Visit, studio: Services, deals) -> None:
        name = f"Отказ {new_id()[-6:]}"
        [deal_id] = deals(name)
        roles = stages(studio)
        page = open_board(staff, site, "manager", search=name)
        page.set_viewport_size({"width": 2200, "height": 900})
        drag(page, deal_id, roles[StageRole.LOST])
        page.get_by_role("dialog").get_by_role("button", name="Отмена").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(column(page, stage_of(studio, deal_id)).locator(f"[data-deal='{deal_id}']")).to_be_visible()
        drag(page, deal_id, roles[StageRole.LOST])
        page.get_by_role("dialog").get_by_role("radio").first.click()
        page.get_by_role("dialog").get_by_role("button", name="Закрыть сделку").click()
        wait_for(lambda: stage_of(studio, deal_id) == roles[StageRole.LOST])

    def test_scroll_sideways_under_a_carried_card(self, site: Site, staff: Visit, studio: Services, deals) -> None:
        name = f"Край {new_id()[-6:]}"
        [deal_id] = deals(name)
        target = stages(studio)[StageRole.PAID]
        page = open_board(staff, site, "manager", search=name)
        page.set_viewport_size({"width": 1000, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        lift(page, deal_id)
        page.mouse.move(985, 300, steps=8)
        expect(column(page, target)).to_be_in_viewport(ratio=1)
        page.wait_for_function(AT_ITS_END)
        put_down(page, target)
        expect(column(page, target).locator(f"[data-deal='{deal_id}']")).to_be_visible()
        wait_for(lambda: stage_of(studio, deal_id) == target)

    def test_open_the_deal(self, site: Site, staff: Visit, deals) -> None:
        name = f"Вход {new_id()[-6:]}"
        [deal_id] = deals(name)
        page = open_board(staff, site, "manager")
        card(page, deal_id).click()
        page.wait_for_url(f"{site.url}/deal/{deal_id}")


class TestNewDeal:
    def test_is_entered_by_hand(self, site: Site, staff: Visit) -> None:
        page = open_board(staff, site, "manager")
        name = f"Звонок {new_id()[-6:]}"
        page.get_by_role("button", name="Сделка", exact=True).click()
        page.locator("[role=dialog] [name=name]").fill(name)
        page.locator("[role=dialog] [name=phone]").fill("+7 999 123-45-67")
        page.get_by_role("dialog").get_by_role("button", name="Добавить").click()
        expect(page.locator(".board-card").filter(has_text=name)).to_be_visible()
        expect(page.get_by_role("dialog")).to_have_count(0)


class TestManyCards:
    def test_are_chosen_moved_and_put_back(self, site: Site, staff: Visit, studio: Services, deals) -> None:
        name = f"Много {new_id()[-6:]}"
        made = deals(name, 3)
        before, target = stage_of(studio, made[0]), stages(studio)[StageRole.CONTRACT]
        page = open_board(staff, site, "manager", search=name)
        card(page, made[0]).focus()
        page.keyboard.press("KeyX")
        page.keyboard.press("Shift+ArrowDown")
        page.get_by_role("toolbar").get_by_label("Перенести на этап…").select_option(label="Договор")
        for deal_id in made[:2]:
            expect(column(page, target).locator(f"[data-deal='{deal_id}']")).to_be_visible()
        wait_for(lambda: stage_of(studio, made[1]) == target)
        assert stage_of(studio, made[2]) == before
        page.keyboard.press("Control+KeyZ")
        wait_for(lambda: {stage_of(studio, one) for one in made} == {before})
        expect(column(page, before).locator(".board-card")).to_have_count(3)


class TestKeys:
    def test_walk_and_move_without_a_mouse(self, site: Site, staff: Visit, studio: Services, deals) -> None:
        name = f"Шаги {new_id()[-6:]}"
        first, second = deals(name, 2)
        order = list(stages(studio).values())
        target = order[order.index(stage_of(studio, first)) + 1]
        page = open_board(staff, site, "manager", search=name)
        card(page, first).focus()
        page.keyboard.press("ArrowDown")
        expect(card(page, second)).to_be_focused()
        page.keyboard.press("BracketRight")
        expect(column(page, target).locator(f"[data-deal='{second}']")).to_be_focused()
        wait_for(lambda: stage_of(studio, second) == target)
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Клавиши")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog", name="Клавиши")).to_have_count(0)


class TestTouch:
    def test_carries_a_card_after_a_long_press(self, site: Site, staff: Visit, studio: Services, deals) -> None:
        name = f"Палец {new_id()[-6:]}"
        lower, upper = reversed(deals(name, 2))
        page = staff("manager", width=390).new_page()
        page.goto(f"{site.url}/?q={name.split()[1]}")
        card(page, upper).scroll_into_view_if_needed()
        page.wait_for_timeout(300)  # until the columns have snapped
        finger = page.context.new_cdp_session(page)
        start, end = card(page, upper).bounding_box(), card(page, lower).bounding_box()
        assert start is not None
        assert end is not None

        def touch(kind: str, y: float) -> None:
            points = [] if kind == "touchEnd" else [{"x": start["x"] + 60, "y": y}]
            finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        touch("touchStart", start["y"] + 20)
        page.wait_for_timeout(400)  # longer than ours, shorter than the browser's own long press
        for step in range(1, 11):
            touch("touchMove", start["y"] + 20 + (end["y"] - start["y"] + 30) * step / 10)
            page.wait_for_timeout(30)
        page.wait_for_timeout(300)  # nothing tells that a finger's card has found its place
        touch("touchEnd", 0)
        expect(page.locator(".board-card").first).to_have_attribute("data-deal", lower)


class TestFilter:
    def test_stands_in_the_address_and_is_kept_under_a_name(self, site: Site, staff: Visit, deals) -> None:
        name = f"Вид {new_id()[-6:]}"
        deals(name)
        page = open_board(staff, site, "manager", search=name.split()[1])
        page.get_by_role("button", name="Фильтр").click()
        page.get_by_label("Без следующей задачи").check()
        page.keyboard.press("Escape")
        page.wait_for_url("**no_task=1**")
        page.get_by_role("button", name="Виды").click()
        page.get_by_placeholder("Назвать этот фильтр").fill(name)
        page.get_by_role("button", name="Сохранить").click()
        page.keyboard.press("Escape")
        address = page.url
        page.goto(f"{site.url}/")
        page.get_by_role("button", name="Виды").click()
        page.get_by_role("button", name=name, exact=True).click()
        page.wait_for_url(address)
        expect(page.locator(".board-card")).to_have_count(1)
