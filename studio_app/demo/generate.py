"""Demo deals of any number: a few are played by the use cases one by one, a great many are copied from them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from secrets import token_urlsafe

from sqlmodel import select

from studio_app.adapters.documents.freezing import freeze_issued
from studio_app.adapters.passwords import hash_password
from studio_app.adapters.payments.demo.provider import DEMO
from studio_app.bootstrap import Services
from studio_app.demo.copying import DealCopy, write_copies
from studio_app.demo.deal_plans import DemoStudio, plan_deal
from studio_app.demo.deal_run import DealPlan, DealRun
from studio_app.demo.deal_template import DealTemplate, make_template
from studio_app.demo.detours import assign_detours
from studio_app.demo.people import demo_studio
from studio_app.demo.personas import Persona, invent
from studio_app.demo.sandbox import Sandbox, SeededLinks, read_settings
from studio_app.demo.whole_deal import play_deal
from studio_app.domain.actors import SYSTEM
from studio_app.domain.documents.indexing import index_missing
from studio_app.domain.documents.kinds import DocumentKind, kind_of
from studio_app.domain.notifications.ports import LetterWriter
from studio_app.domain.studio.models import Counter, NumberSeries
from studio_app.domain.studio.numbering import DEALS
from studio_app.domain.work import Reactions, Work
from studio_app.reactions import reactions

FIRST_DEALS = 70
"""A month's leads of the studio that the product is made for."""
PLAYED_OUT = 200
"""Up to so many deals each is played by itself, with letters and signed documents written out."""
_TEMPLATES = 60
_STRAIGHT = 8  # copied so much more often than a deal that makes a detour
_WEEK = timedelta(weeks=1)
_SPREAD = timedelta(days=180)
# what a copy cannot move in time: rendered texts say dates in words
_BULK = frozenset({"notification.html", "notification.text"})
# numbers that appear nowhere else, to be replaced by the real ones
_DEAL, _CONTRACT, _INVOICE = 918273645, 736451928, 827364519
_PLACEHOLDERS = {DEALS: _DEAL, DocumentKind.CONTRACT.key: _CONTRACT, DocumentKind.INVOICE.key: _INVOICE}


def add_demo_deals(services: Services, *, deals: int, seed: int) -> int:
    """Add demo deals up to this hour, with the colleagues they belong to; returns how many."""
    unknown_hash = hash_password(token_urlsafe(32))
    studio = services.runner.run_sync(SYSTEM, demo_studio, password_hash=unknown_hash)
    until = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    return generate(services, studio=studio, deals=deals, seed=seed, until=until)


def generate(services: Services, *, studio: DemoStudio, deals: int, seed: int, until: datetime) -> int:
    """Add `deals` demo deals that end before `until`; returns how many.

    The same seed and moment give the same ones in an empty studio; where there are deals, others.
    """
    settings = services.runner.read_sync(SYSTEM, read_settings)
    entity = next(row for row in settings["legal_entity"] if row["is_default"])
    starts = services.runner.read_sync(SYSTEM, _last_numbers, entity_id=entity["id"])
    numbers = Numbers(starts, prefix=entity["number_prefix"])
    sandbox = Sandbox(settings, reactions=_reactions(), secret_key=services.settings.key)
    numbered = NumberedSandbox(sandbox, entity["id"])
    key = f"{seed}/{numbers.last[DEALS, 0]}"
    rng = Random(key)  # noqa: S311  repeatable on purpose
    online = DEMO.name in services.gateways
    try:
        if deals <= PLAYED_OUT:
            writer = services.delivery.writer
            copies = _played(
                numbered, studio, numbers, deals=deals, seed=key, until=until, writer=writer, online=online
            )
        else:
            copies = _varied(
                _templates(numbered, studio, seed=key, until=until, online=online),
                rng,
                studio,
                deals=deals,
                until=until,
            )
    finally:
        sandbox.close()
    given = _number(copies, numbers)
    services.runner.run_sync(SYSTEM, _set_numbers, numbers=numbers.last, entity_id=entity["id"])
    write_copies(services.runner, copies, given, rng=rng, links=SeededLinks(services.settings.key, rng))
    services.runner.run_sync(SYSTEM, index_missing)
    return len(copies)


