"""Texts of letters and documents, rewritten under the eyes of a preview."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from studio_app.adapters.texts.catalogue import pick, translate
from studio_app.adapters.texts.overrides import EditableText, check, editable, editable_keys, preview
from studio_app.adapters.texts.refusals import in_words
from studio_app.bootstrap import services
from studio_app.core.errors import Invalid
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.studio.texts import reset_text, rewritten, save_text, text_of
from studio_app.workspace.gate import actor, allow, locale

_ALONG_A_DEAL = (
    "lead_unanswered",
    "unasked",
    "brief_link",
    "brief_reminder",
    "brief_received",
    "proposal",
    "proposal_published",
    "proposal_reminder",
    "proposal_accepted",
    "contract_to_sign",
    "signing_code",
    "invoice_issued",
    "invoice_reminder",
    "invoice_overdue",
    "payment_received",
    "payment_taken_back",
    "invoice_rest",
    "payment_refunded",
    "invoice_again",
    "link_replaced",
    "link_asked",
)
"""Letters and documents in the order in which a client meets them; the others follow."""
_PARTS = ("subject", "lead", "button", "note")  # of a letter, from the top


@dataclass(frozen=True)
class TextRow:
    """A text in the list."""

    key: str
    excerpt: str
    rewritten: bool


@dataclass(frozen=True)
class TextGroup:
    """The texts of one letter or document."""

    name: str
    rows: list[TextRow]


class TextSettings(rx.State):
    """The texts of one language and the one being edited."""

    language: str = "ru"
    groups: list[TextGroup] = []
    key: str = ""
    source: str = ""
    variables: list[str] = []
    shown: str = ""
    problem: str = ""
    is_rewritten: bool = False
    _version: int = 0

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def load(self):
        """Show all in the reader's language."""
        self.language = locale()
        await self._read()

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def choose_language(self, language: str | list[str]):
        """Show the texts that readers of another language get."""
        self.language, self.key = pick(str(language)), ""
        await self._read()

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def edit(self, key: str):
        """Open the editor on a text."""
        text = editable(key, self.language)
        kept = await services().runner.read(actor(), text_of, key=text.key, locale=text.locale)
        self.key, self.variables, self._version = text.key, list(text.variables), kept.version
        self.source = kept.source if kept.source is not None else text.delivered
        self.is_rewritten = kept.source is not None
        self._look()

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def close(self, open_: bool):
        """Close the editor."""
        self.key = self.key if open_ else ""

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def type(self, source: str):
        """Show the text on sample data while it is typed."""
        self.source = source
        self._look()

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def save(self, form: dict[str, Any]):
        """Keep the text; one that cannot be rendered is refused with its line."""
        text = check(self.key, self.language, str(form.get("source", "")))  # the preview may lag behind the keys
        await services().runner.run(actor(), save_text, text=text, version=self._version)
        self.key = ""
        await self._read()
        return rx.toast.success(translate(locale(), "settings.saved"))

    @rx.event
    @allow(Permission.EDIT_SETTINGS)
    async def reset_to_delivered(self):
        """Go back to the delivered text."""
        await services().runner.run(actor(), reset_text, key=self.key, locale=self.language)
        self.key = ""
        await self._read()

    async def _read(self) -> None:
        own = {
            row.key: row.source
            for row in await services().runner.read(actor(), rewritten)
            if row.locale == self.language
        }
        self.groups = _groups([_row_of(editable(key, self.language), own.get(key)) for key in editable_keys()])

    def _look(self) -> None:
        try:
            self.shown, self.problem = preview(self.key, self.language, self.source), ""
        except Invalid as error:
            self.shown, self.problem = "", in_words(error, locale())


def _row_of(text: EditableText, source: str | None) -> TextRow:
    return TextRow(key=text.key, excerpt=(source or text.delivered)[:160], rewritten=source is not None)


def _groups(rows: list[TextRow]) -> list[TextGroup]:
    found: dict[str, list[TextRow]] = {}
    for row in sorted(rows, key=_place_in_letter):
        found.setdefault(place_of(row.key), []).append(row)
    known = [name for name in _ALONG_A_DEAL if name in found]
    return [TextGroup(name, found[name]) for name in (*known, *(name for name in found if name not in known))]


def _place_in_letter(row: TextRow) -> int:
    part = row.key.rpartition(".")[2]
    return _PARTS.index(part) if part in _PARTS else len(_PARTS)


def place_of(key: str) -> str:
    """The letter or document in which a text stands."""
    return key.rpartition(".")[0].rpartition(".")[2]
