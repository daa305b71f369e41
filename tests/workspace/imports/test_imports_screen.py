"""A list is taken from the owner alone; the page and its report say in sentences what becomes of each row."""

import httpx
import pytest
from sqlmodel import select

from studio_app.adapters.tables.write import xlsx
from studio_app.adapters.texts.catalogue import LOCALES, catalogue
from studio_app.bootstrap import SESSION_COOKIE, Services
from studio_app.core.errors import Invalid
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.models import User
from studio_app.domain.accounts.sign_in import open_session
from studio_app.domain.actors import SYSTEM, Actor, ActorKind
from studio_app.domain.imports.kinds import ImportKind, RowState
from studio_app.domain.imports.schemas import PlannedRow, Reason
from studio_app.domain.imports.uploads import Upload, choose_encoding, map_column, upload_of
from studio_app.domain.work import Work
from studio_app.workspace import paths
from studio_app.workspace.imports.load import MAX_MEGABYTES, dry_run, planned
from studio_app.workspace.imports.views import ALL, SHOWN, ListPlan, report_rows, sentence, with_rows

LIST = "ФИО;Эл. почта;Столбец\nАнна;anna@les.example;8 916 123-45-67\nБез почты;;\n=1+1;x@les.example;\n"


def _user_id(work: Work, *, role: Role) -> str:
    return work.session.exec(select(User.id).where(User.role == role)).one()


class UploadForm:
    """The routes as somebody of the studio uses them."""

    def __init__(self, services: Services, browser: httpx.AsyncClient, role: Role) -> None:
        self.services, self.browser = services, browser
        person = services.runner.run_sync(SYSTEM, _user_id, role=role)
        self.actor = Actor(kind=ActorKind.STAFF, id=person, name="x", role=role.value)
        browser.cookies.set(SESSION_COOKIE, services.runner.run_sync(SYSTEM, open_session, user_id=person))

    async def send(self, raw: bytes, kind: str = "leads") -> httpx.Response:
        files = {"file": ("list.csv", raw, "text/csv")}
        return await self.browser.post(paths.TABLE_FILE, files=files, data={"kind": kind})

    async def plan(self, locale: str = "en", only: str = ALL) -> ListPlan:
        found = await dry_run(self.actor, locale)
        assert found is not None
        return with_rows(*found, only)

    def kept(self) -> Upload | None:
        return self.services.runner.read_sync(self.actor, upload_of)


@pytest.fixture
def owner(services_on_disk: Services, browser: httpx.AsyncClient) -> UploadForm:
    return UploadForm(services_on_disk, browser, Role.OWNER)


class TestUpload:
    async def test_keeps_the_owners_file_and_leads_back(self, owner: UploadForm) -> None:
        answer = await owner.send(LIST.encode(), "clients")
        assert (answer.status_code, answer.headers["location"]) == (303, "/settings/import?kind=clients")
        kept = owner.kept()
        assert kept is not None
        assert (kept.kind, kept.raw.decode()) == (ImportKind.CLIENTS, LIST)

    async def test_refuses_what_is_too_large(self, owner: UploadForm) -> None:
        answer = await owner.send(b"x" * (MAX_MEGABYTES * 1024 * 1024 + 1))
        assert answer.headers["location"].endswith("refused=too_large")
        assert owner.kept() is None

    async def test_says_that_a_file_is_empty_or_not_alone(self, owner: UploadForm) -> None:
        assert (await owner.send(b" \n")).headers["location"].endswith("refused=empty")
        two = [("file", (name, b"a;b\n1;2", "text/csv")) for name in ("a.csv", "b.csv")]
        answer = await owner.browser.post(paths.TABLE_FILE, files=two, data={"kind": "leads"})
        assert answer.headers["location"].endswith("refused=not_one")
        assert owner.kept() is None

    async def test_takes_nothing_from_managers_and_strangers(
        self, services_on_disk: Services, browser: httpx.AsyncClient
    ) -> None:
        assert (await browser.post(paths.TABLE_FILE, files={"file": ("a", b"x")})).headers["location"] == paths.SIGN_IN
        manager = UploadForm(services_on_disk, browser, Role.MANAGER)
        assert (await manager.send(LIST.encode())).status_code == 403
        assert (await browser.get(paths.import_report("plan", "csv"))).status_code == 403


