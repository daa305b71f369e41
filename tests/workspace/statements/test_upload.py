"""A bank's file is taken from the owner alone, and the page says what it would do."""

from dataclasses import replace
from datetime import date

import httpx
import pytest
from sqlmodel import select

from studio_app.adapters.bank.limits import MAX_MEGABYTES
from studio_app.bootstrap import SESSION_COOKIE, Services
from studio_app.core.errors import Invalid
from studio_app.core.money import Money
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.models import User
from studio_app.domain.accounts.sign_in import open_session
from studio_app.domain.actors import SYSTEM, Actor, ActorKind
from studio_app.domain.statements.lines import BadStatement, Statement, StatementLine
from studio_app.domain.statements.refused import list_refused
from studio_app.domain.statements.uploads import Upload, answer, map_columns, upload_of
from studio_app.domain.studio.models import LegalEntity
from studio_app.domain.work import Work
from studio_app.workspace import paths
from studio_app.workspace.statements.load import dry_run, waiting_file
from tests.adapters.bank import writers

LINE = StatementLine(
    1, date(2026, 11, 20), Money(5_000, "RUB"), writers.OWN, payer_name="ООО Ромашка", purpose="Оплата", reference="1"
)

_MOVES = ((writers.OWN, "руб."), ("40702810000000000001", "643"), (writers.OWN, "USD"))


def user_id(work: Work, *, role: Role) -> str:
    return work.session.exec(select(User.id).where(User.role == role)).one()


def give_account(work: Work) -> None:
    work.session.exec(select(LegalEntity).where(LegalEntity.is_default)).one().account = writers.OWN


class UploadForm:
    """The upload route as somebody of the studio uses it."""

    def __init__(self, services: Services, browser: httpx.AsyncClient, role: Role) -> None:
        self.services, self.browser = services, browser
        person = services.runner.run_sync(SYSTEM, user_id, role=role)
        self.actor = Actor(kind=ActorKind.STAFF, id=person, name="x", role=role.value)
        browser.cookies.set(SESSION_COOKIE, services.runner.run_sync(SYSTEM, open_session, user_id=person))

    async def send(self, raw: bytes, name: str = "C:\\bank\\kl_to_1c.txt") -> httpx.Response:
        return await self.browser.post(paths.STATEMENT_FILE, files={"file": (name, raw, "text/plain")})

    def kept(self) -> Upload | None:
        return self.services.runner.read_sync(self.actor, upload_of)

    async def waiting(self) -> tuple[str, Statement] | None:
        kept = self.kept()
        assert kept is not None
        return await waiting_file(self.actor, shown=kept.digest)


@pytest.fixture
def owner(services_on_disk: Services, browser: httpx.AsyncClient) -> UploadForm:
    services_on_disk.runner.run_sync(SYSTEM, give_account)
    return UploadForm(services_on_disk, browser, Role.OWNER)


class TestUpload:
    async def test_keeps_the_owners_file_and_leads_back(self, owner: UploadForm) -> None:
        raw = writers.one_c([LINE])
        answer = await owner.send(raw)
        assert (answer.status_code, answer.headers["location"]) == (303, paths.STATEMENTS)
        assert owner.kept() == Upload("kl_to_1c.txt", raw, {})

    async def test_refuses_a_manager(self, services_on_disk: Services, browser: httpx.AsyncClient) -> None:
        upload_form = UploadForm(services_on_disk, browser, Role.MANAGER)
        assert (await upload_form.send(b"x")).status_code == 403

    async def test_refuses_a_visitor(self, browser: httpx.AsyncClient) -> None:
        answer = await browser.post(paths.STATEMENT_FILE, files={"file": ("a.txt", b"x")})
        assert answer.headers["location"] == paths.SIGN_IN

    async def test_refuses_a_foreign_page(self, owner: UploadForm) -> None:
        answer = await owner.browser.post(
            paths.STATEMENT_FILE, files={"file": ("a.txt", b"x")}, headers={"origin": "https://evil.example"}
        )
        assert answer.status_code == 403
        assert owner.kept() is None

    async def test_refuses_what_is_too_large(self, owner: UploadForm) -> None:
        answer = await owner.send(b"0" * (MAX_MEGABYTES * 1024 * 1024 + 70_000))
        assert answer.headers["location"].endswith("?refused=too_large")
        assert owner.kept() is None


