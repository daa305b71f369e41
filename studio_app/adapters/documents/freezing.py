"""Keeps what was issued: the HTML in the transaction of the issue, the PDF by a job, made of that HTML."""

from collections.abc import Iterator, Mapping

from studio_app.adapters.db.runner import Runner
from studio_app.adapters.documents.reading import read_content
from studio_app.adapters.documents.renderer import render_content
from studio_app.adapters.pdf.renderer import WeasyPrintRenderer
from studio_app.domain.actors import SYSTEM
from studio_app.domain.documents.frozen import freeze, freeze_pdf, frozen_copy
from studio_app.domain.documents.kinds import KINDS
from studio_app.domain.documents.links import get_document
from studio_app.domain.timeline.events.documents import DocumentPublished
from studio_app.domain.timeline.recorded import Recorded
from studio_app.domain.work import Work


def final_after() -> Iterator[type[DocumentPublished]]:
    """The events by which a document is published that says from then on what it said."""
    return (kind.published for kind in KINDS.values() if kind.final_when_published)


def freeze_issued(work: Work, recorded: Recorded[DocumentPublished]) -> None:
    """On the events of `final_after`: what an invoice says is final with its number, word for word.

    The only document that is rendered inside a transaction: it says its number, which is not known
    before, and it is a page of text that takes some milliseconds.
    """
    document_id = recorded.event.document_id
    work.session.flush()
    html = render_content(read_content(work, document_id=document_id))
    freeze(work, get_document(work, document_id), html=html.encode())


def make_frozen_pdf(runner: Runner, renderer: WeasyPrintRenderer, args: Mapping[str, str]) -> None:
    """Add the PDF to the frozen copy named by `document_id` and `revision`; nothing when it is there already."""
    document_id, revision = args["document_id"], int(args["revision"])
    copy = runner.read_sync(SYSTEM, frozen_copy, document_id=document_id, revision=revision)
    if copy is None or copy.pdf is not None:
        return
    pdf = renderer.render(copy.html.decode())
    runner.run_sync(SYSTEM, freeze_pdf, document_id=document_id, revision=revision, pdf=pdf)
