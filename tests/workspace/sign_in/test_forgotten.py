"""A forgotten password: the letter, the link, the new one."""

import re

import httpx
import pytest
from sqlmodel import col, select

from studio_app.bootstrap import Services
from studio_app.domain.accounts.models import Ticket
from studio_app.domain.accounts.tickets import MAX_PER_NETWORK
from studio_app.domain.actors import SYSTEM
from studio_app.domain.notifications.models import Notification
from studio_app.domain.work import Work
from studio_app.workspace import paths
from studio_app.workspace.cookies import DEVICE_COOKIE
from tests.workspace.sign_in.visiting import FOREIGN, OWNER, cookie_of, refused, signed_in

FRESH = "a violin among the penguins"


@pytest.fixture
def mail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDIO_SMTP_HOST", "mail.example")
    monkeypatch.setenv("STUDIO_MAIL_FROM", "studio@studio.example")


@pytest.fixture
def mailing(mail: None, house: Services) -> Services:
    return house


def letters(house: Services) -> int:
    def count(work: Work) -> int:
        return len(work.session.exec(select(Notification).where(Notification.rule == "password_reset")).all())

    return house.runner.read_sync(SYSTEM, count)


def word(house: Services) -> str:
    """The word of the link that was asked for last."""

    def newest(work: Work) -> str:
        row = work.session.exec(select(Ticket).order_by(col(Ticket.id).desc())).first()
        assert row is not None
        return work.links.ticket(row.id)

    return house.runner.read_sync(SYSTEM, newest)


class TestAskReset:
    async def test_answers_the_same_whether_the_address_is_known_or_not(
        self, mailing: Services, browser: httpx.AsyncClient
    ) -> None:
        answers = [
            await browser.post(paths.ASK_RESET, data={"email": email})
            for email in (OWNER["email"], "nobody@studio.example", "", "no address")
        ]
        assert {(one.status_code, one.headers["location"]) for one in answers} == {(303, f"{paths.FORGOT}?sent=1")}
        assert len({tuple(sorted(set(one.headers) - {"date"})) for one in answers}) == 1
        assert letters(mailing) == 1

    async def test_is_limited(self, mailing: Services, browser: httpx.AsyncClient) -> None:
        for _ in range(MAX_PER_NETWORK):
            await browser.post(paths.ASK_RESET, data={"email": "nobody@studio.example"})
        answer = await browser.post(paths.ASK_RESET, data={"email": OWNER["email"]})
        assert refused(answer, paths.FORGOT, "throttled")
        assert letters(mailing) == 0

    async def test_without_a_mail_server_makes_no_link_that_staff_could_read(
        self, house: Services, browser: httpx.AsyncClient
    ) -> None:
        answer = await browser.post(paths.ASK_RESET, data={"email": OWNER["email"]})
        assert answer.headers["location"] == paths.FORGOT
        assert letters(house) == 0

    @pytest.mark.parametrize("headers", FOREIGN)
    async def test_is_not_done_by_another_site(
        self, headers: dict[str, str], mailing: Services, browser: httpx.AsyncClient
    ) -> None:
        answer = await browser.post(paths.ASK_RESET, data={"email": OWNER["email"]}, headers=headers)
        assert refused(answer, paths.FORGOT, "forbidden")
        assert letters(mailing) == 0


class TestSetPassword:
    async def test_lets_in_with_the_new_one_only_and_ends_what_was_open(
        self, mailing: Services, browser: httpx.AsyncClient
    ) -> None:
        former = cookie_of(await browser.post(paths.OPEN_SESSION, data=OWNER)).value
        browser.cookies.clear()
        await browser.post(paths.ASK_RESET, data={"email": OWNER["email"]})
        answer = await browser.post(paths.SET_PASSWORD, data={"word": word(mailing), "password": FRESH})
        assert answer.headers["location"] == f"{paths.SIGN_IN}?done=password"
        assert cookie_of(answer, DEVICE_COOKIE)["httponly"]
        assert not signed_in(mailing, former)
        assert refused(await browser.post(paths.OPEN_SESSION, data=OWNER), paths.SIGN_IN, "wrong_credentials")
        signed = await browser.post(paths.OPEN_SESSION, data={**OWNER, "password": FRESH})
        assert signed_in(mailing, cookie_of(signed).value)

    async def test_works_once(self, mailing: Services, browser: httpx.AsyncClient) -> None:
        await browser.post(paths.ASK_RESET, data={"email": OWNER["email"]})
        form = {"word": word(mailing), "password": FRESH}
        await browser.post(paths.SET_PASSWORD, data=form)
        again = await browser.post(paths.SET_PASSWORD, data=form)
        assert again.headers["location"] == f"{paths.NEW_PASSWORD}?word={form['word']}&error=link_gone"

    async def test_keeps_the_link_while_the_password_is_weak(
        self, mailing: Services, browser: httpx.AsyncClient
    ) -> None:
        await browser.post(paths.ASK_RESET, data={"email": OWNER["email"]})
        form = {"word": word(mailing), "password": "1234567890"}
        answer = await browser.post(paths.SET_PASSWORD, data=form)
        assert answer.headers["location"] == f"{paths.NEW_PASSWORD}?word={form['word']}&error=password_common"
        assert "set-cookie" not in answer.headers
        answer = await browser.post(paths.SET_PASSWORD, data={**form, "password": FRESH})
        assert answer.headers["location"] == f"{paths.SIGN_IN}?done=password"

    @pytest.mark.parametrize("typed", ["", "AAAABBBBCCCCDDDDEEEEFFFF", "https://evil.example/&error=", "x" * 10_000])
    async def test_leads_nowhere_with_a_word_of_nobody(
        self, typed: str, mailing: Services, browser: httpx.AsyncClient
    ) -> None:
        answer = await browser.post(paths.SET_PASSWORD, data={"word": typed, "password": FRESH})
        assert re.fullmatch(rf"{paths.NEW_PASSWORD}\?word=\w{{0,64}}&error=link_gone", answer.headers["location"])

    @pytest.mark.parametrize("headers", FOREIGN)
    async def test_is_not_done_by_another_site(
        self, headers: dict[str, str], mailing: Services, browser: httpx.AsyncClient
    ) -> None:
        await browser.post(paths.ASK_RESET, data={"email": OWNER["email"]})
        form = {"word": word(mailing), "password": FRESH}
        answer = await browser.post(paths.SET_PASSWORD, data=form, headers=headers)
        assert answer.headers["location"].endswith("&error=forbidden")
        assert not (await browser.post(paths.OPEN_SESSION, data=OWNER)).headers["location"].startswith(paths.SIGN_IN)
