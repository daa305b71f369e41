"""The receipt of a payment, page and PDF, behind the link of its invoice."""

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

from studio_app.adapters.documents.receipts import render_receipt
from studio_app.adapters.documents.titles import disposition, receipt_title
from studio_app.bootstrap import services
from studio_app.core.errors import NotFound, StudioError
from studio_app.domain.payments.client.facts import PaymentReceipt
from studio_app.domain.payments.client.receipt import payment_receipt
from studio_app.domain.studio.brand import Brand, studio_brand
from studio_app.domain.work import Work
from studio_app.portal.documents import failed
from studio_app.portal.failures import ClientRoute
from studio_app.portal.missing import not_found
from studio_app.portal.responses import HEADERS, client_of, portal_html

router = APIRouter(include_in_schema=False, route_class=ClientRoute)


@router.get("/d/{token}/receipt/{entry_id}.pdf")
async def pdf(request: Request, token: str, entry_id: str) -> Response:
    """The receipt as PDF."""
    try:
        receipt, brand = await _read(request, token, entry_id)
        html = await asyncio.to_thread(render_receipt, receipt, brand=brand)
        content = await services().pdf.render_async(html)
    except StudioError as error:
        return await failed(request, token, error)
    number = receipt.invoice.number
    name = disposition(
        receipt_title(number, studio=brand.speaking(receipt.locale).name, locale=receipt.locale),
        "pdf",
        plain=f"receipt-{number}",
    )
    return Response(content, media_type="application/pdf", headers={**HEADERS, "Content-Disposition": name})


@router.get("/d/{token}/receipt/{entry_id}")
async def show(request: Request, token: str, entry_id: str) -> Response:
    """The receipt as it stands now: what went back meanwhile shows on it."""
    try:
        receipt, brand = await _read(request, token, entry_id)
    except NotFound:
        return await not_found(request)
    html = await asyncio.to_thread(_page, receipt, brand)
    return HTMLResponse(html, headers=HEADERS)


async def _read(request: Request, token: str, entry_id: str) -> tuple[PaymentReceipt, Brand]:
    return await services().runner.read(client_of(request), _receipt, token=token, entry_id=entry_id)


def _receipt(work: Work, *, token: str, entry_id: str) -> tuple[PaymentReceipt, Brand]:
    return payment_receipt(work, token=token, entry_id=entry_id), studio_brand(work)


def _page(receipt: PaymentReceipt, brand: Brand) -> str:
    body = Markup(render_receipt(receipt, brand=brand, embedded=True))  # noqa: S704  our autoescaping template
    title = receipt_title(receipt.invoice.number, studio=brand.speaking(receipt.locale).name, locale=receipt.locale)
    return portal_html("receipt.html", locale=receipt.locale, brand=brand, receipt=receipt, full_title=title, body=body)
