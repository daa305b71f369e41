"""Letters with the current link of a document: because a person has replaced it, or because its client asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import col

from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.documents.kinds import DocumentKind, DocumentStatus
from studio_app.domain.documents.links import get_document, is_open, link_path
from studio_app.domain.documents.models import Document, FormerLink
from studio_app.domain.notifications.document_kinds import LETTERS
from studio_app.domain.notifications.planning import link_mark, plan_letter, reader_of
from studio_app.domain.notifications.rules import ASKED_LINK, BY_NAME, REPLACED_LINK
from studio_app.domain.studio.current import start_of_day, today, zone
from studio_app.domain.studio.sending import Missing, missing_to_send
from studio_app.domain.timeline.events.documents import DocumentLinkAsked, DocumentLinkRenewed
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.timeline.reading import recorded_events
from studio_app.domain.timeline.recorded import Recorded
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work

ASK = "ask_for_link"
"""The job that answers whoever asks for a new link, so that what it finds takes no time that they could measure."""


def plan_asking(work: Work, *, former: str) -> None:
    """Leave it to the job, so that no answer tells whether `former` is the hash of a link that ever was."""
    minute = int(work.now().timestamp() // 60)
    args = {"former": former, "ip": work.actor.ip, "user_agent": work.actor.user_agent[:300]}
    work.jobs.enqueue(work.session, ASK, key=f"{ASK}:{former}:{minute}", args=args)


def asker(args: Mapping[str, str]) -> Actor:
    """Whoever has asked, as the job was told."""
    return Actor(kind=ActorKind.CLIENT, ip=args["ip"], user_agent=args["user_agent"])


class ByHand(StrEnum):
    """Why no letter brings a new link to the client, so that a person has to hand it over."""

    VOID = "void"  # nobody is to read that document any more
    REQUISITES = "requisites"  # the studio's own are still the made-up ones of its first day
    ADDRESS = "address"  # none is known
    MAIL = "mail"  # no mail server: the letter lies in the outbox


@dataclass(frozen=True, slots=True)
class LinkLetter:
    """Who would be sent a new link of a document, and where. `path` and `link_hash` are of the current link."""

    kind: DocumentKind
    number: str
    name: str
    address: str
    by_hand: ByHand | None
    path: str
    link_hash: str


def link_letter(work: Work, *, document_id: str) -> LinkLetter:
    """Query: what becomes of a new link of the document. Raises NotFound."""
    document = get_document(work, document_id)
    address, name = _reader(work, document)
    by_hand = _held_back(work, document)
    if by_hand is None and not work.installation.mails:
        by_hand = ByHand.MAIL
    return LinkLetter(
        kind=document.kind,
        number=document.number,
        name=name,
        address=address,
        by_hand=by_hand,
        path=link_path(work, document),
        link_hash=document.token_hash,
    )


def send_replaced_link(work: Work, recorded: Recorded[DocumentLinkRenewed]) -> None:
    """Reaction to document.link_renewed: the new link, if a letter can bring it; who replaced it was told if not."""
    document = get_document(work, recorded.event.document_id)
    if _held_back(work, document) is None:
        rule, mark = BY_NAME[REPLACED_LINK], link_mark(document)
        plan_letter(work, rule, document, subject_id=document.id, occurrence=mark, at=work.now())


def ask_for_link(work: Work, *, former: str) -> None:
    """Whoever holds a link that was replaced, of which `former` is the hash, asks for the current one: once a day.

    Records document.link_asked. Of any other hash, and of a document that opens at no link, nothing comes.
    """
    known = work.session.get(FormerLink, former)
    document = get_document(work, known.document_id) if known else None
    if document is not None and is_open(work, document) and not _asked_today(work, document):
        record(work, DocumentLinkAsked(deal_id=document.deal_id, document_id=document.id, document=document.kind.key))


def send_asked_link(work: Work, recorded: Recorded[DocumentLinkAsked]) -> None:
    """Reaction to document.link_asked: the current link, to the address known by now; a task where there is none."""
    document = get_document(work, recorded.event.document_id)
    if _held_back(work, document) in {None, ByHand.ADDRESS}:
        rule, day = BY_NAME[ASKED_LINK], today(work).isoformat()
        plan_letter(work, rule, document, subject_id=document.id, occurrence=day, at=work.now())


def _reader(work: Work, document: Document) -> tuple[str, str]:
    address, name, _ = reader_of(work, BY_NAME[REPLACED_LINK], get_deal(work, document.deal_id), document)
    return address, name


def _held_back(work: Work, document: Document) -> ByHand | None:
    if document.status is DocumentStatus.VOID:
        return ByHand.VOID
    if (
        document.kind.names_seller
        and missing_to_send(work, LETTERS[document.kind].seller(work, document)) is Missing.REQUISITES
    ):
        return ByHand.REQUISITES
    return None if _reader(work, document)[0] else ByHand.ADDRESS


def _asked_today(work: Work, document: Document) -> bool:
    since = start_of_day(today(work), zone(work))
    where = [col(TimelineEvent.deal_id) == document.deal_id, col(TimelineEvent.at) >= since]
    asked = recorded_events(work, DocumentLinkAsked, where=where)
    return any(one.event.document_id == document.id for one in asked)
