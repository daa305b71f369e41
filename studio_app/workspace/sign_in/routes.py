"""The routes that set and clear the session cookie: what a websocket cannot do."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from studio_app.adapters.passwords import hash_password, verify_password
from studio_app.bootstrap import SESSION_COOKIE, services
from studio_app.core.errors import Forbidden, Invalid, StudioError
from studio_app.domain.accounts.people import MAX_PASSWORD_LENGTH, check_password, create_first_owner, has_owner
from studio_app.domain.accounts.sign_in import (
    SESSION_LIFETIME,
    WrongCredentials,
    begin_attempt,
    close_session,
    open_session,
)
from studio_app.domain.work import Actor
from studio_app.workspace import paths
from studio_app.workspace.staff_routes import same_origin, visitor

router = APIRouter(include_in_schema=False)
R = TypeVar("R")
_HASHERS = ThreadPoolExecutor(2, thread_name_prefix="argon2")


@router.post(paths.OPEN_SESSION)
async def sign_in(request: Request, email: str = Form(""), password: str = Form("")) -> Response:
    """Check the password and set the cookie; back to the form with an error code otherwise."""
    actor = visitor(request)
    try:
        same_origin(request)
        candidate = await services().runner.run(actor, begin_attempt, email=email)
        matches = await _hashing(verify_password, password[:MAX_PASSWORD_LENGTH], candidate.password_hash)
        if not matches or candidate.user_id is None:
            raise WrongCredentials
        await _forget_former(request, actor)
        token = await services().runner.run(actor, open_session, user_id=candidate.user_id)
    except StudioError as error:
        return _back(paths.SIGN_IN, error)
    return _signed_in(token)


@router.post(paths.FIRST_OWNER)
async def first_owner(
    request: Request, name: str = Form(""), email: str = Form(""), password: str = Form("")
) -> Response:
    """Make the owner of an empty studio and sign them in."""
    actor = visitor(request)
    try:
        same_origin(request)
        check_password(password)
        if await services().runner.read(actor, has_owner):  # before the work of hashing, which anybody could ask for
            raise Forbidden
        hashed = await _hashing(hash_password, password)
        owner = await services().runner.run(actor, create_first_owner, email=email, name=name, password_hash=hashed)
        token = await services().runner.run(actor, open_session, user_id=owner.id)
    except StudioError as error:
        return _back(paths.WELCOME, error)
    return _signed_in(token)


@router.post(paths.CLOSE_SESSION)
async def sign_out(request: Request) -> Response:
    """Revoke the session and forget the cookie."""
    try:
        same_origin(request)
    except Forbidden:
        return Response(status_code=403)
    await _forget_former(request, visitor(request))
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


async def _forget_former(request: Request, actor: Actor) -> None:
    token = request.cookies.get(SESSION_COOKIE, "")
    if token:
        await services().runner.run(actor, close_session, token=token)


async def _hashing(call: Callable[..., R], *args: Any) -> R:
    # each hash takes 64 MB on purpose: a few at a time, however many people knock
    return await asyncio.get_running_loop().run_in_executor(_HASHERS, partial(call, *args))
