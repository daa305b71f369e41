"""A fifth kind of documents that lives in the tests only: an act of the work done, which the client accepts.

Up to `TABLES` it is what would be its own room; `TABLES` are the places outside of it that a new kind touches.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from jinja2 import ChoiceLoader, DictLoader
from pydantic import BaseModel

from studio_app.adapters.documents.kinds import DRAWN, DrawnKind
from studio_app.adapters.texts.catalogue import LOCALES, catalogue
from studio_app.adapters.texts.templates import environment
from studio_app.core.errors import NotFound
from studio_app.domain.clients.recipients import Purpose
from studio_app.domain.deals.moves import get_deal
from studio_app.domain.documents.consents import give_consent
from studio_app.domain.documents.kinds import KINDS, DocumentKind, DocumentStatus, Series, Step
from studio_app.domain.documents.links import find_by_token, get_document, new_document
from studio_app.domain.documents.models import Document
from studio_app.domain.documents.numbers import take_number
from studio_app.domain.documents.revisions import publish, require_current, save_content, set_status
from studio_app.domain.notifications.document_kinds import LETTERS, KindInLetters
from studio_app.domain.studio.current import default_entity, today
from studio_app.domain.timeline.events.documents import (
    ContractDrafted,
    ContractPublished,
    ContractSeen,
    DocumentEvent,
)
from studio_app.domain.timeline.recording import record
from studio_app.domain.work import Work
from studio_app.portal.documents import act
from studio_app.portal.failures import ClientRoute
from studio_app.portal.kinds import PAGES, KindPage
from studio_app.workspace.document_kinds import SCREENS, WORDS, KindOnScreens


# what happens to acts; kinds of events are a closed list, so these are stored under those of contracts
class ActDrafted(ContractDrafted):
    """A draft of an act stands ready."""


class ActPublished(ContractPublished):
    """An act is with the client."""


class ActSeen(ContractSeen):
    """An act was opened."""


class ActAccepted(ContractDrafted):
    """The client has accepted the work."""


ACT = DocumentKind(
    "act",
    transitions={
        DocumentStatus.DRAFT: {DocumentStatus.PUBLISHED},
        DocumentStatus.PUBLISHED: {DocumentStatus.ACCEPTED},
    },
    published=ActPublished,
    seen=ActSeen,
    moved_by={ActDrafted: DocumentStatus.DRAFT, ActAccepted: DocumentStatus.ACCEPTED},
    steps={DocumentStatus.DRAFT: Step.ACCEPT_WORK},
    reader=Purpose.SIGN,
    series=Series(digits=5),
)


class ActContent(BaseModel):
    """What an act says."""

    work: str


@dataclass(frozen=True, slots=True)
class ActFacts:
    """What became of it, beside its text."""

    accepted: bool


def act_facts(work: Work, *, document_id: str) -> ActFacts:
    """What became of an act so far."""
    return ActFacts(get_document(work, document_id, kind=ACT).status is DocumentStatus.ACCEPTED)


def draft_act(work: Work, *, deal_id: str, done: str) -> str:
    """Draft an act that says what is `done`; returns its id."""
    deal = get_deal(work, deal_id)
    document = new_document(work, deal_id=deal_id, kind=ACT, title=deal.title, locale=deal.locale)
    save_content(work, document, ActContent(work=done).model_dump())
    _tell(work, document, ActDrafted)
    return document.id


def publish_act(work: Work, *, document_id: str) -> None:
    """Number the act and send it."""
    document, entity = get_document(work, document_id, kind=ACT), default_entity(work)
    assert entity is not None
    take_number(work, document, entity, year=today(work).year)
    publish(work, document)


def accept_act(work: Work, *, token: str, revision: int, name: str) -> None:
    """The client accepts what the act says."""
    document = _act_at(work, token)
    require_current(document, revision=revision)
    give_consent(work, document, kind="accept", text="The work is accepted", name=name)
    set_status(work, document, DocumentStatus.ACCEPTED)
    _tell(work, document, ActAccepted)


def _tell(work: Work, document: Document, event: type[DocumentEvent]) -> None:
    record(
        work,
        event(
            deal_id=document.deal_id,
            document_id=document.id,
            revision=document.revision,
            title=document.title,
            number=document.number,
        ),
    )


def _act_at(work: Work, token: str) -> Document:
    document = find_by_token(work, token=token)
    if document.kind is not ACT:
        raise NotFound
    return document


router = APIRouter(route_class=ClientRoute)


@router.post("/d/{token}/take")
async def take(request: Request, token: str, revision: int = Form(0), name: str = Form("")) -> Response:
    """Accept the act."""
    return await act(request, token, accept_act, revision=revision, name=name)


TEMPLATES = {
    "documents/act.html": (
        '{% extends "documents/base.html" %}{% block content %}<p>{{ content.work }}</p>{% endblock %}'
    ),
    "portal/actions/act.html": (
        '<form id="take" method="post" action="/d/{{ document.token }}/take">'
        '<input type="hidden" name="revision" value="{{ document.revision }}"></form>'
    ),
    "portal/actions/act_status.html": '{% if facts.accepted %}<p id="taken">accepted</p>{% endif %}',
}

TABLES: Sequence[tuple[Any, object, object]] = (
    (KINDS, ACT.key, ACT),
    (DRAWN, ACT, DrawnKind("documents/act.html", content=ActContent, facts=act_facts)),
    (PAGES, ACT, KindPage(actions="portal/actions/act.html", status="portal/actions/act_status.html")),
    (LETTERS, ACT, KindInLetters()),
    (SCREENS, ACT, KindOnScreens("handshake", publish=publish_act)),
)


@pytest.fixture
def act_kind(monkeypatch: pytest.MonkeyPatch) -> Iterator[DocumentKind]:
    """The kind, known everywhere for the length of a test. Ask for it before the services."""
    for table, key, line in TABLES:
        monkeypatch.setitem(table, key, line)
    for locale in LOCALES:
        for word in (*WORDS, "heading"):
            monkeypatch.setitem(catalogue(locale), f"kind.act.{word}", (f"act {word}",))
    jinja = environment()
    assert jinja.loader is not None
    monkeypatch.setattr(jinja, "loader", ChoiceLoader([DictLoader(TEMPLATES), jinja.loader]))
    yield ACT
    assert jinja.cache is not None
    jinja.cache.clear()
