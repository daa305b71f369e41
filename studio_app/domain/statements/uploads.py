"""Use cases: a file waits between its upload and the decision to import it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from sqlmodel import col, delete, select

from studio_app.core.errors import NotFound
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.files.digests import digest_of
from studio_app.domain.statements.accounts import plain_account
from studio_app.domain.statements.lines import NOTHING_SAID, Answers, answers_of
from studio_app.domain.statements.models import UploadedStatement
from studio_app.domain.studio.models import LegalEntity
from studio_app.domain.work import Work

_KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Upload:
    """The file; `columns` and `answers` say what a person had to tell: which column holds what, and the like.

    `currencies` are those of our accounts, the default one under "": some tables do not tell.
    """

    file_name: str
    raw: bytes
    columns: Mapping[str, int]
    currencies: Mapping[str, str] = field(default_factory=dict[str, str], compare=False)
    answers: Answers = NOTHING_SAID
    digest: str = field(default="", compare=False)  # of its bytes


def keep_upload(work: Work, *, file_name: str, raw: bytes) -> None:
    """Keep a file for whoever uploads it, in place of an earlier one. Raises Forbidden."""
    require(work, Permission.KEEP_BOOKS)
    stale = work.now() - _KEPT_FOR
    # never read for it: each may have megabytes
    work.session.exec(delete(UploadedStatement).where(col(UploadedStatement.uploaded_at) < stale))
    drop_upload(work)
    work.session.add(
        UploadedStatement(
            user_id=work.actor.id,
            file_name=" ".join(file_name.replace("\\", "/").rpartition("/")[2].split())[-160:],
            raw=raw,
            uploaded_at=work.now(),
        )
    )


def upload_of(work: Work) -> Upload | None:
    """The file that waits for the actor's decision. Raises Forbidden."""
    require(work, Permission.KEEP_BOOKS)
    row = work.session.get(UploadedStatement, work.actor.id)
    if row is None:
        return None
    digest = digest_of(row.raw)
    return Upload(row.file_name, row.raw, dict(row.columns), _currencies(work), answers_of(row.answers), digest)


def map_columns(work: Work, *, columns: Mapping[str, int]) -> None:
    """Remember which column of the waiting file holds what. Raises Forbidden, NotFound."""
    require(work, Permission.KEEP_BOOKS)
    row = work.session.get(UploadedStatement, work.actor.id)
    if row is None:
        raise NotFound
    row.columns = dict(columns)


def answer(work: Work, *, about: str, value: str) -> None:
    """Remember what a person tells about the waiting file that it does not tell itself; nothing takes it back.

    Raises Forbidden, NotFound (also for what nobody asks).
    """
    require(work, Permission.KEEP_BOOKS)
    row = work.session.get(UploadedStatement, work.actor.id)
    if row is None or about not in Answers.__dataclass_fields__:
        raise NotFound
    row.answers = answers_of({**row.answers, about: value[:40]}).as_json()


def drop_upload(work: Work) -> None:
    """Forget the waiting file, if there is one. Raises Forbidden."""
    require(work, Permission.KEEP_BOOKS)
    work.session.exec(delete(UploadedStatement).where(col(UploadedStatement.user_id) == work.actor.id))


def _currencies(work: Work) -> dict[str, str]:
    rows = work.session.exec(select(LegalEntity).order_by(col(LegalEntity.is_default))).all()
    currencies = {plain_account(row.account): row.currency for row in rows if row.account}
    return {**currencies, "": rows[-1].currency} if rows else {}
