"""The second half of a deal: what is accepted, contracted and signed."""

from datetime import timedelta

from studio_app.adapters.texts.catalogue import translate
from studio_app.demo.asking import choose
from studio_app.demo.scene import Scene
from studio_app.domain.contracts.codes import request_code
from studio_app.domain.contracts.editing import publish_contract
from studio_app.domain.contracts.particulars import save_requisites
from studio_app.domain.contracts.signing import sign_contract
from studio_app.domain.documents.links import link_token
from studio_app.domain.documents.models import DocumentKind
from studio_app.domain.documents.views import count_view
from studio_app.domain.invoices.issue import issue_invoice
from studio_app.domain.pricing.models import Tariff
from studio_app.domain.proposals.answer import accept_proposal
from studio_app.domain.studio.models import EntityKind
from studio_app.domain.studio.requisites import RequisitesIn


def accept(scene: Scene) -> None:
    """The client accepts; the contract goes out and gets the client's details."""
    scene.pause(2, 90)
    document = scene.document(DocumentKind.PROPOSAL)
    token = link_token(scene.work, document)
    tariff = scene.rng.choice((Tariff.START, Tariff.STANDARD, Tariff.STANDARD, Tariff.PREMIUM))
    options = choose(scene, tariff)
    accept_proposal(
        scene.client,
        token=token,
        revision=document.revision,
        tariff=tariff,
        options=options,
        name=scene.plot.persona.name,
        consent_text=translate(
            scene.plot.locale,
            "proposal.consent",
            title=document.title,
            number=document.number,
            revision=document.revision,
        ),
        html=scene.html(token),
    )
    scene.pause(0.3, 6, staff=True)
    publish_contract(scene.staff, document_id=scene.document(DocumentKind.CONTRACT).id)
    scene.pause(1, 30)
    count_view(scene.client, token=scene.token(DocumentKind.CONTRACT), revision=1)
    save_requisites(scene.client, token=scene.token(DocumentKind.CONTRACT), requisites=_requisites(scene))


def sign(scene: Scene) -> None:
    """The client signs with the code; the first invoice goes out."""
    scene.pause(1, 70)
    document = scene.document(DocumentKind.CONTRACT)
    token = link_token(scene.work, document)
    html = scene.html(token) or b"demo"
    code_id = request_code(
        scene.client, token=token, revision=document.revision, html=html, html_revision=document.revision
    )
    scene.letters()
    scene.clock.advance(timedelta(seconds=50))
    outcome = sign_contract(
        scene.client,
        token=token,
        revision=document.revision,
        code=scene.work.links.code(code_id),
        name=scene.plot.persona.name,
        consent_text=translate(
            scene.plot.locale,
            "portal.contract.consent",
            number=document.number,
            revision=document.revision,
            client=scene.plot.persona.company or scene.plot.persona.name,
        ),
        html=html,
        html_revision=document.revision,
    )
    if not outcome.signed:
        raise AssertionError("the demo's own code did not fit")
    scene.pause(0.2, 4, staff=True)
    issue_invoice(scene.staff, document_id=scene.document(DocumentKind.INVOICE).id)


def _requisites(scene: Scene) -> RequisitesIn:
    persona = scene.plot.persona
    english = scene.plot.locale == "en"
    return RequisitesIn(
        kind=EntityKind.COMPANY if persona.company else EntityKind.PERSON,
        full_name=persona.full_name if persona.company else persona.signer,
        inn=persona.inn if persona.company else "",
        kpp="770001001" if persona.company else "",
        ogrn=persona.ogrn if persona.company else "",
        address=persona.address,
        bank_name="АО «Образцовый банк»" if persona.company else "",
        bic="044525901" if persona.company else "",
        account=persona.account if persona.company else "",
        correspondent_account="30101810300000000901" if persona.company else "",
        signer_name=persona.signer,
        signer_post=("director" if english else "генеральный директор") if persona.company else "",
        signer_basis=("the charter" if english else "устава") if persona.company else "",
    )
