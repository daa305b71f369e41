"""A real mail server on loopback that keeps what arrives."""

import re
import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


class Mailbox:
    """Everybody's inbox: letters in order of arrival."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._letters: list[tuple[str, EmailMessage]] = []
        self._controller = Controller(self, hostname="127.0.0.1", port=port)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Take a letter."""
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self._letters.extend((recipient, letter) for recipient in envelope.rcpt_tos)
        return "250 OK"

    def start(self) -> None:
        """Listen."""
        self._controller.start()

    def stop(self) -> None:
        """Listen no more."""
        self._controller.stop()

    def find(self, recipient: str, pattern: str, *, nth: int = 1, seconds: float = 30) -> str:
        """The `nth` different match of `pattern` in the letters to `recipient`, oldest first; waits for it."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            found: list[str] = []
            for to, letter in self._letters:
                body = letter.get_body(("plain",))
                if to == recipient and body:
                    found += [match for match in re.findall(pattern, body.get_content()) if match not in found]
            if len(found) >= nth:
                return found[nth - 1]
            time.sleep(0.1)
        subjects = [str(letter["subject"]) for to, letter in self._letters if to == recipient]
        raise AssertionError(f"no letter to {recipient} has {pattern!r}; subjects: {subjects}")

    def subjects(self, recipient: str) -> list[str]:
        """The subjects of all letters to `recipient`, in order of arrival."""
        return [str(letter["subject"]) for to, letter in self._letters if to == recipient]
