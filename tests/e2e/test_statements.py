"""Money in a browser: a statement is sorted out and taken back, a refund reaches the client, a difference is mended."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from studio_app.adapters.texts.catalogue import translate
from studio_app.adapters.texts.format import money
from studio_app.core.money import Money
from studio_app.core.tokens import LinkTokens
from tests.e2e.server import Site

pytestmark = pytest.mark.e2e

Visit = Callable[..., BrowserContext]
_NUMBER = re.compile(r"^\d{4}-\d+$")
_OPEN = """SELECT document.number, total_amount - paid_amount, inn FROM invoice
    JOIN document ON document.id = document_id JOIN deal ON deal.id = invoice.deal_id
    LEFT JOIN requisites ON requisites.client_id = deal.client_id
    WHERE document.status = 'published' AND paid_amount < total_amount AND invoice.currency = 'RUB'
    ORDER BY COALESCE(inn, '') = '', document.number"""
STUDIO_TIME = ZoneInfo("Europe/Moscow")
_BACK = """SELECT nonce, total_amount - paid_amount, currency, locale FROM document
    JOIN invoice ON document_id = document.id WHERE document.number = ?"""
_COLUMNS = {
    "Дата": "Когда",
    "Сумма со знаком": "Сколько",
    "Плательщик": "От кого",
    "ИНН плательщика": "Чей номер",
    "Назначение": "За что",
}


def rows(site: Site, query: str, *values: str) -> list[tuple[Any, ...]]:
    """What the site's own database says."""
    with closing(sqlite3.connect(f"file:{site.data / 'studio.db'}?mode=ro", uri=True)) as database:
        return database.execute(query, values).fetchall()


def owner(site: Site, staff: Visit, path: str) -> Page:
    """The owner on a page of the workspace."""
    page = staff("owner").new_page()
    page.goto(site.url + path)
    return page


def odd_table(*lines: tuple[int, str, str]) -> bytes:
    """A CSV whose headings no bank uses: the amount in kopecks, the payer's number and what for, of today."""
    today = f"{datetime.now(STUDIO_TIME):%d.%m.%Y}"
    body = [f"{today};{amount // 100},{amount % 100:02d};Некто;{inn};{purpose}" for amount, inn, purpose in lines]
    return "\r\n".join([";".join(_COLUMNS.values()), *body]).encode("cp1251")


class TestStatement:
    def test_is_sorted_out_and_taken_back(self, site: Site, staff: Visit, tmp_path: Path) -> None:
        (sure, sure_due, inn), (one, one_due, _), (other, other_due, _), *_ = before = rows(site, _OPEN)
        file = tmp_path / "odd.csv"
        file.write_bytes(odd_table((sure_due, inn, f"Счет {sure}"), (one_due + other_due, "", "За двоих")))
        page = owner(site, staff, "/statements")
        page.get_by_label("Перетащите сюда выписку").set_input_files(file)
        plan = page.get_by_role("region", name="Что будет сделано")
        expect(plan).to_contain_text("в каких столбцах дата и сумма")
        for what, heading in _COLUMNS.items():
            plan.get_by_role("combobox", name=what, exact=True).select_option(label=heading)
        expect(plan.get_by_role("row", name=re.compile(f"проведём сами {sure}"))).to_be_visible()
        plan.get_by_role("button", name="Загрузить 2 поступления").click()
        line = page.get_by_role("listitem").filter(has_text="За двоих")
        line.get_by_role("button", name="Другие счета…").click()
        for number in (one, other):
            page.get_by_role("searchbox").fill(number)
            page.get_by_role("checkbox", name=number).click()
        page.get_by_role("button", name="Провести по выбранным").click()
        expect(page.get_by_text("Поступление проведено")).to_be_visible()
        assert not {sure, one, other} & {number for number, _, _ in rows(site, _OPEN)}
        page.get_by_role("button", name="Загрузки").click()
        brought = page.get_by_role("listitem").filter(has_text=file.name)
        brought.get_by_role("button", name="Отменить загрузку").click()
        page.get_by_role("alertdialog").get_by_role("button", name="Отменить загрузку").click()
        expect(page.get_by_text("Загрузка отменена")).to_be_visible()
        assert rows(site, _OPEN) == before


