"""Use case: changes that were not published are thrown away."""

from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.documents.links import get_document
from studio_app.domain.documents.working_copies import drop_copy
from studio_app.domain.work import Work


def discard_changes(work: Work, *, document_id: str) -> None:
    """Throw away what was saved in the document and not published; what the client sees stays. Raises NotFound.

    Of a document that was accepted or signed in the meantime too. Nothing happens where nothing was left.
    """
    require(work, Permission.SEND_DOCUMENTS)
    drop_copy(work, get_document(work, document_id))