@dataclass(frozen=True, slots=True)
class NumberedSandbox:
    """The sandbox, and the legal entity whose numbers are given out in it."""

    sandbox: Sandbox
    entity_id: str

    def play(
        self,
        plan: DealPlan,
        seed: str,
        *,
        numbers: Mapping[str, int],
        contracts: Mapping[int, int] | None = None,
        writer: LetterWriter | None = None,
        texts: Sequence[str] = (),
        leave_out: frozenset[str] = frozenset(),
    ) -> DealTemplate:
        """Play `plan` with numbers that follow `numbers` (of `contracts`: by year), and make a template of it."""
        with self.sandbox.play(seed) as (work, clock, ids):
            work.session.merge(Counter(name=DEALS, last=numbers[DEALS]))
            for year in _years(plan):
                for kind in (DocumentKind.CONTRACT.key, DocumentKind.INVOICE.key):
                    last = contracts[year] if contracts and kind == DocumentKind.CONTRACT.key else numbers[kind]
                    work.session.add(NumberSeries(legal_entity_id=self.entity_id, kind=kind, year=year, last=last))
            work.session.flush()
            play_deal(DealRun(work, clock, plan, Random(f"{seed}/teller"), writer))  # noqa: S311  repeatable on purpose
            return make_template(work, ids, texts, leave_out=leave_out, moves=writer is None)


class Numbers:
    """The next numbers of deals and, by kind and year, of contracts and invoices."""

    def __init__(self, last: Mapping[tuple[str, int], int], *, prefix: str) -> None:
        self.last = defaultdict(int, last)
        self._prefix = prefix

    def deal(self) -> int:
        """The number of the next deal."""
        self.last[DEALS, 0] += 1
        return self.last[DEALS, 0]

    def document(self, kind: str, year: int) -> str:
        """The number of the next contract or invoice of `year`."""
        self.last[kind, year] += 1
        series = kind_of(kind).series
        assert series is not None  # noqa: S101  only such documents ask
        return series.written(self.last[kind, year], year=year, prefix=self._prefix)


def _played(
    numbered: NumberedSandbox,
    studio: DemoStudio,
    numbers: Numbers,
    *,
    deals: int,
    seed: str,
    until: datetime,
    writer: LetterWriter,
    online: bool,
) -> list[DealCopy]:
    """Each deal played by itself up to `until`, with its letters and signed documents written out."""
    plans = [
        plan_deal(Random(f"{seed}/{number}"), studio=studio, number=number, monday=until, plays_until=until)  # noqa: S311  repeatable on purpose
        for number in range(1, deals + 1)
    ]
    # a deal that would begin after the present has just begun
    plans = [replace(plan, begins=min(plan.begins, until - timedelta(hours=1))) for plan in plans]
    plans = assign_detours(plans, studio=studio, with_provider=online)
    copies: list[DealCopy] = []
    for index, plan in enumerate(sorted(plans, key=lambda plan: plan.begins), start=1):
        # signed bytes cannot be rewritten: the numbers in them are the right ones from the start
        known = {**_PLACEHOLDERS, DEALS: numbers.last[DEALS, 0] + index - 1}
        kind = DocumentKind.CONTRACT.key
        before = {year: numbers.last[kind, year] for year in _years(plan)}
        template = numbered.play(plan, f"{seed}/{index}", numbers=known, contracts=before, writer=writer)
        for _, moment in template.numbered[kind]:
            numbers.last[kind, moment.year] += 1
        copies.append(DealCopy(template, timedelta(), {}))
    return copies


