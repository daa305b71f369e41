"""Paying an invoice: to the provider, and back."""

import asyncio
import contextlib

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from studio_app.bootstrap import services
from studio_app.core.errors import NotFound, StudioError
from studio_app.domain.payments.client.page import TransferOnly, pay_facts_at
from studio_app.domain.payments.providers.gateway import GatewayRefused, GatewayUnavailable
from studio_app.domain.payments.queries import pay_status
from studio_app.portal.documents import failed
from studio_app.portal.failures import ClientRoute
from studio_app.portal.missing import not_found
from studio_app.portal.responses import HEADERS, client_of, page

router = APIRouter(include_in_schema=False, route_class=ClientRoute)

_TRIES = 5


@router.post("/d/{token}/pay")
async def pay(request: Request, token: str) -> Response:
    """To the provider's page; a second tab gets to the same one."""
    online_payments, client = services().online_payments, client_of(request)
    try:
        facts = await services().runner.read(client, pay_facts_at, token=token)
        if facts.due.amount > 0 and not online_payments.ways(facts.due, seller=facts.seller):
            raise TransferOnly
        address = await asyncio.to_thread(online_payments.checkout, client, token=token)
    except StudioError as error:
        return await failed(request, token, error)
    return RedirectResponse(address, status_code=303, headers=HEADERS)


@router.get("/d/{token}/back")
async def turned_back(request: Request, token: str) -> Response:
    """Back from the provider without having paid there, or declined: the invoice says at once which of the two."""
    try:
        await _ask(token)
    except NotFound:
        return await not_found(request)
    return RedirectResponse(f"/d/{token}", status_code=303, headers=HEADERS)


@router.get("/d/{token}/return")
async def came_back(request: Request, token: str, tried: int = 0) -> Response:
    """Back from the provider. That proves nothing: it is asked itself, and the invoice then shows the truth.

    Without an answer the client is told so, and that nothing needs to be done.
    """
    try:
        await _ask(token)
        status = await services().runner.read(client_of(request), pay_status, token=token)
    except NotFound:
        return await not_found(request)
    if not status.pending:
        return RedirectResponse(f"/d/{token}", status_code=303, headers=HEADERS)
    again = f"/d/{token}/return?tried={tried + 1}" if 0 <= tried < _TRIES else ""
    return await page(request, "checking.html", locale=status.locale, again=again, invoice=f"/d/{token}")


async def _ask(token: str) -> None:
    """Ask the provider how paying stands; its silence changes nothing. Raises NotFound."""
    with contextlib.suppress(GatewayUnavailable, GatewayRefused):
        await asyncio.to_thread(services().online_payments.check, token=token)
