"""The documents of the deal as rows: their state and what may be done to each."""

from collections.abc import Iterable
from dataclasses import dataclass

from studio_app.adapters.texts.catalogue import translate
from studio_app.adapters.texts.choices import choice_words, fallen_words
from studio_app.domain.documents.kinds import DocumentKind, DocumentStatus
from studio_app.domain.documents.summaries import DocumentSummary
from studio_app.domain.documents.undrawn import Undrawn
from studio_app.domain.payments.ends import EndAction, Ended
from studio_app.domain.proposals.schemas import Choice
from studio_app.workspace.deal.reader import Reader
from studio_app.workspace.document_kinds import SCREENS

_NAMED = 12
"""Signs that a sentence names; a text in a whole other script has hundreds."""


@dataclass(frozen=True)
class DocumentView:
    """A document in the list; `state` is its status, `seen`, or how an invoice has ended."""

    id: str = ""
    kind: str = ""
    state: str = ""
    name: str = ""
    when: str = ""
    choice: str = ""  # of tariff and options, so far or accepted, with its sum
    fallen: str = ""  # what of it is offered no more
    path: str = ""
    is_changed: bool = False  # the client does not see yet what was saved last
    is_left_over: bool = False  # it was answered before what was saved last could be published
    can_publish_changes: bool = False
    published: bool = False
    has_pdf: bool = False
    can_open: bool = False  # as its client sees it, or will see it
    can_publish: bool = False
    can_void: bool = False
    can_edit: bool = False
    can_hand_over: bool = False
    can_ask_again: bool = False
    handed_over: bool = False


def document_view(
    document: DocumentSummary,
    reader: Reader,
    *,
    ended: Ended | None = None,
    is_handed_over: bool = False,
    choice: Choice | None = None,
) -> DocumentView:
    """A row of the documents, with what may be done to it."""
    seen = document.is_seen
    when = document.seen_at if seen else document.closed_at or document.published_at or document.created_at
    return DocumentView(
        id=document.id,
        kind=document.kind.key,
        state=ended.end.value if ended else "seen" if seen else document.status.value,
        name=document_name(document.kind, document.number, reader.locale),
        when=reader.moment(when) if when else "",
        choice=_chosen(document, choice, reader.locale) if choice else "",
        fallen=_fallen(choice, reader.locale) if choice and choice.fallen else "",
        path=document.path,
        is_changed=document.is_changed,
        is_left_over=document.is_left_over,
        can_publish_changes=document.is_changed and document.status is DocumentStatus.PUBLISHED,
        published=document.is_before_client,
        has_pdf=document.kind.is_drawn,
        can_open=document.may_be_opened,
        can_publish=document.may_be_sent,
        can_void=document.may_be_taken_back,
        can_edit=SCREENS[document.kind].has_editor and document.may_be_edited,
        can_hand_over=ended is not None and ended.allows(EndAction.HAND_OVER) and not is_handed_over,
        can_ask_again=ended is not None and ended.allows(EndAction.ASK_AGAIN),
        handed_over=is_handed_over,
    )


def undrawn_words(documents: Iterable[Undrawn], locale: str) -> tuple[str, ...]:
    """A sentence a document: which of its signs cannot be drawn in the PDF."""
    return tuple(
        translate(
            locale,
            "deal.undrawn",
            document=document_name(document.kind, document.number, locale),
            signs=" ".join(document.signs[:_NAMED]) + (" …" if len(document.signs) > _NAMED else ""),
        )
        for document in documents
    )


def _chosen(document: DocumentSummary, choice: Choice, locale: str) -> str:
    key = "deal.accepted_choice" if document.status is DocumentStatus.ACCEPTED else "deal.chosen_now"
    return translate(locale, key, choice=choice_words(choice.picked, locale))


def _fallen(choice: Choice, locale: str) -> str:
    return translate(locale, "deal.chosen_fallen", what=fallen_words(choice.fallen, locale))


def document_name(kind: DocumentKind, number: str, locale: str) -> str:
    """`Invoice 2026-0007`."""
    return " ".join(filter(None, [translate(locale, f"kind.{kind}.name"), number]))
