"""The second half of a deal: what is accepted, contracted and signed."""

from datetime import timedelta

from studio_app.adapters.texts.catalogue import translate
from studio_app.demo.asking import choose
from studio_app.demo.deal_run import DealRun
from studio_app.domain.contracts.codes import request_code
from studio_app.domain.contracts.editing import publish_contract
from studio_app.domain.contracts.particulars import save_requisites
from studio_app.domain.contracts.signing import sign_contract
from studio_app.domain.documents.kinds import DocumentKind
from studio_app.domain.documents.links import link_token
from studio_app.domain.documents.views import count_view
from studio_app.domain.invoices.issue import issue_invoice
from studio_app.domain.pricing.kinds import Tariff
from studio_app.domain.proposals.answer import accept_proposal
from studio_app.domain.studio.kinds import EntityKind
from studio_app.domain.studio.requisites import RequisitesIn


def accept(run: DealRun) -> None:
    """The client accepts; the contract goes out and gets the client's details."""
    run.pause(2, 90)
    document = run.document(DocumentKind.PROPOSAL)
    token = link_token(run.work, document)
    tariff = run.rng.choice((Tariff.START, Tariff.STANDARD, Tariff.STANDARD, Tariff.PREMIUM))
    options = choose(run, tariff)
    accept_proposal(
        run.client,
        token=token,
        revision=document.revision,
        tariff=tariff,
        options=options,
        name=run.plan.persona.name,
        consent_text=translate(
            run.plan.locale,
            "proposal.consent",
            title=document.title,
            number=document.number,
            revision=document.revision,
        ),
        html=run.html(token),
    )
    run.pause(0.3, 6, staff=True)
    publish_contract(run.staff, document_id=run.document(DocumentKind.CONTRACT).id)
    run.pause(1, 30)
    count_view(run.client, token=run.token(DocumentKind.CONTRACT), revision=1)
    save_requisites(run.client, token=run.token(DocumentKind.CONTRACT), requisites=_requisites(run))


def sign(run: DealRun) -> None:
    """The client signs with the code; the first invoice goes out."""
    run.pause(1, 70)
    document = run.document(DocumentKind.CONTRACT)
    token = link_token(run.work, document)
    html = run.html(token) or b"demo"
    code_id = request_code(
        run.client, token=token, revision=document.revision, html=html, html_revision=document.revision
    )
    run.letters()
    run.clock.advance(timedelta(seconds=50))
    outcome = sign_contract(
        run.client,
        token=token,
        revision=document.revision,
        code=run.work.links.code(code_id),
        name=run.plan.persona.name,
        consent_text=translate(
            run.plan.locale,
            "portal.contract.consent",
            number=document.number,
            revision=document.revision,
            client=run.plan.persona.company or run.plan.persona.name,
        ),
        html=html,
        html_revision=document.revision,
    )
    if not outcome.signed:
        raise AssertionError("the demo's own code did not fit")
    run.pause(0.2, 4, staff=True)
    issue_invoice(run.staff, document_id=run.document(DocumentKind.INVOICE).id)


def _requisites(run: DealRun) -> RequisitesIn:
    persona = run.plan.persona
    english = run.plan.locale == "en"
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
