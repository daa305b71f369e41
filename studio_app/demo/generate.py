"""Demo deals of any number: a few are played out story by story, a great many are drawn after stencils of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from secrets import token_urlsafe

from sqlmodel import select

from studio_app.adapters.documents.freezing import freeze_issued
from studio_app.adapters.passwords import hash_password
from studio_app.bootstrap import Services
from studio_app.demo.drawing import Drawing, draw_all
from studio_app.demo.people import demo_cast
from studio_app.demo.personas import Persona, invent
from studio_app.demo.plots import Cast, make_plot
from studio_app.demo.sandbox import Sandbox, SeededLinks, read_settings
from studio_app.demo.scene import Plot, Scene
from studio_app.demo.stencil import Stencil, cut
from studio_app.demo.story import tell
from studio_app.demo.turning import take_turns
from studio_app.domain.actors import SYSTEM
from studio_app.domain.documents.indexing import index_missing
from studio_app.domain.documents.models import DocumentKind
from studio_app.domain.notifications.ports import LetterWriter
from studio_app.domain.studio.models import Counter, NumberSeries
from studio_app.domain.studio.numbering import DEALS
from studio_app.domain.work import Reactions, Work
from studio_app.reactions import reactions

FIRST_DEALS = 70
"""A month's leads of the studio that the product is made for."""
PLAYED_OUT = 200
"""Up to so many deals each has a story of its own, with letters and signed documents written out."""
_STENCILS = 60
_STRAIGHT = 8  # drawn so much more often than a deal that takes a turn
_WEEK = timedelta(weeks=1)
_SPREAD = timedelta(days=180)
# what a drawing cannot move in time: rendered texts say dates in words
_BULK = frozenset({"notification.html", "notification.text"})
# numbers that appear nowhere else, to be replaced by the real ones
_DEAL, _CONTRACT, _INVOICE = 918273645, 736451928, 827364519
_PLACEHOLDERS = {DEALS: _DEAL, DocumentKind.CONTRACT.value: _CONTRACT, DocumentKind.INVOICE.value: _INVOICE}


def add_demo_deals(services: Services, *, deals: int, seed: int) -> int:
    """Add demo deals up to this hour, with the colleagues they belong to; returns how many."""
    nobodys = hash_password(token_urlsafe(32))
    cast = services.runner.run_sync(SYSTEM, demo_cast, password_hash=nobodys)
    until = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    return generate(services, cast=cast, deals=deals, seed=seed, until=until)


def generate(services: Services, *, cast: Cast, deals: int, seed: int, until: datetime) -> int:
    """Add `deals` demo deals that end before `until`; returns how many.

    The same seed and moment give the same ones in an empty studio; where there are deals, others.
    """
    settings = services.runner.read_sync(SYSTEM, read_settings)
    entity = next(row for row in settings["legal_entity"] if row["is_default"])
    starts = services.runner.read_sync(SYSTEM, _last_numbers, entity_id=entity["id"])
    numbers = Numbers(starts, prefix=entity["number_prefix"])
    stage = Stage(Sandbox(settings, reactions=_reactions(), secret_key=services.settings.key), entity["id"])
    key = f"{seed}/{numbers.last[DEALS, 0]}"
    rng = Random(key)  # noqa: S311  repeatable on purpose
    online = services.demo_provider is not None
    try:
        if deals <= PLAYED_OUT:
            writer = services.delivery.writer
            drawings = _played(stage, cast, numbers, deals=deals, seed=key, until=until, writer=writer, online=online)
        else:
            drawings = _varied(
                _stencils(stage, cast, seed=key, until=until, online=online), rng, cast, deals=deals, until=until
            )
    finally:
        stage.sandbox.close()
    given = _number(drawings, numbers)
    services.runner.run_sync(SYSTEM, _set_numbers, numbers=numbers.last, entity_id=entity["id"])
    draw_all(services.runner, drawings, given, rng=rng, links=SeededLinks(services.settings.key, rng))
    services.runner.run_sync(SYSTEM, index_missing)
    return len(drawings)


@dataclass(frozen=True, slots=True)
class Stage:
    """The sandbox, and the legal entity whose numbers are given out in it."""

    sandbox: Sandbox
    entity_id: str

    def play(
        self,
        plot: Plot,
        seed: str,
        *,
        numbers: Mapping[str, int],
        contracts: Mapping[int, int] | None = None,
        writer: LetterWriter | None = None,
        texts: Sequence[str] = (),
        leave_out: frozenset[str] = frozenset(),
    ) -> Stencil:
        """Play `plot` with numbers that follow `numbers` (of `contracts`: by year), and cut its stencil."""
        with self.sandbox.play(seed) as (work, clock, ids):
            work.session.merge(Counter(name=DEALS, last=numbers[DEALS]))
            for year in _years(plot):
                for kind in (DocumentKind.CONTRACT.value, DocumentKind.INVOICE.value):
                    last = contracts[year] if contracts and kind == DocumentKind.CONTRACT.value else numbers[kind]
                    work.session.add(NumberSeries(legal_entity_id=self.entity_id, kind=kind, year=year, last=last))
            work.session.flush()
            tell(Scene(work, clock, plot, Random(f"{seed}/teller"), writer))  # noqa: S311  repeatable on purpose
            return cut(work, ids, texts, leave_out=leave_out, moves=writer is None)


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
        digits = 4 if kind == DocumentKind.INVOICE.value else 3
        return f"{self._prefix}{year}-{self.last[kind, year]:0{digits}d}"


