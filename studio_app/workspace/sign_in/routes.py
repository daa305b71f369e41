"""The routes that set and clear the session cookie: what a websocket cannot do."""

import asyncio
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from studio_app.adapters.passwords import hash_password, verify_password
from studio_app.bootstrap import SESSION_COOKIE, services
from studio_app.core.errors import Forbidden, Invalid, StudioError
from studio_app.domain.accounts.people import check_password, create_first_owner
from studio_app.domain.accounts.sign_in import (
    SESSION_LIFETIME,
    WrongCredentials,
    close_session,
    find_candidate,
    note_failure,
    open_session,
)
from studio_app.domain.work import Actor, ActorKind
from studio_app.workspace import paths

router = APIRouter(include_in_schema=False)


@router.post(paths.OPEN_SESSION)
async def sign_in(request: Request, email: str = Form(""), password: str = Form("")) -> Response:
    """Check the password and set the cookie; back to the form with an error code otherwise."""
    actor = _visitor(request)
    try:
        _same_origin(request)
        candidate = await services().runner.read(actor, find_candidate, email=email)
        matches = await asyncio.to_thread(verify_password, password, candidate.password_hash)
        if not matches or candidate.user_id is None:
            await services().runner.run(actor, note_failure, email=email)
            raise WrongCredentials
        token = await services().runner.run(actor, open_session, user_id=candidate.user_id)
    except StudioError as error:
        return _back(paths.SIGN_IN, error)
    return _signed_in(token)


@router.post(paths.FIRST_OWNER)
async def first_owner(
    request: Request, name: str = Form(""), email: str = Form(""), password: str = Form("")
) -> Response:
    """Make the owner of an empty studio and sign them in."""
    actor = _visitor(request)
    try:
        _same_origin(request)
        check_password(password)
        hashed = await asyncio.to_thread(hash_password, password)
        owner = await services().runner.run(actor, create_first_owner, email=email, name=name, password_hash=hashed)
        token = await services().runner.run(actor, open_session, user_id=owner.id)
    except StudioError as error:
        return _back(paths.WELCOME, error)
    return _signed_in(token)


@router.post(paths.CLOSE_SESSION)
async def sign_out(request: Request) -> Response:
    """Revoke the session and forget the cookie."""
    _same_origin(request)
    token = request.cookies.get(SESSION_COOKIE, "")
    if token:
        await services().runner.run(_visitor(request), close_session, token=token)
    response = Response(status_code=204)
    response.delete_cookie(SESSION_COOKIE, path="/")
    return response


def _signed_in(token: str) -> Response:
    response = RedirectResponse(paths.BOARD, status_code=303)
    response.set_cookie(
        SESSION_COOKIE,
        token,
        max_age=int(SESSION_LIFETIME.total_seconds()),
        path="/",
        httponly=True,
        samesite="lax",
        secure=services().settings.url.startswith("https://"),
    )
    return response


def _back(path: str, error: StudioError) -> Response:
    code = error.reason if isinstance(error, Invalid) else error.code
    return RedirectResponse(f"{path}?error={code}", status_code=303)


def _visitor(request: Request) -> Actor:
    return Actor(
        kind=ActorKind.STAFF,
        ip=request.client.host if request.client else "",
        user_agent=request.headers.get("user-agent", ""),
    )


def _same_origin(request: Request) -> None:
    # SameSite=Lax keeps the cookie off foreign posts; the Origin check also stops signing a victim in
    origin = request.headers.get("origin")
    if origin and origin != "null" and urlsplit(origin).netloc != request.headers.get("host"):
        raise Forbidden
