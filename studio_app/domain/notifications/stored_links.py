"""Links of clients in the stored copies of letters: kept by their hash, shown to whoever may open the document.

The letter itself goes out with the link. In the outbox a link is a mark: the SHA-256 of its token, as the database
holds it everywhere else, so that neither a copy of the database nor the outbox is a bunch of keys.
"""

import re

from sqlmodel import select

from studio_app.core.tokens import token_hash
from studio_app.domain.actors import ActorKind
from studio_app.domain.documents.links import link_token
from studio_app.domain.documents.models import Document
from studio_app.domain.notifications.schemas import LetterText
from studio_app.domain.work import Work

GONE = "…"
"""Stands for a link that was replaced, or is none of the reader's business."""

_TOKEN = re.compile(r"(?<=/[bd]/)[A-Za-z0-9_-]{24}(?![A-Za-z0-9_-])")
_MARK = re.compile(r"(?<=/[bd]/)~([0-9a-f]{64})")


def without_links(letter: LetterText) -> LetterText:
    """The copy to store: each link by the hash of its token. Pure."""
    return LetterText(subject=letter.subject, text=_marked(letter.text), html=_marked(letter.html))


def with_links(work: Work, text: str) -> str:
    """The stored text with its links in it, as far as they are current and the actor may open their documents.

    Everybody who signs in may open every deal and what belongs to it; nobody else reads a link here.
    """
    known = dict[str, str]()
    for digest in set(_MARK.findall(text)):
        document = work.session.exec(select(Document).where(Document.token_hash == digest)).first()
        if document is not None and work.actor.kind is ActorKind.STAFF:
            known[digest] = link_token(work, document)
    return _MARK.sub(lambda found: known.get(found[1], GONE), text)


def _marked(text: str) -> str:
    return _TOKEN.sub(lambda found: f"~{token_hash(found[0])}", text)
