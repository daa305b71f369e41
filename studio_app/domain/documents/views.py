"""Use case: a client has looked at a document."""

from studio_app.domain.documents.links import find_by_token
from studio_app.domain.documents.revisions import note_view
from studio_app.domain.work import Work


def count_view(work: Work, *, token: str, revision: int) -> None:
    """Count the look at `revision` (of at least three seconds). Raises NotFound."""
    note_view(work, find_by_token(work, token=token), revision=revision)