def _templates(
    numbered: NumberedSandbox, studio: DemoStudio, *, seed: str, until: datetime, online: bool
) -> list[tuple[DealTemplate, DealPlan]]:
    monday = (until - timedelta(days=until.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    made: list[tuple[DealTemplate, DealPlan]] = []
    plans = [
        plan_deal(Random(f"{seed}/{number}"), studio=studio, number=number, monday=monday - 45 * _WEEK)  # noqa: S311  repeatable on purpose
        for number in range(1, _TEMPLATES + 1)
    ]
    for number, plan in enumerate(assign_detours(plans, studio=studio, with_provider=online), start=1):
        texts = [*plan.persona.texts().values(), *(value.lower() for value in plan.persona.texts().values())]
        texts += [plan.manager.id, plan.manager.name, plan.lost_reason_id, str(_DEAL + 1)]
        made.append(
            (numbered.play(plan, f"{seed}/{number}", numbers=_PLACEHOLDERS, texts=texts, leave_out=_BULK), plan)
        )
    return made


def _varied(
    templates: Sequence[tuple[DealTemplate, DealPlan]], rng: Random, studio: DemoStudio, *, deals: int, until: datetime
) -> list[DealCopy]:
    """Each detour is made once, and then as seldom as in life."""
    with_detour = [one for one in templates if one[1].detour]
    weights = [1 if plan.detour else _STRAIGHT for _, plan in templates]
    copies = [
        _vary(rng, *one, studio=studio, number=_TEMPLATES + number, until=until)
        for number, one in enumerate(
            [*with_detour, *rng.choices(templates, weights, k=deals - len(with_detour))], start=1
        )
    ]
    return sorted(copies, key=lambda copy: copy.begins)


def _vary(
    rng: Random, template: DealTemplate, plan: DealPlan, *, studio: DemoStudio, number: int, until: datetime
) -> DealCopy:
    persona = invent(rng, locale=plan.locale, company=bool(plan.persona.company), number=number)
    manager = rng.choice([one for one in studio.managers if one != plan.other] or list(studio.managers))
    texts = {**_instead_of(plan.persona, persona), plan.manager.id: manager.id, plan.manager.name: manager.name}
    if plan.lost_reason_id:
        texts[plan.lost_reason_id] = rng.choice(list(studio.lost_reasons))
    shift = _shift(rng, template, plan, until) - timedelta(minutes=rng.randrange(25), seconds=rng.randrange(60))
    return DealCopy(template, shift, texts)


def _instead_of(old: Persona, new: Persona) -> dict[str, str]:
    theirs = new.texts()
    pairs = {value: theirs[name] for name, value in old.texts().items()}
    return {**{before.lower(): after.lower() for before, after in pairs.items()}, **pairs}


def _shift(rng: Random, template: DealTemplate, plan: DealPlan, until: datetime) -> timedelta:
    """Whole weeks: an ended deal anywhere in the last half year, an open one so that it waits since a few days."""
    latest = (until - template.ends) // _WEEK
    earliest = -((template.begins - (until - _SPREAD)) // _WEEK)
    ended = plan.reach.value == "paid" or bool(plan.lost_reason_id)
    if ended and earliest < latest:
        return rng.randint(earliest, latest) * _WEEK
    return (latest - (0 if rng.random() < 0.75 else 1)) * _WEEK


def _number(copies: Sequence[DealCopy], numbers: Numbers) -> list[tuple[int, dict[str, str]]]:
    """The deal's number and the words for the numbers that are still placeholders, given out in the order of time."""
    given: list[tuple[int, dict[str, str]]] = []
    for _ in copies:
        number = numbers.deal()
        given.append((number, {str(_DEAL + 1): str(number)}))
    for kind, placeholder in ((DocumentKind.CONTRACT.key, _CONTRACT), (DocumentKind.INVOICE.key, _INVOICE)):
        moments = sorted(
            (moment + copy.shift, index, old)
            for index, copy in enumerate(copies)
            for old, moment in copy.template.numbered[kind]
            if int(old.rpartition("-")[2]) >= placeholder
        )
        for moment, index, old in moments:
            given[index][1][old] = numbers.document(kind, moment.year)
    return given


def _years(plan: DealPlan) -> tuple[int, int]:
    return plan.begins.year, plan.begins.year + 1


def _reactions() -> Reactions:
    # an invoice gets its number when all deals are played, so it cannot be kept word for word before
    return {what: [one for one in those if one is not freeze_issued] for what, those in reactions().items()}


def _last_numbers(work: Work, *, entity_id: str) -> dict[tuple[str, int], int]:
    series = work.session.exec(select(NumberSeries).where(NumberSeries.legal_entity_id == entity_id))
    last = {(row.kind, row.year): row.last for row in series}
    counter = work.session.get(Counter, DEALS)
    return {**last, (DEALS, 0): counter.last if counter else 0}


def _set_numbers(work: Work, *, numbers: Mapping[tuple[str, int], int], entity_id: str) -> None:
    for (kind, year), last in numbers.items():
        if kind == DEALS:
            work.session.merge(Counter(name=DEALS, last=last))
        else:
            work.session.merge(NumberSeries(legal_entity_id=entity_id, kind=kind, year=year, last=last))
