"""Paying an invoice: to the provider, and back."""

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from studio_app.bootstrap import services
from studio_app.core.errors import NotFound, StudioError
from studio_app.domain.payments.gateway import GatewayRefused, GatewayUnavailable
from studio_app.domain.payments.queries import pay_status
from studio_app.domain.payments.schemas import PayState
from studio_app.portal.documents import failed
from studio_app.portal.responses import HEADERS, client_of, not_found, page, visitor_locale

router = APIRouter(include_in_schema=False)

_TRIES = 5


@router.post("/d/{token}/pay")
async def pay(request: Request, token: str) -> Response:
    """To the provider's page; a second tab gets to the same one."""
    try:
        address = await asyncio.to_thread(services().cashier.checkout, client_of(request), token=token)
    except StudioError as error:
        return await failed(request, token, error)
    return RedirectResponse(address, status_code=303, headers=HEADERS)


@router.get("/d/{token}/return")
async def came_back(request: Request, token: str, tried: int = 0) -> Response:
    """Back from the provider. That proves nothing: it is asked itself, and the invoice then shows the truth."""
    cashier = services().cashier
    try:
        await asyncio.to_thread(cashier.check, token=token)
        status = await services().runner.read(client_of(request), pay_status, token=token)
    except (GatewayUnavailable, GatewayRefused):
        status = None
    except NotFound:
        return await not_found(request)
    settled = status is not None and (status.state is not PayState.WAITING or status.failed)
    if settled or not 0 <= tried < _TRIES:
        return RedirectResponse(f"/d/{token}", status_code=303, headers=HEADERS)
    return await page(
        request, "checking.html", locale=visitor_locale(request), again=f"/d/{token}/return?tried={tried + 1}"
    )
