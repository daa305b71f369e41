"""Use cases: a file waits between its upload and the decision to import it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import col, delete

from studio_app.core.errors import NotFound
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.files.digests import digest_of
from studio_app.domain.imports.kinds import ImportKind
from studio_app.domain.imports.models import UploadedTable
from studio_app.domain.imports.schemas import FIELDS, Options
from studio_app.domain.work import Work

_KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Upload:
    """The file; `columns` says which column holds what where a person had to tell, so does `encoding`."""

    kind: ImportKind
    file_name: str
    raw: bytes
    columns: Mapping[str, int]
    options: Options
    encoding: str = ""
    digest: str = ""  # of its bytes


def keep_upload(work: Work, *, kind: ImportKind, file_name: str, raw: bytes) -> None:
    """Keep a file for whoever uploads it, in place of an earlier one. Raises Forbidden."""
    require(work, Permission.IMPORT_LISTS)
    stale = work.now() - _KEPT_FOR
    # never read for it: each may have megabytes
    work.session.exec(delete(UploadedTable).where(col(UploadedTable.uploaded_at) < stale))
    drop_upload(work)
    work.session.add(
        UploadedTable(
            user_id=work.actor.id,
            kind=kind,
            file_name=" ".join(file_name.replace("\\", "/").rpartition("/")[2].split())[-160:],
            raw=raw,
            options=Options().as_json(),
            uploaded_at=work.now(),
        )
    )


def upload_of(work: Work) -> Upload | None:
    """Query: the file that waits for the actor's decision. Raises Forbidden."""
    require(work, Permission.IMPORT_LISTS)
    row = work.session.get(UploadedTable, work.actor.id)
    if row is None:
        return None
    chosen, digest = Options(**row.options), digest_of(row.raw)
    return Upload(row.kind, row.file_name, row.raw, dict(row.columns), chosen, row.encoding, digest)


def map_column(work: Work, *, name: str, at: int) -> None:
    """Take something from another column (-1: from none) of the waiting file. Raises Forbidden, NotFound."""
    row = _waiting(work)
    if name not in FIELDS[row.kind]:
        raise NotFound
    row.columns = {**row.columns, name: at}


def choose_options(work: Work, *, options: Options) -> None:
    """Remember what is chosen for the waiting file. Raises Forbidden, NotFound."""
    _waiting(work).options = options.as_json()


def choose_encoding(work: Work, *, encoding: str) -> None:
    """Remember in which encoding the waiting file is to be read. Raises Forbidden, NotFound."""
    _waiting(work).encoding = encoding


def drop_upload(work: Work) -> None:
    """Forget the waiting file, if there is one. Raises Forbidden."""
    require(work, Permission.IMPORT_LISTS)
    work.session.exec(delete(UploadedTable).where(col(UploadedTable.user_id) == work.actor.id))


def _waiting(work: Work) -> UploadedTable:
    require(work, Permission.IMPORT_LISTS)
    row = work.session.get(UploadedTable, work.actor.id)
    if row is None:
        raise NotFound
    return row
