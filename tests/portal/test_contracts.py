"""Signing a contract in a browser without JavaScript: only pages, forms and their sentences."""

import re
from dataclasses import asdict
from hashlib import sha256
from html import unescape

import httpx
import pytest
from pypdfium2 import PdfDocument

from studio_app.bootstrap import JOBS, Services
from studio_app.domain.actors import SYSTEM
from studio_app.domain.contracts.editing import contract_content, publish_contract_changes, save_contract
from studio_app.domain.documents.frozen import frozen_copy
from studio_app.domain.documents.links import get_document
from studio_app.domain.studio.models import THE_STUDIO, Studio
from studio_app.domain.work import Work
from tests.agreeing import CLIENT
from tests.portal.signing import CLIENT_ADDRESS, Page, begin


def add_terms(work: Work, *, document_id: str) -> None:
    content = contract_content(work, document_id=document_id)
    save_contract(work, document_id=document_id, content=content.model_copy(update={"special_terms": "Новое условие."}))
    publish_contract_changes(work, document_id=document_id)


def rebrand(work: Work) -> None:
    studio = work.session.get_one(Studio, THE_STUDIO)
    studio.name, studio.accent = "Совсем другая студия", "#d6336c"


@pytest.fixture
def page(browser: httpx.AsyncClient, services_on_disk: Services) -> Page:
    document_id, token = services_on_disk.runner.run_sync(SYSTEM, begin)
    return Page(browser, services_on_disk, document_id, token)


class TestCode:
    async def test_asked_for_too_often_says_when_to_come_back(self, page: Page) -> None:
        await page.fill_in()
        await page.ask()
        answer = await page.post("code")
        assert answer.status_code == 429
        assert 0 < int(answer.headers["retry-after"]) <= 60


class TestRequisites:
    async def test_asks_for_them_first(self, page: Page) -> None:
        text = await page.text()
        assert 'action="/d/' in text
        assert "/requisites" in text
        assert "/code" not in text

    async def test_names_a_phone_as_people_write_it(self, page: Page) -> None:
        assert "+7 495 123-45-67 доб. 12".replace(" ", "\N{NO-BREAK SPACE}") in await page.text()

    async def test_names_pages_and_stages_in_the_language_of_the_client(self, page: Page) -> None:
        text = await page.text()
        assert all(name in text for name in ("Каталог", "Товар", "Съёмка", "Главная"))

    async def test_says_what_is_wrong_with_each_field_and_keeps_what_was_typed(self, page: Page) -> None:
        answer = await page.fill_in(inn="7736050004", bic="12", address="Моя улица")
        text = unescape(answer.text)
        assert answer.status_code == 422
        assert "контрольные цифры не сходятся" in text
        assert "БИК состоит из 9 цифр" in text
        assert 'value="Моя улица"' in text

    async def test_shows_a_warning_and_goes_on(self, page: Page) -> None:
        answer = await page.fill_in(account="40702810938250123017")
        assert answer.status_code == 303
        text = await page.text()
        assert "Счёт не подходит к БИК" in text
        assert "/code" in text

    async def test_cuts_nothing_short(self, page: Page) -> None:
        answer = await page.fill_in(address="ул. " * 80)
        assert answer.status_code == 422
        assert "не больше 300 знаков" in unescape(answer.text)
        assert "ул. " * 80 in answer.text

    async def test_refuses_an_unknown_kind(self, page: Page) -> None:
        answer = await page.post("requisites", kind="alien")
        assert answer.status_code == 422

    async def test_answers_a_wrong_link_with_the_one_404_page(self, browser: httpx.AsyncClient, page: Page) -> None:
        answer = await browser.post("/d/nobody/requisites", data=asdict(CLIENT))
        assert answer.status_code == 404


