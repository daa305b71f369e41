"""Every route of the studio's people and every live room asks the table: what it says is what happens."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import httpx
import pytest
from fastapi.routing import APIRoute
from sqlmodel import select

from studio_app.bootstrap import SESSION_COOKIE, Services
from studio_app.core.errors import Forbidden
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.models import User
from studio_app.domain.accounts.people import add_person
from studio_app.domain.accounts.permissions import TABLE, Permission
from studio_app.domain.accounts.sign_in import open_session
from studio_app.domain.actors import SYSTEM, Actor, ActorKind
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.files.service import files_of
from studio_app.domain.imports.kinds import ImportKind
from studio_app.domain.imports.uploads import keep_upload as keep_list
from studio_app.domain.leads.letters import left_letters
from studio_app.domain.statements.lines import BadStatement
from studio_app.domain.statements.refused import keep_refused, list_refused
from studio_app.domain.statements.uploads import keep_upload
from studio_app.domain.work import Work
from studio_app.studio_app import app, staff_routes
from studio_app.workspace import paths
from studio_app.workspace.board.state import BoardState
from studio_app.workspace.clients.state import ClientState
from studio_app.workspace.deal.state import DealState
from studio_app.workspace.framework import handler_named
from studio_app.workspace.gate import needed_for, require_right
from studio_app.workspace.imports.state import ImportState
from studio_app.workspace.incoming.state import IncomingState
from studio_app.workspace.invoices.state import InvoicesState
from studio_app.workspace.live import live
from studio_app.workspace.outbox.state import OutboxState
from studio_app.workspace.payments.state import PaymentsState
from studio_app.workspace.sign_in.routes import router as sign_in
from studio_app.workspace.statements.state import StatementsState
from tests import proposing
from tests.workspace.tabs import Tab, running

LETTER = "From: Анна <ann@client.example>\nSubject: Вопрос\nAuto-Submitted: auto-replied\n\nwords".encode()
PDF = ("a.pdf", b"%PDF-1.7 estimate", "application/pdf")
ROUTES: dict[tuple[str, str], Permission] = {
    ("GET", paths.BOARD_FILE): Permission.EXPORT_DEALS,
    ("POST", paths.TABLE_FILE): Permission.IMPORT_LISTS,
    ("GET", paths.IMPORT_REPORT): Permission.IMPORT_LISTS,
    ("GET", paths.letter_file("{letter_id}")): Permission.READ_DEALS,
    ("POST", paths.STATEMENT_FILE): Permission.KEEP_BOOKS,
    ("GET", paths.refused_statement("{refused_id}")): Permission.KEEP_BOOKS,
    ("POST", "/deal-files/{deal_id}"): Permission.EDIT_DEALS,
    ("GET", "/deal-files/{deal_id}/{file_id}"): Permission.READ_DEALS,
}
ROOMS = {
    f"{state.get_full_name()}.{name}": path
    for state, name, path in (
        (BoardState, "open_board", paths.BOARD),
        (DealState, "load", "/deal/{deal_id}"),
        (ClientState, "load", "/clients/{client_id}"),
        (IncomingState, "load", paths.INCOMING),
        (InvoicesState, "open", paths.INVOICES),
        (PaymentsState, "open", paths.PAYMENTS),
        (StatementsState, "open", paths.STATEMENTS),
        (OutboxState, "load", paths.OUTBOX),
        (ImportState, "load", "/settings/import"),
    )
}
"""The handlers that have a page told what happens, and where it is then."""


@dataclass
class House:
    """A studio with somebody of each role and something behind every address."""

    services: Services
    sessions: dict[str, str]
    deal_id: str
    client_id: str
    known: dict[str, str]


@pytest.fixture
async def house(services_on_disk: Services, browser: httpx.AsyncClient) -> House:
    run = services_on_disk.runner.run_sync
    sessions = {role.value: run(SYSTEM, _session, role=role) for role in Role}
    owner = run(SYSTEM, _owner)
    deal_id = run(SYSTEM, proposing.published).deal_id
    services_on_disk.letters.take(LETTER)
    run(owner, keep_list, kind=ImportKind.LEADS, file_name="a.csv", raw=b"name;phone\nAnna;+79991234567\n")
    run(owner, keep_upload, file_name="a.txt", raw=b"x")
    run(owner, keep_refused, problem=BadStatement("encoding"))
    browser.cookies.set(SESSION_COOKIE, sessions["owner"])
    await browser.post(f"/deal-files/{deal_id}", files={"file": PDF})
    read = services_on_disk.runner.read_sync
    known = {
        "kind": "csv",
        "which": "plan",
        "deal_id": deal_id,
        "file_id": read(SYSTEM, files_of, deal_id=deal_id)[0].id,
        "letter_id": read(SYSTEM, left_letters).rows[0].id,
        "refused_id": read(SYSTEM, list_refused)[0].id,
    }
    return House(services_on_disk, sessions, deal_id, run(SYSTEM, _client_of, deal_id=deal_id), known)


def _session(work: Work, *, role: Role) -> str:
    known = work.session.exec(select(User).where(User.role == role)).first()
    made = known or add_person(work, email=f"{role}@example.com", name=role.value, password_hash="-", role=role)
    return open_session(work, user_id=made.id)


def _owner(work: Work) -> Actor:
    row = work.session.exec(select(User).where(User.role == Role.OWNER)).one()
    return Actor(kind=ActorKind.STAFF, id=row.id, name=row.name, role=row.role.value)


def _client_of(work: Work, *, deal_id: str) -> str:
    return get_deal(work, deal_id).client_id


@pytest.fixture
def ask(house: House, browser: httpx.AsyncClient) -> Callable[[tuple[str, str], str], Awaitable[int]]:
    """The status of what a person of that role is answered; an empty role is nobody's."""

    async def asking(route: tuple[str, str], role: str) -> int:
        method, path = route
        browser.cookies.clear()
        if role:
            browser.cookies.set(SESSION_COOKIE, house.sessions[role])
        files = {"file": PDF} if method == "POST" else None
        return (await browser.request(method, path.format(**house.known), files=files)).status_code

    return asking


