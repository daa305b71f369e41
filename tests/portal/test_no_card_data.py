"""No card data touches us (PCI DSS, SAQ A): every page of the portal, its fields, its targets and its policy."""

import inspect
import re
from collections import defaultdict
from collections.abc import Callable
from html.parser import HTMLParser
from importlib import import_module
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute
from sqlmodel import select

from studio_app.adapters.payments.online_payments import OnlinePayments
from studio_app.adapters.payments.provider import Provider
from studio_app.adapters.payments.registry import PROVIDERS as REGISTERED
from studio_app.adapters.payments.registry import real_ones
from studio_app.bootstrap import SESSION_COOKIE, Services
from studio_app.domain.actors import SYSTEM
from studio_app.domain.documents.kinds import DocumentKind
from studio_app.domain.documents.links import link_path
from studio_app.domain.documents.models import Document
from studio_app.domain.work import Work
from studio_app.portal import site
from tests import proposing
from tests.portal import test_contracts, test_documents, test_lead_forms
from tests.portal.test_paying import _issue, _to_provider
from tests.portal.test_receipts import decline, transfer

CARD = re.compile(r"card|cvv|cvc|csc|\bpan\b|expir|exp[-_]?(month|year|date)|^cc[-_]", re.IGNORECASE)
LEAD_BACK = {"/d/{token}/back"}  # to the invoice, with a page of its own for nobody
MISSING = {"/d", "/b", "/d/{rest:path}", "/b/{rest:path}"}  # the one page of links that open nothing
NOT_PAGES = {
    "/brand/{key}.css",
    "/d/{token}/events",
    "/d/{token}.pdf",
    "/d/{token}/signed.pdf",
    "/d/{token}/receipt/{entry_id}.pdf",
    *LEAD_BACK,
}

Shown = dict[str, list[httpx.Response]]


