"""The brief at /b/{token}: filled in over several visits, with or without scripts, submitted once."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from studio_app.adapters.texts.catalogue import translate
from studio_app.adapters.texts.format import sign
from studio_app.adapters.texts.refusals import in_words
from studio_app.bootstrap import services
from studio_app.core.errors import NotFound, StudioError
from studio_app.core.ids import new_id
from studio_app.domain.briefs.answers import MUST_CHOOSE
from studio_app.domain.briefs.schemas import AnswerProblem, AnswersSaved, BriefPage
from studio_app.domain.briefs.service import (
    AlreadySubmitted,
    BriefIncomplete,
    open_brief,
    save_answers,
    submit_brief,
)
from studio_app.domain.documents.kinds import DocumentKind
from studio_app.portal.brief_form import PAGE, filled_in
from studio_app.portal.brief_view import sections_of, sentence, unsent
from studio_app.portal.documents import seen
from studio_app.portal.failures import ClientRoute, told_refusal, wants_json
from studio_app.portal.forms import Posted, one, read_form, typed
from studio_app.portal.missing import not_found
from studio_app.portal.responses import HEADERS, client_of, is_staff, page, visitor_locale

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
    """Submit the brief; all of it is kept even when something is still missing."""
    client = client_of(request)
    try:
        brief = await services().runner.read(client, open_brief, token=token)
        filled = filled_in(brief, await read_form(request, kilobytes=_MAX_KILOBYTES))
        if brief.submitted:
            return await _sent_before(request, token, brief)
        try:
            await services().runner.run(client, submit_brief, token=token, filled=filled)
        except BriefIncomplete as gaps:
            await services().runner.run(client, save_answers, token=token, filled=filled)
            brief = await services().runner.read(client, open_brief, token=token)
            return await _page(request, token, brief, problems=gaps.problems, status=gaps.status)
    except StudioError as error:
        return await _refused(request, token, error)
    return RedirectResponse(f"/b/{token}", status_code=303, headers=HEADERS)


@router.post("/b/{token}/save")
async def save(request: Request, token: str) -> Response:
    """Keep the answers so far; the page's script asks for JSON, a button gets the page back."""
    client = client_of(request)
    try:
        brief = await services().runner.read(client, open_brief, token=token)
        posted = await read_form(request, kilobytes=_MAX_KILOBYTES)
        kept = await services().runner.run(client, save_answers, token=token, filled=filled_in(brief, posted))
        if not await is_staff(request):
            services().readers.alive(deal_id=brief.deal_id, kind=DocumentKind.BRIEF.key)
    except StudioError as error:
        return await _refused(request, token, error)
    if wants_json(request):
        return JSONResponse(_told(brief, kept), headers=HEADERS)
    if kept.problems:
        brief = await services().runner.read(client, open_brief, token=token)
        return await _page(request, token, brief, status=422)
    return RedirectResponse(f"/b/{token}?saved=1", status_code=303, headers=HEADERS)


def _told(brief: BriefPage, kept: AnswersSaved) -> dict[str, Any]:
    """What the page's script is told: how far the brief is, and the sentence of each question that needs a look."""
    return {
        "answered": kept.answered,
        "total": kept.total,
        "progress": translate(brief.locale, "brief.progress", answered=kept.answered, total=kept.total),
        "problems": {problem.key: sentence(problem, brief.locale) for problem in kept.problems},
        "choose": [problem.key for problem in kept.problems if problem.reason == MUST_CHOOSE],
    }


async def _refused(request: Request, token: str, error: StudioError) -> Response:
    if wants_json(request):
        return told_refusal(error, visitor_locale(request))
    if isinstance(error, NotFound):
        return await not_found(request)
    brief = await services().runner.read(client_of(request), open_brief, token=token)
    if isinstance(error, AlreadySubmitted):
        return await _sent_before(request, token, brief)
    notice = in_words(error, brief.locale)
    return await _page(request, token, brief, posted=typed(request) or None, notice=notice, status=error.status)


async def _sent_before(request: Request, token: str, brief: BriefPage) -> Response:
    """The brief went off from another device: what this one says otherwise is shown, to be copied."""
    missed = unsent(brief, typed(request))
    if not missed:
        return RedirectResponse(f"/b/{token}", status_code=303, headers=HEADERS)
    return await _page(request, token, brief, missed=missed, status=AlreadySubmitted.status)


async def _page(
    request: Request,
    token: str,
    brief: BriefPage,
    *,
    posted: Posted | None = None,
    problems: tuple[AnswerProblem, ...] = (),
    missed: tuple[tuple[str, str], ...] = (),
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
        page=one(typed(request), PAGE) or new_id(),
        sections=sections_of(brief, posted=posted, problems=problems, focus=status == BriefIncomplete.status),
        missed=missed,
        notice=notice,
        sign=sign(brief.currency),
    )
