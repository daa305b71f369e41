"""Live documents: server-sent events tell an open page that its document has changed."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import nullcontext

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from studio_app.adapters.documents.reading import open_head
from studio_app.adapters.visitors import network_of
from studio_app.bootstrap import services
from studio_app.core.errors import NotFound
from studio_app.domain.documents.summaries import DocumentSummary
from studio_app.domain.timeline.events.clients import RequisitesSaved
from studio_app.domain.timeline.events.deals import DealChanged
from studio_app.domain.timeline.events.documents import DocumentLinkRenewed, DocumentSeen, OnDocument
from studio_app.domain.timeline.events.estimates import EstimateChanged
from studio_app.domain.timeline.events.live import ReaderSeen
from studio_app.domain.timeline.events.money import Booked
from studio_app.domain.timeline.events.notifications import NotificationFailed, NotificationSent
from studio_app.domain.work import Committed
from studio_app.portal.failures import ClientRoute
from studio_app.portal.kinds import PAGES
from studio_app.portal.missing import not_found
from studio_app.portal.responses import HEADERS, client_of, is_staff

router = APIRouter(include_in_schema=False, route_class=ClientRoute)

HEARTBEAT_SECONDS = 20.0
PER_ADDRESS = 12
AT_ALL = 6000
_OfDocument = OnDocument | Booked | RequisitesSaved | NotificationSent | NotificationFailed


_UNSEEN = (DocumentSeen, ReaderSeen, EstimateChanged, DealChanged)
"""What no client sees: looks, and what the studio reckons until it is published."""


class OpenPages:
    """Counts open pages by network, so that nobody can hold all of the server's connections."""

    def __init__(self, *, per_address: int = PER_ADDRESS, at_all: int = AT_ALL) -> None:
        self._per_address = per_address
        self._at_all = at_all
        self._open: Counter[str] = Counter()
        self._all = 0

    def enter(self, address: str) -> bool:
        """Take a place; False when there is none left for `address`."""
        network = network_of(address)
        if self._open[network] >= self._per_address or self._all >= self._at_all:
            return False
        self._open[network] += 1
        self._all += 1
        return True

    def leave(self, address: str) -> None:
        """Give the place back."""
        network = network_of(address)
        self._all -= 1
        self._open[network] -= 1
        if self._open[network] <= 0:
            del self._open[network]


_pages = OpenPages()


@router.get("/d/{token}/events")
async def events(request: Request, token: str) -> Response:
    """A stream of `changed` for the page of this document; the page then asks for its new state."""
    client = client_of(request)
    try:
        head = await services().runner.read(client, open_head, token=token)
    except NotFound:
        return await not_found(request)
    if request.method == "HEAD":
        return Response(headers=HEADERS, media_type="text/event-stream")
    read = None if await is_staff(request) else head.document
    if not _pages.enter(client.ip):
        return Response(status_code=429, headers={**HEADERS, "Retry-After": "60"})
    return OpenPage(_reading(_changes(head.document), read), leave=lambda: _pages.leave(client.ip))


class OpenPage(StreamingResponse):
    """A stream that gives its place back however it ends: a client may be gone before its first word."""

    def __init__(self, stream: AsyncIterator[str], *, leave: Callable[[], None]) -> None:
        headers = {**HEADERS, "X-Accel-Buffering": "no"}
        super().__init__(stream, media_type="text/event-stream", headers=headers)
        self._leave = leave

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the stream until either side ends it."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._leave()


async def _reading(stream: AsyncIterator[str], read: DocumentSummary | None) -> AsyncIterator[str]:
    """The stream, counted as the client's reading of `read`."""
    readers = services().readers
    with readers.reading(deal_id=read.deal_id, kind=read.kind.key) if read else nullcontext():
        async for part in stream:
            yield part


async def _changes(document: DocumentSummary) -> AsyncGenerator[str]:
    async with services().hub.listen(deal_id=document.deal_id) as queue:
        yield "retry: 3000\n\n"
        now = await services().stamps.ask(document.token)  # what changed between the page and this moment was not heard
        if now is not None:
            yield f"event: at\ndata: {now.mark}\n\n"
        while True:
            try:
                event = await asyncio.wait_for(queue.get(), HEARTBEAT_SECONDS)
            except TimeoutError:
                yield ": still here\n\n"  # a client that has gone is noticed by writing to it
                continue
            if concerns(event, document):
                yield "event: changed\ndata: \n\n"
            may_be_closed = event is None or isinstance(event.event, DocumentLinkRenewed)
            if may_be_closed and await services().stamps.ask(document.token) is None:
                return  # what becomes of the document from now on is told at its new link alone


def concerns(event: Committed | None, document: DocumentSummary) -> bool:
    """Whether the page may look different after `event` (None: events were lost)."""
    if event is None:
        return True
    what = event.event
    if what.deal_id != document.deal_id or isinstance(what, _UNSEEN):
        return False
    if what.kind in PAGES[document.kind].hangs_on:
        return True
    document_id = what.document_id if isinstance(what, _OfDocument) else None
    return document_id is None or document_id == document.id
