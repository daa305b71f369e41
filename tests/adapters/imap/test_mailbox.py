"""A mailbox on a real IMAP server of this machine."""

import getpass
import grp
import imaplib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlmodel import col, select

from studio_app.adapters.imap.letter_intake import LetterIntake
from studio_app.adapters.imap.mailbox import ImapSettings, Mailbox
from studio_app.bootstrap import Services
from studio_app.domain.actors import SYSTEM
from studio_app.domain.files.service import files_of
from studio_app.domain.leads.incoming import accept_lead_as_deal, incoming_page
from studio_app.domain.leads.intake.kinds import LeadState
from studio_app.domain.leads.intake.models import Lead
from studio_app.domain.leads.intake.receiving import receive_lead
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.leads.letters import left_letters, letters_of_deal
from studio_app.domain.notifications.models import Notification
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work

pytestmark = [pytest.mark.service, pytest.mark.skipif(shutil.which("dovecot") is None, reason="no Dovecot here")]

_CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail
default_internal_user = {user}
default_login_user = {login}
default_internal_group = {group}
first_valid_uid = 1
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
passdb {{
  driver = static
  args = password=secret
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}
}}
"""


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("dovecot")
    mail = (os.getuid(), os.getgid())
    if os.getuid() == 0:  # Dovecot gives no mail to root
        mail = (1, 1)
        shutil.chown(folder, *mail)
        for parent in (folder, *folder.parents):
            if parent == Path(tempfile.gettempdir()):
                break
            parent.chmod(0o755)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    mine = getpass.getuser()
    # the master may be anybody, but root must hand its work on to the users that the package brings
    user, login, group = ("dovecot", "dovenull", "dovecot") if mine == "root" else (mine, mine, _group())
    config = folder / "dovecot.conf"
    config.write_text(
        _CONFIG.format(folder=folder, port=number, user=user, login=login, group=group, uid=mail[0], gid=mail[1]),
        encoding="utf-8",
    )
    server = subprocess.Popen(["dovecot", "-F", "-c", str(config)], stderr=subprocess.DEVNULL)
    try:
        _wait_for(number, server, folder / "log")
        yield number
    finally:
        server.terminate()
        server.wait(timeout=20)


def _group() -> str:
    return grp.getgrgid(os.getgid()).gr_name


def _wait_for(port: int, server: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert server.poll() is None, log.read_text() if log.exists() else "it wrote no log"
            assert time.monotonic() < deadline
            time.sleep(0.05)
        else:
            return


@pytest.fixture
def server(port: int) -> Iterator[imaplib.IMAP4]:
    connection = imaplib.IMAP4("127.0.0.1", port)
    connection.login("leads@studio.example", "secret")
    yield connection
    connection.logout()


@pytest.fixture
def mailbox(services_on_disk: Services, port: int, server: imaplib.IMAP4) -> Mailbox:
    where = ImapSettings("127.0.0.1", port, "leads@studio.example", "secret", "none", "INBOX")
    app, own = services_on_disk, ("leads@studio.example", "studio@studio.example")
    intake = LetterIntake(runner=app.runner, files=app.files, pool=app.pool, own=own)
    opened = Mailbox(where, runner=app.runner, intake=intake)
    arrive(server, letter("before@example.com", "Старое письмо"))
    assert opened.read() == 0  # what lay there before the studio looked in is left alone
    return opened


def letter(sender: str, text: str, *, subject: str = "Сайт", **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "leads@studio.example", subject
    message["Message-ID"] = f"<{abs(hash((sender, text, time.monotonic_ns())))}@example.com>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def arrive(server: imaplib.IMAP4, message: EmailMessage) -> str:
    status, _ = server.append("INBOX", "", "", message.as_bytes())
    assert status == "OK"
    return str(message["Message-ID"])


def _leads(work: Work) -> list[tuple[str, str, LeadState]]:
    rows = work.session.exec(select(Lead).order_by(col(Lead.id)))
    return [(row.email, row.message, row.state) for row in rows]


def _received(work: Work, *, deal_id: str) -> list[str]:
    query = select(TimelineEvent).where(
        TimelineEvent.deal_id == deal_id, TimelineEvent.kind == EventKind.MESSAGE_RECEIVED
    )
    return [row.payload["text"] for row in work.session.exec(query.order_by(col(TimelineEvent.id)))]


class TestRead:
    def test_makes_an_incoming_lead_once(
        self, services_on_disk: Services, mailbox: Mailbox, server: imaplib.IMAP4
    ) -> None:
        arrive(server, letter("Мария <maria@example.com>", "Нужен магазин"))
        assert (mailbox.read(), mailbox.read()) == (1, 0)
        found = services_on_disk.runner.read_sync(SYSTEM, _leads)
        assert found == [("maria@example.com", "Сайт\nНужен магазин", LeadState.INCOMING)]

    def test_joins_the_deal_in_progress_of_who_writes(
        self, services_on_disk: Services, mailbox: Mailbox, server: imaplib.IMAP4
    ) -> None:
        run = services_on_disk.runner
        deal_id = run.run_sync(SYSTEM, receive_lead, lead=LeadIn(name="Мария", email="maria@example.com")).deal_id
        message = letter("maria@example.com", "Вот логотип")
        message.add_attachment(b"\x89PNG\r\n\x1a\n123", maintype="image", subtype="png", filename="logo.png")
        message.add_attachment(b"MZ\x90\x00", maintype="application", subtype="exe", filename="virus.exe")
        arrive(server, message)
        mailbox.read()
        assert run.read_sync(SYSTEM, _received, deal_id=deal_id) == ["Сайт\nВот логотип\n📎 logo.png, virus.exe"]
        assert [file.name for file in run.read_sync(SYSTEM, files_of, deal_id=deal_id)] == ["logo.png"]

    def test_keeps_the_whole_of_an_endless_letter_as_a_file(
        self, services_on_disk: Services, mailbox: Mailbox, server: imaplib.IMAP4
    ) -> None:
        run, words = services_on_disk.runner, "\n".join(f"Пункт {number}" for number in range(2000))
        deal_id = run.run_sync(SYSTEM, receive_lead, lead=LeadIn(name="Мария", email="maria@example.com")).deal_id
        arrive(server, letter("maria@example.com", words))
        mailbox.read()
        (shown,) = run.read_sync(SYSTEM, _received, deal_id=deal_id)
        assert shown[-20:].endswith("…\n📎 letter.txt")
        (file,) = run.read_sync(SYSTEM, files_of, deal_id=deal_id)
        assert (file.name, file.size) == ("letter.txt", len(words.encode()))

    def test_keeps_a_thread_together_before_and_after_the_decision(
        self, services_on_disk: Services, mailbox: Mailbox, server: imaplib.IMAP4
    ) -> None:
        run = services_on_disk.runner
        first = arrive(server, letter("oleg@example.com", "Сколько стоит?"))
        arrive(server, letter("oleg.private@example.org", "И срок?", In_Reply_To=first))
        assert mailbox.read() == 2
        (row,) = run.read_sync(SYSTEM, incoming_page).rows
        assert "Сколько стоит?" in row.message
        assert "И срок?" in row.message
        deal_id = run.run_sync(SYSTEM, accept_lead_as_deal, lead_id=row.id)
        arrive(server, letter("oleg@example.com", "Спасибо!", References=first))
        mailbox.read()
        assert run.read_sync(SYSTEM, _received, deal_id=deal_id) == ["Сайт\nСпасибо!"]

    def test_knows_an_answer_to_a_letter_of_ours(
        self, services_on_disk: Services, mailbox: Mailbox, server: imaplib.IMAP4
    ) -> None:
        run = services_on_disk.runner
        deal_id = run.run_sync(SYSTEM, receive_lead, lead=LeadIn(name="Мария", email="maria@example.com")).deal_id

        def sent(work: Work) -> None:
            row = work.session.exec(select(Notification).where(Notification.deal_id == deal_id)).one()
            row.message_id = "<brief@studio.example>"

        run.run_sync(SYSTEM, sent)
        arrive(server, letter("director@example.org", "Отвечаю за Марию", In_Reply_To="<brief@studio.example>"))
        mailbox.read()
        assert run.read_sync(SYSTEM, _received, deal_id=deal_id) == ["Сайт\nОтвечаю за Марию"]

    def test_answers_no_machine_and_hears_no_echo(
        self, services_on_disk: Services, mailbox: Mailbox, server: imaplib.IMAP4
    ) -> None:
        arrive(server, letter("maria@example.com", "Я в отпуске", Auto_Submitted="auto-replied"))
        arrive(server, letter("studio@studio.example", "Наше собственное письмо"))
        arrive(server, letter("owner@studio.example", "Коллега пересылает"))
        assert mailbox.read() == 0
        assert services_on_disk.runner.read_sync(SYSTEM, _leads) == []

    def test_lists_what_it_leaves_out_with_the_reason(
        self, services_on_disk: Services, mailbox: Mailbox, server: imaplib.IMAP4
    ) -> None:
        arrive(server, letter("maria@example.com", "Я в отпуске", Auto_Submitted="auto-replied"))
        arrive(server, letter("studio@studio.example", "Наше собственное письмо"))
        arrive(server, letter("owner@studio.example", "Коллега пересылает"))
        mailbox.read()
        rows = services_on_disk.runner.read_sync(SYSTEM, left_letters).rows
        assert sorted((row.address, row.reason) for row in rows) == [
            ("maria@example.com", "auto_submitted"),
            ("owner@studio.example", "own"),
            ("studio@studio.example", "own"),
        ]

    def test_a_letter_that_is_too_long_is_taken_with_its_words_and_the_file_is_named(
        self,
        services_on_disk: Services,
        mailbox: Mailbox,
        server: imaplib.IMAP4,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr("studio_app.adapters.imap.mailbox.LARGEST", 100_000)
        run = services_on_disk.runner
        deal_id = run.run_sync(SYSTEM, receive_lead, lead=LeadIn(name="Мария", email="maria@example.com")).deal_id
        message = letter("maria@example.com", "Вот ролик")
        message.add_attachment(b"\x89PNG\r\n\x1a\n123", maintype="image", subtype="png", filename="logo.png")
        message.add_attachment(bytes(200_000), maintype="video", subtype="mp4", filename="film.mp4")
        arrive(server, message)
        assert mailbox.read() == 1
        assert [file.name for file in run.read_sync(SYSTEM, files_of, deal_id=deal_id)] == ["logo.png"]
        (kept,) = run.read_sync(SYSTEM, letters_of_deal, deal_id=deal_id)
        assert (kept.is_cut, [(name, why) for name, _, why in kept.left]) == (True, [("film.mp4", "cut")])
