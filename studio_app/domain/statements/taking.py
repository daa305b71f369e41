"""Use case: what was read from a waiting file is taken in, and the file waits no more."""

from studio_app.domain.statements.importing import import_statement
from studio_app.domain.statements.lines import Statement
from studio_app.domain.statements.refused import finish_upload
from studio_app.domain.statements.schemas import ImportResult
from studio_app.domain.work import Work


def import_upload(work: Work, *, statement: Statement, file_name: str, digest: str) -> ImportResult:
    """Import the statement (`import_statement`) and forget the actor's file that it was read from, by its digest.

    Raises Forbidden, Stale when the same file is being imported by somebody else at this moment.
    """
    done = import_statement(work, statement=statement, file_name=file_name)
    finish_upload(work, digest=digest)
    return done
