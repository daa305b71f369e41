"""A full disk and a held database: who writes is told when to come back, keeps what was typed, and all recovers."""

import asyncio
import io
import re
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from sqlmodel import func, select

from studio_app.bootstrap import Services
from studio_app.core.errors import Unavailable
from studio_app.domain.actors import SYSTEM
from studio_app.domain.briefs.service import send_brief
from studio_app.domain.deals.models import Deal
from studio_app.domain.leads.intake.models import Lead
from studio_app.domain.work import Work
from tests import proposing
from tests.disks import SmallDisk, held
from tests.portal.conftest import PATIENCE, full

pytestmark = [pytest.mark.service, pytest.mark.usefixtures("disk")]

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
BY_SCRIPT = {"accept": "application/json", "accept-language": "en"}  # of the page
LEAD = {"name": "Мария & Ко <b>", "email": "maria@example.com", "message": "Нужен сайт", "consent": "yes", "lang": "en"}


def leads(services: Services) -> int:
    return services.runner.read_sync(
        SYSTEM, lambda work: work.session.exec(select(func.count()).select_from(Lead)).one()
    )


@pytest.fixture
def brief(on_disk: Services) -> str:
    """The address of an open brief, sent while all was well."""

    def sent(work: Work) -> str:
        return send_brief(work, deal_id=proposing.add_deal(work, locale="en")).path

    return on_disk.runner.run_sync(SYSTEM, sent)


class TestBusy:
    async def test_a_lead_is_never_confirmed_and_not_stored(
        self, browser: httpx.AsyncClient, on_disk: Services, trouble: Callable[[], None]
    ) -> None:
        answer = await browser.post("/lead", data=LEAD)
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) > 0
        assert "Мария &amp; Ко &lt;b&gt;" in answer.text
        assert "Nothing can be saved right now" in answer.text
        assert leads(on_disk) == 0
        trouble()
        assert (await browser.post("/lead", data=LEAD)).status_code == 303
        assert leads(on_disk) == 1

    async def test_many_leads_at_once_wait_no_longer_than_one(
        self, browser: httpx.AsyncClient, on_disk: Services, tmp_path: Path
    ) -> None:
        crowd = [{**LEAD, "email": f"maria{number}@example.com"} for number in range(24)]
        with held(tmp_path / "studio.db"):
            began = time.monotonic()
            answers = await asyncio.gather(*(browser.post("/lead", data=lead) for lead in crowd))
            took = time.monotonic() - began
        assert {answer.status_code for answer in answers} == {503}
        assert took < PATIENCE * 8  # one after the other they took three times as long
        assert leads(on_disk) == 0

    async def test_the_api_says_when_to_come_back(
        self, browser: httpx.AsyncClient, on_disk: Services, trouble: Callable[[], None]
    ) -> None:
        lead = {"name": "Maria", "email": "maria@example.com"}
        answer = await browser.post("/api/v1/leads", json=lead)
        assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
        assert answer.json()["code"] == "unavailable"
        assert int(answer.headers["retry-after"]) > 0
        assert leads(on_disk) == 0
        trouble()
        assert (await browser.post("/api/v1/leads", json=lead)).status_code == 201
        assert leads(on_disk) == 1

    async def test_a_document_is_read_on_and_answered_later(
        self, browser: httpx.AsyncClient, on_disk: Services, disk: SmallDisk
    ) -> None:
        document = on_disk.runner.run_sync(SYSTEM, proposing.published, locale="en")
        token = on_disk.runner.run_sync(SYSTEM, proposing.token_of, document=document)
        full(on_disk, disk)
        assert (await browser.get(f"/d/{token}")).status_code == 200
        answer = await browser.post(
            f"/d/{token}/decline", data={"revision": "1", "reason": "price", "comment": "too much"}
        )
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) > 0
        assert answer.text.count("Nothing can be saved right now") == 1  # at the form that was sent

    async def test_the_script_of_a_brief_is_told_why_and_saves_it_later(
        self, browser: httpx.AsyncClient, on_disk: Services, brief: str, trouble: Callable[[], None]
    ) -> None:
        typed = {"goals": "More orders", "seen.goals": "", "page": "one"}
        answer = await browser.post(f"{brief}/save", data=typed, headers=BY_SCRIPT)
        assert (answer.status_code, answer.headers["content-type"]) == (503, "application/json")
        assert answer.json()["code"] == "unavailable"
        assert "saved" in answer.json()["message"]
        assert int(answer.headers["retry-after"]) > 0
        by_hand = await browser.post(f"{brief}/save", data=typed)
        assert by_hand.status_code == 503
        assert "More orders" in by_hand.text
        trouble()
        answer = await browser.post(f"{brief}/save", data=typed, headers=BY_SCRIPT)
        assert answer.status_code == 200
        assert "More orders" in (await browser.get(brief)).text

    async def test_a_page_that_cannot_tell_itself_keeps_the_form(
        self, browser: httpx.AsyncClient, on_disk: Services, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        on_disk.runner.engine.dispose()
        (on_disk.settings.data_dir / "studio.db").rename(on_disk.settings.data_dir / "gone")
        (on_disk.settings.data_dir / "studio.db").mkdir()  # nothing that could be opened
        answer = await browser.post("/lead", data=LEAD)
        assert answer.status_code == 503
        kept = dict(HIDDEN.findall(answer.text))
        assert kept["name"] == "Мария &amp; Ко &lt;b&gt;"
        assert kept["consent"] == "yes"

    async def test_health_names_the_reason_until_it_is_over(
        self, browser: httpx.AsyncClient, on_disk: Services, trouble: Callable[[], None], request: pytest.FixtureRequest
    ) -> None:
        reason = {"full": "disk", "held": "locked"}[request.node.callspec.params["trouble"]]
        answer = await browser.get("/health")
        assert (answer.status_code, answer.json()["trouble"]) == (503, reason)
        trouble()
        on_disk.watch._looked = 0.0  # a second later
        assert (await browser.get("/health")).json()["trouble"] is None

    async def test_a_file_is_refused_whole(
        self, on_disk: Services, disk: SmallDisk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(on_disk.files, "_free", 0)  # the gigabyte to be left free is more than this disk
        disk.fill()
        with pytest.raises(Unavailable):
            on_disk.files.keep(io.BytesIO(b"%PDF-1.7 " + bytes(1 << 20)))
        assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []

    async def test_a_pdf_is_made_all_the_same(self, on_disk: Services, disk: SmallDisk) -> None:
        disk.fill()
        assert on_disk.pdf.render("<p>A paper</p>").startswith(b"%PDF-")
        assert list((on_disk.settings.data_dir / "pdf").rglob("*.part")) == []


class TestReception:
    async def test_what_was_accepted_becomes_a_deal_when_there_is_space_again(
        self, browser: httpx.AsyncClient, on_disk: Services, disk: SmallDisk
    ) -> None:
        assert (await browser.post("/lead", data=LEAD)).status_code == 303
        full(on_disk, disk)
        assert on_disk.lead_inbox.open_waiting() == 0
        disk.empty()
        on_disk.lead_inbox.batched._resting.clear()  # a minute later
        assert on_disk.lead_inbox.open_waiting() == 1
        made = on_disk.runner.read_sync(SYSTEM, lambda work: work.session.exec(select(Deal)).all())
        assert len(made) == 1
