"""The clients' list and the corrections made to a client."""

from dataclasses import replace

import pytest

from studio_app.core.errors import Invalid, NotFound
from studio_app.domain.client_book.edits import save_client, save_client_requisites, save_contact
from studio_app.domain.client_book.listing import client_card, find_clients
from studio_app.domain.clients.models import Contact
from studio_app.domain.clients.requisites import requisites_of
from studio_app.domain.contracts.editing import contract_content, publish_contract
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.of_client import documents_of_client
from studio_app.domain.leads.intake.receiving import LeadIn, receive_lead
from studio_app.domain.studio.kinds import EntityKind
from studio_app.domain.work import Work
from tests.agreeing import CLIENT, accept_proposal


def arrive(work: Work, name: str, email: str, *, company: str = "", message: str = "") -> Deal:
    lead = receive_lead(work, lead=LeadIn(name=name, email=email, company=company, message=message))
    return work.session.get_one(Deal, lead.deal_id)


class TestFindClients:
    def test_finds_by_any_word_whatever_its_case(self, studio: Work) -> None:
        arrive(studio, "Пётр Черных", "petr@example.com", company="ООО «Ромашка»")
        arrive(studio, "Анна Белова", "anna@example.com")
        assert [row.name for row in find_clients(studio, text="РОМАШ petr@").rows] == ["ООО «Ромашка»"]
        assert find_clients(studio, text="никто").total == 0

    def test_shows_a_client_once_with_all_deals_counted(self, studio: Work) -> None:
        first = arrive(studio, "Анна Белова", "anna@example.com", message="Сайт")
        second = arrive(studio, "Анна Белова", "anna@example.com", message="Ещё один")
        assert first.client_id == second.client_id
        page = find_clients(studio)
        assert [(row.deals, row.email) for row in page.rows] == [(2, "anna@example.com")]

    def test_pages_through_the_list(self, studio: Work) -> None:
        for number in range(5):
            arrive(studio, f"Клиент {number}", f"c{number}@example.com")
        pages = [find_clients(studio, limit=2, offset=offset) for offset in (0, 2, 4)]
        assert [page.total for page in pages] == [5, 5, 5]
        assert len({row.id for page in pages for row in page.rows}) == 5


class TestClientCard:
    def test_shows_contacts_deals_and_documents(self, studio: Work) -> None:
        deal = arrive(studio, "Анна Белова", "anna@example.com")
        accept_proposal(studio, deal)
        card = client_card(studio, client_id=deal.client_id)
        assert [contact.email for contact in card.contacts] == ["anna@example.com"]
        assert [found.id for found in card.deals] == [deal.id]
        kinds = {document.kind.key for document in documents_of_client(studio, client_id=deal.client_id)}
        assert {"contract", "proposal"} <= kinds

    def test_knows_the_name_and_the_signer_before_requisites_are_kept(self, studio: Work) -> None:
        company = arrive(studio, "Анна Белова", "anna@example.com", company="ООО «Ромашка»")
        person = arrive(studio, "Пётр Черных", "petr@example.com")
        found = [client_card(studio, client_id=deal.client_id).known_requisites for deal in (company, person)]
        assert [(one.kind, one.full_name, one.signer_name) for one in found] == [
            (EntityKind.COMPANY, "ООО «Ромашка»", "Анна Белова"),
            (EntityKind.PERSON, "Пётр Черных", "Пётр Черных"),
        ]

    def test_is_not_found_for_an_unknown_id(self, studio: Work) -> None:
        with pytest.raises(NotFound):
            client_card(studio, client_id="nobody")


class TestSaveContact:
    def test_makes_the_deal_findable_by_the_new_address(self, studio: Work) -> None:
        deal = arrive(studio, "Анна Белова", "anna@example.com")
        save_contact(
            studio,
            contact_id=deal.contact_id,
            values={"name": "Анна Белова", "email": " New@Example.com ", "phone": ""},
        )
        assert find_clients(studio, text="new@example.com").total == 1

    def test_sends_the_code_of_an_open_contract_to_the_new_address(self, studio: Work) -> None:
        deal = arrive(studio, "Анна Белова", "anna@example.com")
        contract = accept_proposal(studio, deal)
        publish_contract(studio, document_id=contract)
        save_contact(
            studio, contact_id=deal.contact_id, values={"name": "Анна", "email": "new@example.com", "phone": ""}
        )
        assert contract_content(studio, document_id=contract).client.email == "new@example.com"

    def test_needs_some_way_to_reach_the_person(self, studio: Work) -> None:
        deal = arrive(studio, "Анна Белова", "anna@example.com")
        with pytest.raises(Invalid, match="reachable"):
            save_contact(studio, contact_id=deal.contact_id, values={"name": "Анна", "email": "", "phone": ""})
        assert studio.session.get_one(Contact, deal.contact_id).email == "anna@example.com"


class TestSaveClient:
    def test_renames_and_keeps_the_deal_findable(self, studio: Work) -> None:
        deal = arrive(studio, "Анна Белова", "anna@example.com")
        save_client(studio, client_id=deal.client_id, values={"name": "ООО  «Белый лист»", "locale": "en"})
        card = client_card(studio, client_id=deal.client_id)
        assert (card.name, card.locale) == ("ООО «Белый лист»", "en")
        assert find_clients(studio, text="белый").total == 1

    def test_refuses_an_unknown_language(self, studio: Work) -> None:
        deal = arrive(studio, "Анна Белова", "anna@example.com")
        with pytest.raises(Invalid):
            save_client(studio, client_id=deal.client_id, values={"name": "Анна", "locale": "xx"})


class TestSaveClientRequisites:
    def test_keeps_them_with_their_warnings(self, studio: Work) -> None:
        deal = arrive(studio, "Анна Белова", "anna@example.com")
        odd = replace(CLIENT, account="40702810938250123017")
        found = save_client_requisites(studio, client_id=deal.client_id, requisites=odd)
        assert [finding.reason for finding in found.warnings] == ["account_key"]
        assert requisites_of(studio, client_id=deal.client_id) == odd
