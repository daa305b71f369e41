"""The forms that the owner has built: /lead/{form}, framed by any site with one line of HTML, without scripts."""

import hashlib
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from studio_app.adapters.texts.catalogue import pick, translate
from studio_app.bootstrap import services
from studio_app.core.checking import Checks
from studio_app.core.errors import NotFound, StudioError
from studio_app.core.web_address import split
from studio_app.domain.leads.forms import Asked, FormView, KnownField, form_at
from studio_app.domain.leads.intake.content import LONGEST, normalise
from studio_app.domain.leads.intake.schemas import LeadIn
from studio_app.domain.studio.operator import data_operator
from studio_app.portal.consent import consent_text
from studio_app.portal.failures import ClientRoute
from studio_app.portal.forms import one, read_form
from studio_app.portal.leads import FRAMED, TRAP, UTM, in_frame, promise_to, take_lead
from studio_app.portal.missing import not_found
from studio_app.portal.problems import form_problems
from studio_app.portal.responses import client_of, page, visitor_locale, when_to_return

router = APIRouter(include_in_schema=False, route_class=ClientRoute)

_MAX_KILOBYTES = 128
_LONGEST_ANSWER = 2000
_LONGEST_LINE = 200
"""Characters of an answer to the studio's own question, and of the other fields of one line."""
_ANSWERS = (KnownField.CITY, KnownField.INN, KnownField.BUDGET)


@router.get("/lead/{key}")
async def show(request: Request, key: str) -> Response:
    """The empty form. Marks of the campaign come from its own address, else from that of the page around it."""
    try:
        form = await _form(request, key)
    except NotFound:
        return await not_found(request)
    referrer = request.headers.get("referer", "")[:500]
    around = parse_qs(split(referrer).query)
    values = {name: request.query_params.get(name) or around.get(name, [""])[0][:200] for name in UTM}
    return await _page(request, form, visitor_locale(request), {**values, "referrer": referrer})


@router.post("/lead/{key}")
async def send(request: Request, key: str) -> Response:
    """Take the lead and lead on to the thanks; the form again, filled in, when something is wrong."""
    locale = visitor_locale(request)
    values: dict[str, str] = {}
    lead_id = ""
    try:
        form = await _form(request, key)
    except NotFound:
        return await not_found(request)
    try:
        posted = await read_form(request, kilobytes=_MAX_KILOBYTES)
        locale = pick(one(posted, "lang") or locale)
        values = {name: one(posted, name) for name in posted}
        if not values.get(TRAP):
            lead_id = await take_lead(request, await _lead(request, form, values, locale))
    except StudioError as error:
        return await _page(request, form, locale, values, error=error)
    return RedirectResponse(f"/lead/{form.key}/thanks?lang={locale}&lead={lead_id}", status_code=303, headers=FRAMED)


@router.get("/lead/{key}/thanks")
async def thanks(request: Request, key: str) -> Response:
    """Where a sent form leads: reloading it sends nothing again."""
    try:
        form = await _form(request, key)
    except NotFound:
        return await not_found(request)
    locale = visitor_locale(request)
    wording, promise = form.content.words(locale), await promise_to(request)
    return in_frame(
        await page(
            request,
            "lead_form_thanks.html",
            locale=locale,
            form=form,
            wording=wording,
            promise=promise,
            framed=_framed(request),
        )
    )


@router.get("/lead/{key}/consent")
async def consent(request: Request, key: str) -> Response:
    """The text that the form asks to agree to."""
    try:
        form = await _form(request, key)
    except NotFound:
        return await not_found(request)
    locale = visitor_locale(request)
    paragraphs = (await _consent(request, form, locale)).split("\n\n")
    return in_frame(await page(request, "consent.html", locale=locale, paragraphs=paragraphs))


async def _form(request: Request, key: str) -> FormView:
    return await services().runner.read(client_of(request), form_at, key=key)


async def _consent(request: Request, form: FormView, locale: str) -> str:
    own = form.content.words(locale).consent
    operator = await services().runner.read(client_of(request), data_operator, locale=locale)
    return own or consent_text(locale, operator)


