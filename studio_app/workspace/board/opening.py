"""What an open board is sent: its snapshot in the form that the address asks for, and a deal put back as it is."""

from collections.abc import Sequence

from studio_app.bootstrap import services
from studio_app.domain.board.agenda import open_agenda
from studio_app.domain.board.cards import Opening, card, open_board
from studio_app.domain.board.rows import open_table
from studio_app.domain.board.schemas import BoardFilter, CardOrder
from studio_app.domain.work import Work
from studio_app.workspace.board.address import form_of, row_order_of, span_of
from studio_app.workspace.board.agenda_view import agenda_view
from studio_app.workspace.board.audiences import Form
from studio_app.workspace.board.views import board_view, card_view, row_view, table_view
from studio_app.workspace.board.wire.messages import Snapshot, SnapshotHead
from studio_app.workspace.framework import BaseState
from studio_app.workspace.gate import actor, locale
from studio_app.workspace.live import live

_OF_A_DAY = {False: 4, True: 40}  # tasks that a cell has room for, by whether it is a week's


def opened(
    work: Work, *, where: BoardFilter, order: CardOrder, locale: str, head: SnapshotHead
) -> tuple[Opening, Snapshot]:
    """What to count on from, and what the component gets of it."""
    query = head["query"]
    match form_of(query):
        case Form.ROWS:
            rows_order = row_order_of(query)
            table = open_table(work, where=where, order=rows_order)
            return table.opening, table_view(table, rows_order, locale, head)
        case Form.DAYS:
            span = span_of(query)
            agenda = open_agenda(work, where=where, span=span.days, each=_OF_A_DAY[span.week])
            return agenda.opening, agenda_view(
                agenda, locale, head, week=span.week, month=(span.day or agenda.now.date())
            )
        case Form.CARDS:
            opening = open_board(work, where=where, order=order)
            return opening, board_view(opening.columns, order, locale, head)


async def put_back(state: BaseState, deal_ids: Sequence[str], form: Form) -> None:
    """Show the deals as they are to whoever has tried to change them in vain."""
    if form is Form.DAYS:
        await live.answer(state, {"kind": "days_changed"})
        return
    for deal_id in deal_ids:
        found = await services().runner.read(actor(), card, deal_id=deal_id)
        if form is Form.ROWS:
            await live.answer(state, {"kind": "row_back", "row": row_view(found, locale())})
        else:
            await live.answer(state, {"kind": "card_back", "card": card_view(found, locale())})
