"""Writes a proposal from what is known: the brief's answers, the estimate, the studio."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, cast

from studio_app.core.shortening import shortened
from studio_app.domain.accounts.models import User
from studio_app.domain.briefs.service import answers_of
from studio_app.domain.clients.models import Client
from studio_app.domain.deals.models import Deal
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.pricing.estimates import estimate_of
from studio_app.domain.pricing.schemas import EstimateView
from studio_app.domain.proposals.phases import timeline_of
from studio_app.domain.proposals.schemas import Contact, OfferLine, ProposalContent, SitePage
from studio_app.domain.studio.current import default_entity, studio, today
from studio_app.domain.studio.particulars import particulars
from studio_app.domain.work import Work

_MAX_GOALS, _MAX_PAGES, _MAX_TEXT = 12, 40, 160
_STRUCTURES: Mapping[str, tuple[str, ...]] = {
    "landing": ("home", "benefits", "cases", "questions", "contacts"),
    "corporate": ("home", "about", "services", "cases", "news", "contacts"),
    "shop": ("home", "catalogue", "product", "cart", "delivery", "about", "contacts"),
    "portal": ("home", "sections", "search", "account", "news", "contacts"),
}
_HOME = frozenset({"главная", "главная страница", "home", "home page"})


def compose(work: Work, *, deal_id: str) -> ProposalContent:
    """The proposal that the deal's brief and estimate add up to. Raises NotFound without an estimate."""
    deal = get_deal(work, deal_id)
    answers = answers_of(work, deal_id=deal_id)
    client = work.session.get(Client, deal.client_id)
    estimate = estimate_of(work, deal_id=deal_id)
    return ProposalContent(
        client_name=client.name if client else "",
        goals=tuple(_texts(answers.get("goals"))[:_MAX_GOALS]),
        structure=_structure(answers),
        valid_until=new_last_day(work),
        legal_entity=_legal_entity(work, deal.locale),
        manager=_contact(work, deal),
        **priced(estimate),
    )


def priced(estimate: EstimateView) -> dict[str, Any]:
    """The fields of a proposal that come from the estimate."""
    return {
        "lines": tuple(
            OfferLine(
                key=line.key,
                name=line.name,
                unit=line.unit,
                quantity=line.quantity,
                unit_price=line.unit_price,
                hours=line.hours,
                discount_percent=line.discount_percent,
                optional=line.optional,
                tariff=line.tariff,
            )
            for line in estimate.sure_lines
        ),
        "currency": estimate.currency,
        "tax_regime": estimate.tax.regime,
        "tax_rate": estimate.tax.rate,
        "recommended": estimate.tariff,
        "timeline": timeline_of(estimate.of(estimate.tariff).hours),
    }


def new_last_day(work: Work) -> date:
    """The last day of a proposal published now, on the studio's calendar."""
    return today(work) + timedelta(days=studio(work).proposal_valid_days)


def _texts(answer: Any) -> list[str]:
    items = cast("list[Any]", answer) if isinstance(answer, list) else str(answer or "").replace(";", "\n").splitlines()
    texts = (" ".join(str(item).split()).strip("-–—•* ") for item in items)
    return [text for text in texts if text]


def _structure(answers: Mapping[str, Any]) -> tuple[SitePage, ...]:
    wished = [shortened(text, _MAX_TEXT) for text in _texts(answers.get("sections"))[:_MAX_PAGES]]
    if not wished:
        keys = _STRUCTURES.get(str(answers.get("site_kind", "")), _STRUCTURES["corporate"])
        return tuple(SitePage(key=key) for key in keys)
    named = next((text for text in wished if text.lower() in _HOME), None)
    root = SitePage(title=named) if named else SitePage(key="home")
    return (root, *(SitePage(title=text) for text in wished if text != named))


def _legal_entity(work: Work, locale: str) -> str:
    entity = default_entity(work)
    return particulars(entity, locale).name if entity else ""


def _contact(work: Work, deal: Deal) -> Contact:
    manager = work.session.get(User, deal.manager_id)
    return Contact(name=manager.name, email=manager.email, phone=studio(work).phone) if manager else Contact()
