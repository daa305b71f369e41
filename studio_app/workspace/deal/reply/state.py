"""The state of answering: where the client can be written to, and answers that did not get through."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from studio_app.adapters.texts.catalogue import translate
from studio_app.bootstrap import services
from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.leads.replies import (
    FailedReply,
    ReplyWay,
    failed_replies,
    reply_ways,
    send_reply_again,
    write_reply,
)
from studio_app.domain.work import Work
from studio_app.workspace.components.once import once
from studio_app.workspace.deal.part import DealPart
from studio_app.workspace.gate import actor, allow, locale


@dataclass(frozen=True)
class WayView:
    """A place to write to."""

    id: str = ""
    label: str = ""


@dataclass(frozen=True)
class FailedView:
    """An answer that did not get through."""

    id: str = ""
    text: str = ""


class ReplyState(DealPart, rx.State):
    """The form in which the client is answered."""

    ways: list[WayView] = []
    failed: list[FailedView] = []
    writing: bool = False  # the form is open

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    async def open_form(self):
        """Open or close the form."""
        self.writing = not self.writing

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    @once("writing")
    async def send(self, form: dict[str, Any]):
        """Send what was written."""
        way, text = str(form.get("way", "")), str(form.get("text", ""))
        await services().runner.run(actor(), write_reply, deal_id=self.deal_id, way=way, text=text)
        self.writing = False
        await self._show()
        return rx.toast.success(translate(locale(), "reply.on_its_way"))

    @rx.event
    @allow(Permission.SEND_DOCUMENTS)
    async def again(self, message_id: str):
        """Try once more."""
        await services().runner.run(actor(), send_reply_again, message_id=message_id)
        await self._show()

    async def _show(self) -> None:
        self._locale = locale()
        ways, failed = await services().runner.read(actor(), _ways_and_failed, deal_id=self.deal_id)
        self.ways = [WayView(one.id, _label(one, self._locale)) for one in ways]
        self.failed = [FailedView(one.message_id, one.text[:160]) for one in failed]


def _label(way: ReplyWay, language: str) -> str:
    reach = way.address if way.kind.value == "mail" else way.name
    return translate(language, f"reply.way.{way.kind.value}", to=reach)


def _ways_and_failed(work: Work, *, deal_id: str) -> tuple[tuple[ReplyWay, ...], tuple[FailedReply, ...]]:
    return reply_ways(work, deal_id=deal_id), failed_replies(work, deal_id=deal_id)
