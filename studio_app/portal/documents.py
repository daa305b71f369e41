"""The page of a document at /d/{token}, and how its forms are answered."""

import asyncio
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import Field

from studio_app.adapters.documents.brand_css import accent_key, brand_css
from studio_app.adapters.documents.evidence import with_evidence
from studio_app.adapters.documents.reading import (
    DocumentHead,
    kept_for_good,
    open_changes,
    open_content,
    open_draft_head,
    open_head,
    with_text,
)
from studio_app.adapters.documents.titles import disposition, document_title
from studio_app.adapters.pdf.renderer import PdfFailed
from studio_app.adapters.texts.catalogue import translate
from studio_app.adapters.texts.refusals import in_words
from studio_app.bootstrap import services
from studio_app.core.digits import LARGEST
from studio_app.core.errors import NotFound, StudioError
from studio_app.domain.accounts.schemas import UserView
from studio_app.domain.actors import Actor
from studio_app.domain.documents.frozen import frozen_copy
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.views import count_view
from studio_app.portal.failures import ClientRoute
from studio_app.portal.missing import not_found
from studio_app.portal.pages import Query, page_html, pages, whole_html
from studio_app.portal.problems import NO_FORM, NONE, Form, FormProblems, form_problems
from studio_app.portal.responses import HEADERS, client_of, headers_of, person_of, staff, when_to_return

router = APIRouter(include_in_schema=False, route_class=ClientRoute)

_WHY_NO_PDF = ("time", "memory", "busy")
"""Reasons of a PdfFailed that have a sentence of their own."""


@router.get("/d/{token}.pdf")
async def pdf(request: Request, token: str) -> Response:
    """The document as PDF, behind the same link as the page; the frozen bytes where they exist.

    A signed contract comes with the page that tells of its signing behind them.
    """
    client = client_of(request)
    try:
        head = await _head(request, token)
        content = await _signed_pdf(client, head) or await _frozen_pdf(client, head) or await _made_pdf(client, head)
    except StudioError as error:
        return await failed(request, token, error)
    headers = {**HEADERS, "Content-Disposition": named(head, "pdf")}
    return Response(content, media_type="application/pdf", headers=headers)


@router.get("/d/{token}")
async def show(request: Request, token: str) -> Response:
    """The document as it stands now. Changes nothing: looking is counted by `seen`."""
    try:
        return await document_page(request, token)
    except NotFound:
        return await _preview(request, token) or await not_found(request)


@router.get("/d/{token}/changes")
async def changes(request: Request, token: str) -> Response:
    """What is not published yet, as the client would see it: for the people of the studio only."""
    person = await person_of(request)
    if person is None:
        return await not_found(request)
    try:
        content = await services().runner.read(staff(person), open_changes, token=token)
    except NotFound:
        return await not_found(request)
    notice = translate(person.locale, "document.not_published")
    html = await asyncio.to_thread(page_html, content, (), draft=notice)
    return HTMLResponse(html, headers=HEADERS)


@router.post("/d/{token}/seen")
async def seen(request: Request, token: str, revision: Annotated[int, Field(ge=0, le=LARGEST)] = 0) -> Response:
    """The page was in a person's sight for three seconds; people of the studio do not count."""
    try:
        if not await person_of(request):
            await services().runner.run(client_of(request), count_view, token=token, revision=revision)
    except NotFound:
        return await not_found(request)
    return Response(status_code=204, headers=HEADERS)


@router.get("/brand/{key}.css")
async def brand_stylesheet(key: str) -> Response:
    """The studio's colour; the address says it all, so it may be kept for ever."""
    if accent_key(key) != key:
        return Response(status_code=404)
    return Response(
        brand_css(key), media_type="text/css", headers={"Cache-Control": "public, max-age=31536000, immutable"}
    )


async def act(
    request: Request,
    token: str,
    use_case: Callable[..., Any],
    *,
    form: Form = NO_FORM,
    filled: Query = (),
    then: str = "",
    **arguments: Any,
) -> Response:
    """Run what a form of the page asks for and show the page anew: changed, or with the reason why not.

    `filled` is what the person has typed (name, value): the `form` keeps it when the answer is no. `then` is the
    part of the page where it goes on.
    """
    try:
        await services().runner.run(client_of(request), use_case, token=token, **arguments)
    except StudioError as error:
        return await failed(request, token, error, form=form, filled=filled)
    return RedirectResponse(f"/d/{token}{then}", status_code=303, headers=HEADERS)


