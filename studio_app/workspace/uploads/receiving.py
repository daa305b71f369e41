"""Taking a posted file: a websocket is no way for megabytes."""

import asyncio
from dataclasses import dataclass

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from studio_app.core.digits import whole

_FRAME = 64 * 1024  # what a multipart body needs besides the file


@dataclass(frozen=True, slots=True)
class Posted:
    """A posted file with its name, and the kind that was chosen for it; `refused` says why there is none."""

    raw: bytes = b""
    name: str = ""
    kind: str = ""
    refused: str = ""  # empty, too_large or not_one


async def posted(request: Request, *, megabytes: int) -> Posted:
    """The file of a form, unless it is larger than that. Never reads more than it may keep."""
    limit = megabytes * 1024 * 1024
    if whole(request.headers.get("content-length", ""), at_most=limit + _FRAME) is None:
        return Posted(refused="too_large")
    try:
        async with request.form(max_files=1, max_fields=2) as form:
            part, kind = form.get("file"), str(form.get("kind", ""))
            if not isinstance(part, UploadFile):
                return Posted(kind=kind, refused="not_one")
            raw, name = await asyncio.to_thread(part.file.read, limit + 1), part.filename or ""
    except HTTPException:  # two files, or no form at all
        return Posted(refused="not_one")
    if len(raw) > limit:
        return Posted(kind=kind, refused="too_large")
    return Posted(raw, name, kind, refused="empty" if not raw or raw.isspace() else "")
