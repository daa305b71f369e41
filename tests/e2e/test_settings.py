"""Each list of the settings is kept in the same way: a row is created, edited and taken out of use in a dialog."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from studio_app.adapters.texts.catalogue import translate
from studio_app.workspace.settings.frame import route
from tests.e2e.server import Site

pytestmark = pytest.mark.e2e

Visit = Callable[..., BrowserContext]
REQUISITES = {
    "full_name": "Общество с ограниченной ответственностью «Вторая»",
    "inn": "7707083893",
    "kpp": "773601001",
    "ogrn": "1027700132195",
    "address": "Москва",
    "bank_name": "ПАО Сбербанк",
    "bic": "044525225",
    "account": "40702810400000000225",
    "correspondent_account": "30101810400000000225",
    "signer_name": "Иванов Иван Иванович",
    "signer_post": "Генеральный директор",
    "signer_basis": "Устава",
}


@dataclass(frozen=True)
class Kept:
    """A list: its section and button, what a new row is filled with, and by which of it the row is known."""

    section: str
    add: str
    known_by: str
    values: Mapping[str, str]
    renamed: str
    chosen: Mapping[str, str] = field(default_factory=dict[str, str])


LISTS = (
    Kept(
        "people",
        "settings.add_person",
        "name",
        {"name": "Zoya New", "email": "zoya@studio.example", "team": "West"},
        "Zoya Newer",
    ),
    Kept(
        "prices",
        "settings.add_service",
        "name_en",
        {"name_ru": "Разбор сайта", "name_en": "Review of a site", "hours": "5", "price": "9000"},
        "Audit of a site",
        {"unit": "hour", "tariff": "premium"},
    ),
    Kept(
        "entities", "settings.add_entity", "name", {"name": "Second", **REQUISITES}, "Second firm", {"kind": "company"}
    ),
    Kept("channels", "settings.add_channel", "name_en", {"name_ru": "Выставка", "name_en": "Fair"}, "Trade fair"),
    Kept("reasons", "settings.add_reason", "name_en", {"name_ru": "Далеко", "name_en": "Far"}, "Too far away"),
    Kept("routing", "routing.add", "city", {"city": "Pskov", "team": "West"}, "Novgorod"),
    Kept("forms", "forms.add", "name", {"name": "Event", "key": "event"}, "Event form"),
)


def words(key: str) -> str:
    return translate("en", key)


def open_section(page: Page, site: Site, section: str) -> None:
    page.goto(f"{site.url}{route(section)}")
    expect(page.locator(".settings-link.active")).to_have_text(words(f"settings.{section}"))


def save(page: Page) -> None:
    page.get_by_role("dialog").get_by_role("button", name=words("settings.save"), exact=True).click()


def closed(page: Page) -> None:
    done = page.get_by_role("button", name=words("settings.done"), exact=True)
    if page.locator(".settings-password").count():  # a new person's password is shown once
        done.click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def row(page: Page, text: str) -> Locator:
    return page.locator(".settings-row", has_text=text)


class TestLists:
    @pytest.mark.parametrize("kept", LISTS, ids=lambda kept: kept.section)
    def test_are_created_edited_and_taken_out_of_use(self, site: Site, staff: Visit, kept: Kept) -> None:
        page = staff("owner", locale="en-GB").new_page()
        open_section(page, site, kept.section)
        page.get_by_role("button", name=words(kept.add), exact=True).click()
        for name, value in kept.values.items():
            page.fill(f"[role=dialog] [name={name}]", value)
        for name, value in kept.chosen.items():
            page.select_option(f"[role=dialog] [name={name}]", value)
        save(page)
        expect(row(page, kept.values[kept.known_by])).to_have_count(1)
        closed(page)

        row(page, kept.values[kept.known_by]).click()
        for name, value in kept.values.items():
            if name != "email":  # a person keeps the address they sign in with
                expect(page.locator(f"[role=dialog] [name={name}]")).to_have_value(value)
        page.fill(f"[role=dialog] [name={kept.known_by}]", kept.renamed)
        save(page)
        expect(row(page, kept.renamed)).to_have_count(1)
        closed(page)

        row(page, kept.renamed).click()
        page.locator("[role=dialog] [name=active]").set_checked(False)
        save(page)
        expect(row(page, kept.renamed)).to_contain_text(words("settings.off"))
        page.reload()
        expect(row(page, kept.renamed)).to_contain_text(words("settings.off"))

    def test_leave_what_was_only_looked_at(self, site: Site, staff: Visit) -> None:
        page = staff("owner", locale="en-GB").new_page()
        open_section(page, site, "channels")
        first = page.locator(".settings-row").first
        before = first.inner_text()
        first.click()
        page.fill("[role=dialog] [name=name_en]", "Never kept")
        page.get_by_role("button", name=words("settings.cancel"), exact=True).click()
        closed(page)
        expect(first).to_have_text(before)


class TestWorkingTime:
    def test_of_a_person_differs_until_it_is_the_studios_again(self, site: Site, staff: Visit) -> None:
        page = staff("owner", locale="en-GB").new_page()
        open_section(page, site, "routing")
        anna = row(page, "Анна Орлова")
        anna.click()
        page.locator("[role=dialog] [name=own]").set_checked(True)
        page.fill("[role=dialog] [name=begins]", "11:00")
        page.fill("[role=dialog] [name=ends]", "15:30")
        save(page)
        expect(anna).to_contain_text("11:00–15:30")
        anna.click()
        page.locator("[role=dialog] [name=own]").set_checked(False)
        save(page)
        expect(anna).to_contain_text(words("routing.as_studio"))

    def test_of_the_studio_is_kept(self, site: Site, staff: Visit) -> None:
        page = staff("owner", locale="en-GB").new_page()
        open_section(page, site, "routing")
        minutes = page.locator(".routing-calendar [name=response_minutes]")
        before = minutes.input_value()
        for value in ("45", before):
            minutes.fill(value)
            page.locator(".routing-calendar").get_by_role("button", name=words("settings.save")).click()
            expect(page.get_by_text(words("settings.saved")).last).to_be_visible()
            page.reload()
            expect(minutes).to_have_value(value)


class TestForms:
    @pytest.mark.parametrize(
        ("section", "name", "value"), [("studio", "email", "hello@studio.example"), ("payments", "hour", "9")]
    )
    def test_keep_what_was_typed(self, site: Site, staff: Visit, section: str, name: str, value: str) -> None:
        page = staff("owner", locale="en-GB").new_page()
        open_section(page, site, section)
        control = page.locator(f".settings-form [name={name}]")
        put = control.select_option if section == "payments" else control.fill
        for typed in (value, control.input_value()):
            put(typed)
            page.locator(".settings-form").get_by_role("button", name=words("settings.save"), exact=True).click()
            expect(page.get_by_text(words("settings.saved")).last).to_be_visible()
            page.reload()
            expect(control).to_have_value(typed)

    def test_of_spend_keeps_an_amount_a_channel(self, site: Site, staff: Visit) -> None:
        page = staff("owner", locale="en-GB").new_page()
        open_section(page, site, "spend")
        amount = page.locator(".settings-row input").first
        amount.fill("1234")
        page.locator(".settings-form").get_by_role("button", name=words("settings.save"), exact=True).click()
        expect(page.get_by_text(words("settings.saved")).last).to_be_visible()
        page.reload()
        expect(amount).to_have_value("1234")

    def test_of_a_text_keeps_it_and_goes_back(self, site: Site, staff: Visit) -> None:
        page = staff("owner", locale="en-GB").new_page()
        open_section(page, site, "texts")
        first = page.locator(".settings-row.text").first
        first.click()
        page.fill("[role=dialog] [name=source]", "A sentence of our own")
        save(page)
        expect(first).to_contain_text("A sentence of our own")
        expect(first).to_contain_text(words("settings.rewritten"))
        first.click()
        page.get_by_role("button", name=words("settings.reset")).click()
        expect(first).not_to_contain_text(words("settings.rewritten"))
