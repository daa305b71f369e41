"""The page at the end of a signed contract: who signed, when, how, and what shows that nothing was changed since."""

from hashlib import sha256

from studio_app.adapters.documents.papers import Paper
from studio_app.adapters.documents.renderer import stylesheet
from studio_app.adapters.pdf.engine import NEXT
from studio_app.adapters.texts.masking import masked
from studio_app.adapters.texts.templates import render
from studio_app.domain.contracts.queries import ContractFacts
from studio_app.domain.contracts.schemas import ContractContent


def with_evidence(paper: Paper) -> str | None:
    """The signed HTML, byte for byte, and behind it the page that tells of the signing; None for anything else.

    Both are laid out by themselves and put into one file: the signed pages look, and are numbered, as they were.
    """
    facts, sheet = paper.cover.facts, paper.cover.sheet
    if paper.frozen is None or not isinstance(facts, ContractFacts) or facts.signature is None:
        return None
    brand, signature = paper.cover.brand, facts.signature
    page = render(
        "documents/evidence.html",
        locale=sheet.locale,
        timezone=brand.timezone,
        rewritten=brand.texts(sheet.locale),
        brand=brand,
        sheet=sheet,
        signer=signature,
        client=ContractContent.model_validate(paper.content).client,
        sent_to=masked(signature.channel),
        html_sha256=sha256(paper.frozen).hexdigest(),
        stylesheet=stylesheet(brand.accent),
    )
    return paper.frozen.decode() + NEXT + page
