"""How one deal goes: from the lead as far as its plot leads, with the pauses that people make."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any, cast

from sqlmodel import col, select

from studio_app.adapters.documents.papers import open_cover, paper_of
from studio_app.adapters.documents.renderer import render_paper
from studio_app.adapters.jobs.recording import RecordingJobs
from studio_app.adapters.texts.catalogue import translate
from studio_app.core.clock import FixedClock
from studio_app.core.money import Money
from studio_app.demo.personas import Persona
from studio_app.domain.briefs.service import save_answers, send_brief, submit_brief
from studio_app.domain.clients.models import Client, Contact
from studio_app.domain.contracts.codes import request_code
from studio_app.domain.contracts.editing import publish_contract
from studio_app.domain.contracts.particulars import save_requisites
from studio_app.domain.contracts.signing import sign_contract
from studio_app.domain.deals.intake import add_deal_by_hand, receive_lead
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.moves import move
from studio_app.domain.deals.notes import add_note
from studio_app.domain.deals.schemas import LeadIn
from studio_app.domain.deals.search_text import index_deal
from studio_app.domain.documents.links import link_token
from studio_app.domain.documents.models import Document, DocumentKind, DocumentStatus
from studio_app.domain.documents.views import count_view
from studio_app.domain.invoices.draft import create_invoice
from studio_app.domain.invoices.issue import issue_invoice
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.notifications.models import Notification, NotificationStatus
from studio_app.domain.notifications.planning import SEND
from studio_app.domain.notifications.ports import LetterWriter
from studio_app.domain.notifications.schemas import LetterText, Verdict
from studio_app.domain.notifications.sending import decide, note_cancelled, note_sent, postpone
from studio_app.domain.payments.bank import record_bank_transfer
from studio_app.domain.pricing.models import Tariff
from studio_app.domain.proposals.answer import accept_proposal, decline_proposal
from studio_app.domain.proposals.draft import publish_proposal
from studio_app.domain.studio.models import EntityKind, Stage, StageRole
from studio_app.domain.studio.requisites import RequisitesIn
from studio_app.domain.work import SYSTEM, Actor, ActorKind, Work

CHAIN = (
    StageRole.LEAD,
    StageRole.BRIEF,
    StageRole.ESTIMATE,
    StageRole.PROPOSAL,
    StageRole.CONTRACT,
    StageRole.INVOICE,
    StageRole.PAID,
)


@dataclass(frozen=True, slots=True)
class Plot:
    """What is decided about a deal before it begins."""

    persona: Persona
    locale: str
    reach: StageRole  # the stage it gets to
    lost_reason_id: str  # empty: it is still open there, or paid
    channel: str
    manager: Actor
    title: str
    message: str
    answers: dict[str, Any]
    begins: datetime
    told_until: datetime  # what would happen later has not happened yet


class _NotYet(Exception):
    """The story has reached the present."""


class Teller:
    """Plays one plot on a unit of work of its own."""

    def __init__(self, work: Work, clock: FixedClock, plot: Plot, rng: Random, writer: LetterWriter | None) -> None:
        """With a `writer` letters and signed documents are written out, else they stay empty."""
        self.work, self.clock, self.plot, self.rng, self._writer = work, clock, plot, rng, writer
        self._client = replace(work, actor=Actor(kind=ActorKind.CLIENT, ip="203.0.113.7", name=plot.persona.name))
        self._staff = replace(work, actor=plot.manager)
        self.deal_id = ""
        self._sent = 0  # jobs of letters that have been seen to

    def tell(self) -> None:
        """Play it to its end, or to the present."""
        self.clock.set(self.plot.begins)
        steps = (self._brief, self._estimate, self._proposal, self._contract, self._invoice, self._paid)
        try:
            self._lead()
            for step in steps[: CHAIN.index(self.plot.reach)]:
                step()
            self._linger()
        except _NotYet:
            self.clock.set(self.plot.told_until)
        for row in self._planned():
            row.status = NotificationStatus.CANCELLED
        self.work.session.flush()

    def _lead(self) -> None:
        plot = self.plot
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
            received = add_deal_by_hand(self._staff, lead=lead, title=plot.title)
        else:
            if plot.reach is StageRole.LEAD:
                lead = replace(lead, email="")  # nobody to send the brief to: it waits for a call
            received = receive_lead(self._client, lead=lead)
        self.deal_id = received.deal_id
        deal = self._deal()
        deal.title, deal.manager_id = plot.title, plot.manager.id
        index_deal(
            self.work,
            deal,
            self.work.session.get_one(Client, deal.client_id),
            self.work.session.get_one(Contact, deal.contact_id),
        )
        self.work.session.flush()
        self._letters()

    def _brief(self) -> None:
        if self.plot.channel == "hand":
            self._pause(0.2, 4)
        send_brief(self._staff, deal_id=self.deal_id)
        self._pause(0.1, 20)
        token = self._token(DocumentKind.BRIEF)
        count_view(self._client, token=token, revision=1)
        half = dict(list(self.plot.answers.items())[: len(self.plot.answers) // 2])
        save_answers(self._client, token=token, answers=half)

    def _estimate(self) -> None:
        self._pause(0.1, 30)
        submit_brief(self._client, token=self._token(DocumentKind.BRIEF), answers=self.plot.answers)

    def _proposal(self) -> None:
        self._pause(0.1, 5, staff=True)
        if self.rng.random() < 0.3:
            note = "note_budget" if self.rng.random() < 0.5 else "note_call"
            add_note(self._staff, deal_id=self.deal_id, text=translate(self.plot.locale, f"demo.{note}"))
        publish_proposal(self._staff, document_id=self._document(DocumentKind.PROPOSAL).id)
        self._pause(0.5, 30)
        count_view(self._client, token=self._token(DocumentKind.PROPOSAL), revision=1)

    def _contract(self) -> None:
        self._pause(2, 90)
        document = self._document(DocumentKind.PROPOSAL)
        token = link_token(self.work, document)
        accept_proposal(
            self._client,
            token=token,
            revision=document.revision,
            tariff=self.rng.choice((Tariff.START, Tariff.STANDARD, Tariff.STANDARD, Tariff.PREMIUM)),
            options=(),
            name=self.plot.persona.name,
            consent_text=translate(
                self.plot.locale,
                "proposal.consent",
                title=document.title,
                number=document.number,
                revision=document.revision,
            ),
            html=self._html(token),
        )
        self._pause(0.3, 6, staff=True)
        publish_contract(self._staff, document_id=self._document(DocumentKind.CONTRACT).id)
        self._pause(1, 30)
        count_view(self._client, token=self._token(DocumentKind.CONTRACT), revision=1)
        save_requisites(self._client, token=self._token(DocumentKind.CONTRACT), requisites=self._requisites())

    def _invoice(self) -> None:
        self._pause(1, 70)
        document = self._document(DocumentKind.CONTRACT)
        token = link_token(self.work, document)
        html = self._html(token) or b"demo"
        code_id = request_code(
            self._client, token=token, revision=document.revision, html=html, html_revision=document.revision
        )
        self._letters()
        self.clock.advance(timedelta(seconds=50))
        outcome = sign_contract(
            self._client,
            token=token,
            revision=document.revision,
            code=self.work.links.code(code_id),
            name=self.plot.persona.name,
            consent_text=translate(
                self.plot.locale,
                "portal.contract.consent",
                number=document.number,
                revision=document.revision,
                client=self.plot.persona.company or self.plot.persona.name,
            ),
            html=html,
            html_revision=document.revision,
        )
        if not outcome.signed:
            raise AssertionError("the demo's own code did not fit")
        self._pause(0.2, 4, staff=True)
        issue_invoice(self._staff, document_id=self._document(DocumentKind.INVOICE).id)

    def _paid(self) -> None:
        self._pause(2, 90, staff=True)
        self._pay()
        self._pause(60, 300, staff=True)
        if self._stage() is not StageRole.PAID:
            issue_invoice(self._staff, document_id=create_invoice(self._staff, deal_id=self.deal_id).document_id)
            self._pause(2, 60, staff=True)
            self._pay()

    def _pay(self) -> None:
        document = self._document(DocumentKind.INVOICE)
        invoice = self.work.session.get_one(Invoice, document.id)
        count_view(self._client, token=link_token(self.work, document), revision=document.revision)
        record_bank_transfer(
            self._staff,
            invoice_id=document.id,
            amount=Money(invoice.total_amount - invoice.paid_amount, invoice.currency),
            received_on=self.clock.now().date(),
            reference=str(self.rng.randrange(100, 9999)),
        )

    def _linger(self) -> None:
        """The end of a lost deal; an open one waits a little."""
        if not self.plot.lost_reason_id:
            self._pause(0.5, 40)
            return
        self._pause(24, 200)
        document = self._document(DocumentKind.PROPOSAL) if self.plot.reach is StageRole.PROPOSAL else None
        if document is not None and self.rng.random() < 0.5:
            reason = translate(self.plot.locale, "demo.decline")
            token = link_token(self.work, document)
            decline_proposal(self._client, token=token, revision=document.revision, reason=reason)
            self._pause(1, 20, staff=True)
        deal = self._deal()
        lost = self.work.session.exec(select(Stage).where(Stage.role == StageRole.LOST)).one()
        move(
            self._staff,
            deal_id=deal.id,
            stage_id=lost.id,
            version=deal.version,
            lost_reason_id=self.plot.lost_reason_id,
        )

    def _pause(self, least: float, most: float, *, staff: bool = False) -> None:
        """Let hours pass, up to a time of day at which people work (or clients are awake); letters go out meanwhile."""
        self._letters()
        until = self.clock.now() + timedelta(hours=self.rng.uniform(least, most), seconds=self.rng.randrange(60))
        first, last = (6, 15) if staff else (5, 18)  # UTC, three hours behind the demo's clients
        if not first <= until.hour < last:
            until = until.replace(hour=first, minute=self.rng.randrange(60)) + timedelta(days=until.hour >= last)
        while staff and until.weekday() >= 5:
            until += timedelta(days=1)
        self._letters(min(until, self.plot.told_until))
        if until > self.plot.told_until:
            raise _NotYet
        self.clock.set(until)

    def _letters(self, until: datetime | None = None) -> None:
        """Send what is due until then, each letter at its moment."""
        limit = until or self.clock.now()
        due = self._due(limit)
        if due == self._sent:
            return
        self._sent = due
        system = replace(self.work, actor=SYSTEM)
        for _ in range(20):
            row = next((row for row in self._planned() if row.planned_at <= limit), None)
            if row is None:
                return
            self.clock.set(max(self.clock.now(), row.planned_at))
            decision = decide(system, notification_id=row.id)
            if decision.verdict is Verdict.POSTPONE:
                postpone(system, notification_id=row.id)
            elif decision.verdict is Verdict.SEND and decision.facts is not None:
                copy = self._writer.write(decision.facts) if self._writer else LetterText(row.rule, "", "")
                note_sent(
                    system,
                    notification_id=row.id,
                    recipient=decision.facts.recipient,
                    message_id=f"<{row.id}@studio.example>",
                    copy=copy,
                    kept=True,
                )
            else:
                note_cancelled(system, notification_id=row.id)
            self.work.session.flush()

    def _due(self, limit: datetime) -> int:
        """How many letters the jobs have been asked to send until then; reading them costs no query."""
        asked = cast("RecordingJobs", self.work.jobs).enqueued
        return sum(1 for job in asked if job.job == SEND and (job.at is None or job.at <= limit))

    def _planned(self) -> list[Notification]:
        query = select(Notification).where(Notification.status == NotificationStatus.PLANNED)
        return list(self.work.session.exec(query.order_by(col(Notification.planned_at))))

    def _document(self, kind: DocumentKind) -> Document:
        query = select(Document).where(Document.kind == kind, Document.status != DocumentStatus.PAID)
        return self.work.session.exec(query.order_by(col(Document.id).desc())).first() or self._newest(kind)

    def _newest(self, kind: DocumentKind) -> Document:
        query = select(Document).where(Document.kind == kind).order_by(col(Document.id).desc())
        return self.work.session.exec(query).one()

    def _token(self, kind: DocumentKind) -> str:
        return link_token(self.work, self._document(kind))

    def _deal(self) -> Deal:
        return self.work.session.get_one(Deal, self.deal_id)

    def _stage(self) -> StageRole:
        return self.work.session.get_one(Stage, self._deal().stage_id).role

    def _html(self, token: str) -> bytes | None:
        if self._writer is None:
            return None
        cover = open_cover(self.work, token=token)
        return render_paper(paper_of(self.work, cover=cover)).encode()

    def _requisites(self) -> RequisitesIn:
        persona = self.plot.persona
        english = self.plot.locale == "en"
        return RequisitesIn(
            kind=EntityKind.COMPANY if persona.company else EntityKind.PERSON,
            full_name=persona.full_name if persona.company else persona.signer,
            inn=persona.inn if persona.company else "",
            kpp="770001001" if persona.company else "",
            ogrn=persona.ogrn if persona.company else "",
            address=persona.address,
            bank_name="АО «Образцовый банк»" if persona.company else "",
            bic="044525901" if persona.company else "",
            account=persona.account if persona.company else "",
            correspondent_account="30101810300000000901" if persona.company else "",
            signer_name=persona.signer,
            signer_post=("director" if english else "генеральный директор") if persona.company else "",
            signer_basis=("the charter" if english else "устава") if persona.company else "",
        )