def _played(
    stage: Stage,
    cast: Cast,
    numbers: Numbers,
    *,
    deals: int,
    seed: str,
    until: datetime,
    writer: LetterWriter,
    online: bool,
) -> list[Drawing]:
    """A story for each deal, with its letters and signed documents written out, told up to `until`."""
    plots = [
        make_plot(Random(f"{seed}/{number}"), cast=cast, number=number, monday=until, told_until=until)  # noqa: S311
        for number in range(1, deals + 1)
    ]
    # a deal that would begin after the present has just begun
    plots = [replace(plot, begins=min(plot.begins, until - timedelta(hours=1))) for plot in plots]
    plots = take_turns(plots, cast=cast, with_provider=online)
    drawings: list[Drawing] = []
    for index, plot in enumerate(sorted(plots, key=lambda plot: plot.begins), start=1):
        # signed bytes cannot be rewritten: the numbers in them are the right ones from the start
        known = {**_PLACEHOLDERS, DEALS: numbers.last[DEALS, 0] + index - 1}
        kind = DocumentKind.CONTRACT.value
        before = {year: numbers.last[kind, year] for year in _years(plot)}
        stencil = stage.play(plot, f"{seed}/{index}", numbers=known, contracts=before, writer=writer)
        for _, moment in stencil.numbered[kind]:
            numbers.last[kind, moment.year] += 1
        drawings.append(Drawing(stencil, timedelta(), {}))
    return drawings


def _stencils(stage: Stage, cast: Cast, *, seed: str, until: datetime, online: bool) -> list[tuple[Stencil, Plot]]:
    monday = (until - timedelta(days=until.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    made: list[tuple[Stencil, Plot]] = []
    plots = [
        make_plot(Random(f"{seed}/{number}"), cast=cast, number=number, monday=monday - 45 * _WEEK)  # noqa: S311
        for number in range(1, _STENCILS + 1)
    ]
    for number, plot in enumerate(take_turns(plots, cast=cast, with_provider=online), start=1):
        texts = [*plot.persona.texts().values(), *(value.lower() for value in plot.persona.texts().values())]
        texts += [plot.manager.id, plot.manager.name, plot.lost_reason_id, str(_DEAL + 1)]
        made.append((stage.play(plot, f"{seed}/{number}", numbers=_PLACEHOLDERS, texts=texts, leave_out=_BULK), plot))
    return made


def _varied(
    stencils: Sequence[tuple[Stencil, Plot]], rng: Random, cast: Cast, *, deals: int, until: datetime
) -> list[Drawing]:
    """Each turn is taken once, and then as seldom as in life."""
    turned = [one for one in stencils if one[1].turn]
    weights = [1 if plot.turn else _STRAIGHT for _, plot in stencils]
    drawings = [
        _vary(rng, *one, cast=cast, number=_STENCILS + number, until=until)
        for number, one in enumerate([*turned, *rng.choices(stencils, weights, k=deals - len(turned))], start=1)
    ]
    return sorted(drawings, key=lambda drawing: drawing.begins)


def _vary(rng: Random, stencil: Stencil, plot: Plot, *, cast: Cast, number: int, until: datetime) -> Drawing:
    persona = invent(rng, locale=plot.locale, company=bool(plot.persona.company), number=number)
    manager = rng.choice([one for one in cast.managers if one != plot.other] or list(cast.managers))
    texts = {**_instead_of(plot.persona, persona), plot.manager.id: manager.id, plot.manager.name: manager.name}
    if plot.lost_reason_id:
        texts[plot.lost_reason_id] = rng.choice(list(cast.lost_reasons))
    shift = _shift(rng, stencil, plot, until) - timedelta(minutes=rng.randrange(25), seconds=rng.randrange(60))
    return Drawing(stencil, shift, texts)


def _instead_of(old: Persona, new: Persona) -> dict[str, str]:
    theirs = new.texts()
    pairs = {value: theirs[name] for name, value in old.texts().items()}
    return {**{before.lower(): after.lower() for before, after in pairs.items()}, **pairs}


def _shift(rng: Random, stencil: Stencil, plot: Plot, until: datetime) -> timedelta:
    """Whole weeks: an ended deal anywhere in the last half year, an open one so that it waits since a few days."""
    latest = (until - stencil.ends) // _WEEK
    earliest = -((stencil.begins - (until - _SPREAD)) // _WEEK)
    ended = plot.reach.value == "paid" or bool(plot.lost_reason_id)
    if ended and earliest < latest:
        return rng.randint(earliest, latest) * _WEEK
    return (latest - (0 if rng.random() < 0.75 else 1)) * _WEEK


def _number(drawings: Sequence[Drawing], numbers: Numbers) -> list[tuple[int, dict[str, str]]]:
    """The deal's number and the words for the numbers that are still placeholders, given out in the order of time."""
    given: list[tuple[int, dict[str, str]]] = []
    for _ in drawings:
        number = numbers.deal()
        given.append((number, {str(_DEAL + 1): str(number)}))
    for kind, placeholder in ((DocumentKind.CONTRACT.value, _CONTRACT), (DocumentKind.INVOICE.value, _INVOICE)):
        moments = sorted(
            (moment + drawing.shift, index, old)
            for index, drawing in enumerate(drawings)
            for old, moment in drawing.stencil.numbered[kind]
            if int(old.rpartition("-")[2]) >= placeholder
        )
        for moment, index, old in moments:
            given[index][1][old] = numbers.document(kind, moment.year)
    return given


def _years(plot: Plot) -> tuple[int, int]:
    return plot.begins.year, plot.begins.year + 1


def _reactions() -> Reactions:
    # an invoice gets its number when all stories are told, so it cannot be kept word for word before
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
