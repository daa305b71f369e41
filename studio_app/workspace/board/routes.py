"""The routes that give the board's deals as files."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response, StreamingResponse

from studio_app.core.errors import Forbidden
from studio_app.domain.accounts.permissions import Permission
from studio_app.workspace import paths
from studio_app.workspace.board.address import filter_of, row_order_of
from studio_app.workspace.board.export import Wanted, columns_of, csv_file, xlsx_file
from studio_app.workspace.staff_routes import saved_as, staff

router = APIRouter(include_in_schema=False)

_FILES = {
    "csv": (csv_file, "text/csv; charset=utf-8"),
    "xlsx": (xlsx_file, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@router.get(paths.BOARD_FILE)
async def export(request: Request, kind: str) -> Response:
    """Exactly the deals of the filter in the address, in the table's order and columns."""
    try:
        who = await staff(request, Permission.EXPORT_DEALS)
    except Forbidden as error:
        return Response(status_code=error.status)
    if who is None:
        return RedirectResponse(paths.SIGN_IN, status_code=303)
    if kind not in _FILES:
        return Response(status_code=404)
    actor, locale = who
    write, media_type = _FILES[kind]
    query = request.url.query
    columns = columns_of(request.query_params.get("columns", ""))
    body = write(actor, Wanted(filter_of(query, me=actor.id), row_order_of(query), columns, locale))
    headers = {**saved_as(f"deals.{kind}", plain=f"deals.{kind}"), "Cache-Control": "no-store"}
    return StreamingResponse(body, media_type=media_type, headers=headers)
