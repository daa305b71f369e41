"""The routes of bank files: taking one, and giving one out that could not be read."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from studio_app.adapters.bank.limits import MAX_MEGABYTES
from studio_app.bootstrap import services
from studio_app.core.errors import StudioError
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.statements.refused import refused_file
from studio_app.domain.statements.uploads import keep_upload
from studio_app.workspace import paths
from studio_app.workspace.staff_routes import same_origin, saved_as, staff
from studio_app.workspace.uploads.receiving import posted

router = APIRouter(include_in_schema=False)


@router.post(paths.STATEMENT_FILE)
async def upload(request: Request) -> Response:
    """Keep the posted file and lead back to the page, which reads it and says what it would do."""
    try:
        who = await staff(request, Permission.KEEP_BOOKS)
        if who is None:
            return RedirectResponse(paths.SIGN_IN, status_code=303)
        same_origin(request)
        sent = await posted(request, megabytes=MAX_MEGABYTES)
        if not sent.refused:
            await services().runner.run(who[0], keep_upload, file_name=sent.name, raw=sent.raw)
    except StudioError as error:
        return Response(status_code=error.status)
    refused = f"?refused={sent.refused}" if sent.refused else ""
    return RedirectResponse(paths.STATEMENTS + refused, status_code=303)


@router.get(paths.refused_statement("{refused_id}"))
async def original(request: Request, refused_id: str) -> Response:
    """A file that could not be read, as it came, to be saved and never shown."""
    try:
        who = await staff(request, Permission.KEEP_BOOKS)
        if who is None:
            return Response(status_code=404)
        name, raw = await services().runner.read(who[0], refused_file, refused_id=refused_id)
    except StudioError:
        return Response(status_code=404)
    headers = {**saved_as(name, plain="statement"), "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return Response(raw, media_type="application/octet-stream", headers=headers)
