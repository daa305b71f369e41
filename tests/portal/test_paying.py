"""Paying as a browser meets it: from the invoice to the demo provider and back; webhooks at the door."""

import json
from hashlib import sha256
from typing import Any

import httpx
import pytest
from sqlmodel import select

from studio_app.adapters.payments.demo import bank as demo_bank
from studio_app.adapters.payments.demo.gateway import SIGNATURE_HEADER
from studio_app.bootstrap import Services
from studio_app.core.money import Money
from studio_app.domain.accounts.models import User
from studio_app.domain.actors import SYSTEM, Actor, ActorKind
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.frozen import frozen_copy
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.models import Document
from studio_app.domain.invoices.draft import create_invoice
from studio_app.domain.invoices.issue import issue_invoice
from studio_app.domain.invoices.void import void_invoice
from studio_app.domain.leads.intake.receiving import receive_lead
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.ledger.bank_transfers import record_bank_transfer
from studio_app.domain.ledger.models import LedgerEntry
from studio_app.domain.payments.models import ProviderEvent
from studio_app.domain.payments.reconciliation.differences import differences, set_aside
from studio_app.domain.studio.kinds import EntityKind, TaxRegime
from studio_app.domain.studio.models import THE_STUDIO, LegalEntity, Studio
from studio_app.domain.studio.texts import CheckedText, save_text
from studio_app.domain.work import Work

OWNER = Actor(kind=ActorKind.STAFF, id="owner", role="owner")


def _issue(work: Work) -> str:
    entity = work.session.exec(select(LegalEntity)).first() or LegalEntity(
        id=work.new_id(), kind=EntityKind.COMPANY, name="ООО «Студия»", tax_regime=TaxRegime.NONE
    )
    entity.kind, entity.inn, entity.bic, entity.account = EntityKind.COMPANY, "7707083893", "044525225", "4" * 20
    entity.bank_name = "Банк"
    work.session.add(entity)
    made = receive_lead(work, lead=LeadIn(name="Иван", email="ivan@example.com", message=work.new_id()))
    deal = work.session.get(Deal, made.deal_id)
    assert deal is not None
    assert work.session.exec(select(User)).first()
    deal.amount = 50_000
    return issue_invoice(work, document_id=create_invoice(work, deal_id=deal.id).document_id).path


@pytest.fixture
def path(services_on_disk: Services) -> str:
    """The address of an issued invoice."""
    return services_on_disk.runner.run_sync(SYSTEM, _issue)


def _document(work: Work) -> Document:
    return next(iter(work.session.exec(select(Document).where(Document.number != ""))))


def _events(work: Work) -> int:
    return len(work.session.exec(select(ProviderEvent)).all())


def _entries(work: Work) -> int:
    return len(work.session.exec(select(LedgerEntry)).all())


async def _to_provider(browser: httpx.AsyncClient, path: str) -> str:
    answer = await browser.post(f"{path}/pay")
    assert answer.status_code == 303
    return httpx.URL(answer.headers["location"]).path


