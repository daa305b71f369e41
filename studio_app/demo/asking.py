"""The first half of a deal: the lead, the brief and the proposal."""

from dataclasses import replace

from sqlmodel import select

from studio_app.adapters.texts.catalogue import translate
from studio_app.demo.scene import Scene
from studio_app.domain.analytics.models import StageVisit, Tenure
from studio_app.domain.briefs.schemas import Filled
from studio_app.domain.briefs.service import save_answers, send_brief, submit_brief
from studio_app.domain.clients.models import Client, Contact
from studio_app.domain.deals.contacts_made import ContactChannel, ContactResult, log_contact
from studio_app.domain.deals.notes import add_note
from studio_app.domain.deals.search_text import index_deal
from studio_app.domain.documents.links import link_token
from studio_app.domain.documents.models import DocumentKind
from studio_app.domain.documents.views import count_view
from studio_app.domain.leads.intake.receiving import add_deal_by_hand, receive_lead
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.pricing.engine import contains
from studio_app.domain.pricing.models import Tariff
from studio_app.domain.proposals.choosing import choose_offer
from studio_app.domain.proposals.draft import publish_proposal
from studio_app.domain.proposals.queries import read_proposal
from studio_app.domain.studio.models import StageRole


def come_in(scene: Scene) -> None:
    """The lead comes in, by itself or taken down by hand."""
    plot = scene.plot
    lead = LeadIn(
        name=plot.persona.name,
        email=plot.persona.email,
        phone=plot.persona.phone,
        company=plot.persona.company,
        message=plot.message,
        source=plot.channel,
        consent_version="demo",
        locale=plot.locale,
    )
    if plot.channel == "hand":
        received = add_deal_by_hand(scene.staff, lead=lead, title=plot.title)
    else:
        if plot.reach is StageRole.LEAD:
            lead = replace(lead, email="")  # nobody to send the brief to: it waits for a call
        received = receive_lead(scene.client, lead=lead)
    scene.deal_id = received.deal_id
    deal = scene.deal()
    deal.title, deal.manager_id = plot.title, plot.manager.id
    for measured in (StageVisit, Tenure):
        for row in scene.work.session.exec(select(measured).where(measured.deal_id == deal.id)):
            row.manager_id = plot.manager.id  # the deal was theirs from the first minute
    index_deal(
        scene.work,
        deal,
        scene.work.session.get_one(Client, deal.client_id),
        scene.work.session.get_one(Contact, deal.contact_id),
    )
    scene.work.session.flush()
    scene.letters()


def greet(scene: Scene) -> None:
    """The manager calls, mostly before the client has to wait."""
    scene.pause(0.05, 0.9, staff=True)
    log_contact(
        scene.staff,
        deal_id=scene.deal_id,
        channel=ContactChannel.CALL,
        result=ContactResult.REACHED,
        minutes=scene.rng.randint(3, 14),
        text=translate(scene.plot.locale, "demo.first_call"),
    )


def send(scene: Scene) -> None:
    """The brief goes out, and is half filled in."""
    if scene.plot.channel == "hand":
        scene.pause(0.2, 4)
    send_brief(scene.staff, deal_id=scene.deal_id)
    scene.pause(0.1, 20)
    token = scene.token(DocumentKind.BRIEF)
    count_view(scene.client, token=token, revision=1)
    half = dict(list(scene.plot.answers.items())[: len(scene.plot.answers) // 2])
    save_answers(scene.client, token=token, filled=Filled(half))


def fill_in(scene: Scene) -> None:
    """The client submits the brief."""
    scene.pause(0.1, 30)
    submit_brief(scene.client, token=scene.token(DocumentKind.BRIEF), filled=Filled(scene.plot.answers))


def propose(scene: Scene) -> None:
    """The proposal goes out and is looked at."""
    scene.pause(0.1, 5, staff=True)
    if scene.rng.random() < 0.3:
        note = "note_budget" if scene.rng.random() < 0.5 else "note_call"
        add_note(scene.staff, deal_id=scene.deal_id, text=translate(scene.plot.locale, f"demo.{note}"))
    publish_proposal(scene.staff, document_id=scene.document(DocumentKind.PROPOSAL).id)
    scene.pause(0.5, 30)
    count_view(scene.client, token=scene.token(DocumentKind.PROPOSAL), revision=1)
    if scene.deal().number % 2:
        choose(scene, Tariff.PREMIUM)


def choose(scene: Scene, tariff: Tariff) -> tuple[str, ...]:
    """What the client picks on the page: every third one an option, too. Returns the keys of options."""
    document = scene.document(DocumentKind.PROPOSAL)
    lines = read_proposal(scene.work, document_id=document.id).content.lines
    wished = [line.key for line in lines if line.optional and contains(tariff, line.tariff)]
    options = tuple(wished[:1]) if scene.deal().number % 3 == 0 else ()
    choose_offer(scene.client, token=link_token(scene.work, document), tariff=tariff, options=options)
    return options