class TestDryRun:
    async def test_tells_each_row_and_follows_the_chosen_column(self, owner: UploadForm) -> None:
        await owner.send(LIST.encode("cp1251"))
        plan = await owner.plan("ru")
        assert [(row.line, row.colour) for row in plan.rows] == [(2, "green"), (3, "red"), (4, "green")]
        assert (plan.takes, plan.total) == (2, 3)
        assert plan.rows[0].detail == "anna@les.example"
        owner.services.runner.run_sync(owner.actor, map_column, name="phone", at=2)
        plan = await owner.plan(only=RowState.CREATED.value)
        assert plan.rows[0].detail == "anna@les.example · +7\u00a0916\u00a0123-45-67"
        assert [row.line for row in plan.rows] == [2, 4]

    async def test_shows_the_first_rows_of_each_state_and_counts_the_others(self, owner: UploadForm) -> None:
        rows = "".join(f"N{number};n{number}@les.example\n" for number in range(SHOWN + 5))
        await owner.send(f"name;email\n{rows}Nobody;\n".encode())
        plan = await owner.plan()
        assert (len(plan.rows), plan.hidden) == (SHOWN, 6)
        plan = await owner.plan(only=RowState.REFUSED.value)
        assert ([row.line for row in plan.rows], plan.hidden) == ([SHOWN + 7], 0)
        assert (await owner.plan(only=RowState.HELD.value)).rows == []

    async def test_asks_for_columns_it_cannot_find(self, owner: UploadForm) -> None:
        await owner.send(b"one;two\n1;2\n")
        plan = await owner.plan()
        assert "columns" in plan.problem
        assert plan.headings == [["0", "one"], ["1", "two"]]

    @pytest.mark.parametrize("raw", [b"words", b"PK\x03\x04", b"name;email\n"])
    async def test_says_that_it_is_no_table(self, owner: UploadForm, raw: bytes) -> None:
        await owner.send(raw)
        assert (await owner.plan()).problem


class TestReport:
    async def test_is_a_table_that_runs_nothing(self, owner: UploadForm) -> None:
        await owner.send(LIST.encode())
        answer = await owner.browser.get(paths.import_report("plan", "csv"))
        lines = answer.content.decode("utf-8-sig").splitlines()
        assert lines[0].startswith("Строка,")
        assert "'=1+1" in lines[3]
        assert (await owner.browser.get(paths.import_report("plan", "xlsx"))).content.startswith(b"PK")
        assert (await owner.browser.get(paths.import_report("nothing", "csv"))).status_code == 404

    def test_names_the_amount_of_spend(self) -> None:
        said = {"channel": "avito", "month": "2026-11-01", "amount": 120_050, "currency": "RUB"}
        row = PlannedRow(2, said, RowState.JOINED, Reason("replaces", {"amount": 100, "currency": "RUB"}))
        table = report_rows(ImportKind.SPEND, [row], locale="en", tense="will")
        assert table[1][-1] == "1200.50"
        assert "1" in table[1][2]


class TestSentence:
    def test_knows_every_reason_by_the_values_it_comes_with(self) -> None:
        values = dict.fromkeys(("value", "row", "client", "other", "number", "likeness", "count", "maximum"), 1)
        for locale in LOCALES:
            for key in catalogue(locale):
                code = key.removeprefix("imports.reason.")
                if code != key:
                    assert sentence(Reason(code, {**values, "amount": 1, "currency": "RUB"}), locale)

    def test_falls_back_for_an_unknown_one(self) -> None:
        assert sentence(Reason("never_heard_of"), "en") == "The row could not be imported."


class TestEncoding:
    LIST = "Name;Email\nJürgen Müller;j@gruss.example\n".encode("cp1252")

    async def test_that_was_guessed_is_asked_before_anything_is_imported(self, owner: UploadForm) -> None:
        await owner.send("Name;Email\nŁódź Żółć;z@les.example\n".encode("cp1250"), "leads")
        (asked,) = (await owner.plan()).asks
        assert (asked.about, asked.value, "Łódź Żółć" in asked.sentence) == ("encoding", "", True)
        with pytest.raises(Invalid):
            await planned(owner.actor)
        await owner.services.runner.run(owner.actor, choose_encoding, encoding="cp1250")
        assert (await owner.plan()).open == 0
        assert await planned(owner.actor) is not None

    async def test_may_be_chosen_and_stays_chosen(self, owner: UploadForm) -> None:
        await owner.send(self.LIST, "leads")
        await owner.services.runner.run(owner.actor, choose_encoding, encoding="cp1251")
        plan = await owner.plan()
        assert (plan.asks[0].value, plan.open, plan.rows[0].who) == ("cp1251", 0, "Jьrgen Mьller")
        await owner.services.runner.run(owner.actor, choose_encoding, encoding="cp1252")
        plan = await owner.plan()
        assert (plan.asks[0].value, plan.rows[0].who) == ("cp1252", "Jürgen Müller")

    async def test_of_a_workbook_is_no_question(self, owner: UploadForm) -> None:
        await owner.send(xlsx("list", [["Имя", "Почта"], ["Оля", "o@les.example"]]), "leads")
        assert (await owner.plan()).asks == []
