"""What the forms on a proposal's page do."""

import asyncio
from contextlib import suppress
from http import HTTPStatus

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from studio_app.adapters.documents.reading import open_content, open_head, with_text
from studio_app.adapters.documents.renderer import render_content
from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.core.checking import Checks
from studio_app.core.digits import LARGEST
from studio_app.core.errors import NotFound, StudioError
from studio_app.domain.documents.consents import MAX_NAME
from studio_app.domain.documents.summaries import DocumentSummary
from studio_app.domain.pricing.kinds import Tariff
from studio_app.domain.proposals.answer import accept_proposal, decline_proposal
from studio_app.domain.proposals.choosing import choose_offer
from studio_app.domain.proposals.chosen import choose
from studio_app.domain.proposals.schemas import ProposalContent, ProposalFacts
from studio_app.portal import problems
from studio_app.portal.documents import act, failed
from studio_app.portal.failures import ClientRoute, told_refusal, wants_json
from studio_app.portal.pages import page_html
from studio_app.portal.responses import HEADERS, client_of, person_of, staff, visitor_locale

router = APIRouter(include_in_schema=False, route_class=ClientRoute)

_CHOOSE = problems.Form("choose")
_ACCEPT = problems.Form("accept", ("name", "consent"))
_DECLINE = problems.Form("decline", ("reason",))


@router.post("/d/{token}/choose")
async def choose_now(
    *,
    request: Request,
    token: str,
    tariff: str = Form(""),
    option: list[str] = Form(default=[]),  # noqa: B008  FastAPI reads the form by it
    name: str = Form(""),
    consent: str = Form(""),
    revision: str = Form(""),
) -> Response:
    """Keep what is chosen with the link. The page's script gets JSON, a button the page with what was typed on it."""
    typed = (("name", name), ("consent", consent), ("consent_to", revision))
    try:
        mark = await _keep(request, token, tariff, option)
    except StudioError as error:
        if wants_json(request):
            return told_refusal(error, await _locale(request, token))
        return await failed(request, token, error, form=_CHOOSE, filled=typed)
    if wants_json(request):
        return JSONResponse({"mark": mark}, headers=HEADERS)
    if not (name or consent):
        return RedirectResponse(f"/d/{token}#total", status_code=303, headers=HEADERS)
    content = await services().runner.read(client_of(request), open_content, token=token)
    html = await asyncio.to_thread(page_html, content, typed)
    return HTMLResponse(html, headers=HEADERS)


async def _keep(request: Request, token: str, tariff: str, options: list[str]) -> str:
    client, person = client_of(request), await person_of(request)
    services().choice_limiter.take(client.ip)
    actor = staff(person) if person else client
    return await services().runner.run(actor, choose_offer, token=token, tariff=tariff, options=options)


async def _locale(request: Request, token: str) -> str:
    """The language of the document: its page shows the sentence."""
    with suppress(NotFound):
        return (await services().runner.read(client_of(request), open_head, token=token)).document.locale
    return visitor_locale(request)


@router.post("/d/{token}/accept")
async def accept(
    *,
    request: Request,
    token: str,
    revision: int = Form(0, ge=0, le=LARGEST),
    tariff: str = Form(""),
    option: list[str] = Form(default=[]),  # noqa: B008  FastAPI reads the form by it
    name: str = Form(""),
    consent: str = Form(""),
    total: int = Form(0, ge=0, le=LARGEST),
) -> Response:
    """Accept what the page showed; the sum is reckoned anew and must be the one that was shown."""
    picked = [("tariff", tariff), *(("option", key) for key in option)]
    filled = (*picked, ("name", name), ("consent", consent), ("consent_to", str(revision)))
    try:
        checks = Checks()
        if tariff not in set(Tariff):
            checks.refuse("tariff", "tariff")
        if not name.strip():
            checks.refuse("name", "required")
        checks.within("name", name.strip(), MAX_NAME)
        if not consent:
            checks.refuse("consent", "agreement")
        checks.done()
        document, html = await _chosen(request, token, picked)
    except StudioError as error:
        answer = await failed(request, token, error, form=_ACCEPT, filled=filled)
    else:
        answer = await act(
            request,
            token,
            accept_proposal,
            form=_ACCEPT,
            filled=filled,
            revision=revision,
            tariff=Tariff(tariff),
            options=option,
            name=name,
            consent_text=consent_text(document),
            total_seen=total,
            html=html,
        )
    if answer.status_code >= HTTPStatus.BAD_REQUEST:
        with suppress(StudioError):  # the page that says why shows this choice
            await _keep(request, token, tariff, option)
    return answer


@router.post("/d/{token}/decline")
async def decline(
    request: Request, token: str, revision: int = Form(0, ge=0, le=LARGEST), reason: str = Form("")
) -> Response:
    """Decline with a reason."""
    filled = (("reason", reason),)
    return await act(request, token, decline_proposal, form=_DECLINE, filled=filled, revision=revision, reason=reason)


def consent_text(document: DocumentSummary) -> str:
    """The sentence beside the tick, word for word as the page shows it."""
    return translate(
        document.locale, "proposal.consent", title=document.title, number=document.number, revision=document.revision
    )


async def _chosen(request: Request, token: str, picked: list[tuple[str, str]]) -> tuple[DocumentSummary, bytes]:
    runner, client = services().runner, client_of(request)
    head = await runner.read(client, open_head, token=token)
    if not isinstance(head.facts, ProposalFacts):
        raise NotFound
    content = await runner.read(client, with_text, head=head)
    choice = choose(ProposalContent.model_validate(content.text), head.facts, picked)
    html = await asyncio.to_thread(render_content, content, choice=choice)
    return head.document, html.encode()
