"""The gate: every event of every socket is refused unless its handler says who may fire it."""

import functools
import inspect
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from contextvars import ContextVar
from datetime import timedelta
from enum import StrEnum
from typing import Any, TypeVar, cast

import reflex as rx

from studio_app.adapters.texts.catalogue import DEFAULT_LOCALE, pick, translate
from studio_app.adapters.texts.refusals import in_words
from studio_app.adapters.visitors import network_of
from studio_app.bootstrap import SESSION_COOKIE, services
from studio_app.core.checking import problems_of
from studio_app.core.errors import Forbidden, Invalid, StudioError, Unavailable
from studio_app.domain.accounts.confirming import is_fresh
from studio_app.domain.accounts.permissions import Permission, role_may
from studio_app.domain.accounts.schemas import SignedIn, UserView
from studio_app.domain.accounts.sessions import is_stale, touch_session
from studio_app.domain.accounts.sessions import signed_in as session_of
from studio_app.domain.actors import SYSTEM, Actor, ActorKind
from studio_app.workspace import paths
from studio_app.workspace.arguments import checking
from studio_app.workspace.binding import bind
from studio_app.workspace.confirmation.waiting import ask_first
from studio_app.workspace.cookies import read_cookie, visitor_locale
from studio_app.workspace.framework import (
    FRAMEWORK_HANDLERS,
    REPORT,
    BaseState,
    Event,
    StateUpdate,
    handler_named,
    handler_names,
    in_place_of,
    script_of,
)

F = TypeVar("F", bound=Callable[..., Any])


class Open(StrEnum):
    """What a handler asks for that somebody signed out may fire, too."""

    ANYONE = "anyone"


ANYONE = Open.ANYONE
Needed = frozenset[Permission | Open]
"""What a handler asks for: one of these is enough, and nobody has one of none."""

_REPORT_LENGTH = 2000

_session: ContextVar[SignedIn | None] = ContextVar("studio_session", default=None)
_actor: ContextVar[Actor] = ContextVar("studio_actor")


def allow(*needed: Permission | Open, fresh: bool = False) -> Callable[[F], F]:
    """Declare who may fire the handler; refuse arguments that do not fit; say its anticipated errors in a sentence.

    Goes below `@rx.event`. A handler without it can be fired by nobody. Of several permissions one is enough:
    which of them it takes this time is what the use case asks. A `fresh` one runs only a short while after
    the person has typed their password: else it is asked for, and then the handler goes on.
    """

    def declare(handler: F) -> F:
        wrapped = _with_sentences(_once_confirmed(handler) if fresh else handler, checking(handler))
        wrapped.__studio_needed__ = frozenset(needed)
        wrapped.__studio_fresh__ = fresh
        return cast("F", wrapped)

    return declare


def needed_for(handler_name: str) -> Needed:
    """What the registered handler of that full name asks for; nothing refuses everybody."""
    handler = handler_named(handler_name)
    if handler is None:
        return Needed()
    if handler_name in FRAMEWORK_HANDLERS:
        return Needed({ANYONE})
    return getattr(handler, "__studio_needed__", Needed())


def open_to_all() -> frozenset[str]:
    """The full names of the handlers that somebody signed out may fire."""
    return frozenset(name for name in handler_names() if ANYONE in needed_for(name))


def actor() -> Actor:
    """Whoever fired the event being handled. Only meaningful inside a handler."""
    return _actor.get()


def user() -> UserView | None:
    """The signed-in person who fired the event, or None."""
    found = _session.get()
    return found.person if found else None


def signed_in() -> SignedIn:
    """The session in which the event was fired. Only meaningful inside a handler that is not for anyone."""
    found = _session.get()
    if found is None:
        raise Forbidden
    return found


def require_right(permission: Permission) -> None:
    """Raise Forbidden unless the signed-in person who fired the event may."""
    if not permits(Needed({permission}), user()):
        raise Forbidden


def locale() -> str:
    """The language of whoever fired the event."""
    person = user()
    return pick(person.locale) if person else DEFAULT_LOCALE


def permits(needed: Needed, person: UserView | None) -> bool:
    """Whether `person` (None: signed out) may fire a handler that asks for one of these."""
    role = person.role.value if person else ""
    return any(one is ANYONE or role_may(role, one) for one in needed)


