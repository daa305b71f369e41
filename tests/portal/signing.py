"""Signing on a contract's page: the contract of a lead, and what a person does with its forms."""

import re
from dataclasses import asdict, replace
from html import unescape

import httpx
from sqlmodel import col, select

from studio_app.bootstrap import Services
from studio_app.domain.actors import SYSTEM
from studio_app.domain.contracts.codes import signing_code
from studio_app.domain.contracts.editing import publish_contract
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.models import SigningCode
from studio_app.domain.leads.intake.receiving import LeadIn, receive_lead
from studio_app.domain.work import Work
from tests.agreeing import CLIENT, accept_proposal, token_of

CLIENT_ADDRESS = "client@example.com"


def begin(work: Work) -> tuple[str, str]:
    """A published contract of a lead with a name and an address; returns its id and token."""
    lead = receive_lead(
        work,
        lead=LeadIn(name="Пётр Черных", email=CLIENT_ADDRESS, phone="8 495 123-45-67 доб. 12", company="ООО «Ромашка»"),
    )
    document_id = accept_proposal(work, work.session.get_one(Deal, lead.deal_id))
    publish_contract(work, document_id=document_id)
    return document_id, token_of(work, document_id)


def newest_code(work: Work, *, document_id: str) -> str:
    row = work.session.exec(
        select(SigningCode).where(SigningCode.document_id == document_id).order_by(col(SigningCode.id).desc())
    ).first()
    assert row is not None
    return signing_code(work, code_id=row.id)


class Page:
    """What a person does with the page: fills in its forms and reads what it says."""

    def __init__(self, browser: httpx.AsyncClient, services: Services, document_id: str, token: str) -> None:
        self.browser, self.services, self.document_id, self.token = browser, services, document_id, token
        self.path = f"/d/{token}"

    async def text(self) -> str:
        return unescape((await self.browser.get(self.path)).text)

    async def post(self, form: str, **data: object) -> httpx.Response:
        if form != "requisites":
            revision = re.search(r'name="revision" value="(\d+)"', await self.text())
            data = {"revision": revision[1] if revision else 0, **data}
        return await self.browser.post(f"{self.path}/{form}", data=data)

    async def fill_in(self, **changes: str) -> httpx.Response:
        return await self.post("requisites", **asdict(replace(CLIENT, **changes)))

    async def ask(self) -> str:
        answer = await self.post("code")
        assert answer.status_code == 303
        return self.services.runner.read_sync(SYSTEM, newest_code, document_id=self.document_id)

    async def sign(self, code: str, **changes: object) -> httpx.Response:
        return await self.post("sign", **{"code": code, "name": CLIENT.signer_name, "consent": "1", **changes})
