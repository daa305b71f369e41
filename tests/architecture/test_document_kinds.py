"""What a kind of documents is stands once, each face has one table by kind, and a new kind needs few files."""

import ast
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from studio_app.adapters.documents.kinds import DRAWN
from studio_app.adapters.documents.reading import open_head
from studio_app.adapters.texts.catalogue import LOCALES, catalogue
from studio_app.adapters.texts.templates import environment
from studio_app.bootstrap import Services
from studio_app.core.status import IllegalTransition
from studio_app.domain.actors import SYSTEM
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.kinds import KINDS, DocumentKind, DocumentStatus, Step
from studio_app.domain.documents.links import get_document, link_path
from studio_app.domain.documents.revisions import set_status
from studio_app.domain.notifications.document_kinds import LETTERS
from studio_app.domain.notifications.new_links import link_letter
from studio_app.portal import documents, live
from studio_app.portal.kinds import PAGES
from studio_app.portal.site import rooms
from studio_app.workspace.deal.load import load_deal
from studio_app.workspace.deal.view import page_view
from studio_app.workspace.document_kinds import SCREENS, WORDS
from tests import acts, proposing
from tests.acts import act_kind

__all__ = ["act_kind"]

ROOT = Path(__file__).parents[2]
ALL = list(KINDS.values())
DRAWN_KINDS = [kind for kind in ALL if kind.is_drawn]
OF_A_KIND = (*(f"domain/{kind}s/" for kind in ALL), "portal/briefs.py")
"""The rooms of a kind, called like it, which may name it."""
TABLES = {
    "domain/documents/kinds.py",
    "domain/notifications/document_kinds.py",
    "adapters/documents/kinds.py",
    "portal/kinds.py",
    "workspace/document_kinds.py",
}
"""All other places that name a kind: one table each."""
LISTS = {"domain/timeline/events/kinds.py", "domain/timeline/events/every.py", "portal/site.py"}
"""What else a new kind touches: its events and the routes of its forms. Its words stand in catalogues of its own."""
STORIES = {
    "demo/asking.py": "its clients fill a brief and answer a proposal",
    "demo/agreeing.py": "its clients sign a contract and get an invoice",
    "demo/paying.py": "its clients pay an invoice",
    "demo/whole_deal.py": "some of its clients decline a proposal",
    "demo/demo_payments.py": "drafts of invoices go out until enough are open",
    "demo/generate.py": "contracts and invoices of copied deals are numbered anew",
}
"""The demo plays people: each step is the use case of one kind's room, so it asks for the document of that kind.

A table of steps by kind would name the kinds no less, and would hide in which order a deal goes.
"""
OTHER_WORDS = {
    "domain/deals/history.py": "the first part of events",
    "domain/statements/": "what payers write before a number",
    "domain/studio/kinds.py": "roles of stages, and what a stage demands",
    "workspace/invoices/": "a field of a form",
    "workspace/payments/": "a field of a form",
    "workspace/settings/texts": "a group of texts",
    "workspace/topics.py": "the first part of events",
}
"""Where the word is in use for something else."""


class TestTables:
    """Every table has a line for each kind that it is about, and for no other."""

    def test_are_complete(self) -> None:
        assert list(LETTERS) == ALL
        assert list(SCREENS) == ALL
        assert list(DRAWN) == DRAWN_KINDS
        assert list(PAGES) == DRAWN_KINDS

    @pytest.mark.parametrize("kind", ALL)
    def test_have_the_words_of_each_kind(self, kind: DocumentKind) -> None:
        words = (*WORDS, "heading") if kind.is_drawn else WORDS
        for locale in LOCALES:
            said = {key for key in catalogue(locale) if key.startswith(f"kind.{kind}.")}
            assert said == {f"kind.{kind}.{word}" for word in words}
            accepted = f"deal.state.{SCREENS[kind].when_accepted}"
            assert accepted in catalogue(locale)

    def test_name_templates_that_are_there(self) -> None:
        pages = [name for page in PAGES.values() for name in (page.actions, page.status, page.follow) if name]
        for name in (*pages, *(one.template for one in DRAWN.values())):
            environment().get_template(name)

    @pytest.mark.parametrize("kind", ALL)
    def test_lead_to_pages_that_are_there(self, kind: DocumentKind) -> None:
        assert f"/{kind.link}/{{token}}" in {
            route.path for room in rooms for route in room.routes if isinstance(route, APIRoute)
        }

    @pytest.mark.parametrize("step", Step)
    def test_have_the_words_of_each_step(self, step: Step) -> None:
        said = {f"deal.step.{step.value}", *([f"deal.step.{step.value}_seen"] if step.waits else [])}
        for locale in LOCALES:
            assert said - set(catalogue(locale)) == set()

    @pytest.mark.parametrize("kind", DRAWN_KINDS)
    def test_say_how_a_draft_is_sent(self, kind: DocumentKind) -> None:
        assert SCREENS[kind].publish is not None
        assert DocumentStatus.DRAFT in kind.steps


