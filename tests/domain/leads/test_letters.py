"""Letters as they came are kept for a while."""

from datetime import timedelta

import pytest
from sqlmodel import select

from studio_app.core.clock import FixedClock
from studio_app.domain.deals.history import history
from studio_app.domain.files.keeping import is_held
from studio_app.domain.files.models import KeptBytes
from studio_app.domain.files.service import DISCARD, KeptFile
from studio_app.domain.leads.attachments import AttachmentIn, LeftFile
from studio_app.domain.leads.conversations import MessageIn, Outcome
from studio_app.domain.leads.intake.receiving import receive_lead
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.leads.kinds import ConversationKind
from studio_app.domain.leads.letters import (
    KEPT_FOR,
    LetterIn,
    leave_letter,
    left_letters,
    letters_of_deal,
    take_left_letter,
    take_letter,
    tidy_letters,
)
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.work import Work
from studio_app.workspace.deal.history.load import words
from studio_app.workspace.history.sentences import sentence
from tests.conftest import RecordingJobs


def came(number: int = 1, *, reason: str = "") -> LetterIn:
    kept = KeptFile(stored_as=f"letter-{number}", media_type="message/rfc822", size=10, sha256="0" * 64)
    return LetterIn(
        external_id=f"<{number}@x>",
        address="ann@client.example",
        name="Ann",
        subject="Site",
        size=10,
        kept=kept,
        reason=reason,
    )


def said(work: Work, number: int = 1, *files: AttachmentIn) -> MessageIn:
    return MessageIn(
        kind=ConversationKind.MAIL,
        external_id=f"<{number}@x>",
        address="ann@client.example",
        name="Ann",
        text="words",
        at=work.now(),
        attachments=files,
    )


class TestLeaveLetter:
    def test_lists_it_once(self, studio: Work) -> None:
        assert leave_letter(studio, letter=came(reason="bulk"))
        assert not leave_letter(studio, letter=came(reason="bulk"))
        page = left_letters(studio)
        assert (page.total, [row.reason for row in page.rows]) == (1, ["bulk"])


class TestTakeLeftLetter:
    def test_of_a_message_that_is_here_already_only_ends_the_waiting(self, studio: Work) -> None:
        assert take_letter(studio, letter=came(), message=said(studio)) is Outcome.LEAD
        leave_letter(studio, letter=came(2, reason="bulk"))
        (row,) = left_letters(studio).rows
        assert take_left_letter(studio, letter_id=row.id, message=said(studio)) is Outcome.KNOWN
        assert left_letters(studio).total == 0


class TestTidyLetters:
    def test_forgets_what_was_left_out_and_of_a_message_the_original(
        self, studio: Work, clock: FixedClock, jobs: RecordingJobs
    ) -> None:
        deal_id = receive_lead(studio, lead=LeadIn(name="Ann", email="ann@client.example")).deal_id
        take_letter(studio, letter=came(), message=said(studio))
        leave_letter(studio, letter=came(2, reason="bulk"))
        clock.advance(KEPT_FOR - timedelta(minutes=1))
        tidy_letters(studio)
        assert left_letters(studio).total == 1
        clock.advance(timedelta(minutes=2))
        tidy_letters(studio)
        assert left_letters(studio).total == 0
        assert [row.stored_as for row in letters_of_deal(studio, deal_id=deal_id)] == [""]
        assert studio.session.exec(select(KeptBytes)).all() == []
        gone = {job.args["stored_as"] for job in jobs.enqueued if job.job == DISCARD}
        assert gone == {"letter-1", "letter-2"}
        assert not any(is_held(studio, stored_as=name) for name in gone)


class TestHistory:
    @pytest.mark.parametrize(("locale", "told"), [("en", "x.exe (a dangerous kind)"), ("ru", "x.exe (опасный тип)")])
    def test_names_the_files_that_are_not_kept(self, studio: Work, locale: str, told: str) -> None:
        deal_id = receive_lead(studio, lead=LeadIn(name="Ann", email="ann@client.example")).deal_id
        take_letter(
            studio, letter=came(), message=said(studio, 1, AttachmentIn(name="x.exe", size=3, problem=LeftFile.KIND))
        )
        entries = history(studio, deal_id=deal_id, limit=50).entries
        received = next(entry for entry in entries if entry.kind == EventKind.MESSAGE_RECEIVED)
        assert told in sentence(received, words(studio, locale))
