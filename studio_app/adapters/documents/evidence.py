"""The page at the end of a signed contract: who signed, when, how, and what shows that nothing was changed since."""

from hashlib import sha256

from studio_app.adapters.documents.reading import DocumentContent
from studio_app.adapters.documents.renderer import stylesheet
from studio_app.adapters.pdf.engine import NEXT
from studio_app.adapters.texts.masking import masked
from studio_app.adapters.texts.templates import render
from studio_app.domain.contracts.queries import ContractFacts
from studio_app.domain.contracts.schemas import ContractContent


def with_evidence(content: DocumentContent) -> str | None:
    """The signed HTML, byte for byte, and behind it the page that tells of the signing; None for anything else.

    Both are laid out by themselves and put into one file: the signed pages look, and are numbered, as they were.
    """
    facts, document = content.head.facts, content.head.document
    if content.frozen is None or not isinstance(facts, ContractFacts) or facts.signature is None:
        return None
    brand, signature = content.head.brand, facts.signature
    page = render(
        "documents/evidence.html",
        locale=document.locale,
        timezone=brand.timezone,
        rewritten=brand.texts(document.locale),
        brand=brand,
        document=document,
        signer=signature,
        client=ContractContent.model_validate(content.text).client,
        sent_to=masked(signature.channel),
        html_sha256=sha256(content.frozen).hexdigest(),
        stylesheet=stylesheet(brand.accent),
    )
    return content.frozen.decode() + NEXT + page
