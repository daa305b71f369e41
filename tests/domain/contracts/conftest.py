"""A contract as it stands when the client has accepted the proposal."""

import pytest
from sqlmodel import select

from studio_app.domain.contracts.models import Contract
from studio_app.domain.deals.models import Deal
from studio_app.domain.work import Work


@pytest.fixture
def deal(agreed_rows: None, work: Work) -> Deal:
    return work.session.exec(select(Deal)).one()


@pytest.fixture
def draft(agreed_rows: None, work: Work) -> str:
    """The id of its draft."""
    return work.session.exec(select(Contract)).one().document_id