async def _lead(request: Request, form: FormView, values: dict[str, str], locale: str) -> LeadIn:
    fields, checks = form.content.fields, Checks()
    for field in KnownField:
        if fields.get(field) is Asked.REQUIRED and not values.get(field.value, "").strip():
            checks.refuse(field.value, "required")
    shown = translate(locale, "lead.consent") + "\n" + await _consent(request, form, locale)
    digest = hashlib.sha256(shown.encode()).hexdigest()[:32]
    known = {field: values.get(field.value, "") for field in fields if fields[field] is not Asked.NO}
    said, answers = _questions(form, values, locale, checks)
    message = "\n".join(filter(None, (known.get(KnownField.MESSAGE, ""), *said)))
    for field in _ANSWERS:
        checks.within(field.value, known.get(field, ""), _LONGEST_LINE)
    lead = LeadIn(
        name=values.get("name", ""),
        email=known.get(KnownField.EMAIL, ""),
        phone=known.get(KnownField.PHONE, ""),
        company=known.get(KnownField.COMPANY, ""),
        message=message,
        source=form.channel_key,
        answers={**answers, **{field.value: known[field] for field in _ANSWERS if known.get(field)}},
        utm={name: values[name] for name in UTM if values.get(name)},
        # a version made by us, of which the hash at its end but one says it all
        consent_version=f"{form.key}:{form.content.consent_version}/{locale}/{digest}"[:80],
        locale=locale,
        form=form.key,
        referrer=values.get("referrer", ""),
    )
    country = await services().lead_inbox.country()
    checks.read(lambda: normalise(lead, country=country), otherwise=lead)
    if values.get("consent") != "yes":
        checks.refuse("consent", "consent")
    checks.done()
    return lead


def _questions(form: FormView, values: dict[str, str], locale: str, checks: Checks) -> tuple[list[str], dict[str, str]]:
    """The answers to the studio's own questions: in words for people, and by their keys."""
    said: list[str] = []
    answers: dict[str, str] = {}
    for number, question in enumerate(form.content.questions, start=1):
        name = f"question_{number}"
        answer = values.get(name, "").strip()
        checks.within(name, answer, _LONGEST_ANSWER)
        if question.required and not answer:
            checks.refuse(name, "required")
        if answer:
            said.append(f"{question.en if locale == 'en' else question.ru}: {answer}")
            answers[name] = answer
    return said, answers


async def _page(
    request: Request, form: FormView, locale: str, values: dict[str, str], *, error: StudioError | None = None
) -> Response:
    questions = [f"question_{number}" for number, _ in enumerate(form.content.questions, start=1)]
    response = await page(
        request,
        "lead_form.html",
        locale=locale,
        framed=_framed(request),
        status=error.status if error else 200,
        form=form,
        wording=form.content.words(locale),
        asked=[(field.value, form.content.fields[field].value) for field in KnownField if _is_asked(form, field)],
        questions=[
            (f"question_{number}", question.en if locale == "en" else question.ru, question.required)
            for number, question in enumerate(form.content.questions, start=1)
        ],
        values=values,
        hidden={name: values[name] for name in ("referrer", *UTM) if values.get(name)},
        trap=TRAP,
        longest={**LONGEST, **{field.value: _LONGEST_LINE for field in _ANSWERS}},
        longest_answer=_LONGEST_ANSWER,
        problems=form_problems(
            error, locale, fields=("name", *(field.value for field in KnownField), *questions, "consent")
        ),
        other={"ru": ("en", "English"), "en": ("ru", "Русский")}[locale],
    )
    response.headers.update(when_to_return(error))
    return in_frame(response)


def _framed(request: Request) -> bool:
    """Whether the page stands in a frame of another one, which has a head of its own."""
    return request.headers.get("sec-fetch-dest") == "iframe"


def _is_asked(form: FormView, field: KnownField) -> bool:
    return form.content.fields.get(field, Asked.NO) is not Asked.NO
