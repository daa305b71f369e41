"""The receipt of a payment as its payer opens it; what the invoice's page offers and explains; paying once."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from sqlmodel import select

from studio_app.adapters.payments.demo.tables import DemoCheckout
from studio_app.bootstrap import Services
from studio_app.core.money import Money
from studio_app.domain.actors import SYSTEM, Actor, ActorKind
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.documents.links import get_document, replace_link
from studio_app.domain.ledger.bank_transfers import record_bank_transfer
from studio_app.domain.ledger.kinds import EntryKind
from studio_app.domain.ledger.models import LedgerEntry
from studio_app.domain.notifications.facts import gather
from studio_app.domain.notifications.models import Notification
from studio_app.domain.notifications.rules import BY_NAME
from studio_app.domain.payments.asking_again import ask_again
from studio_app.domain.payments.ends import ENDS, End
from studio_app.domain.payments.models import PaymentAttempt
from studio_app.domain.payments.refunds import record_refund_paid
from studio_app.domain.work import Work
from tests.ending import HOW
from tests.portal.test_paying import _document, _issue, _to_provider

Run = Callable[..., Any]


@pytest.fixture
def run(services_on_disk: Services) -> Run:
    return lambda use_case, **arguments: services_on_disk.runner.run_sync(SYSTEM, use_case, **arguments)


@pytest.fixture
def path(run: Run) -> str:
    return run(_issue)


def transfer(work: Work, amount: int = 50_000) -> str:
    return record_bank_transfer(
        work,
        invoice_id=_document(work).id,
        amount=Money(amount, "RUB"),
        received_on=work.now().date(),
        reference=f"{amount}",
        excess_seen=Money(max(0, amount - 50_000), "RUB"),
    )


def refund(work: Work, entry_id: str) -> None:
    record_refund_paid(
        work, entry_id=entry_id, amount=Money(10_000, "RUB"), paid_on=work.now().date(), reference="back"
    )


def plain(answer: httpx.Response) -> str:
    return answer.text.replace("\u00a0", " ")


async def decline(browser: httpx.AsyncClient, path: str, choice: str) -> str:
    await browser.post(await _to_provider(browser, path), data={"choice": choice})
    await browser.get(f"{path}/return")
    return plain(await browser.get(path))


class TestReceipt:
    async def test_says_sum_date_way_number_payer_and_seller(
        self, browser: httpx.AsyncClient, run: Run, path: str
    ) -> None:
        answer = await browser.get(f"{path}/receipt/{run(transfer)}")
        number = run(_document).number
        page = plain(answer)
        for words in ("500 ₽", "Пятьсот рублей", "Банковский перевод", number, "Плательщик", "7707083893"):
            assert words in page
        assert "а не кассовый чек" in page
        assert "Счёт оплачен полностью" in page

    async def test_is_private_and_kept_nowhere(self, browser: httpx.AsyncClient, run: Run, path: str) -> None:
        answer = await browser.get(f"{path}/receipt/{run(transfer)}")
        assert "noindex" in answer.headers["x-robots-tag"]
        assert answer.headers["cache-control"] == "no-store"
        assert "form-action 'self';" in answer.headers["content-security-policy"]
        assert "<script" not in answer.text
        assert "<style" not in answer.text
        assert " style=" not in answer.text

    async def test_shows_what_went_back_and_asks_for_none_of_it(
        self, browser: httpx.AsyncClient, run: Run, path: str
    ) -> None:
        entry_id = run(transfer)
        run(refund, entry_id=entry_id)
        page = plain(await browser.get(f"{path}/receipt/{entry_id}"))
        for words in ("Возвраты", "-100 ₽", "400 ₽"):
            assert words in page
        assert "По счёту осталось" not in page

    async def test_says_when_no_real_money_moved(self, browser: httpx.AsyncClient, run: Run, path: str) -> None:
        await browser.post(await _to_provider(browser, path), data={"choice": "sbp"})
        await browser.get(f"{path}/return")
        entry_id = run(
            lambda work: work.session.exec(select(LedgerEntry.id).where(LedgerEntry.kind == "payment")).one()
        )
        page = plain(await browser.get(f"{path}/receipt/{entry_id}"))
        assert "Учебный платёж" in page
        assert "СБП · учебный сервис" in page

    async def test_opens_by_no_other_link(self, browser: httpx.AsyncClient, run: Run, path: str) -> None:
        entry_id = run(transfer)
        unknown = await browser.get("/d/unknown")
        other = run(_issue)
        run(lambda work: replace_link(work, document_id=_entry_document(work, entry_id)))
        for address in (f"/d/unknown/receipt/{entry_id}", f"{other}/receipt/{entry_id}", f"{path}/receipt/{entry_id}"):
            for tail in ("", ".pdf"):
                answer = await browser.get(address + tail)
                assert (answer.status_code, answer.content) == (404, unknown.content)
                assert answer.headers == unknown.headers

    @pytest.mark.service
    async def test_comes_as_pdf(self, browser: httpx.AsyncClient, run: Run, path: str) -> None:
        answer = await browser.get(f"{path}/receipt/{run(transfer)}.pdf")
        assert answer.content.startswith(b"%PDF")
        assert answer.headers["cache-control"] == "no-store"
        assert 'filename="receipt-' in answer.headers["content-disposition"]

    async def test_is_what_the_letter_opens(self, browser: httpx.AsyncClient, run: Run, path: str) -> None:
        entry_id = run(transfer)

        def letter(work: Work) -> str:
            row = work.session.exec(select(Notification).where(Notification.rule == "payment_received")).one()
            document = get_document(work, str(row.document_id))
            return gather(work, row, BY_NAME[row.rule], document, get_deal(work, document.deal_id)).path

        assert run(letter) == f"{path}/receipt/{entry_id}"


def _payment(work: Work) -> str:
    return work.session.exec(select(LedgerEntry.id).where(LedgerEntry.kind == EntryKind.PAYMENT)).one()


def _entry_document(work: Work, entry_id: str) -> str:
    entry = work.session.get_one(LedgerEntry, entry_id)
    return entry.cause_ref.partition("/")[0]


class TestInvoicePage:
    async def test_offers_the_ways_that_fit(self, browser: httpx.AsyncClient, path: str) -> None:
        answer = await browser.get(path)
        assert "картой, через СБП" in plain(answer)
        assert "form-action 'self' http://localhost" in answer.headers["content-security-policy"]

    async def test_offers_transfers_only_where_nobody_takes_cards(
        self, browser: httpx.AsyncClient, services_on_disk: Services, monkeypatch: pytest.MonkeyPatch, path: str
    ) -> None:
        monkeypatch.setattr(services_on_disk.online_payments, "_provider", "none")
        answer = await browser.get(path)
        assert "оплачивается банковским переводом" in plain(answer)
        assert f"{path}/pay" not in answer.text
        refused = await browser.post(f"{path}/pay")
        assert (refused.status_code, "оплачивается банковским переводом" in plain(refused)) == (409, True)

    async def test_asks_for_the_rest_after_a_part(self, browser: httpx.AsyncClient, run: Run, path: str) -> None:
        entry_id = run(transfer, amount=20_000)
        page = plain(await browser.get(path))
        assert "Оплатить 300 ₽" in page
        assert "Оплачено 200 ₽ из 500 ₽" in page
        assert f"{path}/receipt/{entry_id}" in page
        checkout = await _to_provider(browser, path)
        assert "300" in plain(await browser.get(checkout))

    async def test_says_kindly_that_too_much_came_in(self, browser: httpx.AsyncClient, run: Run, path: str) -> None:
        run(transfer, amount=60_000)
        assert "Пришло на 100 ₽ больше" in plain(await browser.get(path))

    @pytest.mark.parametrize(
        ("choice", "words"),
        [("no_money", "не хватило денег"), ("not_proved", "просил подтвердить"), ("decline", "не назвал причину")],
    )
    async def test_explains_a_decline(self, *, browser: httpx.AsyncClient, path: str, choice: str, words: str) -> None:
        page = await decline(browser, path, choice)
        assert "деньги не списаны" in page
        assert words in page

    async def test_says_checking_and_offers_no_second_payment_meanwhile(
        self, browser: httpx.AsyncClient, path: str
    ) -> None:
        page = await decline(browser, path, "later")
        assert "pay-status-checking" in page
        assert f"{path}/pay" not in page
        assert (await browser.post(f"{path}/pay")).status_code == 409

    async def test_says_checking_at_once_even_where_the_page_was_just_looked_at(
        self, browser: httpx.AsyncClient, path: str
    ) -> None:
        page = await _to_provider(browser, path)
        await browser.get(path)  # an open tab follows every event: this page is kept ready
        await browser.post(page, data={"choice": "later"})
        await browser.get(f"{path}/return")
        assert "pay-status-checking" in (await browser.get(path)).text

    async def test_never_says_paid_because_of_the_way_back(self, browser: httpx.AsyncClient, path: str) -> None:
        await _to_provider(browser, path)
        await browser.get(f"{path}/return?tried=5")
        assert "pay-status-waiting" in (await browser.get(path)).text


class TestPayOnce:
    async def test_two_presses_at_once_open_one_checkout(self, browser: httpx.AsyncClient, run: Run, path: str) -> None:
        answers = await asyncio.gather(*(browser.post(f"{path}/pay") for _ in range(4)))
        assert {answer.status_code for answer in answers} == {303}
        assert len({answer.headers["location"] for answer in answers}) == 1
        assert run(_checkouts) == 1

    async def test_back_button_after_paying_charges_nothing(
        self, browser: httpx.AsyncClient, run: Run, path: str
    ) -> None:
        page = await _to_provider(browser, path)
        await browser.post(page, data={"choice": "pay"})
        await browser.get(f"{path}/return")
        assert "<form" not in (await browser.get(page)).text
        await browser.post(page, data={"choice": "pay"})
        assert (await browser.post(f"{path}/pay")).status_code == 409
        await browser.get(f"{path}/return")
        assert run(_payments) == [50_000]

    async def test_second_tab_after_a_decline_pays_once(self, browser: httpx.AsyncClient, run: Run, path: str) -> None:
        first = await _to_provider(browser, path)
        await browser.post(first, data={"choice": "no_money"})
        await browser.get(f"{path}/return")
        second = await _to_provider(browser, path)
        assert await _to_provider(browser, path) == second
        await browser.post(first, data={"choice": "pay"})  # the old tab is closed for good
        await browser.post(second, data={"choice": "pay"})
        await browser.get(f"{path}/return")
        assert run(_payments) == [50_000]

    async def test_press_before_the_news_arrive_leads_to_the_page_that_is_paid(
        self, browser: httpx.AsyncClient, run: Run, path: str
    ) -> None:
        page = await _to_provider(browser, path)
        await browser.post(page, data={"choice": "pay"})  # and the way back is never taken, the webhook is late
        assert await _to_provider(browser, path) == page
        assert run(_checkouts) == 1


def _checkouts(work: Work) -> int:
    attempts = work.session.exec(select(PaymentAttempt.id)).all()
    assert len(attempts) == len(work.session.exec(select(DemoCheckout.ref)).all())
    return len(attempts)


def _payments(work: Work) -> list[int]:
    return list(work.session.exec(select(LedgerEntry.amount).where(LedgerEntry.kind == EntryKind.PAYMENT)))


@pytest.mark.parametrize("end", End)
class TestEachEnd:
    SAYS = {
        "thanks": "Спасибо!",
        "returned": "Из них вам возвращено 200 ₽. Платить ничего не нужно.",
        "disputed": "Ваш банк удерживает 500 ₽",
        "dispute_lost": "Ваш банк вернул вам 500 ₽",
        "closed": "Счёт аннулирован",
    }

    async def test_is_read_as_the_table_says_and_offers_no_payment(
        self, browser: httpx.AsyncClient, run: Run, path: str, end: End
    ) -> None:
        run(lambda work: HOW[end](work, _document(work).id))
        page = plain(await browser.get(path))
        assert {reads for reads, words in self.SAYS.items() if words in page} == {ENDS[end].reads}
        assert f'action="{path}/pay"' not in page
        assert (await browser.post(f"{path}/pay")).status_code != 303


class TestMoneyThatWentBack:
    async def test_is_told_on_the_paid_invoice_and_not_asked_for(
        self, browser: httpx.AsyncClient, run: Run, path: str
    ) -> None:
        run(lambda work: refund(work, transfer(work)))
        page = plain(await browser.get(path))
        assert 'data-paying="paid"' in page
        assert "Из них вам возвращено 100 ₽. Платить ничего не нужно." in page
        assert f'action="{path}/pay"' not in page
        assert "Спасибо!" not in page

    async def test_is_asked_for_once_a_person_asks_again(
        self, browser: httpx.AsyncClient, run: Run, path: str, services_on_disk: Services
    ) -> None:
        run(lambda work: refund(work, transfer(work)))
        staff = Actor(kind=ActorKind.STAFF, id="manager", role="manager")
        invoice_id = run(_document).id
        services_on_disk.runner.run_sync(staff, ask_again, invoice_id=invoice_id, reason="they want it after all")
        page = plain(await browser.get(path))
        assert 'data-paying="partly"' in page
        assert "100 ₽" in page
        assert f'action="{path}/pay"' in page
