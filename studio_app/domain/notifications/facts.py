"""What a letter may say, gathered at the moment of sending and not before."""

from studio_app.core.errors import NotFound
from studio_app.domain.accounts.models import User
from studio_app.domain.clients.models import Client
from studio_app.domain.contracts.codes import signing_code
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.links import link_path
from studio_app.domain.documents.models import Document
from studio_app.domain.ledger.models import EntryAllocation, LedgerEntry
from studio_app.domain.notifications.document_kinds import LETTERS, asking_of
from studio_app.domain.notifications.models import Notification
from studio_app.domain.notifications.planning import reader_of
from studio_app.domain.notifications.rules import (
    ACCEPTED,
    AGAIN,
    CODE_RULE,
    RECEIVED,
    REFUNDED,
    TAKEN_BACK,
    Audience,
    Rule,
)
from studio_app.domain.notifications.schemas import LetterFacts
from studio_app.domain.proposals.queries import choice_on
from studio_app.domain.studio.brand import studio_brand
from studio_app.domain.work import Work


def gather(work: Work, row: Notification, rule: Rule, document: Document, deal: Deal) -> LetterFacts:
    """The facts of a letter. Raises NotFound when its signing code is used up or too old."""
    address, addressee, locale = reader_of(work, rule, deal, document)
    client = work.session.get(Client, deal.client_id)
    manager = work.session.get(User, deal.manager_id)
    if client is None or manager is None:
        raise NotFound
    brand = studio_brand(work)
    timezone = client.timezone if rule.to is Audience.CLIENT else brand.timezone
    of_kind = LETTERS[document.kind]
    figures = of_kind.figures(work, document, row)
    unasked = rule.to is Audience.CLIENT and of_kind.is_unasked(work, document)
    return LetterFacts(
        notification_id=row.id,
        rule=rule.name,
        recipient=row.recipient if rule.address_kept else address,
        locale=row.locale if rule.address_kept else locale,
        timezone=timezone,
        brand=brand,
        addressee="" if unasked else addressee,
        client="" if unasked else client.name,
        manager=manager.name,
        reply_to=manager.email if rule.to is Audience.CLIENT else "",
        path=_path(work, row, rule, document),
        title=document.title if unasked else document.title or deal.title,
        unasked=unasked,
        kind=document.kind.key,
        number=document.number,
        step=int(row.occurrence.partition(".")[2] or 1),
        amount=figures.amount,
        due=figures.due,
        taxed=figures.taxed,
        until=figures.until,
        choice=choice_on(work, document).picked if rule.name == ACCEPTED else None,
        code=signing_code(work, code_id=row.subject_id) if rule.name == CODE_RULE else "",
        words=_reason(work, row),
        attempts=row.attempts,
        play_money=_is_play(work, row),
    )


def _is_play(work: Work, row: Notification) -> bool:
    part = work.session.get(EntryAllocation, row.subject_id)
    entry = work.session.get(LedgerEntry, part.entry_id if part else row.subject_id)
    return entry is not None and not entry.live_mode


def _reason(work: Work, row: Notification) -> str:
    """Why a person asks again, in their own words."""
    return asking_of(work, row).reason if row.rule == AGAIN else ""


def _path(work: Work, row: Notification, rule: Rule, document: Document) -> str:
    """What the letter opens: the deal for people of the studio, the receipt of a payment, else the document."""
    if rule.to is Audience.MANAGER:
        return f"/deal/{document.deal_id}"
    link = link_path(work, document)
    if rule.name == REFUNDED:  # the receipt of the payment says what of it went back
        return f"{link}/receipt/{work.session.get_one(LedgerEntry, row.subject_id).about_id}"
    if rule.name == TAKEN_BACK:  # there is no payment any more to have a receipt of
        return link
    part = work.session.get(EntryAllocation, row.subject_id) if rule.name == RECEIVED else None
    return f"{link}/receipt/{part.entry_id}" if part else link
