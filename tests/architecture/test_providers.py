"""A payment provider is one package, a line in the registry and its words; nothing else knows its name."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import httpx
import pytest
from pydantic import ValidationError

from studio_app.adapters.payments.provider import Provider, Trace
from studio_app.adapters.payments.registry import DEFAULT, PROVIDERS, shown_at
from studio_app.adapters.texts.catalogue import LOCALES, catalogue, translate
from studio_app.bootstrap import Services
from studio_app.config import Settings
from studio_app.domain.actors import SYSTEM
from studio_app.domain.deals.models import Deal
from studio_app.domain.documents.links import get_document, link_path
from studio_app.domain.invoices.draft import create_invoice
from studio_app.domain.invoices.issue import issue_invoice
from studio_app.domain.payments.providers.declines import Decline
from studio_app.domain.payments.providers.gateway import RemoteStatus
from studio_app.domain.studio.kinds import EntityKind, TaxRegime
from studio_app.domain.studio.models import LegalEntity
from studio_app.domain.work import Work
from studio_app.workspace.settings.payments.page import page
from tests import proposing
from tests import wallet as towns_wallet
from tests.adapters.payments.worlds import WORLDS
from tests.booked import booked
from tests.wallet import WALLET, Wallet, wallet

__all__ = ["wallet"]

ROOT = Path(__file__).parents[2]
REGISTRY = Path("studio_app/adapters/payments/registry.py")
PARTS = ("provider", "settings", "gateway", "declines")
WRITTEN = {".py", ".po", ".html", ".txt", ".css", ".js", ".json", ".svg"}
LOOKED_AT = ("studio_app", "templates", "assets")
REAL = [provider for provider in PROVIDERS.values() if not provider.plays]
OTHER_NAMES = {"yookassa": ("юkassa", "юкасса", "yoomoney")}
"""How a provider is written besides its own name."""
PLAYS = {
    "studio_app/demo/": "the studio that plays, with payments of its own",
    "studio_app/portal/demo_pay.py": "the page where a real provider would ask for a card",
}
"""Who may know the provider that only plays: "demo" is a word of the house, so its modules are looked for."""
WORDS = {"name", "on_receipt", "hint"}


def package(provider: Provider) -> Path:
    return Path(f"studio_app/adapters/payments/{provider.name}")


def is_its_own(path: Path, provider: Provider) -> bool:
    return package(provider) in path.parents or path.name == f"provider_{provider.name}.po"


def files() -> Iterator[Path]:
    for folder in LOOKED_AT:
        for path in (ROOT / folder).rglob("*"):
            if "__pycache__" not in path.parts and path.suffix in WRITTEN:
                yield path.relative_to(ROOT)


def imported(path: Path) -> set[str]:
    """The modules that a file imports, wherever it does."""
    found: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
        elif isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
    return found


class TestNamed:
    @pytest.mark.parametrize("provider", REAL, ids=lambda one: one.name)
    def test_by_its_own_package_words_and_the_registry_only(self, provider: Provider) -> None:
        names = (provider.name, *OTHER_NAMES.get(provider.name, ()))
        named = {path for path in files() if any(name in (ROOT / path).read_text().lower() for name in names)}
        elsewhere = sorted(str(path) for path in named - {REGISTRY} if not is_its_own(path, provider))
        assert elsewhere == [], f"they name {provider.name}: ask the registry, or choose a name that is no common word"
        assert REGISTRY in named

    def test_one_that_plays_is_imported_where_the_house_plays(self) -> None:
        playing = [provider for provider in PROVIDERS.values() if provider.plays]
        assert playing
        for provider in playing:
            module = str(package(provider)).replace("/", ".")
            known = {
                str(path)
                for path in files()
                if path.suffix == ".py"
                and not is_its_own(path, provider)
                and any(f"{one}.".startswith(f"{module}.") for one in imported(path))
            }
            assert {path for path in known if not path.startswith(tuple(PLAYS))} == {str(REGISTRY)}
            assert [place for place in PLAYS if not any(path.startswith(place) for path in known)] == []


class TestParts:
    @pytest.mark.parametrize("provider", PROVIDERS.values(), ids=lambda one: one.name)
    def test_stand_in_its_package(self, provider: Provider) -> None:
        missing = [part for part in PARTS if not (ROOT / package(provider) / f"{part}.py").is_file()]
        assert missing == []
        assert provider.settings.__module__ == f"{package(provider)}.settings".replace("/", ".")
        assert set(provider.settings.needs) <= set(provider.settings.model_fields)
        codes = import_module(f"{package(provider)}.declines".replace("/", ".")).CODES
        assert set(codes.values()) <= set(Decline)

    @pytest.mark.parametrize("provider", REAL, ids=lambda one: one.name)
    def test_are_set_by_variables_that_bear_its_name(self, provider: Provider) -> None:
        assert all(one.startswith(f"STUDIO_{provider.name.upper()}_") for one in provider.settings.variables())

    @pytest.mark.parametrize("provider", PROVIDERS.values(), ids=lambda one: one.name)
    def test_have_words_in_both_languages(self, provider: Provider) -> None:
        prefix = f"provider.{provider.name}."
        for locale in LOCALES:
            said = {key.removeprefix(prefix) for key in catalogue(locale) if key.startswith(prefix)}
            assert said >= WORDS
            assert {word for word in said - WORDS if not word.startswith("problem.")} == set()
            assert (ROOT / f"studio_app/locales/{locale}/provider_{provider.name}.po").is_file()

    def test_are_all_tried_by_one_contract(self) -> None:
        assert set(WORLDS) == {*PROVIDERS, WALLET.name}, "each has a line in tests/adapters/payments/worlds.py"

    @pytest.mark.parametrize("provider", REAL, ids=lambda one: one.name)
    def test_are_explained_to_the_operator(self, provider: Provider) -> None:
        page = f"docs/{provider.name}.md"
        assert (ROOT / page).is_file(), f"{page} is missing"
        linked = f"]({page})" in (ROOT / "README.md").read_text()
        assert linked, f"the README has no link to {page}"

    def test_of_the_default_need_nothing(self) -> None:
        assert PROVIDERS[DEFAULT].settings.needs == ()


@pytest.fixture
def chosen(wallet: Wallet, monkeypatch: pytest.MonkeyPatch) -> Wallet:
    """The wallet of a studio whose clients pay with it."""
    monkeypatch.setenv("STUDIO_PAYMENT_PROVIDER", WALLET.name)
    monkeypatch.setenv("STUDIO_WALLET_SECRET", towns_wallet.SECRET)
    return wallet


def issued(work: Work) -> str:
    """An invoice with the client; its id."""
    seller = LegalEntity(id=work.new_id(), kind=EntityKind.COMPANY, name="ООО «Студия»", tax_regime=TaxRegime.NONE)
    seller.inn, seller.bic, seller.account, seller.bank_name = "7707083893", "044525225", "4" * 20, "Банк"
    seller.is_default = True
    work.session.add(seller)
    deal_id = proposing.add_deal(work)
    work.session.get_one(Deal, deal_id).amount = 50_000
    invoice_id = create_invoice(work, deal_id=deal_id).document_id
    issue_invoice(work, document_id=invoice_id)
    return invoice_id


@pytest.fixture
def app(chosen: Wallet, services_on_disk: Services) -> Services:
    return services_on_disk


class TestNewProvider:
    """A wallet of which nothing outside of its package knows but a line in the registry."""

    def test_is_refused_without_what_it_needs(self, wallet: Wallet, tmp_path: Path) -> None:
        with pytest.raises(ValidationError, match="STUDIO_WALLET_SECRET go with the wallet provider"):
            Settings(data_dir=tmp_path, payment_provider=WALLET.name)

    def test_is_shown_to_the_owner(self, app: Services) -> None:
        assert app.payment_setup.needs == (("STUDIO_WALLET_SECRET", True),)
        assert (app.payment_setup.provider, app.payment_setup.mode) == (WALLET.name, "test")
        assert app.payment_setup.webhook_url.endswith("/webhooks/wallet")

    async def test_takes_money_by_the_same_pages(
        self, app: Services, wallet: Wallet, browser: httpx.AsyncClient
    ) -> None:
        invoice_id = app.runner.run_sync(SYSTEM, issued)
        path = app.runner.read_sync(SYSTEM, lambda work: link_path(work, get_document(work, invoice_id)))
        first = (await browser.post(f"{path}/pay")).headers["location"]
        assert first == "https://wallet.example/w0"
        wallet.move("w0", RemoteStatus.FAILED, towns_wallet.NO_MONEY)
        await browser.get(f"{path}/back")
        assert translate("ru", "payments.decline.funds") in (await browser.get(path)).text

        second = (await browser.post(f"{path}/pay")).headers["location"]
        assert second == "https://wallet.example/w1"
        wallet.move("w1", RemoteStatus.PAID)
        raw, headers = wallet.told[-1]
        assert (await browser.post("/webhooks/wallet", content=raw, headers=headers)).status_code == 200
        app.inbox.handle_waiting()
        (paid,) = app.runner.read_sync(SYSTEM, booked, invoice_id=invoice_id)
        assert "Wallet" in (await browser.get(f"{path}/receipt/{paid.id}")).text

    def test_stands_on_the_screens(self, wallet: Wallet) -> None:
        assert "Ask in town." in str(page())
        assert shown_at(WALLET.name, Trace("w1", "payment", live_mode=False)) == "https://wallet.example/w1"
        assert shown_at("unknown", Trace("w1", "payment", live_mode=False)) == ""
