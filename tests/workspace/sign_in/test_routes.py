"""Signing in and out over HTTP: what the cookie looks like and who gets one."""

from http.cookies import Morsel, SimpleCookie

import httpx
import pytest
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlmodel import col, select, update

from studio_app.bootstrap import SESSION_COOKIE, Services
from studio_app.domain.accounts.models import User
from studio_app.domain.accounts.sign_in import MAX_PER_PERSON, SESSION_LIFETIME, session_user
from studio_app.domain.work import SYSTEM, Work
from studio_app.workspace import paths

OWNER = {"email": "owner@studio.example", "password": "correct horse battery"}
NEWCOMER = {"name": "Вера", "email": "vera@studio.example", "password": "correct horse battery"}
FOREIGN = [
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": "http://studio.test.evil.example"},
    {"origin": "http://studio.test", "sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
]


@pytest.fixture(scope="module")
def hashed() -> str:
    """A hash tells what it takes to check it: this one takes little (the product's own: adapters/test_passwords)."""
    return Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1).hash(OWNER["password"])


@pytest.fixture
def house(services_on_disk: Services, hashed: str) -> Services:
    """The studio; its owner has a password."""

    def give_password(work: Work) -> None:
        work.session.exec(update(User).where(col(User.email) == OWNER["email"]).values(password_hash=hashed))

    services_on_disk.runner.run_sync(SYSTEM, give_password)
    return services_on_disk


@pytest.fixture
def empty(services_on_disk: Services) -> Services:
    """A studio that nobody owns yet."""

    def leave(work: Work) -> None:
        for person in work.session.exec(select(User)):
            work.session.delete(person)

    services_on_disk.runner.run_sync(SYSTEM, leave)
    return services_on_disk


