"""Notes, calls, and what the history makes of them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from studio_app.core.clock import FixedClock
from studio_app.core.errors import Forbidden, Invalid, NotFound
from studio_app.domain.accounts.models import User
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.deals.contacts_made import ContactChannel, ContactResult, log_contact
from studio_app.domain.deals.history import HistoryKind, actors, client_history, history
from studio_app.domain.deals.notes import TooLate, add_note, mentionable, seconds_to_take_back, take_back
from studio_app.domain.timeline.events.deals import ContactMade, DealMoved, NoteAdded
from studio_app.domain.timeline.events.documents import BriefSaved, ProposalSeen
from studio_app.domain.timeline.events.files import FileAdded
from studio_app.domain.timeline.events.invoices import InvoicePaid
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.events.notifications import NotificationSent
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work
from studio_app.workspace.deal.history.load import HistoryFilter, load_history
from tests.domain.conftest import House
from tests.happened import blank

ANNA = Actor(kind=ActorKind.STAFF, id="anna", name="Anna", role="manager", ip="203.0.113.7", user_agent="Firefox/1")
IVAN = Actor(kind=ActorKind.STAFF, id="ivan", name="Ivan", role="manager")


@pytest.fixture
def anna(work: Work, house: House) -> Work:
    return replace(work, actor=ANNA)


def kinds(work: Work, deal_id: str, kind: HistoryKind = HistoryKind.ALL) -> list[str]:
    return [entry.kind for entry in history(work, deal_id=deal_id, kind=kind).entries]


class TestAddNote:
    def test_keeps_who_wrote_it_and_from_where(self, anna: Work, house: House) -> None:
        deal_id = house.deal(stage=0)
        add_note(anna, deal_id=deal_id, text="  Ждут смету  ")
        (entry,) = history(anna, deal_id=deal_id).entries
        assert entry.event == NoteAdded(deal_id=deal_id, text="Ждут смету", mentions=())
        assert entry.actor_id == "anna"
        assert (entry.ip, entry.user_agent) == ("203.0.113.7", "Firefox/1")

    @pytest.mark.parametrize(
        ("text", "whom"),
        [
            ("@Ivan посмотри", ["ivan"]),
            ("спроси @IVAN, пожалуйста", ["ivan"]),
            ("@ivanov не тот", []),
            ("ivan@example.com", []),
            ("@anna и @ivan", ["anna", "ivan"]),
        ],
    )
    def test_knows_who_is_mentioned(self, anna: Work, house: House, text: str, whom: list[str]) -> None:
        deal_id = house.deal(stage=0)
        add_note(anna, deal_id=deal_id, text=text)
        assert history(anna, deal_id=deal_id).entries[0].event == NoteAdded(
            deal_id=deal_id, text=text, mentions=tuple(whom)
        )

    def test_offers_those_who_may_sign_in(self, anna: Work, house: House) -> None:
        names = mentionable(anna)
        person = anna.session.exec(select(User).where(User.name == names[0])).one()
        person.active = False
        assert mentionable(anna) == names[1:]

    def test_refuses_an_empty_one(self, anna: Work, house: House) -> None:
        with pytest.raises(Invalid):
            add_note(anna, deal_id=house.deal(stage=0), text=" \n ")


class TestSecondsToTakeBack:
    @pytest.mark.parametrize(("passed", "left"), [(0, 10), (4, 6), (10, 0), (60, 0), (-4, 6), (-60, 0)])
    def test_run_out_whichever_way_a_clock_was_put(self, anna: Work, passed: int, left: int) -> None:
        at = anna.now()
        assert seconds_to_take_back(at, at + timedelta(seconds=passed)) == left


class TestTakeBack:
    def test_hides_the_note_and_keeps_both_rows(self, anna: Work, house: House) -> None:
        deal_id = house.deal(stage=0)
        event_id = add_note(anna, deal_id=deal_id, text="Не туда")
        take_back(anna, event_id=event_id)
        take_back(anna, event_id=event_id)
        assert kinds(anna, deal_id) == []
        assert anna.session.exec(select(TimelineEvent.kind)).all() == [EventKind.NOTE_ADDED, EventKind.NOTE_WITHDRAWN]

    def test_is_over_after_a_moment(self, anna: Work, house: House, clock: FixedClock) -> None:
        event_id = add_note(anna, deal_id=house.deal(stage=0), text="Не туда")
        clock.advance(timedelta(seconds=16))
        with pytest.raises(TooLate):
            take_back(anna, event_id=event_id)

    def test_is_for_the_author_only(self, anna: Work, house: House) -> None:
        event_id = add_note(anna, deal_id=house.deal(stage=0), text="Моя")
        with pytest.raises(Forbidden):
            take_back(replace(anna, actor=IVAN), event_id=event_id)

    def test_is_not_for_other_events(self, anna: Work, house: House) -> None:
        event = record(anna, blank(DealMoved, deal_id=house.deal(stage=0)))
        anna.session.flush()
        with pytest.raises(NotFound):
            take_back(anna, event_id=event.id or 0)


class TestLogContact:
    def test_records_how_long_and_with_what_result(self, anna: Work, house: House) -> None:
        deal_id = house.deal(stage=0)
        log_contact(
            anna, deal_id=deal_id, channel=ContactChannel.CALL, result=ContactResult.AGREED, minutes=12, text="Ок"
        )
        (entry,) = history(anna, deal_id=deal_id, kind=HistoryKind.NOTES).entries
        assert entry.kind == EventKind.CONTACT_MADE
        assert entry.event == ContactMade(
            deal_id=deal_id, channel="call", result="agreed", minutes=12, text="Ок", contact_id=None
        )

    @pytest.mark.parametrize("minutes", [-1, 1441])
    def test_refuses_an_impossible_length(self, anna: Work, house: House, minutes: int) -> None:
        call = {"channel": ContactChannel.CALL, "result": ContactResult.REACHED, "minutes": minutes}
        with pytest.raises(Invalid):
            log_contact(anna, deal_id=house.deal(stage=0), **call)

    def test_refuses_a_person_of_another_client(self, anna: Work, house: House) -> None:
        call = {"channel": ContactChannel.CALL, "result": ContactResult.REACHED, "contact_id": "stranger"}
        with pytest.raises(NotFound):
            log_contact(anna, deal_id=house.deal(stage=0), **call)


class TestHistory:
    def test_is_filtered_by_kind(self, anna: Work, house: House) -> None:
        deal_id = house.deal(stage=0)
        for what in (DealMoved, NoteAdded, InvoicePaid, ProposalSeen, NotificationSent, FileAdded):
            record(anna, blank(what, deal_id=deal_id))
        assert kinds(anna, deal_id, HistoryKind.NOTES) == [EventKind.NOTE_ADDED]
        assert kinds(anna, deal_id, HistoryKind.LETTERS) == [EventKind.NOTIFICATION_SENT]
        assert kinds(anna, deal_id, HistoryKind.DOCUMENTS) == [EventKind.FILE_ADDED, EventKind.PROPOSAL_SEEN]
        assert kinds(anna, deal_id, HistoryKind.MONEY) == [EventKind.INVOICE_PAID]
        assert kinds(anna, deal_id, HistoryKind.MOVES) == [EventKind.DEAL_MOVED]
        assert len(kinds(anna, deal_id)) == 6

    def test_is_filtered_by_who_did_it(self, anna: Work, house: House) -> None:
        deal_id = house.deal(stage=0)
        add_note(anna, deal_id=deal_id, text="Раз")
        add_note(replace(anna, actor=IVAN), deal_id=deal_id, text="Два")
        record(replace(anna, actor=Actor(kind=ActorKind.CLIENT)), blank(ProposalSeen, deal_id=deal_id))
        found = {by: len(history(anna, deal_id=deal_id, by=by).entries) for by, _ in actors(anna, deal_id=deal_id)}
        assert found == {"anna": 1, "ivan": 1, "client": 1}
        assert actors(anna, client_id="client")[0] == ("anna", "Anna")

    def test_is_searched_as_it_is_told(self, anna: Work, house: House) -> None:
        deal_id = house.deal(stage=0)
        add_note(anna, deal_id=deal_id, text="Клиент просит Каталог")
        record(anna, blank(ProposalSeen, deal_id=deal_id))
        where = HistoryFilter(kind=HistoryKind.ALL, by="", text="каталог КЛИЕНТ", limit=1, locale="ru")
        told = load_history(anna, deal_id=deal_id, where=where)
        assert ([entry.kind for entry in told.page.entries], told.page.more) == ([EventKind.NOTE_ADDED], False)
        seen = load_history(anna, deal_id=deal_id, where=replace(where, text="просмотрено"))
        assert [entry.kind for entry in seen.page.entries] == [EventKind.PROPOSAL_SEEN]

    def test_comes_in_full_windows_whatever_is_hidden(self, anna: Work, house: House) -> None:
        deal_id = house.deal(stage=0)
        for _ in range(3):
            record(anna, blank(BriefSaved, deal_id=deal_id))
            record(anna, blank(NoteAdded, deal_id=deal_id, text=""))
        page = history(anna, deal_id=deal_id, hidden={EventKind.BRIEF_SAVED}, limit=2)
        assert ([entry.kind for entry in page.entries], page.more) == ([EventKind.NOTE_ADDED] * 2, True)
        assert not history(anna, deal_id=deal_id, hidden={EventKind.BRIEF_SAVED}, limit=3).more

    def test_of_a_client_spans_all_deals(self, anna: Work, house: House) -> None:
        first, second = house.deal(stage=0), house.deal(stage=1)
        add_note(anna, deal_id=first, text="Раз")
        add_note(anna, deal_id=second, text="Два")
        entries = client_history(anna, client_id="client").entries
        assert [entry.deal_id for entry in entries] == [second, first]
