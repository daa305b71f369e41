"""The first owner: whoever has the code that the server prints, once."""

import httpx
import pytest
from sqlmodel import select

from studio_app.bootstrap import Services
from studio_app.core.errors import NotFound
from studio_app.domain.accounts.models import User
from studio_app.domain.accounts.people import code_while_unowned
from studio_app.domain.accounts.sign_in_limits import MAX_PER_PERSON
from studio_app.domain.actors import SYSTEM
from studio_app.workspace import paths
from tests.workspace.sign_in.visiting import FOREIGN, NEWCOMER, cookie_of, refused, signed_in


def newcomer(house: Services) -> dict[str, str]:
    """What the first owner types."""
    return {**NEWCOMER, "code": house.runner.run_sync(SYSTEM, code_while_unowned)}


class TestFirstOwner:
    async def test_is_signed_in_at_once(self, empty: Services, browser: httpx.AsyncClient) -> None:
        answer = await browser.post(paths.FIRST_OWNER, data=newcomer(empty))
        assert (answer.status_code, answer.headers["location"]) == (303, paths.BOARD)
        assert cookie_of(answer)["httponly"]
        assert signed_in(empty, cookie_of(answer).value)

    async def test_is_not_made_where_they_cannot_be_signed_in(
        self, empty: Services, browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fails(*_: object, **__: object) -> None:
            raise NotFound

        monkeypatch.setattr("studio_app.domain.accounts.sign_in.remember_device", fails)
        assert refused(await browser.post(paths.FIRST_OWNER, data=newcomer(empty)), paths.WELCOME, "not_found")
        assert self._people(empty) == []

    async def test_is_made_only_once(self, empty: Services, browser: httpx.AsyncClient) -> None:
        form = newcomer(empty)
        await browser.post(paths.FIRST_OWNER, data=form)
        answer = await browser.post(paths.FIRST_OWNER, data={**form, "email": "second@studio.example"})
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
            ({**newcomer(empty), "password": "short"}, "password_short"),
            ({**newcomer(empty), "password": "1234567890"}, "password_common"),
            ({**newcomer(empty), "password": NEWCOMER["email"]}, "password_own"),
            ({**newcomer(empty), "email": "vera"}, "email"),
            ({**newcomer(empty), "name": " "}, "required"),
        ):
            assert refused(await browser.post(paths.FIRST_OWNER, data=form), paths.WELCOME, code)
        assert self._people(empty) == []

    @pytest.mark.parametrize("code", ["", "AAAA-BBBB-CCCC-DDDD-EEEE-FFFF", "\u0000", "x" * 100_000])
    async def test_is_whoever_has_the_code_of_the_server_and_nobody_else(
        self, code: str, empty: Services, browser: httpx.AsyncClient
    ) -> None:
        form = {**newcomer(empty), "code": code}
        assert refused(await browser.post(paths.FIRST_OWNER, data=form), paths.WELCOME, "owner_code_wrong")
        assert self._people(empty) == []

    async def test_is_not_found_by_trying_codes(self, empty: Services, browser: httpx.AsyncClient) -> None:
        form = newcomer(empty)
        for number in range(MAX_PER_PERSON):
            await browser.post(paths.FIRST_OWNER, data={**form, "code": str(number)})
        assert refused(await browser.post(paths.FIRST_OWNER, data=form), paths.WELCOME, "throttled")

    @pytest.mark.parametrize("headers", FOREIGN)
    async def test_is_not_made_by_another_site(
        self, headers: dict[str, str], empty: Services, browser: httpx.AsyncClient
    ) -> None:
        answer = await browser.post(paths.FIRST_OWNER, data=newcomer(empty), headers=headers)
        assert refused(answer, paths.WELCOME, "forbidden")
        assert self._people(empty) == []

    def _people(self, house: Services) -> list[str]:
        return house.runner.read_sync(SYSTEM, lambda work: list(work.session.exec(select(User.email))))
