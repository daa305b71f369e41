"""What makes a lead uncertain: whoever it may be already, and what looks like advertising."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from sqlmodel import col, select

from studio_app.domain.clients.duplicates import Match, Reason, find_duplicates
from studio_app.domain.deals.models import Deal
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.studio.kinds import StageKind
from studio_app.domain.studio.models import Stage
from studio_app.domain.work import Work

_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
_MANY_LINKS = 3


_MANY_DEALS = 3  # of one client, proposed beside each other


class DoubtReason(StrEnum):
    """Why a person should look at a lead before it is a deal."""

    OPEN_DEAL = "open_deal"  # a known client with deals in progress
    EMAIL = "email"
    PHONE = "phone"
    INN = "inn"
    COMPANY = "company"
    LINKS = "links"  # looks like advertising
    LETTER = "letter"  # from an address that nobody knows
    MESSAGE = "message"  # from a messenger
    MANY = "many"  # letters to strangers: this would be one too many


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason: the client and the open deal it may belong to (empty: none), and what agrees."""

    reason: DoubtReason
    client_id: str = ""
    client: str = ""
    deal_id: str = ""
    deal_number: int = 0
    value: str = ""
    likeness: int = 100  # percent

    def __post_init__(self) -> None:
        object.__setattr__(self, "reason", DoubtReason(self.reason))  # read back from a lead's row it is text

    def as_json(self) -> dict[str, Any]:
        """As a lead's row keeps it."""
        return asdict(self)


def look_up(work: Work, lead: LeadIn) -> tuple[Match, ...]:
    """Every client that a normalised lead may be from, the surest first."""
    inn = str(lead.answers.get("inn") or "")
    return find_duplicates(work, email=lead.email, phone=lead.phone, inn=inn, company=lead.company)


def doubts_about(work: Work, lead: LeadIn, matches: Sequence[Match]) -> list[Doubt]:
    """Every reason to ask a person about a lead, `matches` being what `look_up` found; none: it goes to the board.

    A known client with one deal in progress is no question either, see `home_of`.
    """
    known = _certainly(lead, matches)
    if known is not None:
        deals = open_deals_of(work, client_id=known.client_id)
        found = [_doubt(known, DoubtReason.OPEN_DEAL, deal) for deal in deals[:_MANY_DEALS]]
    else:
        seen: dict[str, Match] = {}
        for match in matches:
            seen.setdefault(match.client_id, match)
        found = [
            _doubt(match, DoubtReason(match.reason.value), open_deal_of(work, client_id=match.client_id))
            for match in seen.values()
        ]
    return [*found, *advertising(lead)]


def advertising(lead: LeadIn) -> list[Doubt]:
    """The doubt about a lead full of links, whoever sent it."""
    is_full = len(_LINK.findall(f"{lead.name} {lead.message}")) >= _MANY_LINKS or _LINK.search(lead.name)
    return [Doubt(DoubtReason.LINKS)] if is_full else []


def home_of(doubts: Sequence[Doubt]) -> Doubt | None:
    """The one deal in progress of a client known for certain, where nothing else speaks: the lead is part of it."""
    if len(doubts) == 1 and doubts[0].reason is DoubtReason.OPEN_DEAL:
        return doubts[0]
    return None


def open_deal_of(work: Work, *, client_id: str) -> tuple[str, int] | None:
    """Id and number of the client's newest deal in progress."""
    return next(iter(open_deals_of(work, client_id=client_id)), None)


def open_deals_of(work: Work, *, client_id: str) -> Sequence[tuple[str, int]]:
    """Ids and numbers of the client's deals in progress, the newest first."""
    query = (
        select(Deal.id, Deal.number)
        .join(Stage, col(Stage.id) == col(Deal.stage_id))
        .where(Deal.client_id == client_id, Stage.kind == StageKind.OPEN)
        .order_by(col(Deal.created_at).desc())
    )
    return work.session.exec(query).all()


def _certainly(lead: LeadIn, matches: Sequence[Match]) -> Match | None:
    """The one client it is beyond doubt: by its address, or by its number where no address speaks against it."""
    by_email = [match for match in matches if match.reason is Reason.EMAIL]
    by_phone = {match.client_id for match in matches if match.reason is Reason.PHONE}
    if by_email:
        return by_email[0] if by_phone <= {by_email[0].client_id} else None
    if len(by_phone) == 1 and not lead.email:
        return next(match for match in matches if match.reason is Reason.PHONE)
    return None


def _doubt(match: Match, reason: DoubtReason, deal: tuple[str, int] | None) -> Doubt:
    deal_id, number = deal or ("", 0)
    return Doubt(
        reason=reason,
        client_id=match.client_id,
        client=match.client,
        deal_id=deal_id,
        deal_number=number,
        value=match.value,
        likeness=match.likeness,
    )
