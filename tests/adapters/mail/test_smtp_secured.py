"""Letters over an encrypted, signed-in connection, against a real server with a certificate of its own making."""

import socket
import ssl
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from sqlmodel import select

from studio_app import bootstrap
from studio_app.adapters.db.schema import metadata
from studio_app.adapters.mail.delivery import NotSent
from studio_app.adapters.mail.smtp import SmtpMailer, SmtpSettings
from studio_app.bootstrap import Services
from studio_app.config import Settings
from studio_app.domain.actors import SYSTEM
from studio_app.domain.documents.kinds import DocumentKind
from studio_app.domain.documents.links import new_document
from studio_app.domain.documents.revisions import publish, save_content
from studio_app.domain.notifications.kinds import NotificationStatus
from studio_app.domain.notifications.models import Notification
from studio_app.domain.notifications.ports import Envelope, MailNotNow, MailTrouble
from studio_app.domain.notifications.schemas import LetterText
from studio_app.domain.work import Work
from tests.selling import make_deal, make_studio

ENVELOPE = Envelope(
    message_id="<0199@studio.example>",
    recipient="client@example.com",
    sender_name="Studio",
    reply_to="",
    text=LetterText(subject="Invoice", text="Hello\n", html="<p>Hello</p>"),
    reminder=False,
)
USER, PASSWORD = "studio@studio.example", "correct horse"

pytestmark = [
    pytest.mark.service,
    # the test server's own remarks about what it is set up to do
    pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS", "ignore:Session.login_data"),
]


@dataclass
class Office:
    """A mail server that wants encryption and a sign-in."""

    settings: SmtpSettings
    certificate: Path
    letters: list[bytes] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.letters.append(envelope.content)
        return "250 OK"


def _signs_in(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    good = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=good, handled=False)


@pytest.fixture(params=["starttls", "tls"])
def office(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """The server by either way of encrypting, its authority trusted by this machine."""
    tls: Literal["starttls", "tls"] = request.param
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    trusted = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(trusted))
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = SmtpSettings(
        host="127.0.0.1", port=port, tls=tls, user=USER, password=PASSWORD, sender="studio@studio.example"
    )
    office = Office(settings, trusted)
    how: dict[str, Any] = (
        {"ssl_context": context, "auth_require_tls": False}  # encrypted from the first byte, which it cannot tell
        if tls == "tls"
        else {"tls_context": context, "require_starttls": True}
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        controller = Controller(
            office, hostname="127.0.0.1", port=port, authenticator=_signs_in, auth_required=True, **how
        )
        controller.start()
    yield office
    controller.stop()


class TestSecured:
    def test_arrives(self, office: Office) -> None:
        SmtpMailer(office.settings).send(ENVELOPE)
        (letter,) = office.letters
        assert b"Hello" in letter

    def test_says_that_the_password_is_wrong(self, office: Office) -> None:
        with pytest.raises(MailNotNow) as caught:
            SmtpMailer(replace(office.settings, password="wrong horse")).send(ENVELOPE)
        assert caught.value.trouble is MailTrouble.SIGN_IN
        assert "wrong horse" not in str(caught.value)

    def test_says_that_a_sign_in_is_wanted(self, office: Office) -> None:
        with pytest.raises(MailNotNow) as caught:
            SmtpMailer(replace(office.settings, user="", password="")).send(ENVELOPE)
        assert caught.value.trouble is MailTrouble.SIGN_IN

    def test_tells_nothing_to_a_server_that_nobody_vouches_for(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("SSL_CERT_FILE")
        with pytest.raises(MailNotNow) as caught:
            SmtpMailer(office.settings).send(ENVELOPE)
        assert caught.value.trouble is MailTrouble.CERTIFICATE
        assert office.letters == []

    def test_tells_nothing_to_a_server_of_another_name(self, office: Office) -> None:
        with pytest.raises(MailNotNow) as caught:
            SmtpMailer(replace(office.settings, host="localhost")).send(ENVELOPE)
        assert caught.value.trouble is MailTrouble.CERTIFICATE


def _letter(work: Work) -> str:
    make_studio(work)
    make_deal(work, deal_id="d")
    document = new_document(work, deal_id="d", kind=DocumentKind.BRIEF, title="Бриф", locale="ru")
    save_content(work, document, {"a": 1})
    publish(work, document)
    return work.session.exec(select(Notification.id)).one()


def _row(work: Work, *, notification_id: str) -> tuple[NotificationStatus, int, str]:
    row = work.session.get_one(Notification, notification_id)
    return row.status, row.attempts, row.problem


@pytest.fixture
def bare_services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    monkeypatch.setenv("STUDIO_DATA_DIR", str(tmp_path))
    wired = bootstrap.build(Settings())
    metadata.create_all(wired.runner.engine)
    wired.jobs.prepare()
    yield wired
    wired.close()


class TestDeliveryOverIt:
    def test_keeps_the_letter_and_sends_it_once_the_password_is_right(
        self, bare_services: Services, office: Office
    ) -> None:
        run, read = bare_services.runner.run_sync, bare_services.runner.read_sync
        letter = run(SYSTEM, _letter)
        wrong = SmtpMailer(replace(office.settings, password="wrong horse"))
        with pytest.raises(NotSent):
            replace(bare_services.delivery, mailer=wrong).deliver(letter)
        status, attempts, problem = read(SYSTEM, _row, notification_id=letter)
        assert (status, attempts) == (NotificationStatus.PLANNED, 1)
        assert problem.startswith("sign_in: 535")
        replace(bare_services.delivery, mailer=SmtpMailer(office.settings)).deliver(letter)
        assert read(SYSTEM, _row, notification_id=letter) == (NotificationStatus.SENT, 2, "")
        assert len(office.letters) == 1
