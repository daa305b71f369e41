"""What the forms on a contract's page do: requisites, the signing code, the signature."""

import asyncio
from dataclasses import fields
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from studio_app.adapters.documents.papers import Cover, open_cover, paper_of
from studio_app.adapters.documents.renderer import render_paper
from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.core.digits import LARGEST
from studio_app.core.errors import Invalid, NotFound, StudioError
from studio_app.domain.contracts.codes import request_code
from studio_app.domain.contracts.particulars import save_requisites
from studio_app.domain.contracts.queries import ContractFacts
from studio_app.domain.contracts.refusals import WrongCode, WrongCodeLast
from studio_app.domain.contracts.signing import sign_contract
from studio_app.domain.documents.frozen import frozen_copy
from studio_app.domain.documents.models import DocumentKind
from studio_app.domain.studio.models import EntityKind
from studio_app.domain.studio.requisites import RequisitesIn, check, tidy
from studio_app.portal.documents import act, failed
from studio_app.portal.failures import ClientRoute
from studio_app.portal.responses import HEADERS, client_of, not_found

router = APIRouter(include_in_schema=False, route_class=ClientRoute)
_TYPES = {"html": "text/html; charset=utf-8", "pdf": "application/pdf"}

_MAX_LENGTH = 300
_TEXTS = tuple(item.name for item in fields(RequisitesIn) if item.name != "kind")


@router.post("/d/{token}/requisites")
async def requisites(request: Request, token: str) -> Response:
    """Put the client's requisites into the contract; each wrong field gets its sentence, all that was typed stays."""
    async with request.form() as form:
        typed = {name: str(form.get(name, ""))[:_MAX_LENGTH] for name in (*_TEXTS, "kind")}
    filled = tuple(typed.items())
    if typed["kind"] not in set(EntityKind):
        return await failed(request, token, Invalid(field="kind", reason="required"), filled=filled)
    values = tidy(RequisitesIn(**{**typed, "kind": EntityKind(typed["kind"])}))  # pyright: ignore[reportArgumentType]
    errors = check(values, bank_required=False).errors
    if errors:
        marks = ((f"{found.field}_error", f"error.invalid.{found.reason}") for found in reversed(errors))
        first = Invalid(field=errors[0].field, reason="details")
        return await failed(request, token, first, filled=(*filled, *marks))
    return await act(request, token, save_requisites, requisites=values)


@router.post("/d/{token}/code")
async def code(request: Request, token: str, revision: Annotated[int, Form(ge=0, le=LARGEST)] = 0) -> Response:
    """Send a signing code for exactly what the page says now."""
    try:
        cover, html = await _whole(request, token)
        await services().runner.run(
            client_of(request),
            request_code,
            token=token,
            revision=revision,
            html=html,
            html_revision=cover.sheet.revision,
        )
    except StudioError as error:
        return await failed(request, token, error)
    return RedirectResponse(f"/d/{token}#sign", status_code=303, headers=HEADERS)


@router.post("/d/{token}/sign")
async def sign(
    request: Request,
    token: str,
    *,
    revision: Annotated[int, Form(ge=0, le=LARGEST)] = 0,
    code: Annotated[str, Form(max_length=40)] = "",
    name: Annotated[str, Form(max_length=160)] = "",
    consent: Annotated[str, Form(max_length=8)] = "",
) -> Response:
    """Sign with the code; a wrong one says how many tries are left."""
    try:
        if not consent:
            raise Invalid(field="consent", reason="sign_consent")
        cover, html = await _whole(request, token)
        outcome = await services().runner.run(
            client_of(request),
            sign_contract,
            token=token,
            revision=revision,
            code=code,
            name=name,
            consent_text=consent_text(cover),
            html=html,
            html_revision=cover.sheet.revision,
        )
        if not outcome.signed:
            raise WrongCode(attempts=outcome.attempts_left) if outcome.attempts_left else WrongCodeLast
    except StudioError as error:
        return await failed(request, token, error, filled=(("name", name),))
    return RedirectResponse(f"/d/{token}", status_code=303, headers=HEADERS)


@router.get("/d/{token}/signed")
async def signed(request: Request, token: str) -> Response:
    """The exact bytes that were signed, to keep and to check the SHA-256 by."""
    return await _kept(request, token, "html")


@router.get("/d/{token}/signed.pdf")
async def signed_pdf(request: Request, token: str) -> Response:
    """The PDF made of them, as it was kept: without the page that tells of the signing."""
    return await _kept(request, token, "pdf")


async def _kept(request: Request, token: str, kind: Literal["html", "pdf"]) -> Response:
    runner, client = services().runner, client_of(request)
    try:
        cover = await runner.read(client, open_cover, token=token)
    except NotFound:
        return await not_found(request)
    sheet = cover.sheet
    copy = await runner.read(client, frozen_copy, document_id=sheet.document_id, revision=sheet.revision)
    content = None if copy is None else copy.html if kind == "html" else copy.pdf
    if content is None:
        return await not_found(request)
    headers = {**HEADERS, "Content-Disposition": f'attachment; filename="contract-{sheet.number}.{kind}"'}
    return Response(content, media_type=_TYPES[kind], headers=headers)


def consent_text(cover: Cover) -> str:
    """The sentence beside the tick, word for word as the page shows it."""
    facts, sheet = cover.facts, cover.sheet
    client = facts.requisites.full_name if isinstance(facts, ContractFacts) else ""
    return translate(
        sheet.locale, "portal.contract.consent", number=sheet.number, revision=sheet.revision, client=client
    )


async def _whole(request: Request, token: str) -> tuple[Cover, bytes]:
    """The contract as it would be kept now, rendered outside of any transaction."""
    runner, client = services().runner, client_of(request)
    cover = await runner.read(client, open_cover, token=token)
    if cover.sheet.kind is not DocumentKind.CONTRACT:
        raise NotFound
    paper = await runner.read(client, paper_of, cover=cover)
    html = await asyncio.to_thread(render_paper, paper)
    return cover, html.encode()
