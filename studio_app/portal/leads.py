"""The lead form at /lead: for the studio's site, embedded or linked; works without scripts."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from studio_app.adapters.texts.catalogue import pick
from studio_app.bootstrap import services
from studio_app.core.checking import Checks
from studio_app.core.errors import StudioError
from studio_app.domain.leads.intake.content import LONGEST, normalise
from studio_app.domain.leads.intake.promises import Promise
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.studio.operator import data_operator
from studio_app.portal.consent import consent_text, consent_version
from studio_app.portal.failures import ClientRoute
from studio_app.portal.forms import Posted, one, read_form
from studio_app.portal.problems import form_problems
from studio_app.portal.responses import HEADERS, client_of, page, visitor_locale, when_to_return

router = APIRouter(include_in_schema=False, route_class=ClientRoute)

TRAP = "homepage"  # people do not see this field; programs that fill in everything do
FIELDS: tuple[str, ...] = ("name", "company", "email", "phone", "message", "consent")
"""As they stand in the form."""
_KEPT: tuple[str, ...] = (*FIELDS, "source")
_SOURCE_LENGTH = LONGEST["source"]
UTM: tuple[str, ...] = ("utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term")
_MAX_KILOBYTES = 128
# a studio shows this form inside its own site, so these pages may stand in a frame; no other page may
FRAMED = {
    **{name: value for name, value in HEADERS.items() if name != "X-Frame-Options"},
    "Content-Security-Policy": HEADERS["Content-Security-Policy"].replace(
        "frame-ancestors 'none'", "frame-ancestors *"
    ),
}


@router.get("/lead")
async def show(request: Request) -> Response:
    """The empty form; `?source=` and `?utm_…=` travel along in it."""
    values = {name: request.query_params.get(name, "") for name in (*_KEPT, *UTM) if name != "consent"}
    return await _form(request, visitor_locale(request), values)


@router.post("/lead")
async def send(request: Request) -> Response:
    """Take the lead and lead on to the thank-you page; the form again, filled in, when something is wrong."""
    locale = visitor_locale(request)
    values, lead_id = dict.fromkeys((*_KEPT, *UTM), ""), ""
    try:
        posted = await read_form(request, kilobytes=_MAX_KILOBYTES)
        locale = pick(one(posted, "lang") or locale)
        values = {name: one(posted, name) for name in (*_KEPT, *UTM)}
        if not one(posted, TRAP):
            lead_id = await take_lead(request, await _lead(request, posted, values, locale))
    except StudioError as error:
        return await _form(request, locale, values, error=error)
    return RedirectResponse(f"/lead/thanks?lang={locale}&lead={lead_id}", status_code=303, headers=FRAMED)


@router.get("/lead/thanks")
async def thanks(request: Request) -> Response:
    """Where a sent form leads: reloading it sends nothing again."""
    return in_frame(
        await page(request, "lead_thanks.html", locale=visitor_locale(request), promise=await promise_to(request))
    )


@router.get("/lead/consent")
async def consent(request: Request) -> Response:
    """The text that the form asks to agree to."""
    locale = visitor_locale(request)
    operator = await services().runner.read(client_of(request), data_operator, locale=locale)
    paragraphs = consent_text(locale, operator).split("\n\n")
    return in_frame(await page(request, "consent.html", locale=locale, paragraphs=paragraphs))


async def promise_to(request: Request) -> Promise:
    """What the thanks may promise to whoever has just sent a lead."""
    return await services().lead_inbox.promise(request.query_params.get("lead", "")[:32])


async def take_lead(request: Request, lead: LeadIn) -> str:
    """Hand a lead in for whoever is in front of the page; its id. Raises what accepting raises, RetryLater."""
    client = client_of(request)
    limiter = services().lead_limiter
    limiter.take(client.ip)
    created = False
    try:
        accepted = await services().lead_inbox.take(client, lead=lead)
        created = accepted.created
        return accepted.lead_id
    finally:
        if not created:
            limiter.give_back(client.ip)


async def _lead(request: Request, posted: Posted, values: dict[str, str], locale: str) -> LeadIn:
    operator = await services().runner.read(client_of(request), data_operator, locale=locale)
    lead = LeadIn(
        name=values["name"],
        email=values["email"],
        phone=values["phone"],
        company=values["company"],
        message=values["message"],
        source=values["source"][:_SOURCE_LENGTH],  # it came along in the address: nobody here could shorten it
        utm={name: values[name] for name in UTM if values[name]},
        consent_version=consent_version(locale, operator),
        locale=locale,
    )
    checks = Checks()
    country = await services().lead_inbox.country()
    checks.read(lambda: normalise(lead, country=country), otherwise=lead)
    if one(posted, "consent") != "yes":
        checks.refuse("consent", "consent")
    checks.done()
    return lead


async def _form(request: Request, locale: str, values: dict[str, str], *, error: StudioError | None = None) -> Response:
    response = await page(
        request,
        "lead.html",
        locale=locale,
        status=error.status if error else 200,
        values=values,
        hidden={name: values[name] for name in ("source", *UTM) if values.get(name)},
        trap=TRAP,
        longest=LONGEST,
        problems=form_problems(error, locale, fields=FIELDS),
        other={"ru": ("en", "English"), "en": ("ru", "Русский")}[locale],
    )
    response.headers.update(when_to_return(error))
    return in_frame(response)


def in_frame(response: Response) -> Response:
    """The response, allowed to stand in a frame of any site."""
    del response.headers["X-Frame-Options"]
    response.headers.update(FRAMED)
    return response