class TestSign:
    async def test_keeps_what_was_read_and_shows_the_stamp(self, page: Page) -> None:
        await page.fill_in()
        answer = await page.sign(await page.ask())
        assert answer.status_code == 303
        text = await page.text()
        kept = (await page.browser.get(f"{page.path}/signed")).content
        assert sha256(kept).hexdigest() in text
        assert "Черных Пётр Ильич" in text
        assert "client@example.com" in text
        assert "/sign" not in text.replace("/signed", "")

    async def test_says_what_is_asked_for_before_it_at_its_place(self, page: Page) -> None:
        answer = await page.sign("123456", name="Иван Петров")
        text = unescape(answer.text)
        assert answer.status_code == 422
        assert "Сначала заполните реквизиты" in text
        wrong = set(re.findall(r'id="(\w+)-problem"', text))
        assert {"inn", "address", "signer_name"} <= wrong | {"signer_name"}
        assert all(f'aria-describedby="{name}-problem"' in text for name in wrong)
        assert 'name="signer_name" value="Иван Петров"' in text
        assert (await page.post("code")).status_code == 422

    async def test_says_that_no_code_was_asked_for(self, page: Page) -> None:
        await page.fill_in()
        answer = await page.sign("", name="", consent="")
        assert answer.status_code == 409
        assert 'role="alert"' in answer.text

    async def test_says_how_many_tries_are_left(self, page: Page) -> None:
        await page.fill_in()
        code = await page.ask()
        wrong = f"{(int(code) + 1) % 1_000_000:06d}"
        answer = await page.sign(wrong)
        assert answer.status_code == 422
        assert "Осталось попыток: 4" in unescape(answer.text)
        for _ in range(3):
            await page.sign(wrong)
        assert "попытки закончились" in unescape((await page.sign(wrong)).text)
        assert (await page.sign(code)).status_code == 409

    async def test_says_that_it_changed(self, page: Page) -> None:
        await page.fill_in()
        code = await page.ask()
        seen = (await page.text(), code)
        revision = re.search(r'name="revision" value="(\d+)"', seen[0])
        assert revision is not None
        page.services.runner.run_sync(SYSTEM, add_terms, document_id=page.document_id)
        answer = await page.sign(code, revision=revision[1])
        assert answer.status_code == 409
        assert "измени" in unescape(answer.text)

    async def test_needs_the_tick(self, page: Page) -> None:
        await page.fill_in()
        answer = await page.sign(await page.ask(), consent="")
        assert answer.status_code == 422
        assert "Отметьте согласие" in unescape(answer.text)

    async def test_says_all_that_is_wrong_at_once_and_spends_no_try(self, page: Page) -> None:
        await page.fill_in()
        code = await page.ask()
        text = (await page.sign("", name="", consent="1")).text
        for name in ("code", "name"):
            assert f'aria-describedby="{name}-problem"' in text
        assert 'name="consent" value="1" required checked' in text
        assert text.count("autofocus=") == 1
        assert (await page.sign(code)).status_code == 303

    async def test_needs_a_code(self, page: Page) -> None:
        await page.fill_in()
        assert (await page.sign("123456")).status_code == 409

    async def test_is_untouched_by_what_changes_later(self, page: Page) -> None:
        await page.fill_in()
        await page.sign(await page.ask())
        before = await page.browser.get(f"{page.path}/signed")
        shown = (await page.text()).partition("<article")[2].partition("</article>")[0]
        page.services.runner.run_sync(SYSTEM, rebrand)
        assert (await page.browser.get(f"{page.path}/signed")).content == before.content
        later = (await page.text()).partition("<article")[2].partition("</article>")[0]
        assert later == shown
        assert "Совсем другая студия" not in later

    @pytest.mark.service
    async def test_makes_the_pdf_of_the_same_bytes_once(self, page: Page) -> None:
        await page.fill_in()
        await page.sign(await page.ask())
        runner = page.services.runner
        revision = runner.read_sync(SYSTEM, get_document, page.document_id).revision
        args = {"document_id": page.document_id, "revision": str(revision)}
        for _ in range(2):
            JOBS["freeze_pdf"](page.services, args)
        copy = runner.read_sync(SYSTEM, frozen_copy, document_id=page.document_id, revision=revision)
        assert copy is not None
        assert copy.pdf is not None
        assert (await page.browser.get(f"{page.path}/signed.pdf")).content == copy.pdf
        assert copy.pdf_sha256 in await page.text()
        assert copy.pdf == page.services.pdf.render(copy.html.decode())

    @pytest.mark.service
    async def test_hands_out_the_signed_pages_with_one_more_that_tells_of_the_signing(self, page: Page) -> None:
        await page.fill_in()
        await page.sign(await page.ask())
        runner = page.services.runner
        document = runner.read_sync(SYSTEM, get_document, page.document_id)
        JOBS["freeze_pdf"](page.services, {"document_id": document.id, "revision": str(document.revision)})
        copy = runner.read_sync(SYSTEM, frozen_copy, document_id=document.id, revision=document.revision)
        assert copy is not None
        assert copy.pdf is not None
        told, signed = PdfDocument((await page.browser.get(f"{page.path}.pdf")).content), PdfDocument(copy.pdf)
        assert len(told) == len(signed) + 1
        for number in range(len(signed)):
            assert bytes(told[number].render().buffer) == bytes(signed[number].render().buffer)
        last = "".join(told[len(signed)].get_textpage().get_text_bounded().split())
        for said in (copy.html_sha256, copy.pdf_sha256, document.number, "ЧерныхПётрИльич", "московскоевремя", "UTC"):
            assert said in last
        assert CLIENT_ADDRESS not in last
        assert "c•••t@example.com" in last

    async def test_has_no_signed_files_before_it_is_signed(self, page: Page) -> None:
        for name in ("signed", "signed.pdf"):
            assert (await page.browser.get(f"{page.path}/{name}")).status_code == 404
