"""The first half of a deal: the lead, the brief and the proposal."""

from dataclasses import replace

from sqlmodel import select

from studio_app.adapters.texts.catalogue import translate
from studio_app.demo.deal_run import DealRun
from studio_app.domain.analytics.models import StageVisit, Tenure
from studio_app.domain.briefs.schemas import Filled
from studio_app.domain.briefs.service import save_answers, send_brief, submit_brief
from studio_app.domain.clients.models import Client, Contact
from studio_app.domain.deals.contacts_made import ContactChannel, ContactResult, log_contact
from studio_app.domain.deals.notes import add_note
from studio_app.domain.deals.search_text import index_deal
from studio_app.domain.documents.kinds import DocumentKind
from studio_app.domain.documents.links import link_token
from studio_app.domain.documents.views import count_view
from studio_app.domain.leads.intake.receiving import add_deal_by_hand, receive_lead
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.pricing.engine import contains
from studio_app.domain.pricing.kinds import Tariff
from studio_app.domain.proposals.choosing import choose_offer
from studio_app.domain.proposals.draft import publish_proposal
from studio_app.domain.proposals.queries import read_proposal
from studio_app.domain.studio.kinds import StageRole


def come_in(run: DealRun) -> None:
    """The lead comes in, by itself or taken down by hand."""
    plan = run.plan
    lead = LeadIn(
        name=plan.persona.name,
        email=plan.persona.email,
        phone=plan.persona.phone,
        company=plan.persona.company,
        message=plan.message,
        source=plan.channel,
        consent_version="demo",
        locale=plan.locale,
    )
    if plan.channel == "hand":
        received = add_deal_by_hand(run.staff, lead=lead, title=plan.title)
    else:
        if plan.reach is StageRole.LEAD:
            lead = replace(lead, email="")  # nobody to send the brief to: it waits for a call
        received = receive_lead(run.client, lead=lead)
    run.deal_id = received.deal_id
    deal = run.deal()
    deal.title, deal.manager_id = plan.title, plan.manager.id
    for measured in (StageVisit, Tenure):
        for row in run.work.session.exec(select(measured).where(measured.deal_id == deal.id)):
            row.manager_id = plan.manager.id  # the deal was theirs from the first minute
    index_deal(
        run.work,
        deal,
        run.work.session.get_one(Client, deal.client_id),
        run.work.session.get_one(Contact, deal.contact_id),
    )
    run.work.session.flush()
    run.letters()


def greet(run: DealRun) -> None:
    """The manager calls, mostly before the client has to wait."""
    run.pause(0.05, 0.9, staff=True)
    log_contact(
        run.staff,
        deal_id=run.deal_id,
        channel=ContactChannel.CALL,
        result=ContactResult.REACHED,
        minutes=run.rng.randint(3, 14),
        text=translate(run.plan.locale, "demo.first_call"),
    )


def send(run: DealRun) -> None:
    """The brief goes out, and is half filled in."""
    if run.plan.channel == "hand":
        run.pause(0.2, 4)
    send_brief(run.staff, deal_id=run.deal_id)
    run.pause(0.1, 20)
    token = run.token(DocumentKind.BRIEF)
    count_view(run.client, token=token, revision=1)
    half = dict(list(run.plan.answers.items())[: len(run.plan.answers) // 2])
    save_answers(run.client, token=token, filled=Filled(half))


def fill_in(run: DealRun) -> None:
    """The client submits the brief."""
    run.pause(0.1, 30)
    submit_brief(run.client, token=run.token(DocumentKind.BRIEF), filled=Filled(run.plan.answers))


def propose(run: DealRun) -> None:
    """The proposal goes out and is looked at."""
    run.pause(0.1, 5, staff=True)
    if run.rng.random() < 0.3:
        note = "note_budget" if run.rng.random() < 0.5 else "note_call"
        add_note(run.staff, deal_id=run.deal_id, text=translate(run.plan.locale, f"demo.{note}"))
    publish_proposal(run.staff, document_id=run.document(DocumentKind.PROPOSAL).id)
    run.pause(0.5, 30)
    count_view(run.client, token=run.token(DocumentKind.PROPOSAL), revision=1)
    if run.deal().number % 2:
        choose(run, Tariff.PREMIUM)


def choose(run: DealRun, tariff: Tariff) -> tuple[str, ...]:
    """What the client picks on the page: every third one an option, too. Returns the keys of options."""
    document = run.document(DocumentKind.PROPOSAL)
    lines = read_proposal(run.work, document_id=document.id).content.lines
    wished = [line.key for line in lines if line.optional and contains(tariff, line.tariff)]
    options = tuple(wished[:1]) if run.deal().number % 3 == 0 else ()
    choose_offer(run.client, token=link_token(run.work, document), tariff=tariff, options=options)
    return options
