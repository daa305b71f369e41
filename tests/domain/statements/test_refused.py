"""A file that could not be read is kept where the owner sees it, and read again in another way."""

import dataclasses
import re
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlmodel import select

from studio_app.core.errors import Forbidden, NotFound
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.people import add_person
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.files.digests import digest_of
from studio_app.domain.statements.lines import Answers, BadStatement
from studio_app.domain.statements.models import RefusedStatement, UploadedStatement
from studio_app.domain.statements.refused import (
    KEPT_FOR,
    finish_upload,
    forget_refused,
    keep_refused,
    list_refused,
    refused_file,
    reopen_refused,
)
from studio_app.domain.statements.uploads import answer, drop_upload, keep_upload, upload_of
from studio_app.domain.work import Work
from tests.selling import make_studio

MANAGER = Actor(kind=ActorKind.STAFF, id="manager", name="Менеджер", role="manager")
PROBLEM = BadStatement("amount", line=7, value="12З")


@pytest.fixture
def owner(work: Work) -> Work:
    make_studio(work)
    person = add_person(work, email="a@studio.example", name="Анна", password_hash="-", role=Role.OWNER).id
    made = dataclasses.replace(work, actor=Actor(kind=ActorKind.STAFF, id=person, name="Анна", role="owner"))
    keep_upload(made, file_name="kl.txt", raw=b"bytes")
    return made


class TestKeepRefused:
    def test_lists_the_file_with_reason_place_and_person(self, owner: Work) -> None:
        keep_refused(owner, problem=PROBLEM)
        (one,) = list_refused(owner)
        assert (one.file_name, one.size, one.uploaded_by, one.refused_at) == ("kl.txt", 5, "Анна", owner.now())
        assert (one.problem.message_key, one.problem.params) == (PROBLEM.message_key, PROBLEM.params)
        assert refused_file(owner, refused_id=one.id) == ("kl.txt", b"bytes")

    def test_reads_no_file_for_the_list_or_for_another_upload(self, owner: Work) -> None:
        keep_refused(owner, problem=PROBLEM)
        owner.session.flush()
        owner.session.expunge_all()
        asked: list[str] = []
        event.listen(owner.session.connection(), "before_cursor_execute", lambda *told: asked.append(told[2]))
        (one,) = list_refused(owner)
        keep_upload(owner, file_name="b.txt", raw=b"other")
        owner.session.flush()
        assert one.size == 5
        assert len(asked) > 2
        assert [sql for sql in asked if re.search(r"SELECT .*\braw\b(?!\))", sql, re.DOTALL)] == []

    def test_reads_only_the_waiting_one_to_keep_it_again(self, owner: Work) -> None:
        keep_refused(owner, problem=PROBLEM)
        owner.session.flush()
        owner.session.expunge_all()
        asked: list[str] = []
        event.listen(owner.session.connection(), "before_cursor_execute", lambda *told: asked.append(told[2]))
        keep_refused(owner, problem=BadStatement("encoding"))
        read = [sql for sql in asked if re.search(r"SELECT .*\braw\b(?!\))", sql, re.DOTALL)]
        assert [table for sql in read for table in re.findall(r"FROM (\w+)", sql)] == [UploadedStatement.__tablename__]

    def test_once_however_often_it_is_tried(self, owner: Work) -> None:
        keep_refused(owner, problem=PROBLEM)
        answer(owner, about="encoding", value="cp1251")
        keep_refused(owner, problem=BadStatement("encoding"))
        assert [one.problem.reason for one in list_refused(owner)] == ["encoding"]

    def test_outlives_the_upload_and_is_forgotten_after_a_month(self, owner: Work) -> None:
        keep_refused(owner, problem=PROBLEM)
        drop_upload(owner)
        row = owner.session.exec(select(RefusedStatement)).one()
        row.refused_at = owner.now() - KEPT_FOR - timedelta(minutes=1)
        keep_upload(owner, file_name="b.txt", raw=b"other")
        keep_refused(owner, problem=PROBLEM)
        assert [one.file_name for one in list_refused(owner)] == ["b.txt"]


class TestReopen:
    def test_the_file_waits_again_with_what_was_told_about_it(self, owner: Work) -> None:
        answer(owner, about="encoding", value="cp1251")
        keep_refused(owner, problem=PROBLEM)
        drop_upload(owner)
        (one,) = list_refused(owner)
        reopen_refused(owner, refused_id=one.id)
        waiting = upload_of(owner)
        assert waiting is not None
        assert (waiting.raw, waiting.answers) == (b"bytes", Answers(encoding="cp1251"))

    def test_once_taken_it_is_refused_no_more(self, owner: Work) -> None:
        keep_refused(owner, problem=PROBLEM)
        answer(owner, about="anyway", value="1")
        finish_upload(owner, digest=digest_of(b"bytes"))
        assert (list_refused(owner), upload_of(owner)) == ((), None)

    def test_another_file_that_waits_by_then_waits_on(self, owner: Work) -> None:
        keep_refused(owner, problem=PROBLEM)
        keep_upload(owner, file_name="b.txt", raw=b"other")
        keep_refused(owner, problem=PROBLEM)
        finish_upload(owner, digest=digest_of(b"bytes"))
        waiting = upload_of(owner)
        assert waiting is not None
        assert (waiting.file_name, [one.file_name for one in list_refused(owner)]) == ("b.txt", ["b.txt"])

    def test_may_be_thrown_away(self, owner: Work) -> None:
        keep_refused(owner, problem=PROBLEM)
        (one,) = list_refused(owner)
        forget_refused(owner, refused_id=one.id)
        assert list_refused(owner) == ()
        with pytest.raises(NotFound):
            refused_file(owner, refused_id=one.id)


class TestAnswer:
    def test_what_nobody_asks_is_not_kept(self, owner: Work) -> None:
        with pytest.raises(NotFound):
            answer(owner, about="lines", value="1")

    def test_nothing_takes_it_back(self, owner: Work) -> None:
        answer(owner, about="currency", value="EUR")
        answer(owner, about="currency", value="")
        waiting = upload_of(owner)
        assert waiting is not None
        assert waiting.answers == Answers()


class TestRights:
    def test_are_the_owners(self, owner: Work) -> None:
        keep_refused(owner, problem=PROBLEM)
        (one,) = list_refused(owner)
        manager = dataclasses.replace(owner, actor=MANAGER)
        for tried in (
            lambda: list_refused(manager),
            lambda: refused_file(manager, refused_id=one.id),
            lambda: reopen_refused(manager, refused_id=one.id),
            lambda: forget_refused(manager, refused_id=one.id),
            lambda: keep_refused(manager, problem=PROBLEM),
            lambda: answer(manager, about="anyway", value="1"),
        ):
            with pytest.raises(Forbidden):
                tried()
