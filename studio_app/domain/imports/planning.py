"""Query: the dry run of a file: what will become of each row, and why."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from sqlmodel import col, select

from studio_app.core.errors import Invalid
from studio_app.core.shortening import shortened
from studio_app.domain.accounts.permissions import Permission, require
from studio_app.domain.imports.deciding import ClientFound, client_of_row, lead_in, lead_outlook, resembling
from studio_app.domain.imports.earlier_rows import EarlierRows
from studio_app.domain.imports.kinds import ImportKind, RowState
from studio_app.domain.imports.known import Known, stored_values
from studio_app.domain.imports.schemas import ImportPlan, Options, PlannedRow, RawRow, Reason
from studio_app.domain.imports.tidying import Channels, tidy_client, tidy_lead, tidy_spend
from studio_app.domain.leads.intake.content import fingerprint
from studio_app.domain.leads.intake.defaults import DEFAULT_CHANNEL
from studio_app.domain.leads.intake.models import Lead
from studio_app.domain.studio.current import country, studio
from studio_app.domain.studio.models import Channel, ChannelSpend
from studio_app.domain.work import Work

_LONGEST_SHOWN = 300  # characters of a cell of a refused row


def plan_import(work: Work, *, kind: ImportKind, rows: Sequence[RawRow], options: Options) -> ImportPlan:
    """What an import of these rows would do. Raises Forbidden."""
    require(work, Permission.IMPORT_LISTS)
    planned = _PLANNERS[kind](work, rows, options)
    return ImportPlan(kind, tuple(planned), dict(Counter(row.state for row in planned)))


def refusal(error: Invalid, cells: Mapping[str, str]) -> Reason:
    """Why a row is refused, as its report says it."""
    code = f"required_{error.field}" if error.reason == "required" else error.reason
    given = {name: value for name, value in error.params.items() if name != "reason"}
    return Reason(code, {"value": cells.get(error.field, "").strip()[:60], **given})


def _plan_leads(work: Work, rows: Sequence[RawRow], options: Options) -> list[PlannedRow]:
    all_channels = work.session.exec(select(Channel).order_by(col(Channel.position))).all()
    channels = Channels(all_channels)
    default = work.session.get(Channel, options.channel_id) or channels.find(DEFAULT_CHANNEL) or all_channels[0]
    tidy = partial(tidy_lead, channels=channels, default=default, country=country(work))
    planned = _tidied(rows, tidy)
    fresh = [row for row in planned if row.state is RowState.PENDING]
    prints = {row.line: fingerprint(lead_in(row.said)) for row in fresh}
    here = set(stored_values(work, Lead.fingerprint, prints.values()))
    known, earlier = Known(work, [row.said for row in fresh]), EarlierRows()

    def decide(row: PlannedRow) -> PlannedRow:
        duplicate = earlier.same_person(row.line, row.said)
        if duplicate is not None:
            return _settled(row, RowState.DUPLICATE, duplicate)
        if prints[row.line] in here:
            return _settled(row, RowState.KNOWN, Reason("lead_is_here"))
        outlook = lead_outlook(work, lead_in(row.said), known=known.may_be(row.said))
        if outlook.state is RowState.CREATED:
            company = earlier.same_company(row.line, {**row.said, "inn": ""})
            if company is not None:  # by then its client is there
                return _settled(row, RowState.HELD, company[1])
        return _settled(row, outlook.state, outlook.reason)

    return [row if row.state is not RowState.PENDING else decide(row) for row in planned]


def _plan_clients(work: Work, rows: Sequence[RawRow], _options: Options) -> list[PlannedRow]:
    planned = _tidied(rows, partial(tidy_client, country=country(work)))
    known, earlier = Known(work, [row.said for row in planned if row.state is RowState.PENDING]), EarlierRows()

    def decide(row: PlannedRow) -> PlannedRow:
        duplicate = earlier.same_person(row.line, row.said)
        if duplicate is not None:
            return _settled(row, RowState.DUPLICATE, duplicate)
        company = earlier.same_company(row.line, row.said)
        is_known = known.may_be(row.said)
        found = client_of_row(work, row.said) if is_known else ClientFound(RowState.CREATED)
        if found.state is not RowState.CREATED:
            return _settled(row, found.state, found.reason)
        if company is not None:
            line, reason = company
            return PlannedRow(row.line, row.said, RowState.JOINED, reason, client_of=line)
        return _settled(row, RowState.CREATED, resembling(work, row.said) if is_known else None)

    return [row if row.state is not RowState.PENDING else decide(row) for row in planned]


def _plan_spend(work: Work, rows: Sequence[RawRow], _options: Options) -> list[PlannedRow]:
    currency = studio(work).currency
    channels = Channels(work.session.exec(select(Channel).order_by(col(Channel.position))).all())
    planned = _tidied(rows, lambda cells: tidy_spend(cells, channels=channels, currency=currency))
    entered = {(one.channel_id, one.month.isoformat()): one for one in work.session.exec(select(ChannelSpend))}
    seen: dict[tuple[str, str], int] = {}

    def decide(row: PlannedRow) -> PlannedRow:
        key = (row.said["channel_id"], row.said["month"])
        if key in seen:
            return _settled(row, RowState.DUPLICATE, Reason("same_month", {"row": seen[key]}))
        seen[key] = row.line
        before = entered.get(key)
        if before is None:
            return _settled(row, RowState.CREATED, None)
        if (before.amount, before.currency) == (row.said["amount"], row.said["currency"]):
            return _settled(row, RowState.KNOWN, Reason("spend_is_here"))
        replaced = {"amount": before.amount, "currency": before.currency}
        return _settled(row, RowState.JOINED, Reason("replaces", replaced))

    return [row if row.state is not RowState.PENDING else decide(row) for row in planned]


_PLANNERS: Mapping[ImportKind, Callable[[Work, Sequence[RawRow], Options], list[PlannedRow]]] = {
    ImportKind.LEADS: _plan_leads,
    ImportKind.CLIENTS: _plan_clients,
    ImportKind.SPEND: _plan_spend,
}


def _tidied(rows: Sequence[RawRow], tidy: Callable[[Mapping[str, str]], dict[str, Any]]) -> list[PlannedRow]:
    """The rows that make sense as pending ones, the others refused."""
    planned: list[PlannedRow] = []
    for row in rows:
        try:
            planned.append(PlannedRow(row.line, tidy(row.cells), RowState.PENDING))
        except Invalid as error:
            said = {
                name: shortened(value.strip(), _LONGEST_SHOWN) for name, value in row.cells.items() if value.strip()
            }
            planned.append(PlannedRow(row.line, said, RowState.REFUSED, refusal(error, row.cells)))
    return planned


def _settled(row: PlannedRow, state: RowState, reason: Reason | None) -> PlannedRow:
    return PlannedRow(row.line, row.said, state, reason)
