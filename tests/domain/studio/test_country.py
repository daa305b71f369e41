"""A number that names no country is of the studio's own, whichever way it comes in."""

from collections.abc import Callable

import pytest
from sqlmodel import select

from studio_app.bootstrap import Services
from studio_app.domain.accounts.models import User
from studio_app.domain.actors import SYSTEM, Actor, ActorKind
from studio_app.domain.client_book.edits import save_contact
from studio_app.domain.clients.models import Contact
from studio_app.domain.imports.kinds import ImportKind
from studio_app.domain.imports.planning import plan_import
from studio_app.domain.imports.schemas import Options, RawRow
from studio_app.domain.leads.intake.accepting import accept_lead
from studio_app.domain.leads.intake.models import Lead
from studio_app.domain.leads.intake.receiving import add_deal_by_hand
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.studio.current import default_entity
from studio_app.domain.work import Work

BERLIN = "+493012345678"
TYPED = "030 12345678"


def _move_to_germany(work: Work) -> None:
    entity = default_entity(work)
    assert entity is not None
    entity.country = "DE"
    work.session.flush()


@pytest.fixture
def german(studio: Work) -> Work:
    _move_to_germany(studio)
    return studio


def _lead(work: Work) -> str:
    lead_id = accept_lead(work, lead=LeadIn(name="Ann", phone=TYPED)).lead_id
    return work.session.get_one(Lead, lead_id).phone


def _by_hand(work: Work) -> str:
    add_deal_by_hand(work, lead=LeadIn(name="Ann", phone=TYPED), manager_id=None)
    return work.session.exec(select(Contact.phone)).one()


def _corrected(work: Work) -> str:
    add_deal_by_hand(work, lead=LeadIn(name="Ann", email="ann@client.example"))
    contact = work.session.exec(select(Contact)).one()
    save_contact(
        work, contact_id=contact.id, values={"name": "Ann", "email": contact.email, "phone": TYPED, "post": ""}
    )
    return contact.phone


def _imported(kind: ImportKind) -> Callable[[Work], str]:
    def planned(work: Work) -> str:
        row = RawRow(2, {"name": "Ann", "phone": TYPED, "email": ""})
        return plan_import(work, kind=kind, rows=[row], options=Options()).rows[0].said["phone"]

    return planned


class TestPhones:
    @pytest.mark.parametrize(
        "come_in",
        [_lead, _by_hand, _corrected, _imported(ImportKind.LEADS), _imported(ImportKind.CLIENTS)],
        ids=["lead", "by hand", "corrected", "imported lead", "imported client"],
    )
    def test_are_of_the_country_of_the_legal_entity(self, german: Work, come_in: Callable[[Work], str]) -> None:
        german.actor = Actor(kind=ActorKind.SYSTEM, id=_somebody(german), name="x")
        assert come_in(german) == BERLIN

    async def test_of_leads_from_outside_too(self, services_on_disk: Services) -> None:
        services_on_disk.runner.run_sync(SYSTEM, _move_to_germany)
        accepted = await services_on_disk.lead_inbox.take(SYSTEM, lead=LeadIn(name="Ann", phone=TYPED))

        def stored(work: Work) -> str:
            return work.session.get_one(Lead, accepted.lead_id).phone

        assert services_on_disk.runner.read_sync(SYSTEM, stored) == BERLIN


def _somebody(work: Work) -> str:
    return work.session.exec(select(User.id)).first() or ""
