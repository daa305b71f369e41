"""Renders documents by the template of their kind, the same body for page, PDF and frozen copy."""

import base64
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from studio_app.adapters.documents.brand_css import accent_key, brand_css
from studio_app.adapters.documents.kinds import DRAWN
from studio_app.adapters.documents.reading import DocumentContent
from studio_app.adapters.documents.titles import document_title
from studio_app.adapters.texts.templates import ROOT, render
from studio_app.domain.documents.kinds import DocumentKind
from studio_app.domain.documents.summaries import DocumentSummary
from studio_app.domain.studio.brand import Brand

_DOCUMENT_CSS = ROOT.parent / "assets" / "documents.css"


def render_document(
    kind: DocumentKind,
    content: Mapping[str, Any],
    *,
    locale: str,
    brand: Brand,
    number: str = "",
    title: str = "",
    document: DocumentSummary | None = None,
    facts: Any = None,
    choice: Any = None,
    previous: Mapping[str, Any] | None = None,
    embedded: bool = False,
) -> str:
    """The HTML of a document; equal arguments give equal bytes.

    Whole and self-contained for PDF and frozen copy; with `embedded` only its body, for the page.
    `content` is a stored revision, `previous` the one the client saw last: what differs is marked.
    `facts` and `choice` are the kind's own (see DrawnKind); `document` is None in previews of templates.
    """
    known = DRAWN[kind]
    now = known.parse(content)
    before = None if previous is None else known.parse(previous)
    return render(
        known.template,
        locale=locale,
        timezone=brand.timezone,
        rewritten=brand.texts(locale),
        kind=kind.key,
        content=now,
        brand=brand,
        document_number=number,
        title=title,
        full_title=document_title(kind, number, studio=brand.speaking(locale).name, locale=locale),
        document=document,
        facts=facts,
        choice=choice,
        embedded=embedded,
        changed=Changes(now, before),
        stylesheet="" if embedded else stylesheet(brand.accent),
        logo=logo_url(brand.logo_svg),
        accent=f"#{accent_key(brand.accent)}",
    )


def stylesheet(accent: str) -> Markup:
    """What a document that travels alone carries in itself: our stylesheet and the studio's colour."""
    return Markup(brand_css(accent_key(accent)) + _DOCUMENT_CSS.read_text())  # noqa: S704  files of ours


def logo_url(svg: str) -> str:
    """The logo as an image that can run no script and load nothing."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}" if svg else ""


def render_content(content: DocumentContent, *, choice: Any = None, embedded: bool = False) -> str:
    """`render_document` of what one transaction has read; a frozen copy as it was kept, whatever has changed since."""
    if content.frozen is not None:
        return _article(content.frozen.decode()) if embedded else content.frozen.decode()
    document = content.head.document
    return render_document(
        document.kind,
        content.text,
        locale=document.locale,
        brand=content.head.brand,
        number=document.number,
        title=document.title,
        document=document,
        facts=content.head.facts,
        choice=choice,
        previous=content.previous if embedded else None,
        embedded=embedded,
    )


def _article(html: str) -> str:
    """The body of a whole document, cut out of it unchanged."""
    end = "</article>"
    return html[html.index("<article") : html.rindex(end) + len(end)]


class Changes:
    """What is new since the client's last visit: `{{ changed("goals", goal) }}` gives a class or nothing."""

    def __init__(self, now: Any, before: Any) -> None:
        self._now = now
        self._before = before

    def __call__(self, section: str, item: Any = None) -> Markup:
        """` is-changed` if `item` was not in the list `section` before (without item: if the field differs)."""
        if self._before is None:
            return Markup("")
        old = _field(self._before, section)
        same = _field(self._now, section) == old if item is None else item in (old or ())
        return Markup("") if same else Markup(" is-changed")

    def __bool__(self) -> bool:
        """Whether there is anything to compare with, and it differs."""
        return self._before is not None and self._now != self._before


def _field(content: Any, name: str) -> Any:
    return content.get(name) if isinstance(content, Mapping) else getattr(content, name, None)