class TestRoute:
    def test_stands_in_the_list(self) -> None:
        routers = [router for router in staff_routes if router is not sign_in]
        there = {
            (method, route.path)
            for router in routers
            for route in router.routes
            if isinstance(route, APIRoute)
            for method in route.methods or ()
        }
        assert there == set(ROUTES)

    @pytest.mark.parametrize("route", ROUTES, ids=" ".join)
    async def test_lets_through_whom_the_table_names_and_refuses_the_others(
        self, ask: Callable[[tuple[str, str], str], Awaitable[int]], route: tuple[str, str]
    ) -> None:
        right = await ask(route, Role.OWNER.value)
        assert right in {200, 204, 303}
        hidden = 404 if route == ("GET", paths.refused_statement("{refused_id}")) else 403
        expected = {role.value: right if role in TABLE[ROUTES[route]] else hidden for role in Role}
        assert {role.value: await ask(route, role.value) for role in Role} == expected

    @pytest.mark.parametrize("route", ROUTES, ids=" ".join)
    async def test_gives_nothing_to_who_is_signed_out(
        self, ask: Callable[[tuple[str, str], str], Awaitable[int]], route: tuple[str, str]
    ) -> None:
        assert await ask(route, "") in {303, 401, 404}  # 303: to the sign-in page


@pytest.fixture
async def tabs(house: House, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Callable[[str, str], Awaitable[Tab]]]:
    async with running(app, monkeypatch) as known:

        async def opened(role: str, path: str) -> Tab:
            tab = Tab(app, session=house.sessions.get(role, ""))
            tab.path = path.format(deal_id=house.deal_id, client_id=house.client_id)
            known[tab.sid] = tab
            await tab.connect()
            return tab

        yield opened


class TestRoom:
    def test_is_entered_by_handlers_that_are_listed(self) -> None:
        assert all(handler_named(name) is not None for name in ROOMS)

    @pytest.mark.parametrize("role", [*Role, ""], ids=[*(role.value for role in Role), "signed out"])
    @pytest.mark.parametrize("name", ROOMS, ids=[name.rpartition(".")[0].rpartition("____")[2] for name in ROOMS])
    async def test_is_entered_by_whom_the_table_names(
        self, tabs: Callable[[str, str], Awaitable[Tab]], name: str, role: str
    ) -> None:
        listening = asyncio.create_task(live.listen(app))
        await asyncio.sleep(0)
        tab = await tabs(role, ROOMS[name])
        arguments = {"query": ""} if name.endswith("open_board") else {}
        await tab.fire(name, **arguments)
        page = live._pages.get(tab.sid)
        entered = page is not None and page.room != ""
        assert entered == any(role in TABLE[one] for one in needed_for(name) if isinstance(one, Permission))
        listening.cancel()

    async def test_refuses_whoever_comes_past_the_gate(self) -> None:
        with pytest.raises(Forbidden):
            require_right(Permission.READ_DEALS)  # nobody is signed in here
