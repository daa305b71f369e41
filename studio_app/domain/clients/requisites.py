"""Use case: the requisites kept on a client, from which later contracts are prefilled."""

from studio_app.core.errors import NotFound
from studio_app.domain.clients.models import Client, Requisites
from studio_app.domain.clients.search_text import index_client
from studio_app.domain.studio.requisites import REQUISITES, Findings, RequisitesIn, require_valid, requisites_in
from studio_app.domain.work import Work


def keep_requisites(work: Work, *, client_id: str, values: RequisitesIn) -> tuple[RequisitesIn, Findings]:
    """Check and store a client's requisites; returns them tidied, with the warnings.

    Raises Invalid for the first error, NotFound. The caller records `requisites.saved`.
    """
    clean, found = require_valid(values, bank_required=False)
    client = work.session.get(Client, client_id)
    if client is None:
        raise NotFound
    row = work.session.get(Requisites, client_id)
    if row is None:
        row = Requisites(client_id=client_id, updated_at=work.now())
        work.session.add(row)
    for name in REQUISITES:
        setattr(row, name, getattr(clean, name))
    row.updated_at = work.now()
    index_client(work, client)
    return clean, found


def requisites_of(work: Work, *, client_id: str) -> RequisitesIn | None:
    """What is kept, or None while nothing was."""
    row = work.session.get(Requisites, client_id)
    return None if row is None else requisites_in(row)
