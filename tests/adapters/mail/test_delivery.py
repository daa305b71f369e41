"""Delivering one letter: read, send outside a transaction, mark; and what the outbox keeps of a code."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from studio_app import bootstrap
from studio_app.adapters.db.schema import metadata
from studio_app.adapters.mail.delivery import HIDDEN_CODE, Delivery, NotSent
from studio_app.adapters.mail.smtp import OutboxMailer
from studio_app.bootstrap import Services
from studio_app.config import Settings
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.people import add_person
from studio_app.domain.accounts.tickets import request_reset
from studio_app.domain.actors import SYSTEM
from studio_app.domain.documents.kinds import DocumentKind, DocumentStatus
from studio_app.domain.documents.links import get_document, new_document
from studio_app.domain.documents.models import SigningCode
from studio_app.domain.documents.revisions import publish, save_content, set_status
from studio_app.domain.notifications.kinds import NotificationStatus
from studio_app.domain.notifications.models import Notification
from studio_app.domain.notifications.ports import Envelope, MailRefused
from studio_app.domain.notifications.schemas import LetterFacts, LetterText
from studio_app.domain.notifications.sending import MAX_ATTEMPTS
from studio_app.domain.timeline.events.documents import ContractCodeRequested
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work
from tests.happened import blank
from tests.selling import make_deal, make_studio


@dataclass
class FakeMailer:
    """Takes letters, or fails as told."""

    keeps: bool = False
    problem: Exception | None = None
    sent: list[Envelope] = field(default_factory=list)

    def send(self, envelope: Envelope) -> None:
        if self.problem:
            raise self.problem
        self.sent.append(envelope)


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    monkeypatch.setenv("STUDIO_DATA_DIR", str(tmp_path))
    wired = bootstrap.build(Settings())
    metadata.create_all(wired.runner.engine)
    wired.jobs.prepare()
    wired.runner.run_sync(SYSTEM, make_studio)
    yield wired
    wired.close()


@pytest.fixture
def mailer() -> FakeMailer:
    return FakeMailer()


@pytest.fixture
def delivery(app: Services, mailer: FakeMailer) -> Delivery:
    return replace(app.delivery, mailer=mailer)


def brief_letter(work: Work) -> str:
    make_deal(work, deal_id="d")
    document = new_document(work, deal_id="d", kind=DocumentKind.BRIEF, title="Бриф", locale="ru")
    save_content(work, document, {"a": 1})
    publish(work, document)
    return work.session.exec(select(Notification.id)).one()


def code_letter(work: Work) -> str:
    """A code asked for the contract of a deal, as its use case leaves it."""
    make_deal(work, deal_id="d")
    document = new_document(work, deal_id="d", kind=DocumentKind.CONTRACT, title="Договор", locale="ru")
    document.number = "7"
    save_content(work, document, {"a": 1})
    set_status(work, document, DocumentStatus.PUBLISHED)
    document.published_at = work.now()
    code = SigningCode(
        id="code",
        document_id=document.id,
        revision=1,
        html_sha256="",
        code_hash="",
        sent_to="signer@example.com",
        created_at=work.now(),
        expires_at=work.now() + timedelta(minutes=15),
    )
    work.session.add(code)
    work.session.flush()
    record(work, blank(ContractCodeRequested, deal_id="d", document_id=document.id, revision=1, code_id="code"))
    return work.session.exec(select(Notification.id).where(Notification.rule == "signing_code")).one()


def stored(app: Services, letter_id: str) -> Notification:
    return app.runner.read_sync(SYSTEM, lambda work: work.session.get_one(Notification, letter_id))


class TestDeliver:
    def test_sends_and_marks_once(self, app: Services, delivery: Delivery, mailer: FakeMailer) -> None:
        letter_id = app.runner.run_sync(SYSTEM, brief_letter)
        delivery.deliver(letter_id)
        delivery.deliver(letter_id)
        (envelope,) = mailer.sent
        row = stored(app, letter_id)
        assert envelope.message_id == row.message_id == f"<{letter_id}@localhost>"
        assert row.status is NotificationStatus.SENT
        assert "/b/" in row.text
        assert "http://localhost:8000/b/" in envelope.text.html

    def test_keeps_the_name_of_a_letter_over_its_tries(
        self, app: Services, delivery: Delivery, mailer: FakeMailer
    ) -> None:
        letter_id = app.runner.run_sync(SYSTEM, brief_letter)
        mailer.problem = ConnectionError("down")
        with pytest.raises(NotSent):
            delivery.deliver(letter_id)
        assert stored(app, letter_id).status is NotificationStatus.PLANNED
        mailer.problem = None
        delivery.deliver(letter_id)
        assert mailer.sent[0].message_id == f"<{letter_id}@localhost>"

    def test_gives_up_at_once_when_it_is_refused(self, app: Services, delivery: Delivery, mailer: FakeMailer) -> None:
        letter_id = app.runner.run_sync(SYSTEM, brief_letter)
        mailer.problem = MailRefused("550 no such user")
        delivery.deliver(letter_id)
        row = stored(app, letter_id)
        assert (row.status, row.problem) == (NotificationStatus.FAILED, "550 no such user")

    def test_tells_a_person_when_the_letter_cannot_even_be_written(
        self, app: Services, delivery: Delivery, mailer: FakeMailer
    ) -> None:
        class Broken:
            def write(self, facts: LetterFacts) -> LetterText:
                raise KeyError(facts.rule)

        letter_id = app.runner.run_sync(SYSTEM, brief_letter)
        broken = replace(delivery, writer=Broken())
        for _ in range(MAX_ATTEMPTS - 1):
            with pytest.raises(NotSent):
                broken.deliver(letter_id)
        broken.deliver(letter_id)
        assert stored(app, letter_id).status is NotificationStatus.FAILED

    def test_cancels_what_is_no_longer_true(self, app: Services, delivery: Delivery, mailer: FakeMailer) -> None:
        letter_id = app.runner.run_sync(SYSTEM, brief_letter)

        def answer(work: Work) -> None:
            document_id = work.session.get_one(Notification, letter_id).document_id
            set_status(work, get_document(work, str(document_id)), DocumentStatus.ACCEPTED)

        app.runner.run_sync(SYSTEM, answer)
        delivery.deliver(letter_id)
        assert mailer.sent == []
        assert stored(app, letter_id).status is NotificationStatus.CANCELLED


class TestSigningCodes:
    def test_go_to_the_address_of_the_signer_and_are_hidden_from_the_studio(
        self, app: Services, delivery: Delivery, mailer: FakeMailer
    ) -> None:
        letter_id = app.runner.run_sync(SYSTEM, code_letter)
        delivery.deliver(letter_id)
        (envelope,) = mailer.sent
        code = app.links.code("code")
        assert envelope.recipient == "signer@example.com"
        assert code in envelope.text.text
        row = stored(app, letter_id)
        assert code not in row.text + row.html + row.subject
        assert HIDDEN_CODE in row.text

    def test_are_readable_where_letters_are_kept_in_a_demo(self, app: Services, delivery: Delivery) -> None:
        letter_id = app.runner.run_sync(SYSTEM, code_letter)
        replace(delivery, mailer=OutboxMailer()).deliver(letter_id)
        row = stored(app, letter_id)
        assert row.status is NotificationStatus.KEPT
        assert app.links.code("code") in row.text

    def test_are_not_written_down_in_production(self, app: Services, delivery: Delivery) -> None:
        letter_id = app.runner.run_sync(SYSTEM, code_letter)
        replace(delivery, mailer=OutboxMailer(), show_codes=False).deliver(letter_id)
        row = stored(app, letter_id)
        assert (row.status, row.text, row.problem) == (NotificationStatus.FAILED, "", "no_mail_server")


def reset_letter(work: Work) -> str:
    """A link to a new password, asked for by somebody of the studio."""
    person = add_person(work, email="vera@studio.example", name="Вера", password_hash="h", role=Role.MANAGER)
    request_reset(work, email=person.email)
    return work.session.exec(select(Notification.id).where(Notification.rule == "password_reset")).one()


class TestLettersAboutAnAccount:
    def test_are_read_by_their_reader_only(self, app: Services, delivery: Delivery, mailer: FakeMailer) -> None:
        letter_id = app.runner.run_sync(SYSTEM, reset_letter)
        delivery.deliver(letter_id)
        (envelope,) = mailer.sent
        assert envelope.recipient == "vera@studio.example"
        assert "http://localhost:8000/new-password?word=" in envelope.text.text
        row = stored(app, letter_id)
        assert (row.status, row.text, row.html) == (NotificationStatus.SENT, "", "")
        assert row.subject == envelope.text.subject

    @pytest.mark.parametrize("show_codes", [False, True])
    def test_with_a_link_to_a_new_password_are_not_kept_where_staff_can_read_them(
        self, show_codes: bool, app: Services, delivery: Delivery
    ) -> None:
        letter_id = app.runner.run_sync(SYSTEM, reset_letter)
        replace(delivery, mailer=OutboxMailer(), show_codes=show_codes).deliver(letter_id)
        row = stored(app, letter_id)
        assert (row.status, row.text, row.problem) == (NotificationStatus.FAILED, "", "no_mail_server")

    def test_do_not_show_their_link_when_the_mail_server_fails(
        self, app: Services, delivery: Delivery, mailer: FakeMailer
    ) -> None:
        letter_id = app.runner.run_sync(SYSTEM, reset_letter)
        mailer.problem = ConnectionError("down")
        with pytest.raises(NotSent) as failed:
            delivery.deliver(letter_id)
        row = stored(app, letter_id)
        assert "word=" not in str(failed.value) + row.problem + row.text + row.html
