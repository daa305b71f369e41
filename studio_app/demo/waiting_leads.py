"""Leads that wait for a person's decision on a demo's first day, and a form by which others may come."""

from datetime import timedelta

from sqlmodel import col, func, select

from studio_app.adapters.texts.catalogue import translate
from studio_app.demo.day import Day
from studio_app.demo.personas import Persona, invent
from studio_app.domain.clients.kinds import ClientKind
from studio_app.domain.clients.models import Client, Contact
from studio_app.domain.deals.models import Deal
from studio_app.domain.leads.conversations import MessageIn, take_message
from studio_app.domain.leads.forms import Asked, FormContent, FormView, KnownField, Question, Wording, save_form
from studio_app.domain.leads.intake.accepting import accept_lead
from studio_app.domain.leads.intake.receiving import open_deal
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.leads.kinds import ConversationKind
from studio_app.domain.studio.kinds import StageKind, StageRole
from studio_app.domain.studio.models import Channel, Stage

_LOCALE = "ru"
_FORM = "call-back"


def add_waiting_leads(day: Day) -> None:
    """A form, and five leads about which somebody has to decide."""
    _add_form(day)
    for wait, come in ((0.7, _advert), (1.6, _letter), (2.4, _alike), (1.1, _telegram), (0.9, _more)):
        day.clock.advance(timedelta(hours=wait))
        come(day)


def _more(day: Day) -> None:
    """A client with a deal in progress writes again."""
    found = _in_progress(day)
    if found is not None:
        client, contact = found
        company = client.name if client.kind is ClientKind.COMPANY else ""
        _take(day, contact.name, "lead.more", company=company, email=contact.email, phone=contact.phone)


def _alike(day: Day) -> None:
    """A colleague of a known company, under an address of their own."""
    persona = _somebody(day)
    # one of a name of its own: invented names repeat, and two clients would be proposed for one
    known = select(func.min(Client.name)).where(Client.kind == ClientKind.COMPANY, Client.locale == _LOCALE)
    known = known.group_by(col(Client.name_key)).having(func.count() == 1)
    name = day.work.session.exec(known.order_by(func.max(Client.id).desc())).first()
    if name is not None:
        _take(day, persona.name, "lead.alike", company=name, email=persona.email, phone=persona.phone)


def _advert(day: Day) -> None:
    _take(day, "Promo", "lead.advert", company="", email="promo@example.com", phone="")


def _telegram(day: Day) -> None:
    persona = _somebody(day)
    message = MessageIn(
        kind=ConversationKind.TELEGRAM,
        external_id="demo/telegram/1",
        address="100200300",
        name=persona.name,
        text=translate(_LOCALE, "demo.lead.telegram"),
        at=day.clock.now(),
    )
    take_message(day.work, message=message)


def _letter(day: Day) -> None:
    message = MessageIn(
        kind=ConversationKind.MAIL,
        external_id="<demo-1@clinic.example>",
        address="tumanova@clinic.example",
        name="Марина Туманова",
        subject=translate(_LOCALE, "demo.lead.mail_subject"),
        text=translate(_LOCALE, "demo.lead.mail"),
        at=day.clock.now(),
    )
    take_message(day.work, message=message)


def _take(day: Day, name: str, text: str, *, company: str, email: str, phone: str) -> None:
    lead = LeadIn(
        name=name,
        email=email,
        phone=phone,
        company=company,
        message=translate(_LOCALE, f"demo.{text}"),
        source="site",
        consent_version="demo",
        locale=_LOCALE,
    )
    open_deal(day.work, lead_id=accept_lead(day.work, lead=lead).lead_id)


def _somebody(day: Day) -> Persona:
    return invent(day.rng, locale=_LOCALE, company=True, number=day.rng.randrange(10_000, 90_000))


def _in_progress(day: Day) -> tuple[Client, Contact] | None:
    query = (
        select(Client, Contact)
        .join(Deal, col(Deal.client_id) == col(Client.id))
        .join(Contact, col(Contact.id) == col(Deal.contact_id))
        .join(Stage, col(Stage.id) == col(Deal.stage_id))
        .where(
            Stage.kind == StageKind.OPEN,
            Stage.role != StageRole.LEAD,
            Client.locale == _LOCALE,
            col(Contact.email) != "",
        )
    )
    return day.work.session.exec(query.order_by(col(Deal.created_at).desc())).first()


def _add_form(day: Day) -> None:
    channel = day.work.session.exec(select(Channel).where(Channel.key == "site")).first()
    if channel is None:
        return
    ru, en = (
        Wording(**{part: translate(locale, f"demo.form.{part}") for part in ("title", "intro", "button")})
        for locale in ("ru", "en")
    )
    asked = Question(ru=translate("ru", "demo.form.question"), en=translate("en", "demo.form.question"))
    content = FormContent(
        fields={KnownField.PHONE: Asked.REQUIRED, KnownField.COMPANY: Asked.OPTIONAL},
        questions=(asked,),
        ru=ru,
        en=en,
    )
    name = translate(_LOCALE, "demo.form.name")
    save_form(day.owner, form=FormView(key=_FORM, name=name, channel_id=channel.id, content=content))
