"""The pay page of the demo provider: where a real one would ask for a card."""

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from studio_app.adapters.payments.demo.bank import pay_page
from studio_app.adapters.payments.demo.play import Choice, choose
from studio_app.adapters.payments.demo.provider import DEMO, PAY_PATH
from studio_app.bootstrap import services
from studio_app.core.errors import NotFound
from studio_app.domain.actors import SYSTEM
from studio_app.portal.failures import ClientRoute
from studio_app.portal.missing import not_found
from studio_app.portal.responses import HEADERS, page

router = APIRouter(prefix=PAY_PATH, include_in_schema=False, route_class=ClientRoute)


@router.get("/{ref}")
async def show(request: Request, ref: str) -> Response:
    """What is to pay, and a button for everything that may happen at a bank."""
    if DEMO.name not in services().gateways:
        return await not_found(request)
    try:
        checkout = await services().runner.read(SYSTEM, pay_page, ref=ref)
    except NotFound:
        return await not_found(request)
    return await page(request, "demo_pay.html", locale=checkout.locale, checkout=checkout, choices=list(Choice))


@router.post("/{ref}")
async def press(request: Request, ref: str, choice: str = Form("")) -> Response:
    """A button was pressed: on to the site that sent the client here."""
    if DEMO.name not in services().gateways or choice not in set(Choice):
        return await not_found(request)
    try:
        address = await services().runner.run(SYSTEM, choose, ref=ref, choice=Choice(choice))
    except NotFound:
        return await not_found(request)
    return RedirectResponse(address, status_code=303, headers=HEADERS)