class TestDryRun:
    async def test_shows_what_would_be_done(self, owner: UploadForm) -> None:
        await owner.send(writers.one_c([LINE]))
        plan = await dry_run(owner.actor, "ru")
        assert plan is not None
        assert (plan.problem, plan.takes, [one.state for one in plan.counts]) == ("", 1, ["unsure"])

    async def test_says_why_a_file_cannot_be_read(self, owner: UploadForm) -> None:
        await owner.send(writers.one_c([LINE]).replace(b"50.00", b"5O.OO"))
        plan = await dry_run(owner.actor, "en")
        assert plan is not None
        assert plan.problem == "Line 14: “5O.OO” does not look like an amount."
        with pytest.raises(BadStatement):
            await owner.waiting()

    async def test_asks_for_the_columns_of_an_unknown_table(self, owner: UploadForm) -> None:
        await owner.send("раз;два;три\n20.11.2026;50,00;Оплата\n".encode(), "a.csv")
        plan = await dry_run(owner.actor, "ru")
        assert plan is not None
        assert plan.problem
        assert plan.headings == [["0", "раз"], ["1", "два"], ["2", "три"]]
        owner.services.runner.run_sync(owner.actor, map_columns, columns={"date": 0, "amount": 1, "purpose": 2})
        plan = await dry_run(owner.actor, "ru")
        assert plan is not None
        assert (plan.problem, plan.takes) == ("", 1)

    async def test_is_nothing_without_a_file(self, owner: UploadForm) -> None:
        assert await dry_run(owner.actor, "ru") is None

    async def test_shows_the_account_and_the_currency_and_says_what_is_wrong_with_them(self, owner: UploadForm) -> None:
        rows = [f"20.11.2026;50,00;{account};{money}" for account, money in _MOVES]
        await owner.send("\n".join(["Дата;Сумма;Куда;В чём", *rows]).encode(), "a.csv")
        plan = await dry_run(owner.actor, "ru")
        assert plan is not None
        assert plan.accounts.startswith(f"Счёт в файле не назван: считаем, что это {writers.OWN}, RUB.")
        owner.services.runner.run_sync(owner.actor, map_columns, columns={"own_account": 2, "currency": 3})
        plan = await dry_run(owner.actor, "ru")
        assert plan is not None
        assert {one.name: one.at for one in plan.columns if one.at != "-1"} == {
            "date": "0",
            "amount": "1",
            "own_account": "2",
            "currency": "3",
        }
        assert [(row.account, row.word, row.note) for row in plan.rows] == [
            ("RUB …3017", "разобрать", ""),
            (
                "RUB …0001",
                "незнакомый счёт",
                f"Счёта {_MOVES[1][0]} нет в реквизитах ваших юрлиц. Если он ваш, добавьте его: «Настройки → Юрлица».",
            ),
            (
                "USD …3017",
                "другая валюта",
                f"Счёт {writers.OWN} ведётся в RUB, а в строке USD. Проверьте столбцы «Наш счёт» и «Валюта».",
            ),
        ]

    async def test_names_each_account_once_with_its_currencies(self, owner: UploadForm) -> None:
        moves = (*_MOVES, (writers.OWN, "RUB"))
        rows = [f"20.11.2026;50,00;{account};{money}" for account, money in moves]
        await owner.send("\n".join(["Дата;Сумма;Счет;Валюта", *rows]).encode(), "a.csv")
        plan = await dry_run(owner.actor, "ru")
        assert plan is not None
        assert plan.accounts == f"Счета в файле: {writers.OWN} (RUB, USD), {_MOVES[1][0]} (RUB)"


class TestAsked:
    """What a file does not tell is asked before anything is imported."""

    async def test_the_order_of_days_with_what_each_makes_of_them(self, owner: UploadForm) -> None:
        await owner.send(b"Date,Description,Amount,Currency\n03/10/2026,Invoice,121.00,RUB\n")
        plan = await dry_run(owner.actor, "en")
        assert plan is not None
        assert plan.open == 1
        ask = plan.asks[0]
        assert (ask.about, ask.value) == ("date_order", "")
        assert ["03/10/2026" in ask.sentence, len(ask.options)] == [True, 3]
        assert ask.options[1][1] != ask.options[2][1]
        with pytest.raises(Invalid):
            await owner.waiting()
        owner.services.runner.run_sync(owner.actor, answer, about="date_order", value="month_first")
        waiting = await owner.waiting()
        assert waiting is not None
        assert [line.booked_on for line in waiting[1].lines] == [date(2026, 3, 10)]

    async def test_another_encoding_is_read_at_once(self, owner: UploadForm) -> None:
        await owner.send("Дата;Сумма;Назначение\n20.11.2026;5,00;Оплата\n".encode("cp1251"))
        owner.services.runner.run_sync(owner.actor, answer, about="encoding", value="koi8-r")
        plan = await dry_run(owner.actor, "en")
        assert plan is not None
        assert plan.problem
        (ask,) = [one for one in plan.asks if one.about == "encoding"]
        assert ask.value == "koi8-r"


class TestRefused:
    """A file that could not be read can be looked at, opened and taken in part."""

    async def test_is_listed_and_handed_out_to_the_owner_alone(
        self, owner: UploadForm, services_on_disk: Services, browser: httpx.AsyncClient
    ) -> None:
        raw = writers.one_c([LINE]).replace(b"50.00", "5О.00".encode("cp1251"))
        await owner.send(raw)
        plan = await dry_run(owner.actor, "ru")
        assert plan is not None
        assert plan.partly
        (one,) = services_on_disk.runner.read_sync(owner.actor, list_refused)
        address = paths.refused_statement(one.id)
        got = await browser.get(address)
        assert (got.status_code, got.content, got.headers["content-type"]) == (200, raw, "application/octet-stream")
        assert "attachment" in got.headers["content-disposition"]
        UploadForm(services_on_disk, browser, Role.MANAGER)
        assert (await browser.get(address)).status_code == 404
        browser.cookies.clear()
        assert (await browser.get(address)).status_code == 404

    async def test_the_rest_may_be_taken_and_the_part_at_fault_is_named(self, owner: UploadForm) -> None:
        raw = writers.one_c([LINE, replace(LINE, amount=Money(9_900, "RUB"), reference="2")])
        await owner.send(raw.replace(b"50.00", "5О.00".encode("cp1251")))
        assert (await dry_run(owner.actor, "ru")) is not None
        owner.services.runner.run_sync(owner.actor, answer, about="anyway", value="1")
        plan = await dry_run(owner.actor, "ru")
        assert plan is not None
        assert (plan.problem, plan.takes, plan.anyway, len(plan.left)) == ("", 1, True, 1)
        assert "не похоже на сумму" in plan.left[0].why
