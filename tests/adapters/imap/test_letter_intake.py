"""Raw letters are taken in: read apart, kept as they came, listed when they are left out, taken anyway."""

import base64
import resource
import threading
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from studio_app.adapters.files.store import FileStore
from studio_app.adapters.imap.letter import SECONDS
from studio_app.adapters.imap.letter_intake import LetterIntake, NotReadAgain
from studio_app.bootstrap import Services
from studio_app.core.errors import NotFound, Trouble, Unavailable
from studio_app.domain.actors import SYSTEM, Actor, ActorKind
from studio_app.domain.files.models import KeptBytes
from studio_app.domain.files.service import Quota, files_of, require_room
from studio_app.domain.leads.conversations import Outcome
from studio_app.domain.leads.incoming import accept_lead_as_deal, incoming_page
from studio_app.domain.leads.intake.receiving import receive_lead
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.leads.letters import (
    LetterView,
    left_letters,
    letters_of_deal,
    letters_of_leads,
)
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work

pytestmark = pytest.mark.service

OURS = "hello@studio.example"
MANAGER = Actor(kind=ActorKind.STAFF, id="m", name="Иван Лебедев", role="manager")
CASES = Path("tests/adapters/imap/cases")


@pytest.fixture
def intake(services_on_disk: Services) -> LetterIntake:
    app = services_on_disk
    return LetterIntake(runner=app.runner, files=app.files, pool=app.pool, own=[OURS])


def raw(text: str = "Нужен сайт", *, sender: str = "Мария <maria@example.com>", **headers: str) -> bytes:
    return written(text, sender=sender, **headers).as_bytes()


