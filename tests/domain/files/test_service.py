"""Files of a deal."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import col, select

from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.core.errors import NotFound
from studio_app.domain.deals.history import history
from studio_app.domain.files.models import DealFile
from studio_app.domain.files.service import (
    DISCARD,
    KeptFile,
    NoRoom,
    Quota,
    add_file,
    discard_file,
    file_of,
    files_of,
    just_removed,
    remove_file,
    require_room,
    restore_file,
    tidy_name,
)
from studio_app.domain.timeline.events.files import FileAdded
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work
from tests.rows import add_deal, add_person, add_studio

KEPT = KeptFile(stored_as="ab12", media_type="application/pdf", size=1000, sha256="0" * 64)


@pytest.fixture
def deal_id(work: Work) -> str:
    add_studio(work)
    add_person(work, key="anna")
    return add_deal(work).id


class TestAddFile:
    def test_is_listed_and_told_of(self, work: Work, deal_id: str) -> None:
        added = add_file(work, deal_id=deal_id, name="Договор.pdf", kept=KEPT)
        assert [one.name for one in files_of(work, deal_id=deal_id)] == ["Договор.pdf"]
        (entry,) = history(work, deal_id=deal_id).entries
        assert entry.event == FileAdded(
            deal_id=deal_id, file_id=added.id, name="Договор.pdf", size=1000, media_type="application/pdf"
        )

    def test_is_found_at_its_own_deal_only(self, work: Work, deal_id: str) -> None:
        added = add_file(work, deal_id=deal_id, name="a.pdf", kept=KEPT)
        assert file_of(work, deal_id=deal_id, file_id=added.id).stored_as == "ab12"
        with pytest.raises(NotFound):
            file_of(work, deal_id="another", file_id=added.id)


class TestRemoveFile:
    def test_can_be_undone_and_leaves_the_history_as_it_was(self, work: Work, deal_id: str) -> None:
        added = add_file(work, deal_id=deal_id, name="a.pdf", kept=KEPT)
        for _ in range(2):
            remove_file(work, file_id=added.id)
        assert [one.id for one in just_removed(work, deal_id=deal_id, seconds=10)] == [added.id]
        with pytest.raises(NotFound):
            file_of(work, deal_id=deal_id, file_id=added.id)
        for _ in range(2):
            restore_file(work, file_id=added.id)
        assert [one.id for one in files_of(work, deal_id=deal_id)] == [added.id]
        assert [entry.kind for entry in history(work, deal_id=deal_id).entries] == [EventKind.FILE_ADDED]
        kinds = work.session.exec(select(TimelineEvent.kind).order_by(col(TimelineEvent.id))).all()
        assert kinds == [EventKind.FILE_ADDED, EventKind.FILE_REMOVED, EventKind.FILE_RESTORED]

    def test_discards_the_bytes_a_day_later(self, work: Work, deal_id: str, jobs: RecordingJobs) -> None:
        added = add_file(work, deal_id=deal_id, name="a.pdf", kept=KEPT)
        remove_file(work, file_id=added.id)
        (job,) = [job for job in jobs.enqueued if job.job == DISCARD]
        assert job.at == work.now() + timedelta(days=1)
        assert [discard_file(work, **job.args) for _ in range(2)] == ["ab12", "ab12"]
        with pytest.raises(NotFound):
            restore_file(work, file_id=added.id)

    def test_spares_the_bytes_of_a_file_that_came_back(self, work: Work, deal_id: str, jobs: RecordingJobs) -> None:
        added = add_file(work, deal_id=deal_id, name="a.pdf", kept=KEPT)
        remove_file(work, file_id=added.id)
        restore_file(work, file_id=added.id)
        assert discard_file(work, **jobs.enqueued[-1].args) is None
        assert work.session.get_one(DealFile, added.id).discarded_at is None


class TestTidyName:
    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\Anna\\Смета.xlsx", "Смета.xlsx"),
            ('a"b\r\nc.pdf', "a b c.pdf"),
            ("evil\u202efdp.exe", "evil fdp.exe"),
            ("...", "file"),
            ("", "file"),
        ],
    )
    def test_leaves_only_what_is_harmless(self, given: str, kept: str) -> None:
        assert tidy_name(given) == kept

    def test_keeps_the_ending_of_a_long_name(self) -> None:
        name = tidy_name("я" * 300 + ".docx")
        assert (len(name), name[-5:]) == (200, ".docx")


class TestRoom:
    MEGABYTE = replace(KEPT, size=1 << 20)

    def test_a_deal_holds_what_it_may_and_no_byte_more(self, work: Work, deal_id: str) -> None:
        quota = Quota(deal=2, studio=10, letters=1)
        for name in ("a", "b"):
            kept = replace(self.MEGABYTE, stored_as=name)
            add_file(work, deal_id=deal_id, name=name, kept=kept, quota=quota)
        with pytest.raises(NoRoom) as refused:
            add_file(work, deal_id=deal_id, name="c", kept=replace(KEPT, size=1), quota=quota)
        assert (refused.value.reason, refused.value.params["megabytes"]) == ("deal", 2)
        assert len(files_of(work, deal_id=deal_id)) == 2

    def test_all_deals_share_the_room_of_the_studio(self, work: Work, deal_id: str) -> None:
        add_file(work, deal_id=deal_id, name="a", kept=self.MEGABYTE)
        for asked in ("another deal", ""):
            require_room(work, deal_id=asked, size=1 << 20, quota=Quota(deal=5, studio=2, letters=1))
            with pytest.raises(NoRoom, match="studio"):
                require_room(work, deal_id=asked, size=(1 << 20) + 1, quota=Quota(deal=5, studio=2, letters=1))

    def test_a_removed_file_counts_until_its_bytes_are_gone(self, work: Work, deal_id: str) -> None:
        added, quota = (
            add_file(work, deal_id=deal_id, name="a", kept=self.MEGABYTE),
            Quota(deal=1, studio=10, letters=1),
        )
        remove_file(work, file_id=added.id)
        with pytest.raises(NoRoom):
            require_room(work, deal_id=deal_id, size=1, quota=quota)
        row = work.session.get_one(DealFile, added.id)
        assert row.removed_at is not None
        discard_file(work, file_id=added.id, removed_at=row.removed_at.isoformat())
        require_room(work, deal_id=deal_id, size=1 << 20, quota=quota)
