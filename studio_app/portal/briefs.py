"""The brief at /b/{token}: filled in over several visits, with or without scripts, submitted once."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from studio_app.adapters.texts.catalogue import translate
from studio_app.adapters.texts.format import sign
from studio_app.bootstrap import services
from studio_app.core.errors import NotFound, StudioError
from studio_app.domain.briefs.schemas import AnswerProblem, BriefPage
from studio_app.domain.briefs.service import (
    BriefIncomplete,
    BriefSubmitted,
    open_brief,
    save_answers,
    submit_brief,
)
from studio_app.domain.documents.models import DocumentKind
from studio_app.portal.brief_view import given, sections_of
from studio_app.portal.documents import seen
from studio_app.portal.failures import ClientRoute
from studio_app.portal.forms import Posted, read_form
from studio_app.portal.responses import HEADERS, client_of, is_staff, not_found, page

router = APIRouter(include_in_schema=False, route_class=ClientRoute)
_MAX_KILOBYTES = 256

router.post("/b/{token}/seen")(seen)


@router.get("/b/{token}")
async def show(request: Request, token: str, saved: int = 0) -> Response:
    """The brief as it stands: to fill in, or to read once it is submitted."""
    try:
        brief = await services().runner.read(client_of(request), open_brief, token=token)
    except NotFound:
        return await not_found(request)
    notice = translate(brief.locale, "brief.saved_notice") if saved and not brief.submitted else ""
    return await _page(request, token, brief, notice=notice)


@router.post("/b/{token}")
async def submit(request: Request, token: str) -> Response:
    """Submit the brief; what is usable is kept even when something is still missing."""
    client = client_of(request)
    try:
        brief = await services().runner.read(client, open_brief, token=token)
        posted = await read_form(request, kilobytes=_MAX_KILOBYTES)
        answers = given(brief, posted)
        try:
            await services().runner.run(client, submit_brief, token=token, answers=answers)
        except BriefIncomplete as gaps:
            await services().runner.run(client, save_answers, token=token, answers=answers)
            return await _page(request, token, brief, posted=posted, problems=gaps.problems, status=gaps.status)
    except NotFound:
        return await not_found(request)
    except StudioError as error:
        return await _refused(request, token, error)
    return RedirectResponse(f"/b/{token}", status_code=303, headers=HEADERS)


@router.post("/b/{token}/save")
async def save(request: Request, token: str) -> Response:
    """Keep the answers so far; the page's script asks for JSON, a button gets the page back."""
    client = client_of(request)
    as_json = "application/json" in request.headers.get("accept", "")
    try:
        brief = await services().runner.read(client, open_brief, token=token)
        posted = await read_form(request, kilobytes=_MAX_KILOBYTES)
        kept = await services().runner.run(client, save_answers, token=token, answers=given(brief, posted))
        if not await is_staff(request):
            services().readers.alive(deal_id=brief.deal_id, kind=DocumentKind.BRIEF.value)
    except StudioError as error:
        if as_json:
            return JSONResponse({"code": error.code}, status_code=error.status, headers=HEADERS)
        return await _refused(request, token, error)
    if as_json:
        progress = translate(brief.locale, "brief.progress", answered=kept.answered, total=kept.total)
        body = {"answered": kept.answered, "total": kept.total, "progress": progress}
        return JSONResponse(body, headers=HEADERS)
    if kept.problems:
        return await _page(request, token, brief, posted=posted, problems=kept.problems, status=422)
    return RedirectResponse(f"/b/{token}?saved=1", status_code=303, headers=HEADERS)


async def _refused(request: Request, token: str, error: StudioError) -> Response:
    if isinstance(error, NotFound):
        return await not_found(request)
    if isinstance(error, BriefSubmitted):
        return RedirectResponse(f"/b/{token}", status_code=303, headers=HEADERS)
    brief = await services().runner.read(client_of(request), open_brief, token=token)
    notice = translate(brief.locale, error.message_key, **error.params)
    return await _page(request, token, brief, notice=notice, status=error.status)


async def _page(
    request: Request,
    token: str,
    brief: BriefPage,
    *,
    posted: Posted | None = None,
    problems: tuple[AnswerProblem, ...] = (),
    notice: str = "",
    status: int = 200,
) -> Response:
    return await page(
        request,
        "brief_done.html" if brief.submitted else "brief.html",
        locale=brief.locale,
        status=status,
        brief=brief,
        token=token,
        sections=sections_of(brief, posted=posted, problems=problems),
        notice=notice,
        sign=sign(brief.currency),
    )
