"""What a person may type, how long it may be, and where it stands then."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlmodel import select

from studio_app.core.money import Money
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.models import User
from studio_app.domain.accounts.people import change_person
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.board.models import SavedView
from studio_app.domain.board.saved_views import save_view
from studio_app.domain.client_book.edits import add_contact, save_client, save_client_requisites
from studio_app.domain.clients.models import Client, Contact, Requisites
from studio_app.domain.columns import width
from studio_app.domain.contracts.schemas import ContractTerms
from studio_app.domain.contracts.terms import LONGEST_SPECIAL, LONGEST_SUBJECT, require_terms
from studio_app.domain.deals.contacts_made import ContactChannel, ContactResult, log_contact
from studio_app.domain.deals.edits import rename_deal
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.notes import MAX_NOTE_LENGTH, add_note
from studio_app.domain.deals.tagging import MAX_NAME_LENGTH, add_tag
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.invoices.void import MAX_REASON, void_invoice
from studio_app.domain.leads.assignment.models import AssignmentRule
from studio_app.domain.leads.assignment.settings import RuleView, save_rule
from studio_app.domain.leads.forms import Asked, FormContent, FormView, KnownField, save_form
from studio_app.domain.leads.intake.models import Lead
from studio_app.domain.leads.intake.receiving import add_deal_by_hand
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.leads.models import LeadForm
from studio_app.domain.leads.replies import LONGEST, NEW_LETTER, write_reply
from studio_app.domain.ledger.models import LedgerEntry
from studio_app.domain.ledger.receipts import reverse_entry, write_off
from studio_app.domain.pricing.kinds import Tariff
from studio_app.domain.pricing.models import Service
from studio_app.domain.pricing.price_list import ServiceEntry, save_service
from studio_app.domain.studio.entities import legal_entities, save_entity
from studio_app.domain.studio.kinds import EntityKind
from studio_app.domain.studio.lists import Entry, ShortList, save_entry
from studio_app.domain.studio.models import CalendarDay, Channel, LegalEntity, Pipeline, Stage, Studio, Tag
from studio_app.domain.studio.particulars import Particulars
from studio_app.domain.studio.pipelines import save_pipeline
from studio_app.domain.studio.requisites import LONGEST_WORDS, RequisitesIn
from studio_app.domain.studio.settings import save_studio, studio_settings
from studio_app.domain.studio.stages import StageIn, save_stage
from studio_app.domain.studio.working_time import DayView, save_working_time, working_time
from studio_app.domain.tasks.models import Task
from studio_app.domain.tasks.service import add_task
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work
from tests.selling import DEAL, issued_invoice

CLIENT, TITLE = f"client-{DEAL}", "Сайт для Ромашки"
FOREIGN = RequisitesIn(
    EntityKind.FOREIGN,
    full_name="Chamomile",
    inn="HU12345678",
    address="Budapest",
    signer_name="Anna Nagy",
    signer_post="Director",
    signer_basis="the Charter",
)


@dataclass(frozen=True)
class Limit:
    """`keep` stores a text; `of` is where it stands then."""

    field: str
    maximum: int
    keep: Callable[[Work, str], object]
    of: Any = None


def stage(text: str) -> StageIn:
    return StageIn(name_ru=text, name_en="Corrections", colour="plum", probability=40, norm_days=2)


def service(text: str) -> ServiceEntry:
    return ServiceEntry("", "Аудит", text, "service", Decimal(8), Money(24_000_00, "RUB"), Tariff.START, active=True)


def lead(**given: str) -> LeadIn:
    return LeadIn(**{"name": "Иван", "email": "ivan@example.com", **given})  # pyright: ignore[reportArgumentType]


def by_hand(work: Work, *, lead: LeadIn, title: str = "") -> object:
    return add_deal_by_hand(replace(work, reactions={}), lead=lead, title=title, manager_id="manager")


def contact(work: Work, **given: str) -> str:
    values = {"name": "Пётр", "email": "petr@example.com", "phone": "", "post": "", **given}
    return add_contact(work, client_id=CLIENT, values=values)


def settings(work: Work, **given: str) -> int:
    return save_studio(work, settings=replace(studio_settings(work), **given))  # pyright: ignore[reportArgumentType]


def entity(work: Work, **given: Any) -> object:
    known = legal_entities(work)[0]
    whole = replace(known.requisites, ogrn="1027700132195", signer_basis="Устава")
    return save_entity(work, entity=replace(known, **{"requisites": whole, **given}))


def person(work: Work, **given: str) -> None:
    known = {"name": "Менеджер", "team": "", **given}
    change_person(work, user_id="manager", role=Role.MANAGER, max_discount_percent=Decimal(10), active=True, **known)


def form(text: str) -> FormView:
    content = FormContent(fields={KnownField.EMAIL: Asked.REQUIRED})
    return FormView(key="landing", name=text, channel_id="site", content=content)


def day(work: Work, text: str) -> None:
    time = working_time(work)
    save_working_time(work, time=replace(time, exceptions=(DayView(work.now().date(), is_working=False, name=text),)))


def terms(**given: str) -> ContractTerms:
    return ContractTerms.model_validate(
        {
            "subject": "Сайт",
            "deposit_percent": 50,
            "deposit_days": 5,
            "balance_days": 5,
            "stages": [{"title": "Дизайн", "days": 5}],
            "acceptance_days": 5,
            "warranty_months": 6,
            "penalty_percent": "0.1",
            "penalty_cap_percent": 10,
            "special_terms": "",
            **given,
        }
    )


def taken_back(work: Work, text: str) -> str:
    write_off(work, invoice_id=issued_invoice(work, deal_id="sold"), reason="Долг")
    return reverse_entry(work, entry_id=work.session.exec(select(LedgerEntry.id)).one(), reason=text)


LIMITS = {
    "a deal's title": Limit(
        "title",
        width(Deal.title),
        lambda work, text: rename_deal(work, deal_id=DEAL, title=text, seen=TITLE),
        Deal.title,
    ),
    "a deal entered by hand": Limit(
        "title",
        width(Deal.title),
        lambda work, text: by_hand(work, lead=lead(), title=text),
        Deal.title,
    ),
    "a lead's name": Limit("name", 160, lambda work, text: by_hand(work, lead=lead(name=text)), Lead.name),
    "a lead's company": Limit(
        "company",
        200,
        lambda work, text: by_hand(work, lead=lead(company=text)),
        Lead.company,
    ),
    "a lead's words": Limit(
        "message",
        10_000,
        lambda work, text: by_hand(work, lead=lead(message=text)),
        Lead.message,
    ),
    "a task": Limit(
        "title", width(Task.title), lambda work, text: add_task(work, deal_id=DEAL, title=text), Task.title
    ),
    "a note": Limit(
        "text", MAX_NOTE_LENGTH, lambda work, text: add_note(work, deal_id=DEAL, text=text), TimelineEvent.payload
    ),
    "a call": Limit(
        "text",
        MAX_NOTE_LENGTH,
        lambda work, text: log_contact(
            work, deal_id=DEAL, channel=ContactChannel.CALL, result=ContactResult.REACHED, text=text
        ),
        TimelineEvent.payload,
    ),
    "a letter": Limit("text", LONGEST, lambda work, text: write_reply(work, deal_id=DEAL, way=NEW_LETTER, text=text)),
    "a tag": Limit("tag", MAX_NAME_LENGTH, lambda work, text: add_tag(work, name=text), Tag.name),
    "a view of the board": Limit(
        "name",
        width(SavedView.name),
        lambda work, text: save_view(
            replace(work, actor=Actor(ActorKind.STAFF, id="manager", role="manager")), name=text, query="", shared=False
        ),
        SavedView.name,
    ),
    "a client's name": Limit(
        "name",
        width(Client.name),
        lambda work, text: save_client(work, client_id=CLIENT, values={"name": text, "locale": "ru"}),
        Client.name,
    ),
    "a contact's name": Limit("name", width(Contact.name), lambda work, text: contact(work, name=text), Contact.name),
    **{
        f"a client's {name}": Limit(
            name,
            maximum,
            lambda work, text, name=name: save_client_requisites(
                work,
                client_id=CLIENT,
                requisites=replace(FOREIGN, **{name: text}),
            ),
            getattr(Requisites, name),
        )
        for name, maximum in LONGEST_WORDS.items()
        if name != "bank_name"
    },
    "a stage": Limit(
        "name_ru",
        width(Stage.name_ru),
        lambda work, text: save_stage(work, stage_id="", stage=stage(text)),
        Stage.name_ru,
    ),
    "a pipeline": Limit(
        "name_en",
        width(Pipeline.name_en),
        lambda work, text: save_pipeline(work, pipeline_id="", name_ru="Правки", name_en=text, active=True),
        Pipeline.name_en,
    ),
    "a channel": Limit(
        "name_ru",
        width(Channel.name_ru),
        lambda work, text: save_entry(work, which=ShortList.CHANNELS, entry=Entry("", text, "Radio", active=True)),
        Channel.name_ru,
    ),
    "a service": Limit(
        "name_en", width(Service.name_en), lambda work, text: save_service(work, service=service(text)), Service.name_en
    ),
    "the studio's name": Limit("name", width(Studio.name), lambda work, text: settings(work, name=text), Studio.name),
    "the studio's phone": Limit(
        "phone", width(Studio.phone), lambda work, text: settings(work, phone=text), Studio.phone
    ),
    "a legal entity": Limit(
        "name", width(LegalEntity.name), lambda work, text: entity(work, name=text), LegalEntity.name
    ),
    "a prefix of numbers": Limit(
        "number_prefix",
        width(LegalEntity.number_prefix),
        lambda work, text: entity(work, number_prefix=text),
        LegalEntity.number_prefix,
    ),
    "a legal entity in English": Limit(
        "address_en",
        width(LegalEntity.address_en),
        lambda work, text: entity(work, english=Particulars(address=text)),
        LegalEntity.address_en,
    ),
    "a person's name": Limit("name", width(User.name), lambda work, text: person(work, name=text), User.name),
    "a team": Limit("team", width(User.team), lambda work, text: person(work, team=text), User.team),
    "a rule's cities": Limit(
        "city",
        width(AssignmentRule.city),
        lambda work, text: save_rule(work, rule=RuleView(city=text, user_id="manager")),
        AssignmentRule.city,
    ),
    "a rule's topics": Limit(
        "topic",
        width(AssignmentRule.topic),
        lambda work, text: save_rule(work, rule=RuleView(topic=text, user_id="manager")),
        AssignmentRule.topic,
    ),
    "a form": Limit("name", width(LeadForm.name), lambda work, text: save_form(work, form=form(text)), LeadForm.name),
    "a day of the calendar": Limit("exceptions", width(CalendarDay.name), day, CalendarDay.name),
    "why an invoice is void": Limit(
        "reason",
        MAX_REASON,
        lambda work, text: void_invoice(work, document_id=issued_invoice(work, deal_id="sold"), reason=text),
        Invoice.void_reason,
    ),
    "why a debt is written off": Limit(
        "reason",
        width(LedgerEntry.note),
        lambda work, text: write_off(work, invoice_id=issued_invoice(work, deal_id="sold"), reason=text),
        LedgerEntry.note,
    ),
    "why money is taken back": Limit("reason", width(LedgerEntry.note), taken_back, LedgerEntry.note),
    "a contract's subject": Limit("subject", LONGEST_SUBJECT, lambda _, text: require_terms(terms(subject=text))),
    "a contract's special terms": Limit(
        "special_terms", LONGEST_SPECIAL, lambda _, text: require_terms(terms(special_terms=text))
    ),
}
