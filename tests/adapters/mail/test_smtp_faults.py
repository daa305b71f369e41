"""A mail server that fails at each step: the letter is tried again, under the same name, or refused for good."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

import pytest

from studio_app.adapters.mail import smtp
from studio_app.adapters.mail.smtp import SmtpMailer, SmtpSettings
from studio_app.domain.notifications.ports import MailRefused
from tests.adapters.mail.test_smtp import ENVELOPE

pytestmark = pytest.mark.service

STEPS = ("CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "END")
_FINE = {
    "CONNECT": "220 here",
    "EHLO": "250 here",
    "MAIL": "250 ok",
    "RCPT": "250 ok",
    "DATA": "354 go on",
    "END": "250 ok",
}
HANG, DROP = "hang", "drop"


@dataclass
class Server:
    """Answers as it is told at one step, as usual at the others; keeps what it was given."""

    step: str = ""
    answer: str = ""
    letters: list[bytes] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    def serve(self, listener: socket.socket) -> None:
        while not self.closing.is_set():
            with suppress(OSError):
                connection, _ = listener.accept()
                with connection, connection.makefile("rb") as lines:
                    self._talk(connection, lines)  # type: ignore[arg-type]  a buffered reader

    def _talk(self, connection: socket.socket, lines: Iterator[bytes]) -> None:
        if not self._say(connection, "CONNECT"):
            return
        for line in lines:
            word = line[:4].decode().upper().strip()
            if word == "QUIT":
                return
            if not self._say(connection, "EHLO" if word == "HELO" else word):
                return
            if word == "DATA" and self.step != "DATA":
                self.letters.append(b"".join(iter(lambda: next(lines), b".\r\n")))
                if not self._say(connection, "END"):
                    return

    def _say(self, connection: socket.socket, step: str) -> bool:
        answer = self.answer if step == self.step else _FINE.get(step, "250 ok")
        if answer == HANG:
            self.closing.wait(5)
        if answer in {HANG, DROP}:
            return False
        connection.sendall(f"{answer}\r\n".encode())
        return True


@pytest.fixture
def server() -> Iterator[tuple[Server, SmtpMailer]]:
    made = Server()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)
        thread = threading.Thread(target=made.serve, args=(listener,))
        thread.start()
        port = listener.getsockname()[1]
        yield made, SmtpMailer(SmtpSettings("127.0.0.1", port, "none", "", "", "studio@studio.example"))
        made.closing.set()
        thread.join()


class TestFaults:
    @pytest.mark.parametrize("answer", [DROP, "421 going down", "451 not now"])
    @pytest.mark.parametrize("step", STEPS)
    def test_that_pass_are_not_taken_for_a_refusal(
        self, server: tuple[Server, SmtpMailer], step: str, answer: str
    ) -> None:
        told, mailer = server
        told.step, told.answer = step, answer
        with pytest.raises(Exception) as failed:  # noqa: PT011  whatever it is: any but a refusal is tried again
            mailer.send(ENVELOPE)
        assert not isinstance(failed.value, MailRefused)
        told.step = ""
        mailer.send(ENVELOPE)
        assert b"Message-ID: <0199@studio.example>" in told.letters[-1]

    @pytest.mark.parametrize("step", STEPS)
    def test_of_a_server_that_says_nothing_end_in_time(
        self, server: tuple[Server, SmtpMailer], step: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(smtp, "_TIMEOUT", 0.3)
        told, mailer = server
        told.step, told.answer = step, HANG
        with pytest.raises(Exception) as failed:  # noqa: PT011  as above
            mailer.send(ENVELOPE)
        assert not isinstance(failed.value, MailRefused)

    @pytest.mark.parametrize("step", ["RCPT", "END"])
    def test_for_good_are_a_refusal(self, server: tuple[Server, SmtpMailer], step: str) -> None:
        told, mailer = server
        told.step, told.answer = step, "550 nobody here"
        with pytest.raises(MailRefused):
            mailer.send(ENVELOPE)

    def test_after_the_whole_letter_send_the_same_letter_once_more(self, server: tuple[Server, SmtpMailer]) -> None:
        told, mailer = server
        told.step, told.answer = "END", DROP
        with pytest.raises(Exception):  # noqa: B017, PT011  as above
            mailer.send(ENVELOPE)
        told.step = ""
        mailer.send(ENVELOPE)
        names = [
            next(line for line in letter.splitlines() if line.startswith(b"Message-ID")) for letter in told.letters
        ]
        assert len(names) == 2
        assert len(set(names)) == 1  # by which every mailbox knows the two as one