class Gate(rx.Middleware):
    """Runs before every event, the first of a page included."""

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> StateUpdate | None:
        """Find out who is there; forget a former visitor's state; let the event through or refuse it."""
        try:
            return await self._admit(state, event)
        except Unavailable as error:  # nobody can tell who that is: nothing is done, and nothing is forgotten
            headers = state.router.headers
            locale = visitor_locale(headers.cookie, headers.accept_language)
            return await in_place_of(state, toast_error(locale, error.message_key))

    async def _admit(self, state: BaseState, event: Event) -> StateUpdate | None:
        token = read_cookie(state.router.headers.cookie, SESSION_COOKIE)
        found = await services().runner.read(SYSTEM, session_of, token=token) if token else None
        if found is not None and is_stale(found, services().now()):
            idle = timedelta(days=services().settings.session_idle_days)
            with suppress(Unavailable):  # a full disk is no reason to show nothing
                await services().runner.run(SYSTEM, touch_session, session_id=found.session_id, idle=idle)
        person = found.person if found else None
        _session.set(found)
        _actor.set(_actor_of(person, state))
        # a demoted owner is somebody else to what their tabs hold
        await bind(state, f"{person.id}:{person.role.value}" if person else "")
        if event.name == REPORT:
            event.payload.update({key: str(value)[:_REPORT_LENGTH] for key, value in event.payload.items()})
        if permits(needed_for(event.name), person):
            return None
        return await _refuse(state, person)


def _actor_of(person: UserView | None, state: BaseState) -> Actor:
    raw_headers = state.router.headers.raw_headers  # the framework adds the peer's own address to them
    ip = services().visitor_ip(
        peer=raw_headers.get("asgi-scope-client", ""), forwarded_for=raw_headers.get("x-forwarded-for", "")
    )
    return Actor(
        kind=ActorKind.STAFF,
        id=person.id if person else "",
        name=person.name if person else "",
        role=person.role.value if person else "",
        ip=ip,
        network=network_of(ip),
        user_agent=state.router.headers.user_agent,
    )


async def _refuse(state: BaseState, person: UserView | None) -> StateUpdate:
    refusal = rx.redirect(paths.SIGN_IN) if person is None else toast_error(person.locale, "error.forbidden")
    return await in_place_of(state, refusal)


def toast_error(locale: str, key: str, **params: Any) -> rx.event.EventSpec:
    """An error sentence on the screen."""
    return _toast(translate(locale, key, **params))


@functools.lru_cache(maxsize=256)
def _toast(sentence: str) -> rx.event.EventSpec:
    return rx.toast.error(sentence)  # a millisecond of looking at signatures, the same ones every time


def _sentence(error: StudioError) -> rx.event.EventSpec:
    person = user()
    language = person.locale if person else "ru"
    problems = problems_of(error) if isinstance(error, Invalid) else [error]
    return _refusing(tuple((getattr(one, "field", ""), in_words(one, language)) for one in problems))


@functools.lru_cache(maxsize=256)
def _refusing(problems: tuple[tuple[str, str], ...]) -> rx.event.EventSpec:
    """Each sentence once: at its field, and where that is not on the screen, in a toast."""
    toast = script_of(rx.toast.error(rx.Var("left")))
    return rx.call_script(f"((left) => left && ({toast})())(window.studioRefused({json.dumps(problems)}))")


def _once_confirmed(handler: Callable[..., Any]) -> Any:
    @functools.wraps(handler)
    async def call(self: BaseState, **typed: Any) -> Any:
        if is_fresh(signed_in(), services().now()):
            return await handler(self, **typed)
        await ask_first(self, f"{type(self).get_full_name()}.{handler.__name__}", typed)
        return None

    return call


def _with_sentences(handler: Callable[..., Any], check: Callable[[Mapping[str, Any]], None]) -> Any:
    if inspect.isasyncgenfunction(handler):

        @functools.wraps(handler)
        async def stream(self: BaseState, **typed: Any) -> Any:
            try:
                check(typed)
                async for item in handler(self, **typed):
                    yield item
            except StudioError as error:
                yield _sentence(error)

        return stream

    @functools.wraps(handler)
    async def call(self: BaseState, **typed: Any) -> Any:
        try:
            check(typed)
            return await handler(self, **typed)
        except StudioError as error:
            return _sentence(error)

    return call
