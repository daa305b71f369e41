"""Letters to the people of the studio: somebody mentioned them, or a task of theirs is due."""

from studio_app.core.errors import NotFound
from studio_app.domain.accounts.models import User
from studio_app.domain.clients.models import Client
from studio_app.domain.deals.models import Deal
from studio_app.domain.notifications.models import Notification
from studio_app.domain.notifications.planning import enqueue
from studio_app.domain.notifications.rules import MENTION, TASK_DUE
from studio_app.domain.notifications.schemas import Decision, LetterFacts, Verdict
from studio_app.domain.studio.brand import studio_brand
from studio_app.domain.tasks.models import Task
from studio_app.domain.timeline.events.deals import NoteAdded
from studio_app.domain.timeline.events.tasks import TaskReminded
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.timeline.reading import recorded_as
from studio_app.domain.timeline.recorded import Recorded
from studio_app.domain.work import Work


def tell_mentioned(work: Work, recorded: Recorded[NoteAdded]) -> None:
    """Reaction to note.added: a letter to everybody whom the note mentions, but its author."""
    work.session.flush()
    for user_id in recorded.event.mentions:
        if user_id != recorded.actor_id:
            deal_id, note = recorded.event.deal_id, str(recorded.id)
            _plan(work, deal_id, rule=MENTION, user_id=user_id, subject_id=user_id, occurrence=note)


def tell_of_task(work: Work, recorded: Recorded[TaskReminded]) -> None:
    """Reaction to task.reminded: a letter to whom the task is given."""
    work.session.flush()  # which gives the event its number: two of them may be of one moment
    task, number = recorded.event, str(recorded.id)
    _plan(work, task.deal_id, rule=TASK_DUE, user_id=task.assignee_id, subject_id=task.task_id, occurrence=number)


def decide_colleague(work: Work, row: Notification, deal: Deal) -> Decision:
    """Whether a letter without a document is still to be sent, and what it says."""
    person = _reader(work, row)
    if person is None or not person.active:
        return Decision(Verdict.CANCEL)
    if row.rule == TASK_DUE:
        task = work.session.get(Task, row.subject_id)
        if task is None or task.done_at is not None:
            return Decision(Verdict.CANCEL)
        words, author = task.title, ""
    else:
        note = work.session.get(TimelineEvent, int(row.occurrence))
        if note is None:
            raise NotFound
        words, author = recorded_as(note, NoteAdded).event.text, note.actor_name
    brand, client = studio_brand(work), work.session.get_one(Client, deal.client_id)
    facts = LetterFacts(
        notification_id=row.id,
        rule=row.rule,
        recipient=person.email,
        locale=person.locale,
        timezone=brand.timezone,
        brand=brand,
        addressee=person.name,
        client=client.name,
        manager=author,
        reply_to="",
        path=f"/deal/{deal.id}",
        title=deal.title,
        number=str(deal.number),
        words=words,
        attempts=row.attempts,
    )
    return Decision(Verdict.SEND, facts=facts)


def _plan(work: Work, deal_id: str, *, rule: str, user_id: str, subject_id: str, occurrence: str) -> None:
    person = work.session.get(User, user_id)
    if person is None or not person.active:
        return
    row = Notification(
        id=work.new_id(),
        deal_id=deal_id,
        document_id=None,
        subject_id=subject_id,
        rule=rule,
        occurrence=occurrence,
        recipient=person.email,
        locale=person.locale,
        planned_at=work.now(),
        created_at=work.now(),
    )
    work.session.add(row)
    enqueue(work, row)


def _reader(work: Work, row: Notification) -> User | None:
    if row.rule == MENTION:
        return work.session.get(User, row.subject_id)
    task = work.session.get(Task, row.subject_id)
    return work.session.get(User, task.assignee_id) if task else None