async def failed(
    request: Request, token: str, error: StudioError, *, form: Form = NO_FORM, filled: Query = ()
) -> Response:
    """The document with the reason at the form, or above it all; the one 404 page where the link opens nothing.

    People of the studio see their draft, and above it what did not work with it.
    """
    if isinstance(error, NotFound):
        return await not_found(request)
    try:
        return await document_page(request, token, error=error, form=form, filled=filled)
    except NotFound:
        return await _preview(request, token, error) or await not_found(request)


async def document_page(
    request: Request, token: str, *, error: StudioError | None = None, form: Form = NO_FORM, filled: Query = ()
) -> HTMLResponse:
    """The page, with what `error` says at its `form`, and that as it was `filled`. Raises NotFound."""
    runner = services().runner
    if error is None:
        current = await services().stamps.ask(token)
        if current is None:
            raise NotFound
        kept = pages.get(current)
        if kept is None:
            content = await runner.read(client_of(request), open_content, token=token)
            kept = await asyncio.to_thread(page_html, content, (), mark=current.mark)
            pages.put(current, kept)
        return HTMLResponse(kept, headers=headers_of(current.kind))
    content = await runner.read(client_of(request), open_content, token=token)
    problems = form_problems(error, content.head.document.locale, fields=form.fields, form=form.id)
    html = await asyncio.to_thread(page_html, content, filled, problems=problems)
    headers = {**headers_of(content.head.document.kind), **when_to_return(error)}
    return HTMLResponse(html, status_code=error.status, headers=headers)


async def _draft(request: Request, token: str) -> tuple[DocumentHead, UserView] | None:
    person = await person_of(request)
    if person is None:
        return None
    try:
        return await services().runner.read(staff(person), open_draft_head, token=token), person
    except NotFound:
        return None


async def _preview(request: Request, token: str, error: StudioError | None = None) -> HTMLResponse | None:
    """A draft as its client will see it, for the people of the studio only; above it what `error` says, and why."""
    found = await _draft(request, token)
    if found is None:
        return None
    head, person = found
    content = await services().runner.read(client_of(request), with_text, head=head)
    notice = translate(person.locale, "document.draft")
    problems = FormProblems(whole=_for_staff(error, person.locale)) if error else NONE
    html = await asyncio.to_thread(page_html, content, (), problems=problems, draft=notice)
    return HTMLResponse(html, headers=HEADERS, status_code=error.status if error else 200)


def _for_staff(error: StudioError, locale: str) -> str:
    if not isinstance(error, PdfFailed):
        return in_words(error, locale)
    known = error.reason if error.reason in _WHY_NO_PDF else "other"
    return translate(locale, f"document.no_pdf.{known}", reason=error.reason)


async def _head(request: Request, token: str) -> DocumentHead:
    """The head behind the link; a draft's for the people of the studio. Raises NotFound."""
    try:
        return await services().runner.read(client_of(request), open_head, token=token)
    except NotFound:
        found = await _draft(request, token)
        if found is None:
            raise
        return found[0]


async def _signed_pdf(client: Actor, head: DocumentHead) -> bytes | None:
    if head.document.status is not DocumentStatus.SIGNED:
        return None
    content = await services().runner.read(client, with_text, head=head)
    html = await asyncio.to_thread(with_evidence, content)
    return None if html is None else await services().pdf.render_async(html)


async def _frozen_pdf(client: Actor, head: DocumentHead) -> bytes | None:
    if not kept_for_good(head.document):
        return None
    copy = await services().runner.read(
        client, frozen_copy, document_id=head.document.id, revision=head.document.revision
    )
    return copy.pdf if copy else None


async def _made_pdf(client: Actor, head: DocumentHead) -> bytes:
    content = await services().runner.read(client, with_text, head=head)
    html = await asyncio.to_thread(whole_html, content)
    return await services().pdf.render_async(html)


def named(head: DocumentHead, suffix: str, *, way: str = "inline") -> str:
    """The Content-Disposition of a document: a file is called as the tab of its page."""
    document = head.document
    title = document_title(
        document.kind, document.number, studio=head.brand.speaking(document.locale).name, locale=document.locale
    )
    return disposition(title, suffix, plain=f"{document.kind}-{document.number}", way=way)