class TestFile:
    def test_what_it_leaves_open_is_asked_and_what_is_at_fault_is_kept(
        self, site: Site, staff: Visit, tmp_path: Path
    ) -> None:
        file = tmp_path / "american.csv"
        file.write_text("Date,Description,Amount,Currency\n03/10/2026,Invoice 1,121.00,RUB\n03/11/2026,Two,1x1,RUB\n")
        page = owner(site, staff, "/statements")
        page.get_by_label("Перетащите сюда выписку").set_input_files(file)
        plan = page.get_by_role("region", name="Что будет сделано")
        expect(plan).to_contain_text("не похоже на сумму")
        plan.get_by_role("button", name="Взять, что читается").click()
        expect(plan).to_contain_text("день или месяц")
        expect(plan).to_contain_text("Сначала ответьте")
        plan.get_by_role("combobox", name="День и месяц").select_option("month_first")
        expect(plan.get_by_role("row", name=re.compile(r"10\.03\.2026"))).to_be_visible()
        expect(plan).to_contain_text("строка 3")
        plan.get_by_role("button", name="Не загружать").click()
        page.get_by_role("button", name="Загрузки").click()
        refused = page.get_by_role("region", name="Не прочитаны").get_by_role("listitem").filter(has_text=file.name)
        with page.expect_download() as saved:
            refused.get_by_role("link", name="Скачать файл").click()
        assert Path(saved.value.path()).read_bytes() == file.read_bytes()
        refused.get_by_role("button", name="Удалить").click()
        expect(refused).to_have_count(0)

    def test_with_an_open_question_does_not_say_that_there_is_nothing(
        self, site: Site, staff: Visit, tmp_path: Path
    ) -> None:
        file = tmp_path / "out.csv"
        file.write_text("Date,Description,Amount,Currency\n03/10/2026,Rent,-121.00,RUB\n")
        page = owner(site, staff, "/statements")
        page.get_by_label("Перетащите сюда выписку").set_input_files(file)
        plan = page.get_by_role("region", name="Что будет сделано")
        expect(plan).to_contain_text("Сначала ответьте")
        expect(plan).not_to_contain_text("Загружать нечего")
        plan.get_by_role("combobox", name="День и месяц").select_option("day_first")
        expect(plan).to_contain_text("Загружать нечего")
        plan.get_by_role("button", name="Не загружать").click()


class TestRefund:
    def test_of_a_part_shows_on_the_client_page(self, site: Site, staff: Visit, visit: Visit) -> None:
        page = owner(site, staff, "/payments")
        button = page.get_by_role("button", name="Вернуть")
        row = page.get_by_role("row").filter(has=page.get_by_text("тест", exact=True)).filter(has=button).first
        number = row.get_by_role("link", name=_NUMBER).inner_text()
        row.get_by_role("button", name="Вернуть").click()
        asked = page.get_by_role("dialog")
        asked.get_by_label("Сумма").fill("100,50")
        asked.get_by_label("Почему").fill("Отказались от опции")
        asked.get_by_role("button", name="Вернуть").click()
        back = page.get_by_role("row", name=re.compile(rf"{number} -100,50\s₽.*Отказались от опции"))
        expect(back).to_be_visible()
        ((nonce, back_again, currency, locale),) = rows(site, _BACK, number)
        client = visit(width=390).new_page()
        client.goto(f"{site.url}/d/{LinkTokens((site.data / 'secret.key').read_bytes().strip()).derive(nonce)}")
        amount = money(Money(back_again, currency), locale)
        # money that went back is a fact beside the paid invoice, and nothing to pay
        expect(client.get_by_text(translate(locale, "payments.state.returned", amount=amount))).to_be_visible()
        expect(client.get_by_role("button", name=translate(locale, "payments.pay", amount=amount))).to_have_count(0)
        returned = translate(locale, "payments.made.back", amount="").strip()
        expect(client.get_by_text(returned).first).to_be_visible()


class TestDifference:
    def test_is_repaired_with_one_click(self, site: Site, staff: Visit) -> None:
        page = owner(site, staff, "/payments")
        repair = page.get_by_role("button", name="Исправить")
        page.get_by_role("button", name="Сверить сейчас").click()
        expect(page.get_by_text("Сверено: есть расхождения")).to_be_visible()
        found = page.locator(".ledger-difference").first
        number = found.get_by_role("link", name=_NUMBER).inner_text()
        theirs = re.search(r"у сервиса ([\d\s,]+₽)", found.inner_text())
        assert theirs is not None
        before = repair.count()
        repair.first.click()
        expect(repair).to_have_count(before - 1)
        booked = page.get_by_role("row").filter(has_text=number).filter(has_text=theirs[1].strip())
        expect(booked.filter(has_text="Оплата")).to_be_visible()
