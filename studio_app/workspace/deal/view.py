"""View models of the deal itself: frozen, in the reader's language, ready to be shown."""

from dataclasses import dataclass, field

from studio_app.adapters.texts.format import money, phone, typed_amount
from studio_app.domain.client_book.listing import ClientDeal
from studio_app.domain.clients.addresses import shown_email
from studio_app.domain.deals.details import ContactView
from studio_app.domain.payments.ends import End
from studio_app.workspace import paths
from studio_app.workspace.brief_words import answered, beyond_words
from studio_app.workspace.deal.choices import OptionView, choice_view, stage_view
from studio_app.workspace.deal.documents.rows import DocumentView, document_view, undrawn_words
from studio_app.workspace.deal.load import DealPage
from studio_app.workspace.deal.reader import Reader
from studio_app.workspace.deal.response_view import ResponseView, response_view

_AWAY = (End.DISPUTED, End.DISPUTE_LOST, End.RETURNED)  # the first is told


@dataclass(frozen=True)
class ContactRow:
    """A person on the client's side."""

    id: str = ""
    name: str = ""
    post: str = ""
    email: str = ""
    phone: str = ""  # as people read it
    dial: str = ""  # as a telephone takes it
    is_main: bool = False
    decides: bool = False
    pays: bool = False
    signs: bool = False


@dataclass(frozen=True)
class AnswerRow:
    """An answer of the brief."""

    question: str = ""
    answer: str = ""


@dataclass(frozen=True)
class RelatedRow:
    """Another deal of the client."""

    title: str = ""
    stage: str = ""
    kind: str = ""
    amount: str = ""
    path: str = ""


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
    client_id: str = ""
    created: str = ""
    message: str = ""
    lost_reason: str = ""
    lost_comment: str = ""
    has_estimate: bool = False
    step: str = ""
    step_document: str = ""
    step_path: str = ""
    step_seen: bool = False
    missing: str = ""  # what has to be set up before the step can be taken
    beyond: tuple[str, ...] = ()  # sentences on the budget and the time that the client named
    undrawn: tuple[str, ...] = ()  # sentences on documents with signs that their PDF cannot show
    response: ResponseView = field(default_factory=ResponseView)
    money_away: str = ""  # the End of an invoice whose money is not all with us
    to_pay: str = ""  # open balance of the invoice the step is about, as it is typed
    to_pay_number: str = ""


@dataclass(frozen=True)
class PageView:
    """The whole page."""

    deal: DealView
    documents: list[DocumentView]
    contacts: list[ContactRow]
    answers: list[AnswerRow]
    related: list[RelatedRow]
    stages: list[OptionView]
    managers: list[OptionView]
    lost_reasons: list[OptionView]
    today: str  # ISO date on the studio's clock


def page_view(page: DealPage, locale: str) -> PageView:
    """The page in the reader's language."""
    details = page.details
    reader = Reader(locale=locale, timezone=details.timezone, now=page.now)
    return PageView(
        deal=deal_view(page, reader),
        documents=[
            document_view(
                document,
                reader,
                ended=page.ends.get(document.id),
                is_handed_over=document.id in page.handed_over,
                choice=page.choices.get(document.id),
            )
            for document in reversed(page.documents)
        ],
        contacts=[_contact_row(one) for one in details.contacts],
        answers=[AnswerRow(*words) for words in answered(page.brief, locale).values()],
        related=[_related_row(one, locale) for one in page.related],
        stages=[stage_view(stage, locale) for stage in details.stages],
        managers=[choice_view(choice, locale) for choice in details.managers],
        lost_reasons=[choice_view(choice, locale) for choice in details.lost_reasons],
        today=reader.today.isoformat(),
    )


def deal_view(page: DealPage, reader: Reader) -> DealView:
    """The head of the page."""
    details, step = page.details, page.step
    reasons = {choice.id: choice_view(choice, reader.locale).name for choice in details.lost_reasons}
    open_balance = page.to_pay.due if page.to_pay else None
    return DealView(
        id=details.id,
        number=details.number,
        title=details.title,
        amount=money(details.amount, reader.locale) if details.amount else "",
        currency=details.amount.currency,
        version=details.version,
        stage_id=details.stage_id,
        stage_kind=details.stage_kind.value,
        days_in_stage=details.days_in_stage,
        manager_id=details.manager_id,
        channel=details.channel_en if reader.locale == "en" else details.channel_ru,
        client=details.client_name,
        client_id=details.client_id,
        created=reader.moment(details.created_at),
        message=page.message,
        lost_reason=reasons.get(details.lost_reason_id, ""),
        lost_comment=details.lost_comment,
        has_estimate=page.has_estimate,
        step=step.step.value,
        step_document=step.document_id,
        step_path=step.path,
        step_seen=step.seen,
        missing=page.missing.value if page.missing else "",
        beyond=beyond_words(page.beyond, reader.locale),
        undrawn=undrawn_words(page.undrawn, reader.locale),
        response=response_view(page.response, page.waited, details.stage_kind, reader),
        money_away=next((end.value for end in _AWAY if end in {one.end for one in page.ends.values()}), ""),
        to_pay=typed_amount(open_balance, reader.locale) if open_balance else "",
        to_pay_number=page.to_pay.number if page.to_pay else "",
    )


def _related_row(one: ClientDeal, locale: str) -> RelatedRow:
    return RelatedRow(
        title=one.title,
        stage=one.stage_en if locale == "en" else one.stage_ru,
        kind=one.kind.value,
        amount=money(one.amount, locale) if one.amount else "",
        path=paths.deal(one.id),
    )


def _contact_row(one: ContactView) -> ContactRow:
    return ContactRow(
        id=one.id,
        name=one.name,
        post=one.post,
        email=shown_email(one.email),
        phone=phone(one.phone),
        dial=one.phone,
        is_main=one.is_primary,
        decides=one.decides,
        pays=one.pays,
        signs=one.signs,
    )
