"""Letters with the current link: of a link replaced, and to whoever asks at a former one."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import col, func, select

from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.core.clock import FixedClock
from studio_app.core.tokens import token_hash
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.clients.models import Contact
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.kinds import DocumentKind, DocumentStatus
from studio_app.domain.documents.links import get_document, link_path, new_document, replace_link
from studio_app.domain.documents.models import Document
from studio_app.domain.documents.revisions import publish, save_content, set_status
from studio_app.domain.invoices.void import void_invoice
from studio_app.domain.notifications.kinds import NotificationStatus
from studio_app.domain.notifications.models import Notification
from studio_app.domain.notifications.new_links import ByHand, ask_for_link, link_letter
from studio_app.domain.notifications.schemas import Verdict
from studio_app.domain.notifications.sending import decide
from studio_app.domain.studio.models import LegalEntity
from studio_app.domain.studio.starter import SAMPLE_INN
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Installation, Work
from tests.selling import DEAL, issued_invoice, make_deal, make_studio

OURS = Installation(demo=False, mails=True)


@pytest.fixture(autouse=True)
def studio(work: Work) -> None:
    make_studio(work)


@pytest.fixture
def invoice(work: Work) -> Document:
    return get_document(work, issued_invoice(work))


def letters(work: Work, rule: str) -> list[Notification]:
    return list(work.session.exec(select(Notification).where(Notification.rule == rule).order_by(col(Notification.id))))


def count(work: Work) -> tuple[int, int]:
    """Rows of the timeline and of letters."""
    tables = (TimelineEvent, Notification)
    first, second = (work.session.exec(select(func.count()).select_from(table)).one() for table in tables)
    return first, second


def replaced(work: Work, document: Document) -> str:
    """Replace the link; the hash of the former one."""
    former = document.token_hash
    replace_link(work, document_id=document.id)
    return former


def contact(work: Work) -> Contact:
    return work.session.get_one(Contact, work.session.get_one(Deal, DEAL).contact_id)


class TestLinkReplaced:
    def test_sends_the_new_link_at_once(self, work: Work, jobs: RecordingJobs, invoice: Document) -> None:
        replaced(work, invoice)
        (row,) = letters(work, "link_replaced")
        facts = decide(work, notification_id=row.id).facts
        assert facts is not None
        assert (facts.recipient, facts.path) == ("client@example.com", link_path(work, invoice))
        assert (facts.kind, facts.number) == ("invoice", invoice.number)
        assert (jobs.enqueued[-1].args, jobs.enqueued[-1].at) == ({"notification_id": row.id}, None)

    def test_of_two_in_a_row_sends_the_newer_one_alone(self, work: Work, invoice: Document) -> None:
        replaced(work, invoice)
        replaced(work, invoice)
        older, newer = letters(work, "link_replaced")
        assert (older.status, older.problem) == (NotificationStatus.CANCELLED, "link_replaced")
        facts = decide(work, notification_id=newer.id).facts
        assert facts is not None
        assert facts.path == link_path(work, invoice)

    @pytest.mark.parametrize(
        ("kind", "status"),
        [
            (DocumentKind.INVOICE, DocumentStatus.PAID),
            (DocumentKind.PROPOSAL, DocumentStatus.DECLINED),
        ],
    )
    def test_is_sent_of_what_was_answered_too(
        self, work: Work, invoice: Document, kind: DocumentKind, status: DocumentStatus
    ) -> None:
        document = invoice
        if kind is not DocumentKind.INVOICE:
            document = new_document(work, deal_id=DEAL, kind=kind, title="Сайт", locale="ru")
            publish(work, document)
        set_status(work, document, status)
        replaced(work, document)
        assert decide(work, notification_id=letters(work, "link_replaced")[0].id).verdict is Verdict.SEND

    def test_is_sent_of_a_lost_deal(self, work: Work, invoice: Document) -> None:
        replaced(work, invoice)
        work.session.get_one(Deal, DEAL).stage_id = "lost"
        assert decide(work, notification_id=letters(work, "link_replaced")[0].id).verdict is Verdict.SEND

    def test_is_not_sent_once_the_document_is_void(self, work: Work, invoice: Document) -> None:
        replaced(work, invoice)
        void_invoice(work, document_id=invoice.id, reason="Ошибка")
        (row,) = letters(work, "link_replaced")
        assert (row.status, row.problem) == (NotificationStatus.CANCELLED, "void")
        replaced(work, invoice)
        assert len(letters(work, "link_replaced")) == 1

    def test_is_no_failed_letter_where_no_address_is_known(self, work: Work, invoice: Document) -> None:
        contact(work).email = ""
        replaced(work, invoice)
        assert letters(work, "link_replaced") == []


class TestLinkLetter:
    """What the person is told before the link is replaced."""

    def test_names_who_gets_it_and_where(self, work: Work, invoice: Document) -> None:
        told = link_letter(replace(work, installation=OURS), document_id=invoice.id)
        assert (told.name, told.address, told.by_hand) == ("Иван", "client@example.com", None)
        assert (str(told.kind), told.number, told.link_hash) == ("invoice", invoice.number, invoice.token_hash)

    def test_is_the_one_who_pays_for_an_invoice(self, work: Work, invoice: Document) -> None:
        main = contact(work)
        work.session.add(
            Contact(id="payer", client_id=main.client_id, name="Бухгалтерия", email="pay@example.com", pays=True)
        )
        work.session.flush()
        assert link_letter(work, document_id=invoice.id).address == "pay@example.com"

    @pytest.mark.parametrize(
        ("installation", "inn", "email", "why"),
        [
            (OURS, "7707083893", "", ByHand.ADDRESS),
            (OURS, SAMPLE_INN, "client@example.com", ByHand.REQUISITES),
            (Installation(demo=True, mails=True), SAMPLE_INN, "client@example.com", None),
            (Installation(demo=False, mails=False), "7707083893", "client@example.com", ByHand.MAIL),
            (Installation(demo=True, mails=False), "7707083893", "", ByHand.ADDRESS),
        ],
    )
    def test_says_why_none_goes_out(
        self, *, work: Work, invoice: Document, installation: Installation, inn: str, email: str, why: ByHand | None
    ) -> None:
        entity = work.session.exec(select(LegalEntity)).one()
        entity.inn, contact(work).email = inn, email
        there = replace(work, installation=installation)
        assert link_letter(there, document_id=invoice.id).by_hand is why
        replaced(there, invoice)
        assert len(letters(work, "link_replaced")) == (why in {None, ByHand.MAIL})

    def test_of_a_brief_asks_for_no_requisites(self, work: Work) -> None:
        make_deal(work)
        brief = new_document(work, deal_id=DEAL, kind=DocumentKind.BRIEF, title="Бриф", locale="ru")
        save_content(work, brief, {"a": 1})
        publish(work, brief)
        work.session.exec(select(LegalEntity)).one().inn = SAMPLE_INN
        assert link_letter(replace(work, installation=OURS), document_id=brief.id).by_hand is None

    def test_of_a_void_invoice_is_none(self, work: Work, invoice: Document) -> None:
        void_invoice(work, document_id=invoice.id, reason="Ошибка")
        assert link_letter(work, document_id=invoice.id).by_hand is ByHand.VOID


class TestAskForLink:
    def test_sends_the_current_link_to_the_address_of_today(self, work: Work, invoice: Document) -> None:
        former = replaced(work, invoice)
        contact(work).email = "moved@example.com"
        ask_for_link(work, former=former)
        (row,) = letters(work, "link_asked")
        facts = decide(work, notification_id=row.id).facts
        assert facts is not None
        assert (facts.recipient, facts.path) == ("moved@example.com", link_path(work, invoice))

    def test_carries_a_link_that_was_replaced_after_the_asking(self, work: Work, invoice: Document) -> None:
        ask_for_link(work, former=replaced(work, invoice))
        replaced(work, invoice)
        facts = decide(work, notification_id=letters(work, "link_asked")[0].id).facts
        assert facts is not None
        assert facts.path == link_path(work, invoice)

    def test_knows_a_former_link_of_a_former_link(self, work: Work, invoice: Document) -> None:
        first = replaced(work, invoice)
        replaced(work, invoice)
        ask_for_link(work, former=first)
        assert len(letters(work, "link_asked")) == 1

    def test_sends_one_letter_a_day_however_often_and_by_whichever_link(
        self, work: Work, clock: FixedClock, invoice: Document
    ) -> None:
        formers = [replaced(work, invoice), replaced(work, invoice)]
        for former in (*formers, *formers):
            ask_for_link(work, former=former)
        assert len(letters(work, "link_asked")) == 1
        clock.advance(timedelta(days=1))
        for former in formers:
            ask_for_link(work, former=former)
        assert len(letters(work, "link_asked")) == 2

    def test_does_nothing_for_any_other(self, work: Work, invoice: Document) -> None:
        replaced(work, invoice)
        before = count(work)
        for unknown in ("", "a", invoice.token_hash, token_hash("mistyped")):
            ask_for_link(work, former=unknown)
        assert count(work) == before

    def test_does_nothing_where_no_link_opens(self, work: Work, invoice: Document) -> None:
        former = replaced(work, invoice)
        invoice.expires_at = work.now()
        before = count(work)
        ask_for_link(work, former=former)
        assert count(work) == before

    def test_of_a_void_invoice_tells_the_studio_alone_and_once_a_day(self, work: Work, invoice: Document) -> None:
        former = replaced(work, invoice)
        void_invoice(work, document_id=invoice.id, reason="Ошибка")
        for _ in range(3):
            ask_for_link(work, former=former)
        assert letters(work, "link_asked") == []
        assert len(asked(work)) == 1

    def test_without_an_address_a_person_takes_over(self, work: Work, invoice: Document) -> None:
        former = replaced(work, invoice)
        contact(work).email = ""
        ask_for_link(work, former=former)
        (row,) = letters(work, "link_asked")
        assert (row.status, row.problem) == (NotificationStatus.FAILED, "no_address")

    def test_stands_on_the_timeline_with_where_it_came_from(self, work: Work, invoice: Document) -> None:
        former = replaced(work, invoice)
        stranger = replace(work, actor=Actor(kind=ActorKind.CLIENT, ip="203.0.113.7", user_agent="Firefox"))
        ask_for_link(stranger, former=former)
        (event,) = asked(work)
        assert (event.deal_id, event.payload["document"], event.ip) == (DEAL, "invoice", "203.0.113.7")
        assert work.session.get_one(Deal, DEAL).unread


def asked(work: Work) -> list[TimelineEvent]:
    return list(work.session.exec(select(TimelineEvent).where(TimelineEvent.kind == EventKind.DOCUMENT_LINK_ASKED)))
