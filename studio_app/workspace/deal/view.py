"""View models of the deal page: frozen, in the reader's language, ready to be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from studio_app.adapters.texts.catalogue import translate
from studio_app.adapters.texts.format import moment, money, short_day
from studio_app.domain.deals.details import Choice, StageOption, TimelineEntry
from studio_app.domain.deals.tasks import TaskView
from studio_app.domain.documents.models import DocumentKind, DocumentStatus
from studio_app.domain.documents.overview import DocumentSummary
from studio_app.domain.work import ActorKind
from studio_app.workspace.brief_words import answered
from studio_app.workspace.deal.load import DealPage
from studio_app.workspace.deal.sentences import HIDDEN, Words, sentence

_EDITED = {DocumentKind.PROPOSAL, DocumentKind.CONTRACT}  # the screens are at /deal/<id>/<kind>


@dataclass(frozen=True)
class OptionView:
    """Something to choose; `kind` of a stage: open, won, lost."""

    id: str = ""
    name: str = ""
    kind: str = ""


@dataclass(frozen=True)
class DocumentView:
    """A document in the list; `state` is its status or `seen`."""

    id: str = ""
    kind: str = ""
    state: str = ""
    name: str = ""
    when: str = ""
    path: str = ""
    published: bool = False
    can_open: bool = False  # as its client sees it, or will see it
    can_publish: bool = False
    can_void: bool = False
    can_edit: bool = False


@dataclass(frozen=True)
class EntryView:
    """A line of the history; `note` holds the words of a note."""

    id: int = 0
    noun: str = ""
    text: str = ""
    note: str = ""
    who: str = ""
    when: str = ""


@dataclass(frozen=True)
class TaskRow:
    """A planned step."""

    id: str = ""
    title: str = ""
    due: str = ""
    overdue: bool = False


@dataclass(frozen=True)
class ContactRow:
    """A person on the client's side."""

    name: str = ""
    post: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class AnswerRow:
    """An answer of the brief."""

    question: str = ""
    answer: str = ""


@dataclass(frozen=True)
class DealView:
    """The deal page without its choices and lists."""

    id: str = ""
    number: int = 0
    title: str = ""
    amount: str = ""
    currency: str = ""
    version: int = 0
    stage_id: str = ""
    stage_kind: str = ""
    days_in_stage: int = 0
    manager_id: str = ""
    channel: str = ""
    client: str = ""
    created: str = ""
    message: str = ""
    lost_reason: str = ""
    lost_comment: str = ""
    has_estimate: bool = False
    step: str = ""
    step_document: str = ""
    step_path: str = ""
    step_seen: bool = False
    to_pay: str = ""  # open balance of the invoice the step is about, as a plain number


@dataclass(frozen=True)
class PageView:
    """The whole page."""

    deal: DealView
    documents: list[DocumentView]
    timeline: list[EntryView]
    more_timeline: bool
    tasks: list[TaskRow]
    contacts: list[ContactRow]
    answers: list[AnswerRow]
    stages: list[OptionView]
    managers: list[OptionView]
    lost_reasons: list[OptionView]
    today: str  # ISO date on the studio's clock


@dataclass(frozen=True)
class Reader:
    """For whom the page is written: language, clock, and the moment."""

    locale: str
    timezone: str
    now: datetime

    @property
    def today(self) -> date:
        """The reader's date."""
        return self.now.astimezone(ZoneInfo(self.timezone)).date()

    def moment(self, at: datetime) -> str:
        """Time today, date and time otherwise."""
        local = at.astimezone(ZoneInfo(self.timezone))
        return f"{local:%H:%M}" if local.date() == self.today else moment(at, self.locale, self.timezone)


def page_view(page: DealPage, locale: str) -> PageView:
    """The page in the reader's language."""
    details = page.details
    reader = Reader(locale=locale, timezone=details.timezone, now=page.now)
    words = Words(
        locale=locale,
        stages={stage.id: stage_view(stage, locale).name for stage in details.stages},
        lost_reasons={choice.id: choice_view(choice, locale).name for choice in details.lost_reasons},
    )
    return PageView(
        deal=deal_view(page, reader, words),
        documents=[document_view(document, reader) for document in reversed(page.documents)],
        timeline=entry_views(details.timeline, words, reader),
        more_timeline=details.more_timeline,
        tasks=[task_row(task, reader) for task in page.tasks],
        contacts=[ContactRow(one.name, one.post, one.email, one.phone) for one in details.contacts],
        answers=[AnswerRow(*words) for words in answered(page.brief, locale).values()],
        stages=[stage_view(stage, locale) for stage in details.stages],
        managers=[choice_view(choice, locale) for choice in details.managers],
        lost_reasons=[choice_view(choice, locale) for choice in details.lost_reasons],
        today=reader.today.isoformat(),
    )


