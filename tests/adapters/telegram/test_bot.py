"""The bot against a Bot API of our own that checks what it is asked."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from sqlmodel import col, select

from studio_app.adapters.telegram.bot import TelegramBot, TelegramRefused
from studio_app.bootstrap import Services
from studio_app.domain.actors import SYSTEM
from studio_app.domain.leads.incoming import accept_lead_as_deal
from studio_app.domain.leads.intake.models import Lead
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work

TOKEN = "123456:AAF-test"
_ASKED = {
    "getUpdates": {"offset": int, "timeout": int, "allowed_updates": list},
    "sendMessage": {"chat_id": int, "text": str},
}


class BotApi:
    """Telegram as far as the bot needs it: updates are given until they are confirmed by a higher offset."""

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.sent: list[dict[str, Any]] = []
        self.refuse_with: tuple[int, dict[str, Any]] | None = None
        self.stopped: set[int] = set()  # chats whose person has stopped the bot

    def __call__(self, request: httpx.Request) -> httpx.Response:
        root, method = request.url.path.rsplit("/", 1)
        values = json.loads(request.content)
        if root != f"/bot{TOKEN}" or request.method != "POST":
            return httpx.Response(404, json={"ok": False, "error_code": 404})
        if self.refuse_with:
            return httpx.Response(self.refuse_with[0], json=self.refuse_with[1])
        shape = _ASKED[method]
        assert set(values) == set(shape), values
        assert all(isinstance(values[name], kind) for name, kind in shape.items()), values
        if method == "sendMessage":
            assert 1 <= len(values["text"]) <= 4096
            if values["chat_id"] in self.stopped:
                return httpx.Response(403, json={"ok": False, "error_code": 403})
            self.sent.append(values)
            return httpx.Response(200, json={"ok": True, "result": {"message_id": 1}})
        self.updates = [update for update in self.updates if update["update_id"] >= values["offset"]]
        return httpx.Response(200, json={"ok": True, "result": self.updates})

    def write(self, text: str, *, chat: int = 77, kind: str = "private", **more: Any) -> None:
        number = 1000 + len(self.updates) + len(self.sent) * 10
        sender = {"id": chat, "is_bot": False, "first_name": "Мария", "username": "maria", "language_code": "ru"}
        message = {"message_id": number, "date": 1795424400, "chat": {"id": chat, "type": kind}, "from": sender}
        self.updates.append({"update_id": number, "message": {**message, **({"text": text} if text else {}), **more}})


@pytest.fixture
def api() -> BotApi:
    return BotApi()


@pytest.fixture
def bot(api: BotApi, services_on_disk: Services) -> Iterator[TelegramBot]:
    made = TelegramBot(
        TOKEN,
        runner=services_on_disk.runner,
        url="https://studio.example",
        api_base="https://api.telegram.example",
        transport=httpx.MockTransport(api),
    )
    yield made
    made.close()


def _leads(work: Work) -> list[Lead]:
    return list(work.session.exec(select(Lead).order_by(col(Lead.id))))


def _received(work: Work, *, deal_id: str) -> list[str]:
    query = select(TimelineEvent).where(
        TimelineEvent.deal_id == deal_id, TimelineEvent.kind == EventKind.MESSAGE_RECEIVED
    )
    return [row.payload["text"] for row in work.session.exec(query)]


class TestPoll:
    def test_lets_nobody_wait_behind_a_person_who_has_stopped_the_bot(
        self, services_on_disk: Services, api: BotApi, bot: TelegramBot
    ) -> None:
        api.stopped.add(66)
        api.write("Сколько стоит сайт?", chat=66)
        api.write("Нужен магазин", chat=77)
        bot.poll()
        found = services_on_disk.runner.read_sync(SYSTEM, _leads)
        assert [lead.message for lead in found] == ["Сколько стоит сайт?", "Нужен магазин"]

    def test_greets_once_with_the_consent_and_makes_no_lead_of_a_start(
        self, services_on_disk: Services, api: BotApi, bot: TelegramBot
    ) -> None:
        api.write("/start")
        bot.poll()
        api.write("/start")
        bot.poll()
        (greeting,) = api.sent
        assert greeting["chat_id"] == 77
        assert "https://studio.example/lead/consent" in greeting["text"]
        assert services_on_disk.runner.read_sync(SYSTEM, _leads) == []

    def test_makes_one_incoming_lead_of_a_chat(self, services_on_disk: Services, api: BotApi, bot: TelegramBot) -> None:
        api.write("Нужен сайт")
        api.write("Срочно")
        api.write("", contact={"phone_number": "79161234567"})
        assert bot.poll() == 3
        assert bot.poll() == 0
        (lead,) = services_on_disk.runner.read_sync(SYSTEM, _leads)
        assert (lead.name, lead.source, lead.phone) == ("Мария @maria", "telegram", "+79161234567")
        assert "Нужен сайт" in lead.message
        assert "Срочно" in lead.message
        assert lead.consent_version.startswith("telegram/ru/")

    def test_goes_on_in_the_deal(self, services_on_disk: Services, api: BotApi, bot: TelegramBot) -> None:
        run = services_on_disk.runner
        api.write("Нужен сайт")
        bot.poll()
        (lead,) = run.read_sync(SYSTEM, _leads)
        deal_id = run.run_sync(SYSTEM, accept_lead_as_deal, lead_id=lead.id)
        api.write("Есть новости?", document={"file_name": "тз.pdf", "file_size": 10})
        bot.poll()
        assert run.read_sync(SYSTEM, _received, deal_id=deal_id) == ["Есть новости?\n📎 тз.pdf"]

    def test_leaves_groups_alone(self, services_on_disk: Services, api: BotApi, bot: TelegramBot) -> None:
        api.write("Всем привет", kind="group")
        bot.poll()
        assert services_on_disk.runner.read_sync(SYSTEM, _leads) == []
        assert api.sent == []

    def test_takes_a_message_again_that_it_could_not_finish(
        self, services_on_disk: Services, api: BotApi, bot: TelegramBot
    ) -> None:
        api.write("Нужен сайт")
        api.refuse_with = (502, {"ok": False})
        with pytest.raises(TelegramRefused) as refusal:
            bot.poll()
        assert TOKEN not in str(refusal.value)
        api.refuse_with = None
        bot.poll()
        assert len(services_on_disk.runner.read_sync(SYSTEM, _leads)) == 1