class TestKindsNamed:
    """Whoever is neither the room of a kind nor one of the tables asks the kind, and names none."""

    def test_in_few_files(self) -> None:
        found = {path for path in _naming() if not path.startswith((*OF_A_KIND, "demo/"))}
        assert found - TABLES == set(), "ask the kind instead of naming one, or add to what a kind says"
        assert found == TABLES
        assert len(TABLES | LISTS) <= 8
        assert all((ROOT / "studio_app" / path).is_file() for path in TABLES | LISTS)

    def test_by_the_stories_of_the_demo(self) -> None:
        assert {path for path in _naming() if path.startswith("demo/")} == set(STORIES)

    def test_by_no_other_word_for_them(self) -> None:
        said = {path for path in _sources() if _says_a_key(path) and "demo" not in path.parts}
        told = {str(path.relative_to(ROOT / "studio_app")) for path in said} - TABLES
        assert {path for path in told if not path.startswith(tuple(OTHER_WORDS))} == set()
        assert {word for word in OTHER_WORDS if not any(path.startswith(word) for path in told)} == set()


def _says_a_key(path: Path) -> bool:
    return any(
        isinstance(node, ast.Constant) and node.value in set(KINDS) for node in ast.walk(ast.parse(path.read_text()))
    )


def _naming() -> set[str]:
    return {str(path.relative_to(ROOT / "studio_app")) for path in _sources() if _names_a_kind(path)}


def _sources() -> Iterator[Path]:
    return (ROOT / "studio_app").rglob("*.py")


def _names_a_kind(path: Path) -> bool:
    names = {kind.key.upper() for kind in ALL}
    return any(
        isinstance(node, ast.Attribute)
        and node.attr in names
        and isinstance(node.value, ast.Name)
        and node.value.id == "DocumentKind"
        for node in ast.walk(ast.parse(path.read_text()))
    )


@pytest.fixture
async def client(act_kind: DocumentKind, services_on_disk: Services) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the documents' own pages, and of the one that the new kind adds."""
    site = FastAPI()
    for router in (documents.router, live.router, acts.router):
        site.include_router(router)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://studio.test") as opened:
        yield opened


@pytest.fixture
def run(act_kind: DocumentKind, services_on_disk: Services) -> Callable[..., Any]:
    return lambda use_case, **arguments: services_on_disk.runner.run_sync(SYSTEM, use_case, **arguments)


@pytest.fixture
def deal_id(run: Callable[..., Any]) -> str:
    return run(proposing.add_deal)


class TestNewKind:
    """An act, of which nothing outside its own room knows but a line in each table."""

    async def test_goes_from_a_draft_to_acceptance(
        self, client: httpx.AsyncClient, run: Callable[..., Any], deal_id: str
    ) -> None:
        act_id = run(acts.draft_act, deal_id=deal_id, done="A site of twelve pages")
        path = run(lambda work: link_path(work, get_document(work, act_id)))
        assert (await client.get(path)).status_code == 404
        run(acts.publish_act, document_id=act_id)

        page = await client.get(path)
        assert page.status_code == 200
        assert "A site of twelve pages" in page.text
        assert "act heading" in page.text
        assert 'id="take"' in page.text
        pdf = await client.get(f"{path}.pdf")
        assert pdf.content.startswith(b"%PDF")
        head = run(open_head, token=path.removeprefix("/d/"))
        assert head.document.kind is acts.ACT
        assert head.document.number.endswith("-00001")
        assert head.facts == acts.ActFacts(accepted=False)

        answer = await client.post(f"{path}/take", data={"revision": "1", "name": "Мария"})
        assert answer.status_code == 303
        assert 'id="taken"' in (await client.get(path)).text
        again = await client.post(f"{path}/take", data={"revision": "1", "name": "Мария"})
        assert again.status_code == IllegalTransition.status

    def test_stands_on_the_deals_page(self, run: Callable[..., Any], deal_id: str) -> None:
        act_id = run(acts.draft_act, deal_id=deal_id, done="A site")
        page = run(load_deal, deal_id=deal_id)
        assert (page.step.step, page.step.document_id) == (Step.ACCEPT_WORK, act_id)
        run(acts.publish_act, document_id=act_id)
        shown = page_view(run(load_deal, deal_id=deal_id), "en").documents[0]
        assert (shown.kind, shown.state) == ("act", "published")
        assert shown.name.startswith("act name ")
        assert (shown.has_pdf, shown.can_open, shown.can_void, shown.can_edit) == (True, True, False, False)

    def test_is_what_the_board_shows_of_the_deal(self, run: Callable[..., Any], deal_id: str) -> None:
        act_id = run(acts.draft_act, deal_id=deal_id, done="A site")
        run(acts.publish_act, document_id=act_id)
        assert run(lambda work: work.session.get_one(Deal, deal_id).document) == "act published"

    def test_goes_to_its_reader(self, run: Callable[..., Any], deal_id: str) -> None:
        act_id = run(acts.draft_act, deal_id=deal_id, done="A site")
        run(acts.publish_act, document_id=act_id)
        letter = run(link_letter, document_id=act_id)
        assert (letter.kind, letter.address) == (acts.ACT, "maria@example.com")

    def test_cannot_take_a_step_of_another_kind(self, run: Callable[..., Any], deal_id: str) -> None:
        act_id = run(acts.draft_act, deal_id=deal_id, done="A site")
        for status in (DocumentStatus.PAID, DocumentStatus.SIGNED, DocumentStatus.VOID):
            with pytest.raises(IllegalTransition):
                run(lambda work, status=status: set_status(work, get_document(work, act_id), status))
