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
from studio_app.workspace.deal.documents.replacing import ReplacingState
from tests.selling import DEAL
from tests.workspace.test_money_live import Workplace, _name, workplace

__all__ = ["workplace"]  # a fixture


def path_of(workplace: Workplace) -> str:
    return workplace.services.runner.read_sync(
        SYSTEM, lambda work: link_path(work, get_document(work, workplace.invoice_id))
    )


def letters(workplace: Workplace) -> int:
    counted = select(func.count()).select_from(Notification).where(Notification.rule == "link_replaced")
    return workplace.services.runner.read_sync(SYSTEM, lambda work: work.session.exec(counted).one())


def forget_address(work: Work) -> None:
    work.session.get_one(Contact, f"contact-{DEAL}").email = ""


async def shown(workplace: Workplace) -> dict[str, Any]:
    return (await workplace.tab.states())[ReplacingState.get_full_name()]


class TestReplacing:
    async def test_asks_first_and_thinks_better_of_it(self, workplace: Workplace) -> None:
        before = path_of(workplace)
        await workplace.tab.fire(_name(ReplacingState.ask), document_id=workplace.invoice_id)
        said = await shown(workplace)
        assert (said["document"], said["reader"]) == (workplace.invoice_id, "Иван, client@example.com")
        assert before not in str(said.values())
        await workplace.tab.fire(_name(ReplacingState.close), opened=False)
        await workplace.tab.fire(_name(ReplacingState.replace))
        assert (path_of(workplace), (await shown(workplace))["document"]) == (before, "")

    async def test_of_a_double_click_the_first_replaces_it(self, workplace: Workplace) -> None:
        before = path_of(workplace)
        await workplace.tab.fire(_name(ReplacingState.ask), document_id=workplace.invoice_id)
        await workplace.tab.fire(_name(ReplacingState.replace))
        after = path_of(workplace)
        await workplace.tab.fire(_name(ReplacingState.replace))
        assert before != after == path_of(workplace)
        assert letters(workplace) == 1

    async def test_shows_the_new_link_where_no_letter_brings_it(self, workplace: Workplace) -> None:
        workplace.services.runner.run_sync(SYSTEM, forget_address)
        await workplace.tab.fire(_name(ReplacingState.ask), document_id=workplace.invoice_id)
        assert (await shown(workplace))["why"] == "address"
        await workplace.tab.fire(_name(ReplacingState.replace))
        said = await shown(workplace)
        assert (said["document"], said["link"]) == ("", workplace.services.settings.url + path_of(workplace))
        assert letters(workplace) == 0

    async def test_leaves_the_link_that_a_colleague_has_made_meanwhile(self, workplace: Workplace) -> None:
        await workplace.tab.fire(_name(ReplacingState.ask), document_id=workplace.invoice_id)
        workplace.services.runner.run_sync(SYSTEM, replace_link, document_id=workplace.invoice_id)
        theirs = path_of(workplace)
        answers = await workplace.tab.fire(_name(ReplacingState.replace))
        assert path_of(workplace) == theirs
        sentence = translate("ru", "error.link_replaced")
        assert json.dumps(sentence) in str(answers).replace("\\\\", "\\")
        assert workplace.services.runner.read_sync(SYSTEM, find_by_token, token=theirs.rpartition("/")[2]) is not None
