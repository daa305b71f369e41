"""What the screen of bank statements gets to draw."""

from dataclasses import dataclass, field

from studio_app.adapters.texts.catalogue import translate
from studio_app.adapters.texts.format import moment, money, short_day
from studio_app.domain.statements.accounts import held_in
from studio_app.domain.statements.kinds import LineState
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
from studio_app.workspace.statements.asking import Left, left_views
from studio_app.workspace.uploads.views import Plan, Row, count_views

SHOWN = 200
"""Lines of a dry run that are shown; all of them are counted."""

_EACH = 20
_STRONG, _FAIR = 70, 45
_COLOURS = {
    Verdict.CERTAIN: "green",
    Verdict.UNSURE: "amber",
    Verdict.OTHER_ACCOUNT: "red",
    Verdict.OTHER_CURRENCY: "red",
    Verdict.DUPLICATE: "gray",
    Verdict.OUTGOING: "gray",
    Verdict.OWN_TRANSFER: "gray",
    Verdict.PENDING: "blue",
}
_ORDER = {verdict: at for at, verdict in enumerate(_COLOURS)}
COLUMNS = (
    "date", "amount", "credit", "debit", "payer_name", "payer_inn", "payer_account", "purpose", "reference",
    "own_account", "currency", "direction", "status",
)  # fmt: skip
_TAIL = 4  # digits by which a person knows an account of theirs
_ACCOUNTS = 3  # named in full


@dataclass(frozen=True)
class PlanRow(Row):
    """A line of the dry run with its day, its amount, and on which account it moved in which currency."""

    day: str
    amount: str
    incoming: bool
    account: str


@dataclass(frozen=True)
class StatementPlan(Plan):
    """The dry run of a statement, what will be done first."""

    format: str = ""
    rows: list[PlanRow] = field(default_factory=list[PlanRow])
    mapped: bool = False  # a person has chosen columns
    accounts: str = ""  # which the file is about, or which one it is taken for
    left: list[Left] = field(default_factory=list[Left])
    partly: bool = False  # the rest of a file that is at fault in a part can be taken
    anyway: bool = False  # and a person wants it so


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
    several: bool


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
    paid_several: bool
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
    left: list[Left]


def plan_view(plan: ImportPlan, locale: str) -> StatementPlan:
    """The dry run in the viewer's language, what will be done first."""
    ordered = sorted(plan.lines, key=lambda one: _ORDER[one.verdict])
    return StatementPlan(
        format=translate(locale, f"statements.format.{plan.format.value}"),
        counts=count_views(plan.counts, words="statements.verdict", colours=_COLOURS, locale=locale),
        rows=[_plan_row(one, plan.numbers, locale) for one in _shown(ordered)],
        hidden=max(0, len(ordered) - SHOWN),
        takes=plan.counts.get(Verdict.CERTAIN, 0) + plan.counts.get(Verdict.UNSURE, 0),
        accounts=_accounts(plan, locale),
    )


def _shown(ordered: list[PlannedLine]) -> list[PlannedLine]:
    """The lines to show: the first ones, and of what is left out a few of each kind, so that none is hidden."""
    if len(ordered) <= SHOWN:
        return ordered
    some = {verdict: [one for one in ordered if one.verdict is verdict][:_EACH] for verdict in _COLOURS}
    least = sum(len(lines) for lines in some.values())
    first = next(iter(some))
    more = [one for one in ordered if one.verdict is first][_EACH : _EACH + SHOWN - least]
    return [*some.pop(first), *more, *(one for lines in some.values() for one in lines)]


def _accounts(plan: ImportPlan, locale: str) -> str:
    """A sentence about the accounts of a file: named by it, or taken for granted where it names none."""
    came = [one.line for one in plan.lines if one.verdict is not Verdict.OUTGOING] or [one.line for one in plan.lines]
    currencies: dict[str, dict[str, None]] = {}  # the currencies of each account, in the order of the file
    for line in came:
        currencies.setdefault(line.own_account, {})[line.amount.currency] = None
    if any(currencies):
        named = [f"{account} ({', '.join(codes)})" for account, codes in currencies.items() if account]
        accounts = ", ".join(named[:_ACCOUNTS]) + ("…" if len(named) > _ACCOUNTS else "")
        return translate(locale, f"statements.accounts.{'several' if len(named) > 1 else 'one'}", accounts=accounts)
    taken = plan.lines[0].account
    key = "statements.account_taken" if taken else "statements.account_unknown"
    return translate(locale, key, account=taken, currency=", ".join(currencies[""]))


def _plan_row(one: PlannedLine, numbers: dict[str, str], locale: str) -> PlanRow:
    line = one.line
    paid = [numbers[part.invoice_id] for part in one.match.allocations] if one.match else []
    return PlanRow(
        word=translate(locale, f"statements.verdict.{one.verdict.value}"),
        colour=_COLOURS[one.verdict],
        day=short_day(line.booked_on, locale),
        amount=money(line.amount, locale),
        incoming=line.amount.amount > 0,
        account=f"{line.amount.currency} …{one.account[-_TAIL:]}" if one.account else line.amount.currency,
        who=line.payer_name[:120],
        detail=line.purpose[:200],
        note=", ".join(paid) or _why(one, locale),
    )


def _why(one: PlannedLine, locale: str) -> str:
    """What is wrong with a line of an account or a currency that is not ours, and what to do."""
    if one.verdict is Verdict.OTHER_ACCOUNT:
        key = "statements.why.other_account" if one.account else "statements.why.no_account"
        return translate(locale, key, account=one.account)
    if one.verdict is Verdict.OTHER_CURRENCY:
        held, currency = held_in(one.account), one.line.amount.currency
        return translate(locale, "statements.why.other_currency", account=one.account, held=held, told=currency)
    return ""


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
        paid_several=len(line.paid) > 1,
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
        left=left_views(one.left_rows, locale),
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
        client=", ".join(dict.fromkeys(invoice.client_name for invoice in one.invoices)),
        score=one.score,
        level="green" if one.score >= _STRONG else "amber" if one.score >= _FAIR else "gray",
        reasons=" · ".join(translate(locale, f"statements.reason.{reason}") for reason in one.reasons),
        ids=[invoice.id for invoice in one.invoices],
        several=not whole,
    )
