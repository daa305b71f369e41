"""The copy of a letter holds no key: its link is kept by the hash and shown to whoever may open the document."""

from dataclasses import replace

import pytest
from sqlmodel import select

from studio_app.adapters.texts.letters import TemplateWriter
from studio_app.domain.actors import SYSTEM, Actor, ActorKind
from studio_app.domain.documents.links import get_document, link_path, link_token, replace_link
from studio_app.domain.documents.models import Document
from studio_app.domain.notifications.models import Notification
from studio_app.domain.notifications.queries import letter
from studio_app.domain.notifications.schemas import LetterText
from studio_app.domain.notifications.sending import decide, note_sent
from studio_app.domain.notifications.stored_links import GONE
from studio_app.domain.work import Work
from tests.selling import issued_invoice, make_studio

STAFF = Actor(kind=ActorKind.STAFF, id="manager", role="manager")
SITE = "https://studio.example"


@pytest.fixture
def invoice(work: Work) -> Document:
    make_studio(work)
    return get_document(work, issued_invoice(work))


@pytest.fixture
def sent(work: Work, invoice: Document) -> tuple[Notification, LetterText]:
    """The row of the letter with the invoice's link, and what the client reads."""
    row = work.session.exec(select(Notification).where(Notification.rule == "invoice_issued")).one()
    facts = decide(work, notification_id=row.id).facts
    assert facts is not None
    written = TemplateWriter(SITE).write(facts)
    note_sent(work, notification_id=row.id, recipient=row.recipient, message_id="", copy=written, kept=False)
    return row, written


class TestCopy:
    def test_of_a_letter_with_a_link_holds_no_link(
        self, work: Work, invoice: Document, sent: tuple[Notification, LetterText]
    ) -> None:
        row, written = sent
        token = link_token(work, invoice)
        for body, stored in ((written.text, row.text), (written.html, row.html)):
            assert f"{SITE}{link_path(work, invoice)}" in body
            assert token not in stored
            assert f"{SITE}/d/~{invoice.token_hash}" in stored

    def test_is_shown_as_it_was_sent_to_people_of_the_studio(
        self, work: Work, sent: tuple[Notification, LetterText]
    ) -> None:
        row, written = sent
        shown = letter(replace(work, actor=STAFF), notification_id=row.id)
        assert (shown.text, shown.html) == (written.text, written.html)

    @pytest.mark.parametrize("actor", [SYSTEM, Actor(kind=ActorKind.CLIENT)])
    def test_shows_no_link_to_anybody_else(
        self, work: Work, invoice: Document, sent: tuple[Notification, LetterText], actor: Actor
    ) -> None:
        shown = letter(replace(work, actor=actor), notification_id=sent[0].id)
        assert link_token(work, invoice) not in shown.text + shown.html
        assert f"{SITE}/d/{GONE}" in shown.text

    def test_shows_a_replaced_link_to_nobody_nor_the_new_one_in_its_place(
        self, work: Work, invoice: Document, sent: tuple[Notification, LetterText]
    ) -> None:
        former = link_token(work, invoice)
        replace_link(work, document_id=invoice.id)
        shown = letter(replace(work, actor=STAFF), notification_id=sent[0].id)
        for token in (former, link_token(work, invoice)):
            assert token not in shown.text + shown.html
        assert f"{SITE}/d/{GONE}" in shown.text
