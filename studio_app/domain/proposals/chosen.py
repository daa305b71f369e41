"""What is chosen of a proposal: by the reader at this moment, as it is kept, and what of that still exists."""

from collections.abc import Iterable

from studio_app.domain.pricing.engine import offered_options
from studio_app.domain.pricing.kinds import Tariff
from studio_app.domain.proposals.models import Proposal
from studio_app.domain.proposals.schemas import Choice, Chosen, FallenAway, Picked, ProposalContent, ProposalFacts


def choose(content: ProposalContent, facts: ProposalFacts | None, query: Iterable[tuple[str, str]]) -> Choice:
    """What the page shows as picked: the accepted choice, else what `query` (tariff=, option=) says, else the kept one.

    Unknown tariffs fall back to the recommended one, options that cannot be ticked are dropped.
    """
    pairs = list(query)
    wished = next((value for name, value in pairs if name == "tariff"), None)
    made, fallen = True, FallenAway()
    if facts is not None and facts.accepted_tariff is not None:
        tariff, ticked = facts.accepted_tariff, frozenset(facts.accepted_options)
    elif wished is not None:
        tariff = content.tariff_of(Tariff(wished) if wished in set(Tariff) else content.recommended)
        ticked = frozenset(value for name, value in pairs if name == "option")
    elif facts is not None and facts.chosen is not None:
        tariff = content.tariff_of(facts.chosen.tariff)
        ticked = frozenset(key for key, _ in facts.chosen.options)
        fallen = _fallen_away(content, facts.chosen)
    else:
        made = False
        tariff, ticked = content.tariff_of(content.recommended), frozenset[str]()
    totals = content.totals(tariff, ticked)
    bought = [part.line for part in totals.lines if part.line.optional]
    return Choice(
        tariff=tariff,
        options=frozenset(line.key for line in bought),
        totals=totals,
        picked=Picked(
            tariff=tariff if len(content.offers()) > 1 else None,
            options=tuple(line.name for line in bought),
            total=totals.total,
            taxed=bool(content.tax_rate),
        ),
        made=made,
        fallen=fallen,
    )


def chosen_on(proposal: Proposal) -> Chosen | None:
    """What is kept of the choice made at the proposal's link; None before the first one."""
    if proposal.chosen_tariff is None or proposal.chosen_at is None:
        return None
    options = tuple((one["key"], one["name"]) for one in proposal.chosen_options)
    return Chosen(tariff=proposal.chosen_tariff, options=options, at=proposal.chosen_at)


def _fallen_away(content: ProposalContent, chosen: Chosen) -> FallenAway:
    """What of the kept choice `content` does not offer. What is part of the tariff by now is no loss."""
    tariff = content.tariff_of(chosen.tariff)
    lines = [item.line() for item in content.lines]
    there = offered_options(lines, tariff=tariff) | {part.line.key for part in content.totals(tariff).lines}
    return FallenAway(
        tariff=None if tariff is chosen.tariff else chosen.tariff,
        options=tuple(name for key, name in chosen.options if key not in there),
    )
