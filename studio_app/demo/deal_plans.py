"""Plans of demo deals: who writes, from where, what they want and how far the deal goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from studio_app.adapters.texts.catalogue import translate
from studio_app.demo.deal_run import CHAIN, DealPlan
from studio_app.demo.personas import invent
from studio_app.domain.actors import Actor
from studio_app.domain.studio.kinds import StageRole

# how many of a hundred deals end here: stage reached, and whether it was lost there
_ENDS = (
    (StageRole.LEAD, False, 5),
    (StageRole.BRIEF, False, 9),
    (StageRole.ESTIMATE, False, 6),
    (StageRole.PROPOSAL, False, 10),
    (StageRole.CONTRACT, False, 6),
    (StageRole.INVOICE, False, 16),
    (StageRole.PAID, False, 25),
    (StageRole.BRIEF, True, 6),
    (StageRole.PROPOSAL, True, 14),
    (StageRole.CONTRACT, True, 3),
)
_CHANNELS = (
    ("site", 34), ("telegram", 14), ("kwork", 12), ("avito", 10), ("referral", 10), ("vk", 7), ("habr", 5),
    ("vc", 4), ("hand", 4),
)  # fmt: skip
_KINDS = ("landing", "corporate", "shop", "portal")
_KIND_WEIGHTS = (30, 35, 27, 8)
_PAGES = {"landing": (1, 2), "corporate": (5, 18), "shop": (8, 30), "portal": (15, 50)}
_INTEGRATIONS = {
    "landing": ("crm", "analytics"),
    "corporate": ("crm", "analytics"),
    "shop": ("payment", "delivery", "erp", "analytics"),
    "portal": ("crm", "payment", "erp", "analytics"),
}
_BUDGETS = {
    "landing": (60, 200),
    "corporate": (150, 600),
    "shop": (300, 1200),
    "portal": (800, 3000),
}


@dataclass(frozen=True, slots=True)
class DemoStudio:
    """The people and lost reasons of the studio that plans may use."""

    managers: Sequence[Actor]
    owner: Actor
    lost_reasons: Sequence[str]


def plan_deal(
    rng: Random, *, studio: DemoStudio, number: int, monday: datetime, plays_until: datetime | None = None
) -> DealPlan:
    """The plan of the deal `number`: begun in the week of `monday` (UTC), or in the half year to `plays_until`."""
    locale = "en" if rng.random() < 0.14 else "ru"
    persona = invent(rng, locale=locale, company=rng.random() < 0.72, number=number)
    kind = rng.choices(_KINDS, _KIND_WEIGHTS)[0]
    reach, lost, _ = rng.choices(_ENDS, [weight for _, _, weight in _ENDS])[0]
    channel = rng.choices([key for key, _ in _CHANNELS], [weight for _, weight in _CHANNELS])[0]
    if reach is StageRole.LEAD and channel == "hand":
        channel = "site"
    return DealPlan(
        persona=persona,
        locale=locale,
        reach=reach,
        lost_reason_id=rng.choice(list(studio.lost_reasons)) if lost else "",
        channel=channel,
        manager=rng.choice(list(studio.managers)),
        title=translate(locale, f"demo.title.{kind}", client=persona.brand if persona.company else persona.name),
        message=translate(locale, f"demo.message.{kind}"),
        answers=_answers(rng, locale, kind),
        begins=_begins(rng, monday if plays_until is None else _week(rng, reach, lost, plays_until)),
        plays_until=plays_until,
    )


def _week(rng: Random, reach: StageRole, lost: bool, now: datetime) -> datetime:
    """The Monday of an ended deal's week is anywhere in the half year; an open one is as young as its stage lets it."""
    ended = lost or reach is StageRole.PAID
    days = rng.randrange(7, 180) if ended else rng.randrange(8 + 3 * CHAIN.index(reach))
    day = now - timedelta(days=days)
    return (day - timedelta(days=day.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)


def _begins(rng: Random, monday: datetime) -> datetime:
    return monday + timedelta(
        days=rng.choices(range(7), (20, 19, 18, 17, 14, 6, 6))[0],
        hours=rng.randrange(6, 17),
        minutes=rng.randrange(60),
        seconds=rng.randrange(60),
    )


def _answers(rng: Random, locale: str, kind: str) -> dict[str, Any]:
    least, most = _BUDGETS[kind]
    sections = translate(locale, f"demo.sections.{kind}").split(", ")
    answers: dict[str, Any] = {
        "goals": translate(locale, f"demo.goals.{rng.randrange(1, 4)}"),
        "site_kind": kind,
        "pages": rng.randint(*_PAGES[kind]),
        "sections": sections[: rng.randint(3, len(sections))],
        "integrations": sorted(rng.sample(_INTEGRATIONS[kind], rng.randint(1, 2))),
        "languages": ["ru"] if locale == "ru" and rng.random() < 0.8 else ["ru", "en"],
        "design": rng.choices(("template", "custom", "exclusive"), (35, 50, 15))[0],
        "content": rng.choice(("client", "studio")),
        "deadline": rng.choice(("asap", "month", "quarter", "flexible")),
    }
    if rng.random() < 0.7:
        answers["budget"] = rng.randint(least // 10, most // 10) * 10_000
    return answers
