"""Query: what the words find, and where the deals among it stand."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select as columns
from sqlmodel import col

from studio_app.core.money import Money
from studio_app.domain.deals.models import Deal
from studio_app.domain.search.find import Found, find_anything
from studio_app.domain.search.kinds import EntryKind
from studio_app.domain.studio.models import Stage
from studio_app.domain.work import Work


@dataclass(frozen=True, slots=True)
class Standing:
    """The stage of a deal, in both languages, and what the deal is worth; an amount of zero is not known yet."""

    stage_ru: str
    stage_en: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found, and the standing of each deal among it by its id."""

    found: Found
    standings: Mapping[str, Standing]


def find_with_standings(work: Work, *, text: str) -> Findings:
    """Whatever has the words of `text`, as `find_anything` finds it, with stage and sum of the deals."""
    found = find_anything(work, text=text)
    deals = [hit.ref for hit in (*found.hits, *found.other_hits) if hit.kind is EntryKind.DEAL]
    return Findings(found, _standings(work, deals) if deals else {})


def _standings(work: Work, deal_ids: Collection[str]) -> dict[str, Standing]:
    stage = (col(Stage.name_ru), col(Stage.name_en))
    query = columns(col(Deal.id), *stage, col(Deal.amount), col(Deal.currency))
    query = query.join(Stage, col(Stage.id) == col(Deal.stage_id)).where(col(Deal.id).in_(deal_ids))
    return {
        deal_id: Standing(stage_ru, stage_en, Money(amount, currency))
        for deal_id, stage_ru, stage_en, amount, currency in work.session.connection().execute(query)
    }
