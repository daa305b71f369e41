"""The route that hands a letter out as it came: to be saved, never shown."""

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response

from studio_app.adapters.imap.letter_intake import EML
from studio_app.bootstrap import services
from studio_app.core.errors import Forbidden, NotFound
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.files.service import tidy_name
from studio_app.domain.leads.letters import letter_of
from studio_app.workspace import paths
from studio_app.workspace.deal.files.routes import HEADERS
from studio_app.workspace.staff_routes import saved_as, staff

router = APIRouter(include_in_schema=False)


@router.get(paths.letter_file("{letter_id}"))
async def original(request: Request, letter_id: str) -> Response:
    """The letter, for people of the studio."""
    try:
        who = await staff(request, Permission.READ_DEALS)
        if who is None:
            return Response(status_code=404, headers=HEADERS)
        found = await services().runner.read(who[0], letter_of, letter_id=letter_id)
    except (Forbidden, NotFound):
        return Response(status_code=404, headers=HEADERS)
    path = services().files.path(found.stored_as)
    if not found.stored_as or not path.exists():
        return Response(status_code=404, headers=HEADERS)
    headers = {**HEADERS, **saved_as(tidy_name(f"{found.subject or 'letter'}.eml"), plain="letter.eml")}
    return FileResponse(path, media_type=EML, headers=headers)
