"""How the portal answers: rendered pages with the headers that every client page carries."""

from functools import cache
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from studio_app.adapters.documents.brand_css import accent_key
from studio_app.adapters.texts.catalogue import pick
from studio_app.adapters.texts.templates import render
from studio_app.bootstrap import SESSION_COOKIE, services
from studio_app.core.errors import RetryLater, StudioError
from studio_app.domain.accounts.schemas import UserView
from studio_app.domain.accounts.sessions import session_user
from studio_app.domain.actors import SYSTEM, Actor, ActorKind
from studio_app.domain.documents.kinds import DocumentKind
from studio_app.domain.studio.brand import Brand, studio_brand
from studio_app.portal.kinds import PAGES


def _policy(*pay_hosts: str) -> str:
    targets = " ".join(dict.fromkeys(["'self'", *pay_hosts]))
    return (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
        f"connect-src 'self'; form-action {targets}; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": _policy(),
}


def headers_of(kind: DocumentKind) -> dict[str, str]:
    """The headers of a document's page: a form that pays leads on to the provider, and to nobody else."""
    return _leading_to(services().online_payments.pay_hosts) if PAGES[kind].pays else HEADERS


@cache
def _leading_to(hosts: tuple[str, ...]) -> dict[str, str]:
    return {**HEADERS, "Content-Security-Policy": _policy(*hosts)}


def when_to_return(error: StudioError | None) -> dict[str, str]:
    """The header that goes with 429 and 503: after how many seconds it makes sense to try again."""
    return {"Retry-After": str(error.retry_after)} if isinstance(error, RetryLater) else {}


def client_of(request: Request) -> Actor:
    """The person in front of the page: a client, known by address and browser only."""
    return Actor(
        kind=ActorKind.CLIENT,
        ip=services().visitor_ip(
            peer=request.client.host if request.client else "",
            forwarded_for=request.headers.get("x-forwarded-for", ""),
        ),
        user_agent=request.headers.get("user-agent", ""),
    )


async def person_of(request: Request) -> UserView | None:
    """The person of the studio who is signed in in this browser."""
    token = request.cookies.get(SESSION_COOKIE, "")
    return await services().runner.read(SYSTEM, session_user, token=token) if token else None


async def is_staff(request: Request) -> bool:
    """Whether somebody of the studio is signed in in this browser."""
    return await person_of(request) is not None


def staff(person: UserView) -> Actor:
    """Who acts when a person of the studio looks at a client's page."""
    return Actor(kind=ActorKind.STAFF, id=person.id, name=person.name, role=person.role.value)


def visitor_locale(request: Request) -> str:
    """The language to speak before we know the client's: `?lang=`, then the browser's."""
    return pick(request.query_params.get("lang") or request.headers.get("accept-language", "ru").split(",")[0])


def portal_html(template: str, *, locale: str, brand: Brand, **context: Any) -> str:
    """The HTML of templates/portal/`template` under the studio's brand."""
    return render(
        f"portal/{template}",
        locale=locale,
        timezone=brand.timezone,
        brand=brand,
        accent=accent_key(brand.accent),
        **context,
    )


async def page(request: Request, template: str, *, locale: str, status: int = 200, **context: Any) -> HTMLResponse:
    """A page of the portal, rendered from templates/portal/."""
    brand = await services().runner.read(client_of(request), studio_brand)
    html = portal_html(template, locale=locale, brand=brand, **context)
    return HTMLResponse(html, status_code=status, headers=HEADERS)
