"""What the rows further up in a file have said of the same person or company."""

from collections.abc import Mapping
from typing import Any

from studio_app.domain.clients.company_key import company_key
from studio_app.domain.imports.schemas import Reason


class EarlierRows:
    """What the rows so far have said; asked once a row, from the top of the file down."""

    def __init__(self) -> None:
        self._emails: dict[str, int] = {}
        self._phones: dict[str, tuple[int, str]] = {}  # the line, and the address beside the number
        self._inns: dict[str, int] = {}
        self._names: dict[str, tuple[int, str]] = {}  # the line, and the tax number beside the name

    def same_person(self, line: int, said: Mapping[str, Any]) -> Reason | None:
        """An earlier row with this address, or with this number and no other address; else the row is kept in mind."""
        email, phone = said["email"], said["phone"]
        if email in self._emails:
            return Reason("same_email", {"row": self._emails[email], "value": email})
        earlier = self._phones.get(phone)
        if earlier is not None and (not email or not earlier[1]):
            return Reason("same_phone", {"row": earlier[0], "value": phone})
        if email:
            self._emails[email] = line
        if phone:
            self._phones.setdefault(phone, (line, email))
        return None

    def same_company(self, line: int, said: Mapping[str, Any]) -> tuple[int, Reason] | None:
        """An earlier row of the same tax number, or of the same name where the numbers do not differ, and why."""
        inn, key = said["inn"], company_key(said["company"])
        if inn in self._inns:
            return self._inns[inn], Reason("same_inn_in_file", {"row": self._inns[inn], "value": inn})
        named = self._names.get(key)
        if named is not None and (not inn or not named[1]):
            return named[0], Reason("same_company_in_file", {"row": named[0], "value": said["company"]})
        if inn:
            self._inns[inn] = line
        if key:
            self._names.setdefault(key, (line, inn))
        return None
