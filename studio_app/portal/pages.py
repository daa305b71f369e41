"""The HTML of document pages, and the pages kept ready."""

import time
from collections import OrderedDict
from typing import Any

from markupsafe import Markup

from studio_app.adapters.documents.kinds import DRAWN
from studio_app.adapters.documents.reading import DocumentContent
from studio_app.adapters.documents.renderer import render_content
from studio_app.adapters.documents.titles import document_title
from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.domain.documents.consents import MAX_NAME
from studio_app.domain.payments.client.facts import PayFacts
from studio_app.domain.payments.kinds import Way
from studio_app.domain.payments.providers.declines import Decline
from studio_app.domain.payments.schemas import PayState
from studio_app.domain.proposals.answer import MAX_REASON
from studio_app.domain.studio.requisites import LONGEST_WORDS
from studio_app.portal.kinds import PAGES
from studio_app.portal.problems import NONE, FormProblems
from studio_app.portal.responses import portal_html

Query = tuple[tuple[str, str], ...]

_RENEWAL = 10  # seconds
KEEP_SECONDS = 10.0
"""What depends on the clock alone (a last day that is over) is shown that late at most."""


class PageCache:
    """The newest pages by their stamp; the least recently used goes first."""

    def __init__(self, size: int, *, seconds: float = KEEP_SECONDS) -> None:
        self._size = size
        self._seconds = seconds
        self._pages: OrderedDict[Any, tuple[float, bytes]] = OrderedDict()

    def get(self, key: Any) -> bytes | None:
        """The page for `key`, or None."""
        until, page = self._pages.get(key, (0.0, None))
        if page is None or until <= time.monotonic():
            return None
        self._pages.move_to_end(key)
        return page

    def put(self, key: Any, page: bytes) -> None:
        """Keep the page for `key`."""
        self._pages[key] = (time.monotonic() + self._seconds, page)
        self._pages.move_to_end(key)
        while len(self._pages) > self._size:
            self._pages.popitem(last=False)


pages = PageCache(512)


def page_html(
    content: DocumentContent, filled: Query, *, problems: FormProblems = NONE, draft: str = "", mark: str = ""
) -> bytes:
    """The portal page around the document: status, document, what can be done.

    With `draft`, the sentence above a draft, there is nothing to do and nothing is counted. `mark` is the
    stamp's: an open page compares it with the newest one; without it the page stays as it is.
    """
    head, kind, ways = content.head, DRAWN[content.head.document.kind], _ways(content)
    choice = _choice(content, filled)
    html = portal_html(
        "document.html",
        locale=head.document.locale,
        brand=head.brand,
        document=head.document,
        parts=PAGES[head.document.kind],
        full_title=document_title(
            head.document.kind,
            head.document.number,
            studio=head.brand.speaking(head.document.locale).name,
            locale=head.document.locale,
        ),
        facts=head.facts,
        content=kind.parse(content.text),
        choice=choice,
        changes=content.previous is not None and content.previous != content.text,
        problems=problems,
        longest=LONGEST_WORDS,
        longest_name=MAX_NAME,
        longest_reason=MAX_REASON,
        draft=draft,
        mark=mark,
        filled=_Filled(filled),
        ways=ways,
        way_words=", ".join(translate(head.document.locale, f"payments.way.{way.value}") for way in ways),
        declined=_declined(content),
        test_mode=_is_test(content, ways),
        renewal=_RENEWAL if _is_checking(content) else 0,
        body=Markup(render_content(content, choice=choice, embedded=True)),  # noqa: S704  our autoescaping templates
    )
    return html.encode()


def whole_html(content: DocumentContent) -> str:
    """The document alone, as it goes to the PDF."""
    return render_content(content, choice=_choice(content, ()))


def _choice(content: DocumentContent, query: Query) -> Any:
    kind = DRAWN[content.head.document.kind]
    return kind.choose(kind.parse(content.text), content.head.facts, query) if kind.choose else None


def _ways(content: DocumentContent) -> tuple[Way, ...]:
    """By what the client can pay online what is due on an invoice."""
    facts = content.head.facts
    if not isinstance(facts, PayFacts) or facts.due.amount <= 0:
        return ()
    return services().online_payments.ways(facts.due, seller=facts.seller)


def _declined(content: DocumentContent) -> Decline | None:
    """Why the last try to pay failed, as its provider reads it."""
    facts = content.head.facts
    if not isinstance(facts, PayFacts) or facts.failure is None:
        return None
    return services().online_payments.decline(facts.failure)


def _is_checking(content: DocumentContent) -> bool:
    """Whether the page waits for a bank: without JavaScript nothing else would tell of its answer."""
    facts = content.head.facts
    return isinstance(facts, PayFacts) and facts.state is PayState.CHECKING


def _is_test(content: DocumentContent, ways: tuple[Way, ...]) -> bool:
    """Whether paying here moves no money, or all that was paid is none."""
    facts = content.head.facts
    if not isinstance(facts, PayFacts):
        return False
    return (bool(ways) and not services().online_payments.takes_real_money) or facts.only_tested


class _Filled(dict[str, str]):
    """What a person has typed; a field they have not is empty."""

    def __missing__(self, key: str) -> str:
        return ""
