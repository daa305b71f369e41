"""Job: the PDF of a frozen copy, made of the frozen HTML."""

from collections.abc import Mapping

from studio_app.adapters.db.runner import Runner
from studio_app.adapters.pdf.renderer import WeasyPrintRenderer
from studio_app.domain.documents.frozen import freeze_pdf, frozen_copy
from studio_app.domain.work import SYSTEM


def press_frozen_copy(runner: Runner, renderer: WeasyPrintRenderer, args: Mapping[str, str]) -> None:
    """Add the PDF to the frozen copy named by `document_id` and `revision`; nothing when it is there already."""
    document_id, revision = args["document_id"], int(args["revision"])
    copy = runner.read_sync(SYSTEM, frozen_copy, document_id=document_id, revision=revision)
    if copy is None or copy.pdf is not None:
        return
    pdf = renderer.render(copy.html.decode())
    runner.run_sync(SYSTEM, freeze_pdf, document_id=document_id, revision=revision, pdf=pdf)
