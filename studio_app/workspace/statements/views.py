"""What the screen of bank statements gets to draw."""

from dataclasses import dataclass, field

from studio_app.adapters.bank.delimited import CsvTable
from studio_app.adapters.texts.catalogue import translate
from studio_app.adapters.texts.format import moment, money, short_day
from studio_app.domain.statements.models import LineState
from studio_app.domain.statements.schemas import (
    ImportPlan,
    ImportView,
    LineView,
    PlannedLine,
    SuggestedInvoice,
    SuggestionView,
    Verdict,
)
from studio_app.workspace import paths

SHOWN = 200
"""Lines of a dry run that are shown; all of them are counted."""

_STRONG, _FAIR = 70, 45
_ORDER = {verdict: at for at, verdict in enumerate(Verdict)}
COLUMNS = ("date", "amount", "credit", "debit", "payer_name", "payer_inn", "payer_account", "purpose", "reference")


@dataclass(frozen=True)
class PlanRow:
    """A line of the dry run."""

    verdict: str
    word: str
    day: str
    amount: str
    incoming: bool
    payer: str
    purpose: str
    numbers: str


@dataclass(frozen=True)
class Count:
    """How many lines have a verdict."""

    verdict: str
    word: str
    count: int


@dataclass(frozen=True)
class Column:
    """A thing to be found in a CSV file, and where it is taken from ("" : nowhere)."""

    name: str
    word: str
    at: str


@dataclass(frozen=True)
class Plan:
    """The dry run of the uploaded file; `problem` in its place when it cannot be read."""

    file_name: str = ""
    format: str = ""
    problem: str = ""
    counts: list[Count] = field(default_factory=list[Count])
    rows: list[PlanRow] = field(default_factory=list[PlanRow])
    hidden: int = 0
    keeps: int = 0  # lines that an import would store
    mapped: bool = False  # a person has chosen columns
    columns: list[Column] = field(default_factory=list[Column])
    headings: list[list[str]] = field(default_factory=list[list[str]])  # place, words


@dataclass(frozen=True)
class Choice:
    """A suggestion: one invoice or several, the reasons and how sure they make it."""

    at: int
    invoices: str
    client: str
    score: int
    level: str  # the colour of the score
    reasons: str
    ids: list[str]


@dataclass(frozen=True)
class LineItem:
    """A stored line."""

    id: str
    state: str
    day: str
    amount: str
    payer: str
    inn: str
    purpose: str
    by_itself: bool
    choices: list[Choice]
    paid: str
    deal_path: str


@dataclass(frozen=True)
class Found:
    """An invoice in the dialog that looks for one."""

    id: str
    number: str
    client: str
    due: str
    chosen: bool = False


@dataclass(frozen=True)
class ImportItem:
    """An import in the list."""

    id: str
    file_name: str
    format: str
    days: str
    when: str
    who: str
    undone: bool
    booking: int
    booked: int
    waiting: int
    duplicates: int
    left_out: int


def plan_view(
    plan: ImportPlan, *, file_name: str, locale: str, table: CsvTable | None, columns: dict[str, int]
) -> Plan:
    """The dry run in the viewer's language, what will be done first."""
    ordered = sorted(plan.lines, key=lambda one: _ORDER[one.verdict])
    return Plan(
        file_name=file_name,
        format=translate(locale, f"statements.format.{plan.format.value}"),
        counts=[
            Count(verdict.value, translate(locale, f"statements.verdict.{verdict.value}"), plan.counts[verdict])
            for verdict in Verdict
            if verdict in plan.counts
        ],
        rows=[_plan_row(one, plan.numbers, locale) for one in ordered[:SHOWN]],
        hidden=max(0, len(ordered) - SHOWN),
        keeps=plan.counts.get(Verdict.CERTAIN, 0) + plan.counts.get(Verdict.UNSURE, 0),
        columns=column_views(columns, locale) if table else [],
        headings=heading_views(table) if table else [],
    )


def column_views(columns: dict[str, int], locale: str) -> list[Column]:
    """What is looked for in a CSV file and where it was found."""
    return [
        Column(name, translate(locale, f"statements.column.{name}"), str(columns.get(name, -1))) for name in COLUMNS
    ]


def heading_views(table: CsvTable) -> list[list[str]]:
    """The columns to choose from, by their place; an unnamed one shows what is in it."""
    first = table.rows[0][1] if table.rows else ()
    width = max(len(table.headings), len(first))
    names = [*table.headings, *[""] * (width - len(table.headings))]
    return [
        [str(at), (name or (first[at] if at < len(first) else "") or str(at + 1))[:40]] for at, name in enumerate(names)
    ]


def _plan_row(one: PlannedLine, numbers: dict[str, str], locale: str) -> PlanRow:
    line = one.line
    paid = [numbers[part.invoice_id] for part in one.match.allocations] if one.match else []
    return PlanRow(
        verdict=one.verdict.value,
        word=translate(locale, f"statements.verdict.{one.verdict.value}"),
        day=short_day(line.booked_on, locale),
        amount=money(line.amount, locale),
        incoming=line.amount.amount > 0,
        payer=line.payer_name[:120],
        purpose=line.purpose[:200],
        numbers=", ".join(paid),
    )


def line_item(line: LineView, locale: str) -> LineItem:
    """A stored line in the viewer's language."""
    return LineItem(
        id=line.id,
        state=line.state.value,
        day=short_day(line.booked_on, locale),
        amount=money(line.amount, locale),
        payer=line.payer_name or translate(locale, "statements.no_payer"),
        inn=line.payer_inn,
        purpose=line.purpose,
        by_itself=line.by_itself,
        choices=[_choice(at, one, locale) for at, one in enumerate(line.suggestions)],
        paid=", ".join(number for number, _ in line.paid),
        deal_path=paths.deal(line.paid[0][1]) if line.paid else "",
    )


def found_item(one: SuggestedInvoice, locale: str, chosen: list[str]) -> Found:
    """An open invoice in the viewer's language."""
    return Found(one.id, one.number, one.client_name, money(one.due, locale), one.id in chosen)


def import_item(one: ImportView, locale: str, timezone: str) -> ImportItem:
    """An import in the viewer's language."""
    first, last = short_day(one.first_day, locale), short_day(one.last_day, locale)
    return ImportItem(
        id=one.id,
        file_name=one.file_name,
        format=translate(locale, f"statements.format.{one.format.value}"),
        days=first if first == last else f"{first} – {last}",
        when=moment(one.imported_at, locale, timezone),
        who=one.imported_by,
        undone=one.undone,
        booking=one.by_state.get(LineState.MATCHED, 0),
        booked=one.by_state.get(LineState.BOOKED, 0),
        waiting=one.by_state.get(LineState.WAITING, 0),
        duplicates=one.duplicates,
        left_out=one.left_out,
    )


def _choice(at: int, one: SuggestionView, locale: str) -> Choice:
    whole = len(one.invoices) == 1
    parts = [
        one.invoices[0].number if whole else f"{invoice.number} ({money(invoice.part, locale)})"
        for invoice in one.invoices
    ]
    return Choice(
        at=at,
        invoices=", ".join(parts),
        client=one.invoices[0].client_name,
        score=one.score,
        level="green" if one.score >= _STRONG else "amber" if one.score >= _FAIR else "gray",
        reasons=" · ".join(translate(locale, f"statements.reason.{reason}") for reason in one.reasons),
        ids=[invoice.id for invoice in one.invoices],
    )
