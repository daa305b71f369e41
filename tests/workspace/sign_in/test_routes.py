"""Signing in and out over HTTP: what the cookie looks like and who gets one."""

import httpx
import pytest

from studio_app.bootstrap import Services
from studio_app.domain.accounts.devices import DEVICE_LIFETIME
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.people import add_person
from studio_app.domain.accounts.sign_in import SESSION_LIFETIME, begin_attempt
from studio_app.domain.accounts.sign_in_limits import MAX_PER_ACCOUNT, MAX_PER_DEVICE, MAX_PER_PERSON
from studio_app.domain.actors import SYSTEM, Actor, ActorKind
from studio_app.workspace import paths
from studio_app.workspace.cookies import DEVICE_COOKIE
from tests.workspace.sign_in.visiting import FOREIGN, OWNER, cookie_of, refused, signed_in


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
        for path in (
            paths.OPEN_SESSION,
            paths.CLOSE_SESSION,
            paths.FIRST_OWNER,
            paths.ASK_RESET,
            paths.SET_PASSWORD,
        ):
            assert (await browser.get(path, params=OWNER)).status_code == 405


class TestKnownBrowser:
    """The other cookie: a browser in which somebody has signed in before."""

    @staticmethod
    def besiege(house: Services) -> None:
        """What strangers do until nobody unknown gets in any more."""
        for number in range(MAX_PER_ACCOUNT):
            stranger = Actor(kind=ActorKind.STAFF, network=f"6.6.6.{number}")
            house.runner.run_sync(stranger, begin_attempt, email=OWNER["email"])

    async def test_is_told_by_a_cookie_of_the_sign_in_alone(self, house: Services, browser: httpx.AsyncClient) -> None:
        cookie = cookie_of(await browser.post(paths.OPEN_SESSION, data=OWNER), DEVICE_COOKIE)
        assert cookie["httponly"]
        assert cookie["samesite"].lower() == "lax"
        assert cookie["path"] == paths.OPEN_SESSION
        assert int(cookie["max-age"]) == DEVICE_LIFETIME.total_seconds()
        assert not cookie["secure"]

    @pytest.mark.usefixtures("https")
    async def test_is_told_over_https_only_where_there_is_https(
        self, house: Services, browser: httpx.AsyncClient
    ) -> None:
        assert cookie_of(await browser.post(paths.OPEN_SESSION, data=OWNER), DEVICE_COOKIE)["secure"]

    async def test_lets_the_right_password_in_while_strangers_try(
        self, house: Services, browser: httpx.AsyncClient
    ) -> None:
        await browser.post(paths.OPEN_SESSION, data=OWNER)
        await browser.post(paths.CLOSE_SESSION)
        self.besiege(house)
        answer = await browser.post(paths.OPEN_SESSION, data=OWNER)
        assert answer.headers["location"] == paths.BOARD

    async def test_is_what_makes_the_difference(self, house: Services, browser: httpx.AsyncClient) -> None:
        self.besiege(house)
        assert refused(await browser.post(paths.OPEN_SESSION, data=OWNER), paths.SIGN_IN, "throttled")

    async def test_may_not_try_for_ever(self, house: Services, browser: httpx.AsyncClient) -> None:
        await browser.post(paths.OPEN_SESSION, data=OWNER)
        for _ in range(MAX_PER_DEVICE):
            await browser.post(paths.OPEN_SESSION, data={**OWNER, "password": "wrong"})
        assert refused(await browser.post(paths.OPEN_SESSION, data=OWNER), paths.SIGN_IN, "throttled")

    async def test_is_known_for_several_people(self, house: Services, browser: httpx.AsyncClient, hashed: str) -> None:
        house.runner.run_sync(
            SYSTEM, add_person, email="vera@studio.example", name="Вера", password_hash=hashed, role=Role.MANAGER
        )
        for form in (OWNER, {**OWNER, "email": "vera@studio.example"}):
            await browser.post(paths.OPEN_SESSION, data=form)
        self.besiege(house)
        assert (await browser.post(paths.OPEN_SESSION, data=OWNER)).headers["location"] == paths.BOARD


class TestNetwork:
    @pytest.fixture
    def from_anywhere(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The test client's own address is believed to be a proxy of ours."""
        monkeypatch.setenv("STUDIO_TRUSTED_PROXY", "127.0.0.1")

    @pytest.mark.usefixtures("from_anywhere", "house")
    async def test_is_a_whole_64_of_ipv6_addresses(self, house: Services, browser: httpx.AsyncClient) -> None:
        for number in range(MAX_PER_PERSON):
            hop = {"x-forwarded-for": f"2001:db8:0:7::{number:x}"}
            await browser.post(paths.OPEN_SESSION, data={**OWNER, "password": "wrong"}, headers=hop)
        for address, expected in (
            ("2001:db8:0:7:ffff::1", f"{paths.SIGN_IN}?error=throttled"),
            ("2001:db8:0:8::1", "/"),
        ):
            answer = await browser.post(paths.OPEN_SESSION, data=OWNER, headers={"x-forwarded-for": address})
            assert answer.headers["location"] == expected


class TestGivenPassword:
    async def test_leads_to_where_one_chooses_ones_own(
        self, house: Services, browser: httpx.AsyncClient, hashed: str
    ) -> None:
        house.runner.run_sync(
            SYSTEM,
            add_person,
            email="vera@studio.example",
            name="Вера",
            password_hash=hashed,
            role=Role.MANAGER,
            given=True,
        )
        answer = await browser.post(paths.OPEN_SESSION, data={**OWNER, "email": "vera@studio.example"})
        assert answer.headers["location"] == paths.ACCOUNT


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
