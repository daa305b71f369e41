"""The page of a document at /d/{token}, and how its forms are answered."""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup

from studio_app.adapters.documents.brand_css import accent_key, brand_css
from studio_app.adapters.documents.kinds import KINDS
from studio_app.adapters.documents.papers import Cover, Paper, open_cover, paper_of
from studio_app.adapters.documents.renderer import render_paper
from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import SESSION_COOKIE, services
from studio_app.core.errors import NotFound, StudioError
from studio_app.domain.accounts.sign_in import session_user
from studio_app.domain.documents.frozen import frozen_copy
from studio_app.domain.documents.views import count_view
from studio_app.domain.work import SYSTEM, Actor
from studio_app.portal.responses import HEADERS, client_of, not_found, portal_html

router = APIRouter(include_in_schema=False)

Query = tuple[tuple[str, str], ...]


class PageCache:
    """The newest pages by what they depend on; the least recently used goes first."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._pages: OrderedDict[Any, bytes] = OrderedDict()

    def get(self, key: Any) -> bytes | None:
        """The page for `key`, or None."""
        page = self._pages.get(key)
        if page is not None:
            self._pages.move_to_end(key)
        return page

    def put(self, key: Any, page: bytes) -> None:
        """Keep the page for `key`."""
        self._pages[key] = page
        while len(self._pages) > self._size:
            self._pages.popitem(last=False)


_pages = PageCache(512)


@router.get("/d/{token}.pdf")
async def pdf(request: Request, token: str) -> Response:
    """The document as PDF, behind the same link as the page; the frozen bytes where they exist."""
    runner, client = services().runner, client_of(request)
    try:
        cover = await runner.read(client, open_cover, token=token)
        content = await _frozen_pdf(client, cover) or await _made_pdf(request, cover)
    except StudioError as error:
        return await failed(request, token, error)
    headers = {**HEADERS, "Content-Disposition": _disposition(cover)}
    return Response(content, media_type="application/pdf", headers=headers)


@router.get("/d/{token}")
async def show(request: Request, token: str) -> Response:
    """The document as it stands now. Changes nothing: looking is counted by `seen`."""
    try:
        return await document_page(request, token)
    except NotFound:
        return await not_found(request)


@router.post("/d/{token}/seen")
async def seen(request: Request, token: str, revision: int = 0) -> Response:
    """The page was in a person's sight for three seconds; people of the studio do not count."""
    cookie = request.cookies.get(SESSION_COOKIE, "")
    staff = cookie and await services().runner.read(SYSTEM, session_user, token=cookie)
    try:
        if not staff:
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
    request: Request, token: str, use_case: Callable[..., Any], *, filled: Query = (), **arguments: Any
) -> Response:
    """Run what a form of the page asks for and show the page anew: changed, or with the reason why not.

    `filled` is what the person has typed (name, value): the form keeps it when the answer is no.
    """
    try:
        await services().runner.run(client_of(request), use_case, token=token, **arguments)
    except StudioError as error:
        return await failed(request, token, error, filled=filled)
    return RedirectResponse(f"/d/{token}", status_code=303, headers=HEADERS)


async def failed(request: Request, token: str, error: StudioError, *, filled: Query = ()) -> Response:
    """The document with the reason above it; the one 404 page where the link opens nothing."""
    try:
        if not isinstance(error, NotFound):
            return await document_page(request, token, error=error, filled=filled)
    except NotFound:
        pass
    return await not_found(request)


async def document_page(
    request: Request, token: str, *, error: StudioError | None = None, filled: Query = ()
) -> HTMLResponse:
    """The page, with the sentence of `error` above it and its forms as they were `filled`. Raises NotFound."""
    runner, client = services().runner, client_of(request)
    cover = await runner.read(client, open_cover, token=token)
    filled = filled or _query(request, cover)
    key = (cover, filled)
    html = None if error else _pages.get(key)
    if html is None:
        paper = await runner.read(client, paper_of, cover=cover)
        notice = translate(cover.sheet.locale, error.message_key, **error.params) if error else ""
        html = await asyncio.to_thread(_render, paper, filled, notice)
        if not error:
            _pages.put(key, html)
    return HTMLResponse(html, status_code=error.status if error else 200, headers=HEADERS)


def _query(request: Request, cover: Cover) -> Query:
    return tuple(request.query_params.multi_items()) if KINDS[cover.sheet.kind].choose else ()


def _choice(paper: Paper, query: Query) -> Any:
    kind = KINDS[paper.cover.sheet.kind]
    return kind.choose(kind.parse(paper.content), paper.cover.facts, query) if kind.choose else None


async def _frozen_pdf(client: Actor, cover: Cover) -> bytes | None:
    if cover.sheet.closed_at is None:
        return None
    copy = await services().runner.read(
        client, frozen_copy, document_id=cover.sheet.document_id, revision=cover.sheet.revision
    )
    return copy.pdf if copy else None


async def _made_pdf(request: Request, cover: Cover) -> bytes:
    paper = await services().runner.read(client_of(request), paper_of, cover=cover)
    html = await asyncio.to_thread(_whole, paper, _query(request, cover))
    return await services().pdf.render_async(html)


def _whole(paper: Paper, query: Query) -> str:
    return render_paper(paper, choice=_choice(paper, query))


def _disposition(cover: Cover) -> str:
    sheet = cover.sheet
    name = re.sub(r'[\x00-\x1f<>:"/\\\\|?*]+', " ", sheet.title).strip()[:120] or sheet.kind.value
    plain = f"{sheet.kind.value}-{sheet.number}".strip("-")
    plain = re.sub(r"[^A-Za-z0-9.-]+", "-", plain)
    return f"inline; filename=\"{plain}.pdf\"; filename*=UTF-8''{quote(name)}.pdf"


class _Filled(dict[str, str]):
    """What a person has typed; a field they have not is empty."""

    def __missing__(self, key: str) -> str:
        return ""


def _render(paper: Paper, filled: Query, notice: str) -> bytes:
    cover = paper.cover
    kind = KINDS[cover.sheet.kind]
    choice = _choice(paper, filled)
    body = render_paper(paper, choice=choice, embedded=True)
    html = portal_html(
        "document.html",
        locale=cover.sheet.locale,
        brand=cover.brand,
        sheet=cover.sheet,
        facts=cover.facts,
        content=kind.parse(paper.content),
        choice=choice,
        changes=paper.previous is not None and paper.previous != paper.content,
        notice=notice,
        filled=_Filled(filled),
        pay_online=services().cashier.online,
        body=Markup(body),  # noqa: S704  rendered by our autoescaping templates
    )
    return html.encode()
