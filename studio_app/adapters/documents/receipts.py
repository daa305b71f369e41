"""Renders the receipt of a payment: templates/documents/receipt.html, the same body for page and PDF."""

from studio_app.adapters.documents.brand_css import accent_key
from studio_app.adapters.documents.renderer import logo_url, stylesheet
from studio_app.adapters.documents.titles import receipt_title
from studio_app.adapters.texts.catalogue import translate
from studio_app.adapters.texts.templates import render
from studio_app.domain.payments.client.facts import PaymentReceipt
from studio_app.domain.studio.brand import Brand


def render_receipt(receipt: PaymentReceipt, *, brand: Brand, embedded: bool = False) -> str:
    """The HTML of a receipt; whole and self-contained for the PDF, with `embedded` only its body, for the page."""
    return render(
        "documents/receipt.html",
        locale=receipt.locale,
        timezone=brand.timezone,
        rewritten=brand.texts(receipt.locale),
        kind="receipt",
        receipt=receipt,
        brand=brand,
        title=f"{translate(receipt.locale, 'receipt.title')} {receipt.invoice.number}",
        full_title=receipt_title(
            receipt.invoice.number, studio=brand.speaking(receipt.locale).name, locale=receipt.locale
        ),
        document=receipt,
        embedded=embedded,
        stylesheet="" if embedded else stylesheet(brand.accent),
        logo=logo_url(brand.logo_svg),
        accent=f"#{accent_key(brand.accent)}",
    )
