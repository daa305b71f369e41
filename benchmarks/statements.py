"""statement.import: 10,000 lines of a bank against 10,000 open invoices, beside a bare insert of as many rows.

The file (1CClientBankExchange, cp1251) is read, its lines are compared with what is stored, matched to all
open invoices and kept: that is what a person waits for. Booking what is certain follows in a job, a batch
a transaction, so that nobody else's change waits for it; it is measured after it, and so is a second import
of the same file, in which every line is a duplicate.
"""

import random
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, select

from benchmarks.harness import seed
from benchmarks.rows import Row, row
from studio_app.adapters.bank.read import read_statement
from studio_app.adapters.db.schema import metadata
from studio_app.bootstrap import Services, build, install_starter_pack
from studio_app.config import Settings
from studio_app.core.ids import new_id
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.people import add_person
from studio_app.domain.actors import SYSTEM
from studio_app.domain.clients.models import Requisites
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.kinds import DocumentKind, DocumentStatus
from studio_app.domain.documents.models import Document
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.statements.importing import BATCH, book_matched, import_statement
from studio_app.domain.statements.lines import StatementFormat
from studio_app.domain.statements.models import StatementImport
from studio_app.domain.statements.schemas import ImportResult, Verdict
from studio_app.domain.studio.current import today
from studio_app.domain.studio.models import LegalEntity
from studio_app.domain.work import Work

LINES = 10_000
CERTAIN = 0.8  # of the lines; the others name no number, another sum, or another payer
BOOKED = 400  # lines booked for the figure of the job
ACCOUNT = "40702810138250123017"
_WAYS = ("Оплата по счету № {} от 01.11.2026. НДС не облагается", "сч. {number}/{year}", "Счет N{} за сайт", "счёт {}")


def measure() -> Iterator[Row]:
    """Seconds of the import, of the same file again, and lines a second that the job books."""
    with tempfile.TemporaryDirectory() as folder:
        services = build(Settings(data_dir=Path(folder)))
        metadata.create_all(services.runner.engine)
        services.jobs.prepare()
        services.runner.run_sync(SYSTEM, _world)
        raw = services.runner.read_sync(SYSTEM, _file)
        bare = _bare(services)
        first, took = _import(services, raw)
        assert first.counts[Verdict.CERTAIN] >= LINES * CERTAIN * 0.98, first.counts
        yield row("statement.import", took, "s", baseline=bare)
        again, took_again = _import(services, raw)
        assert again.counts == {Verdict.DUPLICATE: LINES}, again.counts
        yield row("statement.import.again", took_again, "s")
        yield row("statement.booked", _book(services, first.import_id), "lines/s of the job that follows")
        services.runner.close()


def _import(services: Services, raw: bytes) -> tuple[ImportResult, float]:
    started = time.perf_counter()
    statement = read_statement(raw)
    done = services.runner.run_sync(SYSTEM, import_statement, statement=statement, file_name="kl_to_1c.txt")
    return done, time.perf_counter() - started


def _book(services: Services, import_id: str) -> float:
    started = time.perf_counter()
    for _ in range(BOOKED // BATCH):
        services.runner.run_sync(SYSTEM, book_matched, import_id=import_id)
    return BOOKED / (time.perf_counter() - started)


def _world(work: Work) -> None:
    install_starter_pack(work)
    add_person(work, email="owner@studio.example", name="Анна", password_hash="-", role=Role.OWNER)
    work.session.flush()
    entity = work.session.exec(select(LegalEntity)).first()
    assert entity is not None
    entity.account = ACCOUNT
    seed(work, deals=LINES)
    chance = random.Random(7)
    issued = work.now() - timedelta(days=10)
    documents: list[dict[str, Any]] = []
    invoices: list[dict[str, Any]] = []
    requisites: dict[str, dict[str, Any]] = {}
    for number, (deal_id, client_id) in enumerate(work.session.exec(select(Deal.id, Deal.client_id)), start=1):
        document_id = new_id()
        requisites.setdefault(
            client_id, {"client_id": client_id, "inn": f"77{len(requisites):08d}", "updated_at": issued}
        )
        documents.append(
            {
                "id": document_id,
                "deal_id": deal_id,
                "kind": DocumentKind.INVOICE,
                "status": DocumentStatus.PUBLISHED,
                "number": f"{issued.year}-{number:04d}",
                "nonce": new_id(),
                "token_hash": new_id(),
                "created_at": issued,
            }
        )
        invoices.append(
            {
                "document_id": document_id,
                "deal_id": deal_id,
                "legal_entity_id": entity.id,
                "year": issued.year,
                "sequence": number,
                "currency": "RUB",
                "total_amount": chance.randrange(1_000, 900_000) * 100,
                "issued_at": issued,
            }
        )
    connection = work.session.connection()
    for table, values in ((Requisites, list(requisites.values())), (Document, documents), (Invoice, invoices)):
        connection.execute(insert(table), values)


def _file(work: Work) -> bytes:
    chance = random.Random(11)
    day = f"{today(work) - timedelta(days=1):%d.%m.%Y}"
    rows = ["1CClientBankExchange", "ВерсияФормата=1.03", "Кодировка=Windows", f"РасчСчет={ACCOUNT}"]
    query = (
        select(Document.number, Invoice.total_amount, Requisites.inn)
        .join(Invoice, Invoice.document_id == Document.id)  # type: ignore[arg-type]
        .join(Deal, Deal.id == Invoice.deal_id)  # type: ignore[arg-type]
        .join(Requisites, Requisites.client_id == Deal.client_id)  # type: ignore[arg-type]
    )
    for at, (number, amount, inn) in enumerate(work.session.exec(query)):
        certain = at % 10 < CERTAIN * 10
        year, sequence = number.split("-")
        purpose = chance.choice(_WAYS).format(number, number=int(sequence), year=year) if certain else "Оплата услуг"
        rows += [
            "СекцияДокумент=Платежное поручение",
            f"Номер={at + 1}",
            f"Дата={day}",
            f"Сумма={amount // 100}.{amount % 100:02d}",
            f"ПлательщикСчет=407028105{at:011d}",
            f"ПлательщикИНН={inn}",
            f"Плательщик1=ООО Клиент {at}",
            f"ПолучательСчет={ACCOUNT}",
            f"ДатаПоступило={day}",
            f"НазначениеПлатежа={purpose}",
            "КонецДокумента",
        ]
    return "\r\n".join([*rows, "КонецФайла", ""]).encode("cp1251")


def _bare(services: Services) -> float:
    """Seconds that as many rows of a table of ours take by themselves."""
    now = datetime.now(UTC)
    plain = {"file_name": "x" * 150, "format": StatementFormat.CSV, "lines": 1, "duplicates": 0}
    plain |= {"left_out": 0, "left_rows": []}
    rows = [
        {"id": new_id(), "first_day": now.date(), "last_day": now.date(), "imported_at": now, **plain}
        for _ in range(LINES)
    ]
    started = time.perf_counter()
    with Session(services.runner.engine) as session:
        session.connection().execute(insert(StatementImport), rows)
        session.rollback()
    return time.perf_counter() - started