class Page(HTMLParser):
    """The fields, targets and sources of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: list[dict[str, str]] = []
        self.targets: list[str] = []
        self.sources: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in {"input", "textarea", "select", "button"}:
            self.fields.append(given)
        self.targets += [given[name] for name in ("action", "formaction") if name in given]
        if tag in {"script", "iframe", "object", "embed", "frame", "img"} or given.get("rel") == "stylesheet":
            self.sources.append(given.get("src") or given.get("href") or given.get("data") or "")


def routes() -> list[APIRoute]:
    """Every route of the portal."""
    rooms = [room for room in vars(site).values() if inspect.ismodule(room) and hasattr(room, "router")]
    return [route for room in rooms for route in room.router.routes if isinstance(route, APIRoute)]


def _brief(work: Work) -> str:
    found = select(Document).where(Document.kind == DocumentKind.BRIEF)
    return link_path(work, work.session.exec(found.limit(1)).one())


@pytest.fixture
async def shown(browser: httpx.AsyncClient, services_on_disk: Services) -> Shown:
    """Every page of the portal by its route, in the states that show most."""
    run: Callable[..., Any] = services_on_disk.runner.run_sync
    pages: Shown = defaultdict(list)

    async def see(pattern: str, *paths: str, status: int = 200) -> None:
        for path in paths:
            answer = await browser.get(path)
            assert answer.status_code == status, path
            pages[pattern].append(answer)

    partly = run(SYSTEM, _issue)
    entry_id = run(SYSTEM, transfer, amount=20_000)
    waiting, declined, checking = (run(SYSTEM, _issue) for _ in range(3))
    await decline(browser, declined, "no_money")
    await decline(browser, checking, "later")
    pay = await _to_provider(browser, waiting)
    proposal = run(SYSTEM, proposing.published)
    await see("/d/{token}", partly, waiting, declined, checking)
    await see("/d/{token}", f"/d/{run(SYSTEM, proposing.token_of, document=proposal)}")
    await see("/d/{token}/return", f"{waiting}/return", f"{waiting}/return?tried=9")
    for pattern in MISSING:
        await see(pattern, pattern.replace("{rest:path}", "nobody/there"), status=404)
    await see("/new-link", "/new-link")
    for pattern in LEAD_BACK:
        answer = await browser.get(pattern.replace("/d/{token}", partly))
        assert (answer.status_code, answer.headers["location"]) == (303, partly)
    await see("/d/{token}/receipt/{entry_id}", f"{partly}/receipt/{entry_id}")
    await see("/demo-pay/{ref}", pay)
    await see("/b/{token}", run(SYSTEM, _brief))
    for pattern in ("/lead", "/lead/thanks", "/lead/consent"):
        await see(pattern, pattern, f"{pattern}?lang=en")
    form = run(SYSTEM, test_lead_forms.make)
    for tail in ("", "/thanks", "/consent"):
        await see(f"/lead/{{key}}{tail}", f"/lead/{form.key}{tail}")
    contract = test_contracts.Page(browser, services_on_disk, *run(SYSTEM, test_contracts.begin))
    await see("/d/{token}", contract.path)
    await contract.fill_in()
    code = await contract.ask()
    await see("/d/{token}", contract.path)
    await contract.sign(code)
    await see("/d/{token}/signed", f"{contract.path}/signed")
    run(SYSTEM, proposing.change_price, deal_id=proposal.deal_id)
    browser.cookies.set(SESSION_COOKIE, run(SYSTEM, test_documents.sign_in))
    await see("/d/{token}/changes", f"/d/{run(SYSTEM, proposing.token_of, document=proposal)}/changes")
    return pages


def pay_hosts(provider: Provider) -> tuple[str, ...]:
    """Where that provider sends payers."""
    classes = [one for one in vars(import_module(provider.gateway)).values() if inspect.isclass(one)]
    (gateway,) = (one for one in classes if getattr(one, "name", "") == provider.name)
    return gateway.pay_hosts


def form_action(answer: httpx.Response) -> list[str]:
    rules = [rule.split() for rule in answer.headers["content-security-policy"].split(";")]
    return next(rule[1:] for rule in rules if rule[0] == "form-action")


class TestPortal:
    async def test_asks_for_no_card_sends_forms_nowhere_else_and_loads_nothing_foreign(self, shown: Shown) -> None:
        pages = {route.path for route in routes() if "GET" in (route.methods or ())} - NOT_PAGES
        assert set(shown) == pages  # a new page joins this list
        for pattern, answers in shown.items():
            for answer in answers:
                page = Page(answer.text)
                for field in page.fields:
                    words = " ".join(field.get(name, "") for name in ("name", "id", "autocomplete"))
                    assert not CARD.search(words), (pattern, field)
                    assert "cc-" not in field.get("autocomplete", "")
                for address in (*page.targets, *page.sources):
                    assert address.startswith(("/", "?", "data:image/svg+xml;base64,")), (pattern, address)
                    assert not address.startswith("//")

    async def test_lets_forms_lead_to_the_provider_from_the_invoice_alone(
        self, shown: Shown, services_on_disk: Services
    ) -> None:
        own = ["'self'"]
        to_pay = [*own, *services_on_disk.online_payments.pay_hosts]
        for pattern, answers in shown.items():
            for answer in answers:
                is_invoice = pattern == "/d/{token}" and 'class="document document-invoice"' in answer.text
                assert form_action(answer) == (to_pay if is_invoice else own), pattern
                policy = answer.headers["content-security-policy"]
                assert "default-src 'none'" in policy
                assert "unsafe" not in policy
                assert "script-src 'self'" in policy
                assert "frame-src" not in policy  # nothing of a provider stands inside our pages

    def test_takes_no_card_in_any_form(self) -> None:
        for route in routes():
            body = [field.name for field in route.dependant.body_params]
            assert not [name for name in body if CARD.search(name)], route.path

    @pytest.mark.parametrize("provider", real_ones())
    async def test_lets_an_invoice_lead_to_the_whole_hosts_of_its_provider_and_no_further(
        self, browser: httpx.AsyncClient, services_on_disk: Services, monkeypatch: pytest.MonkeyPatch, provider: str
    ) -> None:
        hosts = pay_hosts(REGISTERED[provider])
        assert hosts
        for host in hosts:  # an origin: no path, no port, no joker
            assert re.fullmatch(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+", host), host
        monkeypatch.setattr(OnlinePayments, "pay_hosts", hosts)
        answer = await browser.get(services_on_disk.runner.run_sync(SYSTEM, _issue))
        assert form_action(answer) == ["'self'", *hosts]