@pytest.fixture
def https(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDIO_PUBLIC_URL", "https://studio.test")


def cookie_of(answer: httpx.Response) -> Morsel[str]:
    return SimpleCookie(answer.headers["set-cookie"])[SESSION_COOKIE]


def signed_in(house: Services, token: str) -> bool:
    return house.runner.read_sync(SYSTEM, session_user, token=token) is not None


def refused(answer: httpx.Response, page: str, code: str) -> bool:
    """Back to the form with a code, and nothing to keep."""
    went_back = (answer.status_code, answer.headers["location"]) == (303, f"{page}?error={code}")
    return went_back and "set-cookie" not in answer.headers


class TestSignIn:
    async def test_sets_a_cookie_that_no_script_and_no_other_site_can_use(
        self, house: Services, browser: httpx.AsyncClient
    ) -> None:
        answer = await browser.post(paths.OPEN_SESSION, data=OWNER)
        assert (answer.status_code, answer.headers["location"]) == (303, paths.BOARD)
        cookie = cookie_of(answer)
        assert cookie["httponly"]
        assert cookie["samesite"].lower() == "lax"
        assert (cookie["path"], cookie["domain"]) == ("/", "")
        assert int(cookie["max-age"]) == SESSION_LIFETIME.total_seconds()
        assert signed_in(house, cookie.value)

    async def test_needs_a_plain_cookie_on_plain_http(self, house: Services, browser: httpx.AsyncClient) -> None:
        assert not cookie_of(await browser.post(paths.OPEN_SESSION, data=OWNER))["secure"]

    @pytest.mark.usefixtures("https")
    async def test_sends_the_cookie_over_https_only_where_there_is_https(
        self, house: Services, browser: httpx.AsyncClient
    ) -> None:
        assert cookie_of(await browser.post(paths.OPEN_SESSION, data=OWNER))["secure"]

    @pytest.mark.parametrize(
        "form",
        [
            {**OWNER, "password": "wrong"},
            {**OWNER, "password": ""},
            {**OWNER, "email": "nobody@studio.example"},
            {},
        ],
    )
    async def test_refuses_wrong_credentials_without_a_cookie(
        self, form: dict[str, str], house: Services, browser: httpx.AsyncClient
    ) -> None:
        answer = await browser.post(paths.OPEN_SESSION, data=form)
        assert refused(answer, paths.SIGN_IN, "wrong_credentials")

    async def test_refuses_even_the_right_password_after_too_many_tries(
        self, house: Services, browser: httpx.AsyncClient
    ) -> None:
        for _ in range(MAX_PER_PERSON):
            await browser.post(paths.OPEN_SESSION, data={**OWNER, "password": "wrong"})
        assert refused(await browser.post(paths.OPEN_SESSION, data=OWNER), paths.SIGN_IN, "throttled")

    @pytest.mark.parametrize("headers", FOREIGN)
    async def test_refuses_a_form_on_another_site(
        self, headers: dict[str, str], house: Services, browser: httpx.AsyncClient
    ) -> None:
        answer = await browser.post(paths.OPEN_SESSION, data=OWNER, headers=headers)
        assert refused(answer, paths.SIGN_IN, "forbidden")

    async def test_leads_nowhere_else_whatever_is_asked(self, house: Services, browser: httpx.AsyncClient) -> None:
        evil = "https://evil.example/"
        for password in (OWNER["password"], "wrong"):
            answer = await browser.post(
                f"{paths.OPEN_SESSION}?next={evil}&error={evil}",
                data={**OWNER, "password": password, "next": evil, "redirect": evil},
                headers={"referer": evil},
            )
            assert answer.headers["location"] in {paths.BOARD, f"{paths.SIGN_IN}?error=wrong_credentials"}

    async def test_ends_the_session_that_the_browser_had_before(
        self, house: Services, browser: httpx.AsyncClient
    ) -> None:
        former = cookie_of(await browser.post(paths.OPEN_SESSION, data=OWNER)).value
        present = cookie_of(await browser.post(paths.OPEN_SESSION, data=OWNER)).value
        assert not signed_in(house, former)
        assert signed_in(house, present)

    async def test_is_not_done_by_following_a_link(self, house: Services, browser: httpx.AsyncClient) -> None:
        for path in (paths.OPEN_SESSION, paths.CLOSE_SESSION, paths.FIRST_OWNER):
            assert (await browser.get(path, params=OWNER)).status_code == 405


class TestSignOut:
    async def test_revokes_on_the_server_and_forgets_in_the_browser(
        self, house: Services, browser: httpx.AsyncClient
    ) -> None:
        token = cookie_of(await browser.post(paths.OPEN_SESSION, data=OWNER)).value
        answer = await browser.post(paths.CLOSE_SESSION)
        assert answer.status_code == 204
        assert (cookie_of(answer).value, cookie_of(answer)["max-age"]) == ("", "0")
        assert not signed_in(house, token)

    async def test_of_one_browser_leaves_the_others_signed_in(
        self, house: Services, browser: httpx.AsyncClient
    ) -> None:
        here = cookie_of(await browser.post(paths.OPEN_SESSION, data=OWNER)).value
        browser.cookies.clear()
        there = cookie_of(await browser.post(paths.OPEN_SESSION, data=OWNER)).value
        await browser.post(paths.CLOSE_SESSION)
        assert (signed_in(house, here), signed_in(house, there)) == (True, False)

    @pytest.mark.parametrize("headers", FOREIGN)
    async def test_is_not_another_sites_to_do(
        self, headers: dict[str, str], house: Services, browser: httpx.AsyncClient
    ) -> None:
        token = cookie_of(await browser.post(paths.OPEN_SESSION, data=OWNER)).value
        assert (await browser.post(paths.CLOSE_SESSION, headers=headers)).status_code == 403
        assert signed_in(house, token)

    async def test_without_a_session_is_nothing(self, house: Services, browser: httpx.AsyncClient) -> None:
        assert (await browser.post(paths.CLOSE_SESSION)).status_code == 204


class TestFirstOwner:
    async def test_is_signed_in_at_once(self, empty: Services, browser: httpx.AsyncClient) -> None:
        answer = await browser.post(paths.FIRST_OWNER, data=NEWCOMER)
        assert (answer.status_code, answer.headers["location"]) == (303, paths.BOARD)
        assert cookie_of(answer)["httponly"]
        assert signed_in(empty, cookie_of(answer).value)

    async def test_is_made_only_once(self, empty: Services, browser: httpx.AsyncClient) -> None:
        await browser.post(paths.FIRST_OWNER, data=NEWCOMER)
        answer = await browser.post(paths.FIRST_OWNER, data={**NEWCOMER, "email": "second@studio.example"})
        assert refused(answer, paths.WELCOME, "forbidden")
        assert self._people(empty) == [NEWCOMER["email"]]

    async def test_is_not_worth_the_work_of_a_hash_once_there_is_one(
        self, house: Services, browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        hashed: list[str] = []
        monkeypatch.setattr("studio_app.workspace.sign_in.routes.hash_password", hashed.append)
        assert refused(await browser.post(paths.FIRST_OWNER, data=NEWCOMER), paths.WELCOME, "forbidden")
        assert not hashed

    async def test_needs_a_name_an_address_and_a_long_password(
        self, empty: Services, browser: httpx.AsyncClient
    ) -> None:
        for form, code in (
            ({**NEWCOMER, "password": "short"}, "password_short"),
            ({**NEWCOMER, "email": "vera"}, "email"),
            ({**NEWCOMER, "name": " "}, "required"),
        ):
            assert refused(await browser.post(paths.FIRST_OWNER, data=form), paths.WELCOME, code)
        assert self._people(empty) == []

    @pytest.mark.parametrize("headers", FOREIGN)
    async def test_is_not_made_by_another_site(
        self, headers: dict[str, str], empty: Services, browser: httpx.AsyncClient
    ) -> None:
        answer = await browser.post(paths.FIRST_OWNER, data=NEWCOMER, headers=headers)
        assert refused(answer, paths.WELCOME, "forbidden")
        assert self._people(empty) == []

    def _people(self, house: Services) -> list[str]:
        return house.runner.read_sync(SYSTEM, lambda work: list(work.session.exec(select(User.email))))