def deal_view(page: DealPage, reader: Reader, words: Words) -> DealView:
    """The head of the page."""
    details, step = page.details, page.step
    open_balance = page.to_pay.total - page.to_pay.paid if page.to_pay else None
    return DealView(
        id=details.id,
        number=details.number,
        title=details.title,
        amount=money(details.amount, reader.locale) if details.amount else "",
        currency=details.amount.currency,
        version=details.version,
        stage_id=details.stage_id,
        stage_kind=details.stage_kind.value,
        days_in_stage=(reader.now - details.stage_since).days,
        manager_id=details.manager_id,
        channel=details.channel_en if reader.locale == "en" else details.channel_ru,
        client=details.client_name,
        created=reader.moment(details.created_at),
        message=details.message,
        lost_reason=words.lost_reasons.get(details.lost_reason_id, ""),
        lost_comment=details.lost_comment,
        has_estimate=page.has_estimate,
        step=step.step.value,
        step_document=step.document_id,
        step_path=step.path,
        step_seen=step.seen,
        to_pay=f"{open_balance.major:f}" if open_balance else "",
    )


def stage_view(stage: StageOption, locale: str) -> OptionView:
    """A stage in the select."""
    return OptionView(id=stage.id, name=stage.name_en if locale == "en" else stage.name_ru, kind=stage.kind.value)


def choice_view(choice: Choice, locale: str) -> OptionView:
    """A manager or a lost reason in a select."""
    return OptionView(id=choice.id, name=choice.name_en if locale == "en" else choice.name_ru)


def document_view(document: DocumentSummary, reader: Reader) -> DocumentView:
    """A row of the documents, with what may be done to it."""
    seen = document.status is DocumentStatus.PUBLISHED and document.seen_at is not None
    when = document.seen_at if seen else document.closed_at or document.published_at or document.created_at
    draft = document.status is DocumentStatus.DRAFT
    return DocumentView(
        id=document.id,
        kind=document.kind.value,
        state="seen" if seen else document.status.value,
        name=" ".join(filter(None, [translate(reader.locale, f"deal.kind.{document.kind.value}"), document.number])),
        when=reader.moment(when) if when else "",
        path=document.path,
        published=document.published_at is not None and document.status is not DocumentStatus.VOID,
        can_open=document.kind is not DocumentKind.BRIEF if draft else document.status is not DocumentStatus.VOID,
        can_publish=document.status in {DocumentStatus.DRAFT, DocumentStatus.DECLINED},
        can_void=document.kind is DocumentKind.INVOICE and document.status is DocumentStatus.PUBLISHED,
        can_edit=document.kind in _EDITED
        and document.status in {DocumentStatus.DRAFT, DocumentStatus.PUBLISHED, DocumentStatus.DECLINED},
    )


def entry_views(entries: Sequence[TimelineEntry], words: Words, reader: Reader) -> list[EntryView]:
    """The history, newest first."""
    return [
        EntryView(
            id=entry.id,
            noun=entry.kind.partition(".")[0],
            text=sentence(entry, words),
            note=str(entry.payload.get("text", "")) if entry.kind == "note.added" else "",
            who=_who(entry, reader.locale),
            when=reader.moment(entry.at),
        )
        for entry in entries
        if entry.kind not in HIDDEN
    ]


def task_row(task: TaskView, reader: Reader) -> TaskRow:
    """A planned step with its date."""
    due = task.due_at.astimezone(ZoneInfo(reader.timezone)).date() if task.due_at else None
    return TaskRow(
        id=task.id,
        title=task.title or translate(reader.locale, f"deal.task.{task.kind.value}"),
        due=short_day(due, reader.locale) if due else "",
        overdue=task.due_at is not None and task.due_at < reader.now,
    )


def _who(entry: TimelineEntry, locale: str) -> str:
    if entry.actor_kind is ActorKind.STAFF and entry.actor_name:
        return entry.actor_name
    return translate(locale, f"timeline.actor.{entry.actor_kind.value}")