def written(text: str, *, sender: str = "Мария <maria@example.com>", **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, OURS, headers.pop("subject", "Сайт")
    message["Message-ID"] = headers.pop("message_id", "<1@example.com>")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def left(app: Services) -> tuple[LetterView, ...]:
    return app.runner.read_sync(SYSTEM, left_letters).rows


def of_lead(app: Services) -> LetterView:
    (lead,) = app.runner.read_sync(SYSTEM, incoming_page).rows
    (kept,) = app.runner.read_sync(SYSTEM, letters_of_leads, lead_ids=[lead.id])[lead.id]
    return kept


def held(work: Work) -> set[str]:
    return set(work.session.exec(select(KeptBytes.stored_as)))


def on_disk(app: Services) -> set[str]:
    return {path.name for path in (app.settings.data_dir / "files").rglob("*") if path.is_file()}


class TestTake:
    def test_keeps_the_original_of_what_it_takes(self, services_on_disk: Services, intake: LetterIntake) -> None:
        came = raw()
        assert intake.take(came)
        assert intake.original(of_lead(services_on_disk)) == came

    def test_takes_a_letter_once_and_leaves_no_bytes_behind(
        self, services_on_disk: Services, intake: LetterIntake
    ) -> None:
        for came in (raw(), raw("Я в отпуске", message_id="<2@x>", Auto_Submitted="auto-replied")):
            intake.take(came)
            assert not intake.take(came)
        assert len(left(services_on_disk)) == 1
        assert on_disk(services_on_disk) == services_on_disk.runner.read_sync(SYSTEM, held)

    @pytest.mark.parametrize(
        ("came", "reason"),
        [
            (raw(Auto_Submitted="auto-replied"), "auto_submitted"),
            (raw("I am out of the office", X_Auto_Response_Suppress="All"), "out_of_office"),
            (raw(List_Unsubscribe="<https://x.example>"), "newsletter"),
            (raw(sender=OURS), "own"),
            (raw(sender="owner@studio.example"), "own"),
            (b"Subject: from nobody\n\nwords", "no_address"),
            (b"From: a@b.example\nContent-Type: text/plain" + b"(" * 5000 + b"\n\nwords", "unreadable"),
        ],
    )
    def test_lists_what_it_leaves_out(
        self, services_on_disk: Services, intake: LetterIntake, came: bytes, reason: str
    ) -> None:
        assert not intake.take(came)
        (row,) = left(services_on_disk)
        assert (row.reason, intake.original(row)) == (reason, came)
        assert services_on_disk.runner.read_sync(SYSTEM, incoming_page).waiting == 0

    def test_names_files_that_are_not_kept(self, services_on_disk: Services, intake: LetterIntake) -> None:
        message = written("Вот")
        message.add_attachment(b"MZ\x90\x00", maintype="application", subtype="exe", filename="virus.exe")
        for number in range(11):
            message.add_attachment(b"%PDF-1", maintype="application", subtype="pdf", filename=f"{number}.pdf")
        intake.take(message.as_bytes())
        assert [(name, why) for name, _, why in of_lead(services_on_disk).left] == [
            ("virus.exe", "kind"),
            ("9.pdf", "many"),
            ("10.pdf", "many"),
        ]

    def test_leaves_no_bytes_behind_where_the_database_takes_nothing(
        self, services_on_disk: Services, intake: LetterIntake, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object, **__: object) -> None:
            raise Unavailable(trouble=Trouble.DISK)

        for use_case in ("take_letter", "leave_letter"):
            monkeypatch.setattr(f"studio_app.adapters.imap.letter_intake.{use_case}", full)
        message = written("Вот")
        message.add_attachment(b"%PDF-1", maintype="application", subtype="pdf", filename="a.pdf")
        for came in (message.as_bytes(), raw(message_id="<2@x>", Auto_Submitted="auto-replied")):
            with pytest.raises(Unavailable):
                intake.take(came)
        assert on_disk(services_on_disk) == set()

    def test_leaves_no_bytes_behind_where_the_database_cannot_say_what_it_answers(
        self, services_on_disk: Services, intake: LetterIntake, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def silent(*_: object, **__: object) -> None:
            raise Unavailable(trouble=Trouble.SILENT)

        monkeypatch.setattr("studio_app.adapters.imap.letter_intake.deal_answered", silent)
        with pytest.raises(Unavailable):
            intake.take(raw(In_Reply_To="<1@x>"))
        assert on_disk(services_on_disk) == set()

    def test_without_room_for_it_a_letter_is_taken_and_its_original_is_not_here(
        self, services_on_disk: Services
    ) -> None:
        app = services_on_disk
        files = FileStore(app.settings.data_dir / "files", megabytes=20, quota=Quota(deal=500, studio=1, letters=0))
        intake = LetterIntake(runner=app.runner, files=files, pool=app.pool)
        assert intake.take(raw())
        assert of_lead(app).stored_as == ""


class TestRoom:
    def test_a_file_beyond_the_deals_room_is_named_and_its_bytes_go(
        self, services_on_disk: Services, intake: LetterIntake
    ) -> None:
        app = services_on_disk
        message = written("Вот")
        message.add_attachment(b"%PDF-1" + bytes(1 << 20), maintype="application", subtype="pdf", filename="a.pdf")
        intake.take(message.as_bytes())
        (lead,) = app.runner.read_sync(SYSTEM, incoming_page).rows
        deal_id = app.runner.run_sync(
            SYSTEM, accept_lead_as_deal, lead_id=lead.id, quota=Quota(deal=1, studio=100, letters=1)
        )
        (kept,) = app.runner.read_sync(SYSTEM, letters_of_deal, deal_id=deal_id)
        assert [(name, why) for name, _, why in kept.left] == [("a.pdf", "room")]
        assert app.runner.read_sync(SYSTEM, files_of, deal_id=deal_id) == ()
        assert app.runner.read_sync(SYSTEM, held) == {kept.stored_as}


class TestShare:
    """Mail has a share of its own, beside the room of the studio's files."""

    @pytest.fixture
    def narrow(self, services_on_disk: Services) -> LetterIntake:
        """A desk with a megabyte for all mail."""
        app = services_on_disk
        quota = Quota(deal=10, studio=10, letters=1)
        files = FileStore(app.settings.data_dir / "files", megabytes=20, quota=quota)
        return LetterIntake(runner=app.runner, files=files, pool=app.pool, own=[OURS])

    def test_is_all_that_strangers_can_fill(self, services_on_disk: Services, narrow: LetterIntake) -> None:
        app = services_on_disk
        for number in range(6):
            left_out: dict[str, Any] = {"Auto_Submitted": "auto-replied"} if number % 2 else {}
            narrow.take(with_file(sender=f"a{number}@stranger.example", message_id=f"<{number}@x>", **left_out))
        assert app.runner.read_sync(SYSTEM, incoming_page).waiting == 3
        assert len(left(app)) == 3
        assert (
            sum(path.stat().st_size for path in (app.settings.data_dir / "files").rglob("*") if path.is_file())
            <= 1 << 20
        )
        assert on_disk(app) == app.runner.read_sync(SYSTEM, held)

        def own_file(work: Work) -> None:
            require_room(work, deal_id="d", size=10 << 20, quota=Quota(deal=10, studio=10, letters=1))

        app.runner.read_sync(SYSTEM, own_file)

    def test_names_what_it_has_no_place_for(self, services_on_disk: Services, narrow: LetterIntake) -> None:
        narrow.take(with_file(megabytes=2))
        kept = of_lead(services_on_disk)
        assert [(name, why) for name, _, why in kept.left] == [("a.pdf", "share")]
        assert kept.stored_as == ""

    def test_is_not_asked_where_a_deal_takes_the_files(self, services_on_disk: Services, narrow: LetterIntake) -> None:
        run = services_on_disk.runner
        deal_id = run.run_sync(SYSTEM, receive_lead, lead=LeadIn(name="Мария", email="maria@example.com")).deal_id
        narrow.take(with_file(megabytes=2))
        assert [file.name for file in run.read_sync(SYSTEM, files_of, deal_id=deal_id)] == ["a.pdf"]


def with_file(*, megabytes: float = 0.3, **headers: str) -> bytes:
    message = written("Вот", **headers)
    content = b"%PDF-1" + bytes(int(megabytes * (1 << 20)))
    message.add_attachment(content, maintype="application", subtype="pdf", filename="a.pdf")
    return message.as_bytes()


class TestTakeAnyway:
    def test_makes_the_lead_that_it_would_have_been(self, services_on_disk: Services, intake: LetterIntake) -> None:
        intake.take(raw("Нужен сайт, +7 903 000-00-00", Auto_Submitted="auto-generated"))
        (row,) = left(services_on_disk)
        assert intake.take_anyway(MANAGER, letter_id=row.id) is Outcome.LEAD
        (lead,) = services_on_disk.runner.read_sync(SYSTEM, incoming_page).rows
        assert (lead.name, lead.email, lead.phone) == ("Мария", "maria@example.com", "+79030000000")
        assert left(services_on_disk) == ()
        assert of_lead(services_on_disk).id == row.id

    def test_joins_the_deal_of_who_writes(self, services_on_disk: Services, intake: LetterIntake) -> None:
        run = services_on_disk.runner
        deal_id = run.run_sync(SYSTEM, receive_lead, lead=LeadIn(name="Мария", email="maria@example.com")).deal_id
        intake.take(raw("Оплатим завтра", Auto_Submitted="auto-replied"))
        (row,) = left(services_on_disk)
        assert intake.take_anyway(MANAGER, letter_id=row.id) is Outcome.DEAL
        assert [one.id for one in run.read_sync(SYSTEM, letters_of_deal, deal_id=deal_id)] == [row.id]

    def test_two_managers_at_once_make_one_lead(self, services_on_disk: Services, intake: LetterIntake) -> None:
        message = written("Нужен сайт", Auto_Submitted="auto-generated")
        message.add_attachment(b"%PDF-1", maintype="application", subtype="pdf", filename="a.pdf")
        intake.take(message.as_bytes())
        (row,) = left(services_on_disk)
        made: list[Outcome] = []
        both = [
            threading.Thread(target=lambda: made.append(intake.take_anyway(MANAGER, letter_id=row.id)))
            for _ in range(2)
        ]
        for one in both:
            one.start()
        for one in both:
            one.join()
        assert sorted(made) == [Outcome.KNOWN, Outcome.LEAD]
        assert services_on_disk.runner.read_sync(SYSTEM, incoming_page).waiting == 1
        assert on_disk(services_on_disk) == services_on_disk.runner.read_sync(SYSTEM, held)
        assert intake.take_anyway(MANAGER, letter_id=row.id) is Outcome.KNOWN

    @pytest.mark.parametrize("sender", [OURS, "owner@studio.example"])
    def test_takes_what_a_colleague_forwards(
        self, services_on_disk: Services, intake: LetterIntake, sender: str
    ) -> None:
        intake.take(raw(sender=sender))
        (row,) = left(services_on_disk)
        assert intake.take_anyway(MANAGER, letter_id=row.id) is Outcome.LEAD

    def test_takes_what_cannot_be_read_with_the_letter_as_its_file(
        self, services_on_disk: Services, intake: LetterIntake
    ) -> None:
        came = (
            "From: Анна <ann@client.example>\nSubject: Нужен сайт\nContent-Type: text/plain".encode()
            + b"(" * 5000
            + b"\n\n<html>words"
        )
        intake.take(came)
        (row,) = left(services_on_disk)
        assert (row.name, row.address, row.subject) == ("Анна", "ann@client.example", "Нужен сайт")
        intake.take_anyway(MANAGER, letter_id=row.id)
        (lead,) = services_on_disk.runner.read_sync(SYSTEM, incoming_page).rows
        assert (lead.name, lead.email, lead.message) == ("Анна", "ann@client.example", "Нужен сайт\n📎 letter.eml")

    def test_takes_what_nobody_signed(self, services_on_disk: Services, intake: LetterIntake) -> None:
        for number in range(2):
            intake.take(f"Subject: from nobody {number}\n\nwords".encode())
        for row in left(services_on_disk):
            assert intake.take_anyway(MANAGER, letter_id=row.id) is Outcome.LEAD
        names = [lead.name for lead in services_on_disk.runner.read_sync(SYSTEM, incoming_page).rows]
        assert sorted(names) == ["from nobody 0", "from nobody 1"]

    def test_of_an_unknown_letter_is_refused(self, intake: LetterIntake) -> None:
        with pytest.raises(NotFound):
            intake.take_anyway(MANAGER, letter_id="x")


class TestReread:
    def test_puts_the_words_right_where_they_went(self, services_on_disk: Services, intake: LetterIntake) -> None:
        app = services_on_disk
        came = "From: Müller <m@client.example>\nSubject: Größe\n\nGrüße, wir möchten eine Website".encode("cp1252")
        intake.take(came)
        intake.reread(MANAGER, letter_id=of_lead(app).id, encoding="cp1251")
        (lead,) = app.runner.read_sync(SYSTEM, incoming_page).rows
        assert "GrьЯe, wir mцchten" in lead.message
        intake.reread(MANAGER, letter_id=of_lead(app).id, encoding="cp1252")
        (lead,) = app.runner.read_sync(SYSTEM, incoming_page).rows
        assert (lead.name, lead.message) == ("Müller", "Größe\nGrüße, wir möchten eine Website")
        assert of_lead(app).is_sure

    def test_tells_a_deal_the_right_words(self, services_on_disk: Services, intake: LetterIntake) -> None:
        app = services_on_disk
        deal_id = app.runner.run_sync(SYSTEM, receive_lead, lead=LeadIn(name="M", email="m@client.example")).deal_id
        intake.take("From: m@client.example\n\nGrüße".encode("cp1252"))
        (kept,) = app.runner.read_sync(SYSTEM, letters_of_deal, deal_id=deal_id)
        intake.reread(MANAGER, letter_id=kept.id, encoding="cp1252")

        def told(work: Work) -> list[str]:
            query = select(TimelineEvent).where(TimelineEvent.kind == EventKind.MESSAGE_REREAD)
            return [row.payload["text"] for row in work.session.exec(query.order_by(col(TimelineEvent.id)))]

        assert app.runner.read_sync(SYSTEM, told) == ["Grüße"]

    @pytest.mark.parametrize("encoding", ["rot13", "", "no-such"])
    def test_refuses_what_is_no_encoding(self, services_on_disk: Services, intake: LetterIntake, encoding: str) -> None:
        intake.take(raw())
        with pytest.raises(NotFound):
            intake.reread(MANAGER, letter_id=of_lead(services_on_disk).id, encoding=encoding)

    def test_finds_the_words_where_they_went_however_they_were_tidied(
        self, services_on_disk: Services, intake: LetterIntake
    ) -> None:
        app = services_on_disk
        subject, name = "\x07 Größe" + "ß" * 400, "\x07 Müller "
        intake.take(f"From: {name}<m@client.example>\nSubject: {subject}\n\nGrüße".encode("cp1252"))
        intake.reread(MANAGER, letter_id=of_lead(app).id, encoding="cp1251")
        intake.reread(MANAGER, letter_id=of_lead(app).id, encoding="cp1252")
        (lead,) = app.runner.read_sync(SYSTEM, incoming_page).rows
        kept = of_lead(app)
        assert kept.subject.startswith("Größeßß")
        assert (lead.name, lead.message) == ("Müller", f"{kept.subject}\nGrüße")

    def test_says_that_the_original_is_gone(self, services_on_disk: Services, intake: LetterIntake) -> None:
        intake.take(raw())
        kept = of_lead(services_on_disk)
        services_on_disk.files.discard(kept.stored_as)
        with pytest.raises(NotReadAgain) as told:
            intake.reread(MANAGER, letter_id=kept.id, encoding="cp1251")
        assert told.value.message_key == "error.letter_reread.gone"

    def test_says_that_it_cannot_be_read_and_leaves_it_as_it_was(
        self, services_on_disk: Services, intake: LetterIntake
    ) -> None:
        intake.take(HEAD + b"Content-Type: text/plain" + b"(" * 5000 + b"\n\nwords")
        (row,) = left(services_on_disk)
        with pytest.raises(NotReadAgain) as told:
            intake.reread(MANAGER, letter_id=row.id, encoding="cp1251")
        assert told.value.message_key == "error.letter_reread.unreadable"
        assert left(services_on_disk) == (row,)

    def test_words_without_a_declared_encoding_are_shown_for_correction(
        self, services_on_disk: Services, intake: LetterIntake
    ) -> None:
        intake.take((CASES / "e11_no_charset_cp1251.eml").read_bytes())
        kept = of_lead(services_on_disk)
        assert kept.encoding == "cp1251"
        (lead,) = services_on_disk.runner.read_sync(SYSTEM, incoming_page).rows
        assert "Нужен сайт для магазина" in lead.message


HEAD = b"From: Ivan <ivan@example.com>\r\nMessage-ID: <a@b>\r\n"
HTML = HEAD + b"Content-Type: text/html\r\n\r\n"
BASE64 = HEAD + b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n"
SEVERAL = HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
HOSTILE = {
    "10,000 parts in one another": HEAD
    + b"".join(b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (at, at) for at in range(10_000)),
    "letters in letters": HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 5_000,
    "100,000 parts beside one another": SEVERAL + b"--b\r\n\r\nx\r\n" * 100_000,
    "50 MB of headers": HEAD + (b"X-B: " + b"b" * 60 + b"\r\n") * 750_000 + b"\r\nwords",
    "headers of a part": SEVERAL + b"--b\r\n" + (b"X-B: " + b"b" * 60 + b"\r\n") * 300_000 + b"\r\nwords",
    "a parameter in 20,000 pieces": HEAD + b"Content-Type: text/plain; " + b"a*0=b; " * 20_000 + b"\r\n\r\nwords",
    "18 MB of nothing in base64": BASE64 + base64.encodebytes(b"\n" * 18_000_000),
    "a million phones in base64": BASE64 + base64.encodebytes(b"+7 903 0000000 " * 1_000_000),
    "deep HTML": HTML + b"<div>" * 4_000_000,
    "comments that never end": HTML + b"<!-- " * 4_000_000,
    "tags that never end": HTML + b"<a " * 6_000_000,
    "a million quoted lines": HEAD + b"\r\n" + b"> On 1 a <b@c> wrote:\n" * 1_000_000,
    "letters of every alphabet": HEAD + b"\r\n" + "яЯ ".encode("cp1251") * 8_000_000,
}


def children() -> float:
    """Seconds of processor time of the processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class TestHostile:
    def test_nobody_waits_behind_them(self, services_on_disk: Services, intake: LetterIntake) -> None:
        assert not intake.take(HOSTILE["tags that never end"])
        assert intake.take(raw())
        assert [row.reason for row in left(services_on_disk)] == ["too_heavy"]

    @pytest.mark.parametrize("name", HOSTILE)
    def test_letters_are_read_or_listed(self, services_on_disk: Services, intake: LetterIntake, name: str) -> None:
        intake.take(raw(message_id="<first@x>"))  # a process is there
        begun = children()
        taken = intake.take(HOSTILE[name])
        services_on_disk.pool.close()
        assert children() - begun < SECONDS + 2  # of processor time: this machine may be busy; one that is not, 5 s
        rows = left(services_on_disk)
        assert len(rows) == (0 if taken else 1)
        assert all((row.address, row.name) == ("ivan@example.com", "Ivan") for row in rows)

    def test_what_is_refused_is_refused_without_waiting(self, services_on_disk: Services, intake: LetterIntake) -> None:
        for name in ("10,000 parts in one another", "50 MB of headers", "100,000 parts beside one another"):
            intake.take(HOSTILE[name].replace(b"<a@b>", f"<{len(name)}@x>".encode()))
        assert sorted(row.reason for row in left(services_on_disk)) == ["parts", "parts", "too_large"]
