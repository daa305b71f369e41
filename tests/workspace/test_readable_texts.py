"""What a tab sends is stored so that every other tab can be told of it."""

import json
from typing import Any

import pytest
from sqlmodel import select

from studio_app.bootstrap import Services
from studio_app.domain.accounts.people import create_first_owner
from studio_app.domain.accounts.sign_in import open_session
from studio_app.domain.actors import SYSTEM
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work
from studio_app.studio_app import app
from studio_app.workspace.deal.history.state import HistoryState
from tests.selling import DEAL, make_deal, make_studio
from tests.workspace.tabs import Tab, running


def _deal(work: Work) -> None:
    make_deal(work)


def _notes(work: Work) -> list[dict[str, Any]]:
    return [one.payload for one in work.session.exec(select(TimelineEvent)) if one.kind == EventKind.NOTE_ADDED]


@pytest.mark.parametrize("bad", ["\ud800", "\x00", "\x1b"])
async def test_a_note_with_what_nobody_can_read_is_kept_without_it(
    bad: str, live_services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = live_services.runner.run_sync
    owner = run(SYSTEM, create_first_owner, email="anna@example.com", name="Anna", password_hash="h")
    for made in (make_studio, _deal):
        run(SYSTEM, made)
    async with running(app, monkeypatch) as tabs:
        tab = Tab(app, session=run(SYSTEM, open_session, user_id=owner.id))
        tabs[tab.sid] = tab
        await tab.connect()
        tab.path = f"/deal/{DEAL}"
        state = HistoryState.get_full_name()
        await tab.fire(f"{state}.load")
        received = await tab.fire(f"{state}.write_note", form={"text": f"before{bad} after", bad: bad})
    [note] = run(SYSTEM, _notes)
    assert note["text"] == "before after"
    assert "before" in str([update.delta for _, update in received])
    json.dumps([update.delta for _, update in received], ensure_ascii=False, default=str).encode()


async def test_a_packet_nested_beyond_reason_runs_nothing(
    live_services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = live_services.runner.run_sync
    owner = run(SYSTEM, create_first_owner, email="anna@example.com", name="Anna", password_hash="h")
    deep: Any = "text"
    for _ in range(5000):
        deep = [deep]
    async with running(app, monkeypatch) as tabs:
        tab = Tab(app, session=run(SYSTEM, open_session, user_id=owner.id))
        tabs[tab.sid] = tab
        await tab.connect()
        assert await tab.fire(f"{HistoryState.get_full_name()}.write_note", form={"text": deep}) == []
