"""All tables in one metadata, for migrations and tests."""

from importlib import import_module

from sqlalchemy import Connection, event
from sqlmodel import SQLModel

from studio_app.adapters.db.guards import install_guards
from studio_app.adapters.payments.registry import PROVIDERS
from studio_app.domain.accounts import models as accounts
from studio_app.domain.analytics import models as analytics
from studio_app.domain.board import models as board
from studio_app.domain.briefs import models as briefs
from studio_app.domain.clients import models as clients
from studio_app.domain.contracts import models as contracts
from studio_app.domain.deals import models as deals
from studio_app.domain.documents import models as documents
from studio_app.domain.files import models as files
from studio_app.domain.imports import models as imports
from studio_app.domain.invoices import models as invoices
from studio_app.domain.leads import models as leads
from studio_app.domain.leads.assignment import models as assignment
from studio_app.domain.leads.intake import models as intake
from studio_app.domain.ledger import models as ledger
from studio_app.domain.notifications import models as notifications
from studio_app.domain.payments import models as payments
from studio_app.domain.payments.reconciliation import models as differences
from studio_app.domain.pricing import models as pricing
from studio_app.domain.proposals import models as proposals
from studio_app.domain.search import models as search
from studio_app.domain.statements import models as statements
from studio_app.domain.studio import models as studio
from studio_app.domain.tasks import models as tasks
from studio_app.domain.timeline import models as timeline

__all__ = [
    "accounts",
    "analytics",
    "assignment",
    "board",
    "briefs",
    "clients",
    "contracts",
    "deals",
    "differences",
    "documents",
    "files",
    "imports",
    "intake",
    "invoices",
    "leads",
    "ledger",
    "notifications",
    "payments",
    "pricing",
    "proposals",
    "search",
    "statements",
    "studio",
    "tasks",
    "timeline",
]

for provider in PROVIDERS.values():
    if provider.tables:
        import_module(provider.tables)

metadata = SQLModel.metadata


@event.listens_for(metadata, "after_create")
def _guard(_target: object, connection: Connection, **_options: object) -> None:
    install_guards(connection)
