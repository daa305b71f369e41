"""The question before a link is replaced, as a tab asks and answers it."""

import json
from typing import Any

from sqlmodel import func, select

from studio_app.adapters.texts.catalogue import translate
from studio_app.domain.actors import SYSTEM
from studio_app.domain.clients.models import Contact
from studio_app.domain.documents.links import find_by_token, get_document, link_path, replace_link
from studio_app.domain.notifications.models import Notification
from studio_app.domain.work import Work
from studio_app.workspace.deal.papers.replacing import ReplacingState
from tests.selling import DEAL
from tests.workspace.test_money_live import IntakeDefaults, _name, desk

__all__ = ["desk"]  # a fixture


def path_of(desk: IntakeDefaults) -> str:
    return desk.services.runner.read_sync(SYSTEM, lambda work: link_path(work, get_document(work, desk.invoice_id)))


def letters(desk: IntakeDefaults) -> int:
    counted = select(func.count()).select_from(Notification).where(Notification.rule == "link_replaced")
    return desk.services.runner.read_sync(SYSTEM, lambda work: work.session.exec(counted).one())


def forget_address(work: Work) -> None:
    work.session.get_one(Contact, f"contact-{DEAL}").email = ""


async def shown(desk: IntakeDefaults) -> dict[str, Any]:
    return (await desk.tab.states())[ReplacingState.get_full_name()]


class TestReplacing:
    async def test_asks_first_and_thinks_better_of_it(self, desk: IntakeDefaults) -> None:
        before = path_of(desk)
        await desk.tab.fire(_name(ReplacingState.ask), document_id=desk.invoice_id)
        said = await shown(desk)
        assert (said["document"], said["reader"]) == (desk.invoice_id, "Иван, client@example.com")
        assert before not in str(said.values())
        await desk.tab.fire(_name(ReplacingState.close), opened=False)
        await desk.tab.fire(_name(ReplacingState.replace))
        assert (path_of(desk), (await shown(desk))["document"]) == (before, "")

    async def test_of_a_double_click_the_first_replaces_it(self, desk: IntakeDefaults) -> None:
        before = path_of(desk)
        await desk.tab.fire(_name(ReplacingState.ask), document_id=desk.invoice_id)
        await desk.tab.fire(_name(ReplacingState.replace))
        after = path_of(desk)
        await desk.tab.fire(_name(ReplacingState.replace))
        assert before != after == path_of(desk)
        assert letters(desk) == 1

    async def test_shows_the_new_link_where_no_letter_brings_it(self, desk: IntakeDefaults) -> None:
        desk.services.runner.run_sync(SYSTEM, forget_address)
        await desk.tab.fire(_name(ReplacingState.ask), document_id=desk.invoice_id)
        assert (await shown(desk))["why"] == "address"
        await desk.tab.fire(_name(ReplacingState.replace))
        said = await shown(desk)
        assert (said["document"], said["link"]) == ("", desk.services.settings.url + path_of(desk))
        assert letters(desk) == 0

    async def test_leaves_the_link_that_a_colleague_has_made_meanwhile(self, desk: IntakeDefaults) -> None:
        await desk.tab.fire(_name(ReplacingState.ask), document_id=desk.invoice_id)
        desk.services.runner.run_sync(SYSTEM, replace_link, document_id=desk.invoice_id)
        theirs = path_of(desk)
        answers = await desk.tab.fire(_name(ReplacingState.replace))
        assert path_of(desk) == theirs
        sentence = translate("ru", "error.link_replaced")
        assert json.dumps(sentence) in str(answers).replace("\\\\", "\\")
        assert desk.services.runner.read_sync(SYSTEM, find_by_token, token=theirs.rpartition("/")[2]) is not None
