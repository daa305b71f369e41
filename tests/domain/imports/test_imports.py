"""A list comes in row by row, each row once, and goes back as long as nobody has worked on it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import col, func, select

from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.core.errors import Forbidden, Invalid, NotFound, Stale
from studio_app.core.money import Money
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.models import User
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.client_book.edits import save_client
from studio_app.domain.clients.models import Client, Contact, Requisites
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.notes import add_note
from studio_app.domain.documents.models import Document
from studio_app.domain.files.digests import digest_of
from studio_app.domain.imports.importing import RUN, import_some, start_import
from studio_app.domain.imports.kinds import ImportKind, RowState
from studio_app.domain.imports.models import ImportRow
from studio_app.domain.imports.planning import plan_import
from studio_app.domain.imports.queries import all_rows, get_import
from studio_app.domain.imports.schemas import ImportPlan, Options, RawRow, RowView
from studio_app.domain.imports.undoing import undo_import, undo_some
from studio_app.domain.imports.uploads import choose_options, keep_upload, upload_of
from studio_app.domain.leads.incoming import accept_lead_as_deal, incoming_page
from studio_app.domain.leads.intake.models import Lead
from studio_app.domain.leads.intake.receiving import receive_lead
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.leads.models import LeadResponse
from studio_app.domain.search.models import SearchEntry
from studio_app.domain.studio.kinds import StageKind
from studio_app.domain.studio.models import Channel, ChannelSpend, Stage
from studio_app.domain.studio.spend import Spend, save_spends
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work

LIST = digest_of(b"x")
MARIA = {"name": "Мария Белова", "email": "maria@example.com", "phone": "8 916 123-45-67", "company": "Северный чай"}


@pytest.fixture
def owner(studio: Work) -> Work:
    person = studio.session.exec(select(User).where(User.role == Role.OWNER)).one()
    studio.actor = Actor(kind=ActorKind.STAFF, id=person.id, name=person.name, role="owner")
    return studio


def plan(work: Work, kind: ImportKind, *cells: Mapping[str, str]) -> ImportPlan:
    rows = [RawRow(line, one) for line, one in enumerate(cells, start=2)]
    return plan_import(work, kind=kind, rows=rows, options=Options())


def brought(work: Work, kind: ImportKind, *cells: Mapping[str, str]) -> str:
    keep_upload(work, kind=kind, file_name="list.csv", raw=b"x")
    import_id = start_import(work, kind=kind, digest=LIST, rows=plan(work, kind, *cells).rows)
    while import_some(work, import_id=import_id, limit=2):
        pass
    return import_id


def taken_back(work: Work, import_id: str) -> list[RowView]:
    undo_import(work, import_id=import_id)
    while undo_some(work, import_id=import_id, limit=2):
        pass
    return rows(work, import_id)


def rows(work: Work, import_id: str) -> list[RowView]:
    return list(all_rows(work, import_id=import_id))


def told(of: Sequence[RowView] | ImportPlan) -> list[tuple[str, str]]:
    found = of.rows if isinstance(of, ImportPlan) else of
    return [(row.state.value, row.reason.code if row.reason else "") for row in found]


def count(work: Work, table: type) -> int:
    return work.session.exec(select(func.count()).select_from(table)).one()


class TestPlanOfLeads:
    def test_tells_of_each_row_what_will_become_of_it(self, owner: Work) -> None:
        receive_lead(owner, lead=LeadIn(name="Олег", email="oleg@example.org", company="Лес"))
        made = plan(
            owner,
            ImportKind.LEADS,
            MARIA,
            {"name": "Маша", "email": "MARIA@example.com"},
            {"name": "Олег", "email": "oleg@example.org", "message": "Ещё раз"},
            {"name": "Иван", "email": "ivan@example.org", "company": "Лес, ООО"},
            {"name": "Кто", "email": "not an address"},
            {"email": "who@example.org"},
            {"name": "Анна", "phone": "123", "email": ""},
            {"name": "Пётр", "email": "petr@example.org", "channel": "Луна"},
            {"name": "Пётр"},
        )
        assert told(made) == [
            ("created", ""),
            ("duplicate", "same_email"),
            ("joined", "open_deal"),
            ("held", "like_company"),
            ("refused", "email"),
            ("refused", "required_name"),
            ("refused", "phone"),
            ("refused", "channel_unknown"),
            ("refused", "reachable"),
        ]
        assert made.counts[RowState.REFUSED] == 5
        assert made.rows[1].reason is not None
        assert made.rows[1].reason.values["row"] == 2
        assert count(owner, Lead) == 1  # a dry run leaves nothing behind

    def test_knows_a_lead_that_came_in_before(self, owner: Work) -> None:
        brought(owner, ImportKind.LEADS, MARIA)
        assert told(plan(owner, ImportKind.LEADS, MARIA)) == [("known", "lead_is_here")]

    def test_says_that_a_second_person_of_a_new_company_will_wait(self, owner: Work) -> None:
        lists = (MARIA, {"name": "Пётр", "email": "petr@example.com", "company": "ООО «Северный чай»"})
        assert told(plan(owner, ImportKind.LEADS, *lists)) == [("created", ""), ("held", "same_company_in_file")]
        assert told(rows(owner, brought(owner, ImportKind.LEADS, *lists))) == [
            ("created", ""),
            ("held", "like_company"),
        ]

    def test_is_for_the_owner(self, owner: Work) -> None:
        manager = replace(owner, actor=replace(owner.actor, role="manager"))
        with pytest.raises(Forbidden):
            plan(manager, ImportKind.LEADS, MARIA)


class TestImportLeads:
    def test_makes_deals_without_sending_anything(self, owner: Work) -> None:
        import_id = brought(owner, ImportKind.LEADS, {**MARIA, "channel": "Avito", "message": "Нужен сайт"})
        deal = owner.session.exec(select(Deal)).one()
        assert (deal.title, owner.session.get_one(Lead, rows_lead(owner, import_id)).source) == (
            "Северный чай",
            "avito",
        )
        assert (count(owner, Document), count(owner, LeadResponse)) == (0, 0)
        view = get_import(owner, import_id=import_id)
        assert (view.finished, dict(view.by_state)) == (True, {RowState.CREATED: 1})

    def test_gives_them_to_the_chosen_person(self, owner: Work) -> None:
        person = owner.session.exec(select(User).where(User.role == Role.OWNER)).one()
        keep_upload(owner, kind=ImportKind.LEADS, file_name="list.csv", raw=b"x")
        choose_options(owner, options=Options(manager_id=person.id))
        import_id = start_import(
            owner, kind=ImportKind.LEADS, digest=LIST, rows=plan(owner, ImportKind.LEADS, MARIA).rows
        )
        import_some(owner, import_id=import_id)
        assert owner.session.exec(select(Deal.manager_id)).one() == person.id

    def test_lets_uncertain_ones_wait_among_the_incoming(self, owner: Work) -> None:
        receive_lead(owner, lead=LeadIn(name="Олег", email="oleg@example.org", company="Лес"))
        brought(owner, ImportKind.LEADS, {"name": "Иван", "email": "ivan@example.org", "company": "Лес, ООО"})
        (row,) = incoming_page(owner).rows
        assert (row.name, [doubt.client for doubt in row.doubts]) == ("Иван", ["Лес"])

    def test_takes_no_row_twice_when_its_process_dies_between_batches(self, owner: Work) -> None:
        keep_upload(owner, kind=ImportKind.LEADS, file_name="list.csv", raw=b"x")
        cells = [{"name": f"N{n}", "email": f"n{n}@example.org"} for n in range(5)]
        import_id = start_import(
            owner, kind=ImportKind.LEADS, digest=LIST, rows=plan(owner, ImportKind.LEADS, *cells).rows
        )
        owner.session.commit()
        import_some(owner, import_id=import_id, limit=2)
        owner.session.commit()
        import_some(owner, import_id=import_id, limit=2)
        owner.session.rollback()  # killed before its commit
        while import_some(owner, import_id=import_id, limit=2):
            owner.session.commit()
        assert (count(owner, Deal), count(owner, Client)) == (5, 5)

    def test_starts_once_however_often_the_button_is_pressed(self, owner: Work) -> None:
        keep_upload(owner, kind=ImportKind.LEADS, file_name="list.csv", raw=b"x")
        planned = plan(owner, ImportKind.LEADS, MARIA).rows
        start_import(owner, kind=ImportKind.LEADS, digest=LIST, rows=planned)
        with pytest.raises(NotFound):
            start_import(owner, kind=ImportKind.LEADS, digest=LIST, rows=planned)

    def test_leaves_another_file_alone_that_waits_by_then(self, owner: Work) -> None:
        keep_upload(owner, kind=ImportKind.LEADS, file_name="list.csv", raw=b"x")
        planned = plan(owner, ImportKind.LEADS, MARIA).rows
        keep_upload(owner, kind=ImportKind.LEADS, file_name="another.csv", raw=b"y")
        with pytest.raises(Stale):
            start_import(owner, kind=ImportKind.LEADS, digest=LIST, rows=planned)
        waiting = upload_of(owner)
        assert waiting is not None
        assert (waiting.file_name, count(owner, ImportRow)) == ("another.csv", 0)

    def test_refuses_a_file_of_which_nothing_is_left(self, owner: Work) -> None:
        keep_upload(owner, kind=ImportKind.LEADS, file_name="list.csv", raw=b"x")
        with pytest.raises(Invalid):
            start_import(
                owner, kind=ImportKind.LEADS, digest=LIST, rows=plan(owner, ImportKind.LEADS, {"name": "x"}).rows
            )


class TestUndoLeads:
    def test_leaves_no_trace_of_what_nobody_has_touched(self, owner: Work) -> None:
        before = {table: count(owner, table) for table in (Deal, Client, Contact, Lead, SearchEntry)}
        import_id = brought(owner, ImportKind.LEADS, MARIA, {"name": "Иван", "email": "ivan@example.org"})
        assert told(taken_back(owner, import_id)) == [("undone", ""), ("undone", "")]
        assert {table: count(owner, table) for table in before} == before
        assert count(owner, TimelineEvent) > 0
        assert told(plan(owner, ImportKind.LEADS, MARIA)) == [("created", "")]

    def test_keeps_what_somebody_has_worked_on_and_says_so(self, owner: Work) -> None:
        import_id = brought(owner, ImportKind.LEADS, MARIA, {"name": "Иван", "email": "ivan@example.org"})
        deal = owner.session.exec(select(Deal).where(Deal.title == "Северный чай")).one()
        add_note(owner, deal_id=deal.id, text="Звонил")
        first, second = taken_back(owner, import_id)
        assert told([first, second]) == [("stays", "worked_on"), ("undone", "")]
        assert first.reason is not None
        assert first.reason.values == {"number": deal.number}
        assert owner.session.exec(select(Deal.id)).all() == [deal.id]

    def test_keeps_the_client_of_before(self, owner: Work) -> None:
        keep = receive_lead(owner, lead=LeadIn(name="Иван", email="ivan@example.org"))
        won = owner.session.exec(select(Stage.id).where(Stage.kind == StageKind.WON)).first()
        owner.session.get_one(Deal, keep.deal_id).stage_id = won or ""
        import_id = brought(owner, ImportKind.LEADS, {"name": "Иван", "email": "ivan@example.org", "message": "Ещё"})
        assert told(rows(owner, import_id)) == [("joined", "next_deal")]
        assert told(taken_back(owner, import_id)) == [("undone", "")]
        assert owner.session.exec(select(Deal.id)).all() == [keep.deal_id]
        assert count(owner, Client) == 1

    def test_takes_back_what_waits_and_not_what_was_decided(self, owner: Work) -> None:
        receive_lead(owner, lead=LeadIn(name="Олег", email="oleg@example.org", company="Лес"))
        import_id = brought(
            owner,
            ImportKind.LEADS,
            {"name": "Иван", "email": "ivan@example.org", "company": "Лес, ООО"},
            {"name": "Анна", "email": "anna@example.org", "company": "Лес"},
        )
        lead_id = owner.session.exec(select(Lead.id).where(Lead.name == "Анна")).one()
        accept_lead_as_deal(owner, lead_id=lead_id)
        assert told(taken_back(owner, import_id)) == [("undone", ""), ("stays", "decided")]
        assert incoming_page(owner).waiting == 0

    def test_leaves_out_what_has_not_come_in_yet(self, owner: Work) -> None:
        keep_upload(owner, kind=ImportKind.LEADS, file_name="list.csv", raw=b"x")
        cells = [{"name": f"N{n}", "email": f"n{n}@example.org"} for n in range(3)]
        import_id = start_import(
            owner, kind=ImportKind.LEADS, digest=LIST, rows=plan(owner, ImportKind.LEADS, *cells).rows
        )
        import_some(owner, import_id=import_id, limit=1)
        assert {row.state for row in taken_back(owner, import_id)} == {RowState.UNDONE}
        assert import_some(owner, import_id=import_id) == 0
        assert count(owner, Deal) == 0


class TestImportClients:
    def test_adds_clients_with_people_and_tax_numbers(self, owner: Work) -> None:
        import_id = brought(
            owner,
            ImportKind.CLIENTS,
            {"company": "ООО «Лес»", "name": "Анна", "email": "a@les.example", "inn": "7707083893", "post": "Директор"},
            {"company": "Лес", "name": "Олег", "phone": "+79990001122"},
        )
        client = owner.session.exec(select(Client)).one()
        people = owner.session.exec(select(Contact).order_by(col(Contact.id))).all()
        assert [(one.name, one.is_primary, one.post) for one in people] == [
            ("Анна", True, "Директор"),
            ("Олег", False, ""),
        ]
        assert owner.session.get_one(Requisites, client.id).inn == "7707083893"
        assert told(rows(owner, import_id)) == [("created", ""), ("joined", "company_of_row")]

    def test_tells_a_known_client_only_what_is_not_known(self, owner: Work) -> None:
        receive_lead(owner, lead=LeadIn(name="Мария", email="maria@example.com", company="Северный чай"))
        import_id = brought(owner, ImportKind.CLIENTS, {**MARIA, "name": "Другая", "post": "Бухгалтер"}, MARIA)
        contact = owner.session.exec(select(Contact)).one()
        assert (contact.name, contact.phone, contact.post) == ("Мария", "+79161234567", "Бухгалтер")
        assert told(rows(owner, import_id)) == [("joined", "same_email_known"), ("duplicate", "same_email")]
        assert told(plan(owner, ImportKind.CLIENTS, MARIA)) == [("known", "known_by_email")]
        assert told(taken_back(owner, import_id))[0] == ("undone", "")
        assert (contact.phone, contact.post) == ("", "")

    def test_refuses_a_row_that_names_two_clients(self, owner: Work) -> None:
        receive_lead(owner, lead=LeadIn(name="Мария", email="maria@example.com"))
        receive_lead(owner, lead=LeadIn(name="Олег", email="oleg@example.org", phone="+79990001122"))
        made = plan(owner, ImportKind.CLIENTS, {"name": "?", "email": "maria@example.com", "phone": "+79990001122"})
        assert told(made) == [("refused", "two_clients")]

    def test_says_whom_a_new_client_resembles(self, owner: Work) -> None:
        receive_lead(owner, lead=LeadIn(name="Олег", email="oleg@example.org", company="Северный чай"))
        made = plan(owner, ImportKind.CLIENTS, {"company": "Severniy Chay", "email": "x@example.org"})
        assert told(made) == [("created", "resembles")]

    def test_mends_tax_numbers_that_lost_their_zero_and_refuses_wrong_ones(self, owner: Work) -> None:
        made = plan(
            owner,
            ImportKind.CLIENTS,
            {"company": "А", "inn": "105018005"},
            {"company": "Б", "inn": "7707083894"},
            {"company": "В", "inn": "12"},
        )
        assert [code for _, code in told(made)] == ["", "inn_checksum", "inn_length"]
        assert made.rows[0].said["inn"] == "0105018005"

    def test_takes_back_clients_as_they_came_and_keeps_changed_ones(self, owner: Work) -> None:
        import_id = brought(
            owner,
            ImportKind.CLIENTS,
            {"company": "Лес", "email": "a@les.example", "inn": "7707083893"},
            {"company": "Лес", "email": "b@les.example"},
            {"company": "Дом", "email": "a@dom.example"},
            {"company": "Река", "email": "a@reka.example"},
        )
        kept, sold = (owner.session.exec(select(Client).where(Client.name == name)).one() for name in ("Дом", "Река"))
        save_client(owner, client_id=kept.id, values={"name": "Дом и сад", "locale": "ru"})
        receive_lead(owner, lead=LeadIn(name="Я", email="a@reka.example"))
        assert told(taken_back(owner, import_id)) == [
            ("undone", ""),
            ("undone", ""),
            ("stays", "was_changed"),
            ("stays", "has_deals"),
        ]
        assert {one.id for one in owner.session.exec(select(Client))} == {kept.id, sold.id}


class TestImportSpend:
    def test_enters_months_and_puts_them_back(self, owner: Work) -> None:
        save_spends(owner, spends=[Spend(channel(owner, "avito"), date(2026, 10, 1), Money(500_00, "RUB"))])
        import_id = brought(
            owner,
            ImportKind.SPEND,
            {"channel": "avito", "month": "10.2026", "amount": "1 200,50 ₽"},
            {"channel": "Avito", "month": "Ноябрь 2026", "amount": "3000"},
            {"channel": "avito", "month": "2026-11-15", "amount": "1"},
            {"channel": "Луна", "month": "2026-11", "amount": "1"},
            {"channel": "avito", "month": "когда-то", "amount": "1"},
            {"channel": "avito", "month": "2026-12", "amount": "много"},
        )
        assert told(rows(owner, import_id)) == [
            ("joined", "replaces"),
            ("created", ""),
            ("duplicate", "same_month"),
            ("refused", "channel_unknown"),
            ("refused", "month"),
            ("refused", "number"),
        ]
        assert spent_in(owner) == {(10, 120_050), (11, 300_000)}
        taken_back(owner, import_id)
        assert spent_in(owner) == {(10, 50_000)}

    def test_keeps_an_amount_that_somebody_has_changed(self, owner: Work) -> None:
        import_id = brought(owner, ImportKind.SPEND, {"channel": "avito", "month": "2026-11", "amount": "10"})
        save_spends(owner, spends=[Spend(channel(owner, "avito"), date(2026, 11, 1), Money(7_00, "RUB"))])
        assert told(taken_back(owner, import_id)) == [("stays", "spend_changed")]


class TestStartImport:
    def test_enqueues_the_job_with_the_import(self, owner: Work, jobs: RecordingJobs) -> None:
        keep_upload(owner, kind=ImportKind.CLIENTS, file_name="C:\\lists\\list.csv", raw=b"x")
        import_id = start_import(
            owner, kind=ImportKind.CLIENTS, digest=LIST, rows=plan(owner, ImportKind.CLIENTS, MARIA).rows
        )
        assert [job.args for job in jobs.enqueued if job.job == RUN] == [{"import_id": import_id}]
        assert get_import(owner, import_id=import_id).file_name == "list.csv"
        assert owner.session.exec(select(ImportRow.state)).all() == [RowState.PENDING]
        assert count(owner, Client) == 0


def rows_lead(work: Work, import_id: str) -> str:
    row = work.session.exec(select(ImportRow).where(ImportRow.import_id == import_id)).one()
    return str(row.made["lead_id"])


def channel(work: Work, key: str) -> str:
    return work.session.exec(select(Channel.id).where(Channel.key == key)).one()


def spent_in(work: Work) -> set[tuple[int, int]]:
    return {(row.month.month, row.amount) for row in work.session.exec(select(ChannelSpend))}
