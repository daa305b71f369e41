"""The routes that set and clear the session cookie: what a websocket cannot do."""

from collections.abc import Collection
from datetime import timedelta
from typing import TypedDict

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from studio_app.adapters.password_strength import require_strong
from studio_app.adapters.passwords import hash_password, off_the_loop, verify_password
from studio_app.bootstrap import SESSION_COOKIE, services
from studio_app.core.errors import Forbidden, Invalid, StudioError
from studio_app.domain.accounts.devices import DEVICE_LIFETIME
from studio_app.domain.accounts.passwords import reset_password, reset_reader
from studio_app.domain.accounts.people import MAX_PASSWORD_LENGTH, has_owner
from studio_app.domain.accounts.schemas import Opened
from studio_app.domain.accounts.sessions import close_session
from studio_app.domain.accounts.sign_in import WrongCredentials, begin_attempt, open_session_on, sign_up_first_owner
from studio_app.domain.accounts.sign_in_limits import count_try
from studio_app.domain.accounts.tickets import check_owner_code, request_reset
from studio_app.domain.actors import SYSTEM
from studio_app.domain.studio.brand import studio_brand
from studio_app.workspace import paths
from studio_app.workspace.cookies import DEVICE_COOKIE, devices_in, with_device
from studio_app.workspace.staff_routes import same_origin, visitor

router = APIRouter(include_in_schema=False)
_OWNER_CODE = "code of the first owner"  # what tries of it are counted under: no address looks like that


@router.post(paths.OPEN_SESSION)
async def sign_in(request: Request, email: str = Form(""), password: str = Form("")) -> Response:
    """Check the password and set the cookies; back to the form with an error code otherwise."""
    actor = visitor(request)
    try:
        same_origin(request)
        devices = devices_in(request.cookies.get(DEVICE_COOKIE, ""))
        candidate = await services().runner.run(actor, begin_attempt, email=email, devices=devices)
        matches = await off_the_loop(verify_password, password[:MAX_PASSWORD_LENGTH], candidate.password_hash)
        if not matches or candidate.user_id is None:
            raise WrongCredentials
        opened = await services().runner.run(
            actor,
            open_session_on,
            user_id=candidate.user_id,
            former=request.cookies.get(SESSION_COOKIE, ""),
            **_browser(request),
        )
    except StudioError as error:
        return _back(paths.SIGN_IN, error)
    return _signed_in(request, opened)


@router.post(paths.FIRST_OWNER)
async def first_owner(
    request: Request,
    code: str = Form(""),
    name: str = Form(""),
    email: str = Form(""),
    password: str = Form(""),
) -> Response:
    """Make the owner of an empty studio, for whoever has the code that the server prints, and sign them in."""
    actor, runner = visitor(request), services().runner
    try:
        same_origin(request)
        if await runner.read(actor, has_owner):  # before any work that anybody could ask for
            raise Forbidden
        await runner.run(actor, count_try, user=None, email=_OWNER_CODE, device_id="")
        await runner.read(actor, check_owner_code, code=code)
        hashed = await _judged_and_hashed(password, name, email)
        opened = await runner.run(
            actor,
            sign_up_first_owner,
            email=email,
            name=name,
            password_hash=hashed,
            code=code,
            **_browser(request),
        )
    except StudioError as error:
        return _back(paths.WELCOME, error)
    return _signed_in(request, opened)


@router.post(paths.ASK_RESET)
async def ask_reset(request: Request, email: str = Form("")) -> Response:
    """Send a link to set a new password; the answer is the same whether the address is known or not."""
    try:
        same_origin(request)
        if services().delivery.mailer.keeps:  # the page says who helps then
            return RedirectResponse(paths.FORGOT, status_code=303)
        await services().runner.run(visitor(request), request_reset, email=email)
    except StudioError as error:
        return _back(paths.FORGOT, error)
    return RedirectResponse(f"{paths.FORGOT}?sent=1", status_code=303)


@router.post(paths.SET_PASSWORD)
async def set_new_password(request: Request, word: str = Form(""), password: str = Form("")) -> Response:
    """Set the password of whoever holds the link, once; this browser is known from now on."""
    actor = visitor(request)
    try:
        same_origin(request)
        reader = await services().runner.read(actor, reset_reader, word=word)
        hashed = await _judged_and_hashed(password, reader.name, reader.email)
        device_id = await services().runner.run(actor, reset_password, word=word, password_hash=hashed)
    except StudioError as error:
        return _back(f"{paths.NEW_PASSWORD}?word={''.join(filter(str.isalnum, word))[:64]}", error)
    response = RedirectResponse(f"{paths.SIGN_IN}?done=password", status_code=303)
    _remember(request, response, device_id)
    return response


@router.post(paths.CLOSE_SESSION)
async def sign_out(request: Request) -> Response:
    """Revoke the session and forget the cookie."""
    try:
        same_origin(request)
    except Forbidden:
        return Response(status_code=403)
    token = request.cookies.get(SESSION_COOKIE, "")
    if token:
        await services().runner.run(visitor(request), close_session, token=token)
    response = Response(status_code=204)
    response.delete_cookie(SESSION_COOKIE, path="/")
    return response


async def _judged_and_hashed(password: str, *own_words: str) -> str:
    brand = await services().runner.read(SYSTEM, studio_brand)
    await off_the_loop(require_strong, password, own_words=(*own_words, brand.name))
    return await off_the_loop(hash_password, password)


class _Browser(TypedDict):
    """What a session takes from the browser that it is opened in, and for how long."""

    devices: Collection[str]
    lifetime: timedelta
    idle: timedelta


def _browser(request: Request) -> _Browser:
    settings = services().settings
    return {
        "devices": devices_in(request.cookies.get(DEVICE_COOKIE, "")),
        "lifetime": timedelta(days=settings.session_days),
        "idle": timedelta(days=settings.session_idle_days),
    }


def _signed_in(request: Request, opened: Opened) -> Response:
    response = RedirectResponse(paths.ACCOUNT if opened.password_is_given else paths.BOARD, status_code=303)
    _set_cookie(response, SESSION_COOKIE, opened.token, timedelta(days=services().settings.session_days), path="/")
    _remember(request, response, opened.device_id)
    return response


def _remember(request: Request, response: Response, device_id: str) -> None:
    value = with_device(request.cookies.get(DEVICE_COOKIE, ""), services().links.sign_device(device_id))
    _set_cookie(response, DEVICE_COOKIE, value, DEVICE_LIFETIME, path=paths.OPEN_SESSION)


def _set_cookie(response: Response, name: str, value: str, life: timedelta, *, path: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=int(life.total_seconds()),
        path=path,
        httponly=True,
        samesite="lax",
        secure=services().settings.url.startswith("https://"),
    )


def _back(path: str, error: StudioError) -> Response:
    code = error.reason if isinstance(error, Invalid) else error.code
    return RedirectResponse(f"{path}{'&' if '?' in path else '?'}error={code}", status_code=303)
