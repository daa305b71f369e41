"""Signing on a full disk, on a held database and after a fault of ours: never confirmed and not stored."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import httpx
import pytest
from sqlmodel import select

from studio_app.bootstrap import Services
from studio_app.domain.actors import SYSTEM
from studio_app.domain.contracts.codes import MAX_ATTEMPTS
from studio_app.domain.contracts.signing import sign_contract
from studio_app.domain.documents.kinds import DocumentStatus
from studio_app.domain.documents.links import get_document
from studio_app.domain.documents.models import Consent
from studio_app.domain.work import Work
from tests.agreeing import CLIENT
from tests.disks import SmallDisk, held
from tests.portal.signing import Page, begin

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("disk")]

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


@dataclass(frozen=True, slots=True)
class Signing:
    """A contract's page up to the last press: its requisites are given, its code has come."""

    page: Page
    code: str

    async def press(self) -> httpx.Response:
        return await self.page.sign(self.code)

    def is_signed(self) -> bool:
        """Whether the database says so: the status and the consent together."""
        return self.page.services.runner.read_sync(SYSTEM, self._is_signed)

    def _is_signed(self, work: Work) -> bool:
        of_this = select(Consent).where(Consent.document_id == self.page.document_id, Consent.kind == "sign")
        signed = get_document(work, self.page.document_id).status is DocumentStatus.SIGNED
        assert signed == bool(work.session.exec(of_this).all())
        return signed


@pytest.fixture
async def signing(browser: httpx.AsyncClient, on_disk: Services) -> Signing:
    """Asked for while all was well."""
    document_id, token = on_disk.runner.run_sync(SYSTEM, begin)
    page = Page(browser, on_disk, document_id, token)
    await page.fill_in()
    return Signing(page, await page.ask())


def shown(text: str, name: str) -> str:
    """What stands in the field of that name."""
    field = re.search(rf'<input [^>]*name="{name}"[^>]*>', text)
    value = re.search(r'value="([^"]*)"', field[0]) if field else None
    return value[1] if value else ""


class TestSigning:
    async def test_is_never_confirmed_and_not_stored(self, signing: Signing, trouble: Callable[[], None]) -> None:
        answer = await signing.press()
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) > 0
        text = unescape(answer.text)
        assert text.count("Сейчас ничего нельзя сохранить") == 1  # at the form that was sent
        assert (shown(text, "code"), shown(text, "name")) == (signing.code, CLIENT.signer_name)
        assert 'name="consent" value="1" required checked' in text
        assert not signing.is_signed()
        trouble()
        assert (await signing.press()).status_code == 303
        assert signing.is_signed()

    async def test_a_wrong_code_costs_no_try(self, signing: Signing, trouble: Callable[[], None]) -> None:
        wrong = f"{(int(signing.code) + 1) % 1_000_000:06d}"
        for _ in range(MAX_ATTEMPTS + 1):
            assert (await signing.page.sign(wrong)).status_code == 503
        trouble()
        assert f"Осталось попыток: {MAX_ATTEMPTS - 1}" in unescape((await signing.page.sign(wrong)).text)
        assert (await signing.press()).status_code == 303

    async def test_requisites_stay_on_the_page(self, signing: Signing, trouble: Callable[[], None]) -> None:
        answer = await signing.page.fill_in(address="Новый адрес, д. 1")
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) > 0
        assert 'value="Новый адрес, д. 1"' in unescape(answer.text)
        trouble()
        assert (await signing.page.fill_in(address="Новый адрес, д. 1")).status_code == 303
        assert "Новый адрес, д. 1" in await signing.page.text()

    async def test_a_code_that_was_not_stored_is_not_waited_for(
        self, browser: httpx.AsyncClient, on_disk: Services, disk: SmallDisk, tmp_path: Path
    ) -> None:
        page = Page(browser, on_disk, *on_disk.runner.run_sync(SYSTEM, begin))
        await page.fill_in()
        with held(tmp_path / "studio.db"):
            answer = await page.post("code")
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) > 0
        assert (await page.post("code")).status_code == 303  # no minute has to pass

    async def test_after_a_fault_of_ours_is_sent_again_as_it_was(
        self, signing: Signing, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object, **__: object) -> None:
            raise RuntimeError("after the consent was given")

        with monkeypatch.context() as broken:
            broken.setattr(f"{sign_contract.__module__}.freeze", fail)
            answer = await signing.press()
        assert answer.status_code == 500
        assert not signing.is_signed()
        kept = {name: unescape(value) for name, value in HIDDEN.findall(answer.text)}
        assert (kept["code"], kept["name"], kept["consent"]) == (signing.code, CLIENT.signer_name, "1")
        again = await signing.page.browser.post(f"{signing.page.path}/sign", data=kept)
        assert again.status_code == 303
        assert signing.is_signed()
