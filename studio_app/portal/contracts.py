"""What the forms on a contract's page do: requisites, the signing code, the signature."""

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from studio_app.adapters.documents.reading import DocumentHead, open_head, with_text
from studio_app.adapters.documents.renderer import render_content
from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.core.checking import Checks
from studio_app.core.digits import LARGEST
from studio_app.core.errors import NotFound, StudioError
from studio_app.domain.contracts.codes import CodeGone, request_code
from studio_app.domain.contracts.particulars import save_requisites
from studio_app.domain.contracts.queries import ContractFacts
from studio_app.domain.contracts.refusals import WrongCode, WrongCodeLast
from studio_app.domain.contracts.signing import sign_contract
from studio_app.domain.documents.consents import MAX_NAME
from studio_app.domain.documents.frozen import frozen_copy
from studio_app.domain.studio.kinds import EntityKind
from studio_app.domain.studio.requisites import REQUISITES, RequisitesIn, check, require_valid
from studio_app.portal import problems
from studio_app.portal.documents import act, failed, named
from studio_app.portal.failures import ClientRoute
from studio_app.portal.missing import not_found
from studio_app.portal.responses import HEADERS, client_of

router = APIRouter(include_in_schema=False, route_class=ClientRoute)
_TYPES = {"html": "text/html; charset=utf-8", "pdf": "application/pdf"}

_MAX_CODE = 40
_TEXTS = tuple(name for name in REQUISITES if name != "kind")
_REQUISITES = problems.Form("requisites", ("kind", "full_name", "inn", "kpp", "ogrn", "address", *_TEXTS))
_CODE = problems.Form("code")
_SIGN = problems.Form("sign", ("code", "name", "consent"))


@router.post("/d/{token}/requisites")
async def requisites(request: Request, token: str) -> Response:
    """Put the client's requisites into the contract; each wrong field gets its sentence, all that was typed stays."""
    async with request.form() as form:
        typed = {name: str(form.get(name, "")) for name in (*_TEXTS, "kind")}
    filled = tuple(typed.items())
    try:
        checks = Checks()
        known = typed["kind"] in set(EntityKind)
        if not known:
            checks.refuse("kind", "required")
        kind = EntityKind(typed["kind"]) if known else EntityKind.COMPANY
        values = RequisitesIn(kind=kind, **{name: typed[name] for name in _TEXTS})
        checks.read(lambda: require_valid(values, bank_required=False), otherwise=None)
        checks.done()
    except StudioError as error:
        return await failed(request, token, error, form=_REQUISITES, filled=filled)
    return await act(request, token, save_requisites, form=_REQUISITES, filled=filled, then="#code", requisites=values)


@router.post("/d/{token}/code")
async def code(request: Request, token: str, revision: Annotated[int, Form(ge=0, le=LARGEST)] = 0) -> Response:
    """Send a signing code for exactly what the page says now."""
    missing = await _missing(request, token)
    if missing is not None:
        return await failed(request, token, missing, form=_REQUISITES)
    try:
        head, html = await _whole(request, token)
        await services().runner.run(
            client_of(request),
            request_code,
            token=token,
            revision=revision,
            html=html,
            html_revision=head.document.revision,
        )
    except StudioError as error:
        return await failed(request, token, error, form=_CODE)
    return RedirectResponse(f"/d/{token}#sign", status_code=303, headers=HEADERS)


@router.post("/d/{token}/sign")
async def sign(
    request: Request,
    token: str,
    *,
    revision: Annotated[int, Form(ge=0, le=LARGEST)] = 0,
    code: Annotated[str, Form()] = "",
    name: Annotated[str, Form()] = "",
    consent: Annotated[str, Form()] = "",
) -> Response:
    """Sign with the code; a wrong one says how many tries are left, and what is asked for before it comes first."""
    missing = await _missing(request, token)
    if missing is not None:
        return await failed(request, token, missing, form=_REQUISITES, filled=(("signer_name", name),) if name else ())
    try:
        await _require_code(request, token, revision=revision)
        checks = Checks()
        if not code.strip():
            checks.refuse("code", "required")
        checks.within("code", code, _MAX_CODE)
        if not name.strip():
            checks.refuse("name", "required")
        checks.within("name", name.strip(), MAX_NAME)
        if not consent:
            checks.refuse("consent", "sign_consent")
        checks.done()
        head, html = await _whole(request, token)
        outcome = await services().runner.run(
            client_of(request),
            sign_contract,
            token=token,
            revision=revision,
            code=code,
            name=name,
            consent_text=consent_text(head),
            html=html,
            html_revision=head.document.revision,
        )
        if not outcome.signed:
            raise WrongCode(attempts=outcome.attempts_left) if outcome.attempts_left else WrongCodeLast
    except StudioError as error:
        filled = (("name", name), ("code", code), ("consent", consent), ("consent_to", str(revision)))
        return await failed(request, token, error, form=_SIGN, filled=filled)
    return RedirectResponse(f"/d/{token}#stamp", status_code=303, headers=HEADERS)


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
        head = await runner.read(client, open_head, token=token)
    except NotFound:
        return await not_found(request)
    document = head.document
    copy = await runner.read(client, frozen_copy, document_id=document.id, revision=document.revision)
    content = None if copy is None else copy.html if kind == "html" else copy.pdf
    if content is None:
        return await not_found(request)
    # the page about the signing tells how to check the HTML by that very name
    plain = f'attachment; filename="contract-{document.number}.html"'
    name = plain if kind == "html" else named(head, "pdf", way="attachment")
    headers = {**HEADERS, "Content-Disposition": name}
    return Response(content, media_type=_TYPES[kind], headers=headers)


def consent_text(head: DocumentHead) -> str:
    """The sentence beside the tick, word for word as the page shows it."""
    facts, document = head.facts, head.document
    client = facts.requisites.full_name if isinstance(facts, ContractFacts) else ""
    return translate(
        document.locale, "portal.contract.consent", number=document.number, revision=document.revision, client=client
    )


async def _missing(request: Request, token: str) -> StudioError | None:
    """What the client's particulars still lack; None when they are there, and where that is not the question."""
    try:
        facts = (await services().runner.read(client_of(request), open_head, token=token)).facts
    except NotFound:
        return None  # the use case says it
    if not isinstance(facts, ContractFacts) or facts.complete or facts.signature:
        return None
    checks = Checks()
    for error in check(facts.requisites, bank_required=False).errors:
        checks.refuse(error.field, error.reason, **error.params)
    checks.refuse("requisites", "requisites_missing")
    return checks.refusal()


async def _require_code(request: Request, token: str, *, revision: int) -> None:
    """Raise CodeGone while no code is asked for: the page has no form yet at which anything else could be told."""
    head = await services().runner.read(client_of(request), open_head, token=token)
    facts, is_current = head.facts, head.document.revision == revision
    if is_current and isinstance(facts, ContractFacts) and not (facts.code or facts.signature):
        raise CodeGone


async def _whole(request: Request, token: str) -> tuple[DocumentHead, bytes]:
    """The contract as it would be kept now, rendered outside of any transaction."""
    runner, client = services().runner, client_of(request)
    head = await runner.read(client, open_head, token=token)
    if not isinstance(head.facts, ContractFacts):
        raise NotFound
    content = await runner.read(client, with_text, head=head)
    html = await asyncio.to_thread(render_content, content)
    return head, html.encode()
