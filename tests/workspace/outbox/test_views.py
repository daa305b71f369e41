"""What the outbox says about a letter that does not get out."""

from datetime import UTC, datetime

import pytest

from studio_app.domain.notifications.kinds import NotificationStatus
from studio_app.domain.notifications.schemas import LetterRow
from studio_app.workspace.outbox.views import line


class TestLine:
    @pytest.mark.parametrize(
        ("kept", "shown"),
        [
            ("sign_in: 535 5.7.8 no: really", ("sign_in", "535 5.7.8 no: really")),
            ("no_address", ("no_address", "")),
            ("550 no such user: x", ("550 no such user: x", "")),
        ],
    )
    def test_parts_the_reason_from_what_was_said(self, kept: str, shown: tuple[str, str]) -> None:
        row = LetterRow(
            id="1",
            deal_id="d",
            deal_title="Сайт",
            rule="brief_link",
            recipient="",
            status=NotificationStatus.PLANNED,
            subject="",
            at=datetime(2026, 3, 1, tzinfo=UTC),
            problem=kept,
        )
        said = line(row, locale="en", timezone="UTC")
        assert (said.problem, said.detail) == shown
