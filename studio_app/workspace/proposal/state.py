"""The state of the proposal's editor."""

from typing import Any

import reflex as rx

from studio_app.bootstrap import services
from studio_app.core.days import read_day
from studio_app.core.errors import Invalid, NotFound, StudioError
from studio_app.domain.proposals.changes import write_and_publish_texts
from studio_app.domain.proposals.draft import write_and_send_texts, write_texts
from studio_app.domain.proposals.schemas import ProposalTexts, ProposalView
from studio_app.domain.proposals.standing import read_open_proposal
from studio_app.workspace.document_editor.state import DocumentEditor
from studio_app.workspace.filling import filling
from studio_app.workspace.gate import actor
from studio_app.workspace.proposal.outline import lines_of, outline, structure_of

MAX_INTRO_LENGTH = 4000


class ProposalState(DocumentEditor, rx.State):
    """The texts of the open proposal of a deal."""

    intro: str = ""
    goals: str = ""
    structure: str = ""
    valid_until: str = ""
    _read_texts: ProposalTexts | None = None

    async def _read(self) -> ProposalView | None:
        return await services().runner.read(actor(), read_open_proposal, deal_id=self.deal)

    def _show(self, draft: ProposalView) -> None:
        self._read_texts = draft.content.texts
        self.filling = filling(self._read_texts, again=self._again)
        self.intro, self.goals = draft.content.intro, "\n".join(draft.content.goals)
        self.structure = outline(draft.content.structure, draft.locale)
        self.valid_until = draft.content.valid_until.isoformat()

    async def _write(self, form: dict[str, Any], *, sending: bool) -> StudioError | None:
        if self._read_texts is None:
            raise NotFound
        document, read, refusal = self.document, self._read_texts, None
        texts, run = _texts(form, read, self._language), services().runner.run
        if sending:
            send = write_and_publish_texts if self.published else write_and_send_texts
            refusal = await run(actor(), send, document_id=document, read=read, texts=texts)
        else:
            await run(actor(), write_texts, document_id=document, read=read, texts=texts)
        self._read_texts = texts
        return refusal


def _texts(form: dict[str, Any], read: ProposalTexts, locale: str) -> ProposalTexts:
    intro = str(form.get("intro", "")).strip()
    if len(intro) > MAX_INTRO_LENGTH:
        raise Invalid(field="intro", reason="too_long", maximum=MAX_INTRO_LENGTH)
    return ProposalTexts(
        intro=intro,
        goals=tuple(lines_of(str(form.get("goals", "")), field="goals")),
        structure=structure_of(str(form.get("structure", "")), read.structure, locale),
        valid_until=read_day(str(form.get("valid_until", "")), field="valid_until"),
    )