class TestPay:
    async def test_leads_to_the_provider_and_back_to_a_paid_invoice(
        self, browser: httpx.AsyncClient, services_on_disk: Services, path: str
    ) -> None:
        page = await _to_provider(browser, path)
        assert "500" in (await browser.get(page)).text
        back = await browser.post(page, data={"choice": "pay"})
        assert httpx.URL(back.headers["location"]).path == f"{path}/return"
        assert (await browser.get(f"{path}/return")).headers["location"] == path
        assert "pay-status-paid" in (await browser.get(path)).text
        assert services_on_disk.runner.read_sync(SYSTEM, _document).status is DocumentStatus.PAID

    async def test_says_that_the_money_is_not_real(self, browser: httpx.AsyncClient, path: str) -> None:
        assert "pay-test" in (await browser.get(path)).text
        await browser.post(await _to_provider(browser, path), data={"choice": "pay"})
        await browser.get(f"{path}/return")
        page = (await browser.get(path)).text
        assert "pay-test" in page
        assert "учебный платёж" in page

    async def test_says_nothing_of_tests_where_money_is_real(
        self, browser: httpx.AsyncClient, services_on_disk: Services, path: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(services_on_disk.gateways["demo"], "live_mode", True)
        assert "pay-test" not in (await browser.get(path)).text

    async def test_second_tab_gets_the_same_page(self, browser: httpx.AsyncClient, path: str) -> None:
        assert await _to_provider(browser, path) == await _to_provider(browser, path)

    async def test_declined_says_so_and_lets_try_again(self, browser: httpx.AsyncClient, path: str) -> None:
        page = await _to_provider(browser, path)
        back = await browser.post(page, data={"choice": "decline"})
        answer = await browser.get(httpx.URL(back.headers["location"]).path)
        assert (answer.status_code, answer.headers["location"]) == (303, path)
        assert "pay-failed" in (await browser.get(path)).text  # at once: nothing waits for a notification
        assert await _to_provider(browser, path) != page

    async def test_who_turned_back_at_the_provider_is_told_that_paying_has_begun(
        self, browser: httpx.AsyncClient, path: str
    ) -> None:
        assert "pay-begun" not in (await browser.get(path)).text
        page = await _to_provider(browser, path)
        back = f"{path}/back"
        assert f'{back}"' in (await browser.get(page)).text
        assert (await browser.get(back)).headers["location"] == path
        assert "pay-begun" in (await browser.get(path)).text
        assert await _to_provider(browser, path) == page

    async def test_a_payment_of_another_sum_is_not_asked_for_twice_until_a_person_has_dealt_with_it(
        self, browser: httpx.AsyncClient, services_on_disk: Services, path: str
    ) -> None:
        await browser.post(await _to_provider(browser, path), data={"choice": "amount"})
        await browser.get(f"{path}/return")
        page = (await browser.get(path)).text
        assert "не сходится со счётом" in page
        assert "pay-button" not in page
        refused = await browser.post(f"{path}/pay")
        assert refused.status_code == 409
        assert "не платите ещё раз" in refused.text
        (found,) = services_on_disk.runner.read_sync(SYSTEM, differences)
        services_on_disk.runner.run_sync(OWNER, set_aside, difference_id=found.id)
        page = (await browser.get(path)).text
        assert "не сходится со счётом" not in page
        assert "pay-button" in page
        await _to_provider(browser, path)

    async def test_checking_renews_itself_without_javascript_until_it_is_over(
        self, browser: httpx.AsyncClient, path: str
    ) -> None:
        renewal = f'<noscript><meta http-equiv="refresh" content="10;url={path}"></noscript>'
        assert renewal not in (await browser.get(path)).text
        await browser.post(await _to_provider(browser, path), data={"choice": "later"})
        await browser.get(f"{path}/return")
        page = (await browser.get(path)).text
        assert "pay-status-checking" in page
        assert renewal in page

    async def test_a_look_at_the_invoice_changes_nothing(
        self, browser: httpx.AsyncClient, services_on_disk: Services, path: str
    ) -> None:
        await browser.get(path)
        typed = await browser.get(f"{path}/pay")  # the address of a refusal, entered once more
        assert (typed.status_code, typed.headers["location"]) == (303, path)
        assert services_on_disk.runner.read_sync(SYSTEM, _entries) == 0

    async def test_a_void_invoice_takes_no_money(
        self, browser: httpx.AsyncClient, services_on_disk: Services, path: str
    ) -> None:
        document = services_on_disk.runner.read_sync(SYSTEM, _document)
        services_on_disk.runner.run_sync(SYSTEM, void_invoice, document_id=document.id, reason="ошибка")
        assert "pay-status-closed" in (await browser.get(path)).text
        assert (await browser.post(f"{path}/pay")).status_code == 409

    async def test_unknown_links_are_not_found(self, browser: httpx.AsyncClient) -> None:
        assert (await browser.post("/d/nothing/pay")).status_code == 404
        assert (await browser.get("/d/nothing/return")).status_code == 404
        assert (await browser.get("/demo-pay/nothing")).status_code == 404

    async def test_waits_at_checking_while_the_provider_has_no_answer(
        self, browser: httpx.AsyncClient, path: str
    ) -> None:
        await _to_provider(browser, path)
        answer = await browser.get(f"{path}/return")
        assert (answer.status_code, "refresh" in answer.text) == (200, True)
        late = await browser.get(f"{path}/return?tried=5")
        assert (late.status_code, "refresh" in late.text) == (200, False)
        assert "Ответа банка ещё нет" in late.text
        assert f'href="{path}"' in late.text


class TestWebhook:
    async def _told(self, browser: httpx.AsyncClient, app: Services, path: str) -> tuple[bytes, dict[str, str]]:
        page = await _to_provider(browser, path)
        await browser.post(page, data={"choice": "pay"})
        demo: Any = app.gateways["demo"]
        event = app.runner.read_sync(SYSTEM, lambda work: work.session.exec(select(demo_bank.DemoEvent)).one())
        raw = json.dumps(app.runner.read_sync(SYSTEM, demo_bank.event_body, event_id=event.id)).encode()
        return raw, {SIGNATURE_HEADER: demo.sign(raw)}

    async def test_is_200_once_stored_and_200_again(
        self, browser: httpx.AsyncClient, services_on_disk: Services, path: str
    ) -> None:
        raw, headers = await self._told(browser, services_on_disk, path)
        answers = [await browser.post("/webhooks/demo", content=raw, headers=headers) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 200]
        assert services_on_disk.runner.read_sync(SYSTEM, _events) == 1

    async def test_is_400_with_a_bad_signature_and_keeps_nothing(
        self, browser: httpx.AsyncClient, services_on_disk: Services, path: str
    ) -> None:
        raw, headers = await self._told(browser, services_on_disk, path)
        for bad in ({}, {SIGNATURE_HEADER: "t=1,v1=0"}, {SIGNATURE_HEADER: headers[SIGNATURE_HEADER] + "0"}):
            assert (await browser.post("/webhooks/demo", content=raw, headers=bad)).status_code == 400
        assert services_on_disk.runner.read_sync(SYSTEM, _events) == 0

    async def test_is_404_for_a_provider_that_is_not_ours(self, browser: httpx.AsyncClient) -> None:
        assert (await browser.post("/webhooks/stripe", content=b"{}")).status_code == 404

    async def test_is_413_when_too_long(self, browser: httpx.AsyncClient) -> None:
        assert (await browser.post("/webhooks/demo", content=b"x" * 300_000)).status_code == 413


class TestIssuedInvoice:
    """Its words are those of the day it was issued."""

    async def test_is_untouched_by_texts_and_brand_that_change_later(
        self, browser: httpx.AsyncClient, services_on_disk: Services, path: str
    ) -> None:
        before = _article(await browser.get(path))
        services_on_disk.runner.run_sync(SYSTEM, _reword)
        after = await browser.get(path)
        assert _article(after) == before
        assert "Совсем другие условия" not in after.text
        fresh = services_on_disk.runner.run_sync(SYSTEM, _issue)
        assert "Совсем другие условия" in _article(await browser.get(fresh))

    async def test_keeps_its_bytes_and_plans_their_pdf(self, services_on_disk: Services, path: str) -> None:
        runner = services_on_disk.runner
        document = runner.read_sync(SYSTEM, _document)
        copy = runner.read_sync(SYSTEM, frozen_copy, document_id=document.id, revision=document.revision)
        assert copy is not None
        assert copy.html_sha256 == sha256(copy.html).hexdigest()
        assert document.number in copy.html.decode()

    async def test_shows_payment_live_beside_it(
        self, browser: httpx.AsyncClient, services_on_disk: Services, path: str
    ) -> None:
        before = await browser.get(path)
        services_on_disk.runner.run_sync(SYSTEM, _pay)
        after = await browser.get(path)
        assert 'action="/d/' in before.text
        assert "pay-status-paid" in after.text
        assert _article(after) == _article(before)


def _article(page: httpx.Response) -> str:
    return page.text.partition("<article")[2].partition("</article>")[0]


def _reword(work: Work) -> None:
    work.session.get_one(Studio, THE_STUDIO).name = "Другая студия"
    words = CheckedText(key="invoice.terms", locale="ru", source="Совсем другие условия")
    save_text(work, text=words, version=0)


def _pay(work: Work) -> None:
    record_bank_transfer(
        work,
        invoice_id=_document(work).id,
        amount=Money(50_000, "RUB"),
        received_on=work.now().date(),
        reference="1",
    )
