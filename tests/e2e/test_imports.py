"""Lists from files in the browser: tried out first, then on the board or among the incoming, then gone again."""

from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from studio_app.adapters.tables.write import xlsx
from studio_app.workspace.imports.load import MAX_MEGABYTES
from tests.e2e.conftest import Visit
from tests.e2e.server import Site

pytestmark = pytest.mark.e2e

LIST = (
    "ФИО;Компания;Эл. почта;Телефон\n"
    "Кира Ветрова;Ветряк;kira@vetryak.example;8 916 700-10-01\n"
    "Лев Кедров;Кедр;lev@kedr.example;\n"
    "Кира В.;;kira@vetryak.example;\n"
    "Без адреса;;;\n"
)
BOOK = [
    ["Осенняя выставка"],
    ["Name", "Company", "E-mail", "Phone"],
    ["Vera", "Wind Turbines", "vera@turbines.example", ""],
    ["Mark", "Wind Turbines Ltd", "mark@turbines.example", ""],
]


def tried_out(page: Page, name: str, content: bytes) -> Locator:
    """Choose a file; its dry run."""
    file = FilePayload(name=name, mimeType="application/octet-stream", buffer=content)
    page.get_by_label("Choose a file or drop it here").set_input_files(file)
    return page.get_by_role("region", name="What the import would do")


def imported(page: Page, button: str) -> Locator:
    """Press the button twice, as impatient people do; the finished import."""
    page.get_by_role("button", name=button).dblclick()
    item = page.get_by_role("listitem").filter(has=page.get_by_role("button", name="Undo import")).first
    expect(item).to_contain_text("Created")
    expect(item.get_by_role("progressbar")).to_have_count(0)
    expect(page.get_by_role("alert")).to_have_count(0)
    return item


def take_back(page: Page, item: Locator) -> None:
    item.get_by_role("button", name="Undo import").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Undo import").click()
    expect(page.locator(".imports-item").first).to_contain_text("Taken back")
    expect(page.get_by_role("progressbar")).to_have_count(0)


def reaches_the_board_and_leaves_it(page: Page, board: Page) -> None:
    plan = tried_out(page, "list.csv", LIST.encode("cp1251"))
    for words in ("The same address as in row 2", "There is neither an e-mail nor a phone"):
        expect(plan.get_by_role("table")).to_contain_text(words)
    plan.get_by_role("button", name="Refused 1").click()
    expect(plan.get_by_role("row")).to_have_count(2)
    cards = board.locator(".board-card").filter(has_text="Ветряк")
    expect(cards).to_have_count(0)
    item = imported(page, "Import 2 rows")
    expect(cards).to_have_count(1)
    with page.expect_download() as download:
        item.get_by_role("link", name="Report as CSV").click()
    assert "kira@vetryak.example" in Path(download.value.path()).read_text("utf-8-sig")
    take_back(page, item)
    expect(cards).to_have_count(0)


def asks_about_a_like_company_and_takes_the_question_back(page: Page, incoming: Page) -> None:
    plan = tried_out(page, "fair.xlsx", xlsx("Fair", BOOK))
    expect(plan.get_by_role("row").filter(has_text="Mark")).to_contain_text("Goes to Incoming")
    item = imported(page, "Import 2 rows")
    question = incoming.get_by_role("listitem").filter(has_text="mark@turbines.example")
    expect(question).to_contain_text("Wind Turbines")
    take_back(page, item)
    expect(question).to_have_count(0)


class TestImport:
    def test_of_a_table_and_of_a_workbook_shows_in_open_pages_and_goes_back(self, site: Site, staff: Visit) -> None:
        browser = staff("owner", locale="en-GB")
        other, page = browser.new_page(), browser.new_page()  # the last one is in front, the others are slowed down
        page.goto(f"{site.url}/settings/import")
        other.goto(f"{site.url}/")
        reaches_the_board_and_leaves_it(page, other)
        other.goto(f"{site.url}/incoming")
        asks_about_a_like_company_and_takes_the_question_back(page, other)

    def test_of_what_is_too_large_is_refused_before_it_travels(self, site: Site, staff: Visit) -> None:
        page = staff("owner", locale="en-GB").new_page()
        sent: list[str] = []
        page.on(
            "request", lambda one: sent.append(one.url) if "multipart" in one.headers.get("content-type", "") else None
        )
        page.goto(f"{site.url}/settings/import")
        tried_out(page, "list.csv", b"x" * (MAX_MEGABYTES * 1024 * 1024 + 1))
        expect(page.get_by_text(f"The file is larger than {MAX_MEGABYTES} MB")).to_be_visible()
        assert sent == []
