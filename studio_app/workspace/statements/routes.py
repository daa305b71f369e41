"""The route that takes a bank's file: a websocket is no way for megabytes."""

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import UploadFile

from studio_app.adapters.bank.read import MAX_MEGABYTES
from studio_app.bootstrap import services
from studio_app.core.errors import StudioError
from studio_app.domain.statements.uploads import keep_upload
from studio_app.workspace import paths
from studio_app.workspace.staff_routes import same_origin, staff

router = APIRouter(include_in_schema=False)

_LIMIT = MAX_MEGABYTES * 1024 * 1024
_FRAME = 64 * 1024  # what a multipart body needs besides the file


@router.post(paths.STATEMENT_FILE)
async def upload(request: Request) -> Response:
    """Keep the posted file and lead back to the page, which reads it and says what it would do."""
    who = await staff(request)
    if who is None:
        return RedirectResponse(paths.SIGN_IN, status_code=303)
    try:
        same_origin(request)
        raw, name = await _posted(request)
        if raw:
            await services().runner.run(who[0], keep_upload, file_name=name, raw=raw)
    except StudioError as error:
        return Response(status_code=error.status)
    return RedirectResponse(paths.STATEMENTS if raw else f"{paths.STATEMENTS}?refused=1", status_code=303)


async def _posted(request: Request) -> tuple[bytes, str]:
    """The bytes and the name of the file; nothing when there is none or it is too large."""
    length = request.headers.get("content-length", "")
    if not length.isdecimal() or int(length) > _LIMIT + _FRAME:
        return b"", ""
    async with request.form(max_files=1, max_fields=1) as form:
        part = form.get("file")
        if not isinstance(part, UploadFile):
            return b"", ""
        raw = await asyncio.to_thread(part.file.read, _LIMIT + 1)
    return (raw, part.filename or "") if len(raw) <= _LIMIT else (b"", "")
