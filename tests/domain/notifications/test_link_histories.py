"""Any history of replaced links: one link opens a document, and letters with it go to today's address, one a day."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from functools import cache

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import Engine, StaticPool, create_engine
from sqlmodel import Session, col, func, select

from studio_app.adapters.db.schema import metadata
from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.core.clock import FixedClock
from studio_app.core.errors import NotFound
from studio_app.core.tokens import token_hash
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.clients.models import Contact
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import find_by_token, get_document, link_path, link_token, replace_link
from studio_app.domain.invoices.void import void_invoice
from studio_app.domain.notifications.kinds import NotificationStatus
from studio_app.domain.notifications.models import Notification
from studio_app.domain.notifications.new_links import ask_for_link
from studio_app.domain.notifications.rules import ASKED_LINK, REPLACED_LINK
from studio_app.domain.notifications.schemas import LetterText, Verdict
from studio_app.domain.notifications.sending import decide, note_cancelled, note_failure, note_sent
from studio_app.domain.studio.current import day_of
from studio_app.domain.timeline.models import TimelineEvent
from tests.conftest import NOON, a_work
from tests.histories import going_through, patience
from tests.selling import issued_invoice, make_studio

pytestmark = patience
LETTER = LetterText(subject="", text="", html="")
which = st.integers(0, 1)
STRANGER = Actor(kind=ActorKind.CLIENT, ip="203.0.113.7")


class Links(RuleBasedStateMachine):
    """Two invoices of two deals."""

    def __init__(self) -> None:
        super().__init__()
        self.session = Session(_engine(), expire_on_commit=False)
        self.clock = FixedClock(NOON)
        self.work = a_work(self.session, self.clock, RecordingJobs())
        make_studio(self.work)
        self.ids = [issued_invoice(self.work, deal_id=f"deal{number}") for number in range(2)]
        self.tokens: list[list[str]] = [[self.link(number)] for number in range(2)]

    def teardown(self) -> None:
        self.session.rollback()
        self.session.close()

    def link(self, number: int) -> str:
        return link_token(self.work, get_document(self.work, self.ids[number]))

    @rule(number=which)
    def replace_it(self, number: int) -> None:
        replace_link(self.work, document_id=self.ids[number])
        self.tokens[number].append(self.link(number))

    @rule(number=which, which_one=st.integers(0, 20))
    def ask_at_a_former_one(self, number: int, which_one: int) -> None:
        formers = self.tokens[number][:-1]
        if formers:
            token = formers[which_one % len(formers)]
            ask_for_link(replace(self.work, actor=STRANGER), former=token_hash(token))

    @rule(token=st.text(max_size=30) | st.sampled_from(["current 0", "current 1"]))
    def ask_at_any_other(self, token: str) -> None:
        current = {f"current {number}": self.tokens[number][-1] for number in range(2)}
        before = self.rows()
        ask_for_link(replace(self.work, actor=STRANGER), former=token_hash(current.get(token, token)))
        assert self.rows() == before

    @rule(number=which, address=st.sampled_from(["", "old@example.com", "new@example.com"]))
    def move(self, number: int, address: str) -> None:
        self.session.get_one(Contact, f"contact-deal{number}").email = address

    @rule(number=which)
    def void(self, number: int) -> None:
        if get_document(self.work, self.ids[number]).status is DocumentStatus.PUBLISHED:
            void_invoice(self.work, document_id=self.ids[number], reason="Ошибка")

    @rule(hours=st.integers(1, 30))
    def wait(self, hours: int) -> None:
        self.clock.advance(timedelta(hours=hours))

    @rule()
    def send(self) -> None:
        for row in self.letters():
            if row.status is not NotificationStatus.PLANNED:
                continue
            decision = decide(self.work, notification_id=row.id)
            facts = decision.facts
            if decision.verdict is Verdict.SEND and facts is not None:
                document = get_document(self.work, row.document_id or "")
                assert document.status is not DocumentStatus.VOID
                assert facts.path == link_path(self.work, document)
                assert facts.recipient == self.session.get_one(Contact, f"contact-{row.deal_id}").email
                assert facts.recipient
                note_sent(
                    self.work,
                    notification_id=row.id,
                    recipient=facts.recipient,
                    message_id=row.id,
                    copy=LETTER,
                    kept=False,
                )
            elif decision.verdict is Verdict.CANCEL:
                note_cancelled(self.work, notification_id=row.id, reason=decision.reason)
            else:
                note_failure(self.work, notification_id=row.id, problem="no_address", final=True)

    @invariant()
    def one_link_opens_it(self) -> None:
        for number, tokens in enumerate(self.tokens):
            assert find_by_token(self.work, token=tokens[-1]).id == self.ids[number]
            for token in tokens[:-1]:
                try:
                    find_by_token(self.work, token=token)
                except NotFound:
                    continue
                raise AssertionError("a former link opens it")

    @invariant()
    def one_letter_a_day_is_asked_for(self) -> None:
        days = Counter(
            (row.subject_id, day_of(self.work, row.created_at)) for row in self.letters() if row.rule == ASKED_LINK
        )
        assert max(days.values(), default=0) <= 1

    @invariant()
    def one_letter_waits_for_each_link(self) -> None:
        waiting = Counter(
            row.subject_id
            for row in self.letters()
            if row.rule == REPLACED_LINK and row.status is NotificationStatus.PLANNED
        )
        assert max(waiting.values(), default=0) <= 1

    def letters(self) -> list[Notification]:
        ours = select(Notification).where(col(Notification.rule).in_([ASKED_LINK, REPLACED_LINK]))
        return list(self.session.exec(ours.order_by(col(Notification.id))))

    def rows(self) -> list[int]:
        tables = (TimelineEvent, Notification)
        return [self.session.exec(select(func.count()).select_from(table)).one() for table in tables]


@cache
def _engine() -> Engine:
    """One for all histories: each is rolled back at its end."""
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    metadata.create_all(engine)
    return engine


Links.TestCase.settings = going_through(histories=150, quick=15, steps=25)
TestLinks = Links.TestCase
