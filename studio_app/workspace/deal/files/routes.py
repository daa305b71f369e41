"""The routes of a deal's files: bytes in and bytes out, for the people of the studio only."""

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, JSONResponse, Response
from starlette.datastructures import UploadFile

from studio_app.adapters.files.store import FileTooLarge
from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.core.digits import whole
from studio_app.core.errors import Forbidden, Invalid, NotFound, StudioError
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.actors import Actor
from studio_app.domain.files.service import KeptFile, add_file, file_of, require_room_on
from studio_app.workspace.staff_routes import same_origin, saved_as, staff

router = APIRouter(include_in_schema=False)
DEAL_FILES = "/deal-files/"
AT_ONCE = 10  # files in one post
_FRAME = 64 * 1024  # what a multipart body needs besides the files
# a file is never a page of ours: it is saved, not shown, whatever it is
HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox allow-downloads; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}


@router.post(DEAL_FILES + "{deal_id}")
async def upload(request: Request, deal_id: str) -> Response:
    """Keep the posted files with the deal; a JSON sentence where one is refused."""
    try:
        who = await staff(request, Permission.EDIT_DEALS)
    except Forbidden as error:
        return Response(status_code=error.status, headers=HEADERS)
    if who is None:
        return Response(status_code=401, headers=HEADERS)
    actor, locale = who
    try:
        same_origin(request)
        _check_length(request)
        await services().runner.read(
            actor, require_room_on, deal_id=deal_id, size=_declared(request), quota=services().files.quota
        )
        async with request.form(max_files=AT_ONCE, max_fields=AT_ONCE) as form:
            posted = [part for part in form.getlist("file") if isinstance(part, UploadFile) and part.filename]
            if not posted:
                raise Invalid(field="file", reason="required")
            for part in posted:
                await _keep(actor, deal_id, part)
    except StudioError as error:
        key = f"error.invalid.{error.reason}" if isinstance(error, Invalid) else error.message_key
        sentence = translate(locale, key, **error.params)
        return JSONResponse({"detail": sentence}, status_code=error.status, headers=HEADERS)
    return Response(status_code=204, headers=HEADERS)


@router.get(DEAL_FILES + "{deal_id}/{file_id}")
async def download(request: Request, deal_id: str, file_id: str) -> Response:
    """The bytes, to be saved."""
    try:
        who = await staff(request, Permission.READ_DEALS)
        if who is None:
            return Response(status_code=404, headers=HEADERS)
        found = await services().runner.read(who[0], file_of, deal_id=deal_id, file_id=file_id)
    except (Forbidden, NotFound):
        return Response(status_code=404, headers=HEADERS)
    path = services().files.path(found.stored_as)
    if not path.exists():
        return Response(status_code=404, headers=HEADERS)
    headers = {**HEADERS, **saved_as(found.name, plain="file")}
    return FileResponse(path, media_type=found.media_type, headers=headers)


def _check_length(request: Request) -> None:
    store = services().files
    if whole(request.headers.get("content-length", ""), at_most=AT_ONCE * store.limit + _FRAME) is None:
        raise FileTooLarge(megabytes=store.megabytes)


def _declared(request: Request) -> int:
    return max(0, int(request.headers["content-length"]) - _FRAME)


async def _keep(actor: Actor, deal_id: str, part: UploadFile) -> None:
    store = services().files
    kept: KeptFile = await asyncio.to_thread(store.keep, part.file)
    try:
        await services().runner.run(
            actor, add_file, deal_id=deal_id, name=part.filename or "", kept=kept, quota=store.quota
        )
    except BaseException:
        store.discard(kept.stored_as)
        raise
