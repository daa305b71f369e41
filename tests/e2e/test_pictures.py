"""Pictures of every screen, in both languages, both themes, on a desk and on a phone.

They are taken of demo data alone, so the server is one that no other test has used (see the Makefile).
They land in test-results/pictures; with STUDIO_PICTURES=1 those that the docs show are renewed in docs/images, too.
"""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from io import BytesIO
from itertools import chain
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page

from studio_app.core.tokens import LinkTokens
from studio_app.workspace.settings.frame import SECTIONS
from tests.e2e.server import Site

pytestmark = [pytest.mark.e2e, pytest.mark.pictures]

Visit = Callable[..., BrowserContext]
ROOT = Path(__file__).parents[2]
FOR_DOCS = bool(os.environ.get("STUDIO_PICTURES"))
FOLDER, DOCS = ROOT / "test-results/pictures", ROOT / "docs/images"

WORKSPACE = {
    "board": "/",
    "table": "/?view=table",
    "calendar": "/?view=calendar",
    "deal": "/deal/{deal}",
    "calculator": "/deal/{deal}/estimate",
    "proposal-editor": "/deal/{deal}/proposal",
    "incoming": "/incoming",
    "clients": "/clients",
    "client": "/clients/{client}",
    "invoices": "/invoices",
    "payments": "/payments",
    "bank": "/statements",
    "outbox": "/outbox",
    "dashboard": "/dashboard",
    "contract-editor": "/deal/{agreed}/contract",
    "settings": "/settings",
    "account": "/account",
    **{f"settings-{path.strip('/')}": f"/settings{path}" for _, path in SECTIONS if path},
}
PORTAL = {
    "lead": "/lead",
    "brief": "{brief}",
    "proposal": "{proposal}",
    "contract": "{contract}",
    "invoice": "{invoice}",
    "receipt": "{receipt}",
    "gone": "/d/no-such-link",
}
TALLEST = 2000  # pixels of a page that are worth a picture
# two of them meet both languages, both themes and both widths: enough to see that nothing has broken
LOOKS = [("en-GB", "light", 1440), ("ru-RU", "dark", 390)]
if FOR_DOCS:
    LOOKS = [("en-GB", "light", 1440), ("ru-RU", "dark", 1440), ("ru-RU", "light", 390), ("en-GB", "dark", 390)]


def links(site: Site, locale: str) -> dict[str, str]:
    """Addresses of demo things: the newest open document of each kind, its deal and client."""
    tokens = LinkTokens((site.data / "secret.key").read_text().strip().encode())
    found: dict[str, str] = {}
    with closing(sqlite3.connect(site.data / "studio.db")) as database:
        for kind, prefix in (("brief", "b"), ("contract", "d"), ("invoice", "d"), ("proposal", "d")):
            row = database.execute(
                "SELECT nonce, deal_id FROM document JOIN deal ON deal.id = deal_id"
                " WHERE kind = ? AND status = 'published'"
                " ORDER BY deal.closed_at IS NULL DESC, document.locale = ? DESC, published_at DESC LIMIT 1",
                (kind, locale),
            ).fetchone()
            found[kind], found["deal"] = f"/{prefix}/{tokens.derive(row[0])}", row[1]
        found["agreed"] = database.execute(
            "SELECT deal_id FROM document WHERE kind = 'contract' AND status = 'published'"
            " ORDER BY locale = ? DESC, published_at DESC LIMIT 1",
            (locale,),
        ).fetchone()[0]
        nonce, entry_id = database.execute(
            "SELECT nonce, entry_id FROM entry_allocation JOIN document ON document.id = invoice_id"
            " JOIN ledger_entry ON ledger_entry.id = entry_id WHERE ledger_entry.kind = 'payment'"
            " ORDER BY document.locale = ? DESC, ledger_entry.received_at DESC LIMIT 1",
            (locale,),
        ).fetchone()
        found["receipt"] = f"/d/{tokens.derive(nonce)}/receipt/{entry_id}"
        found["client"] = database.execute("SELECT client_id FROM deal WHERE id = ?", (found["deal"],)).fetchone()[0]
    return found


def take(page: Page, site: Site, name: str, path: str, look: tuple[str, str, int]) -> list[str]:
    """Open the page, let it come to rest, take the picture; what is wrong with it, in words."""
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(site.url + path)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(900 if FOR_DOCS else 300)
    FOLDER.mkdir(parents=True, exist_ok=True)
    locale, theme, width = look
    height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
    page.set_viewport_size({"width": width, "height": height})  # bars that stay at an edge stay at the picture's edge
    page.wait_for_timeout(200)
    _keep(page.screenshot(), f"{name}-{locale[:2]}-{theme}-{width}.png")
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    page.close()
    return [f"{name}: {problem}" for problem in problems] + (
        [f"{name}: {too_wide} px too wide"] if too_wide > 1 else []
    )


def _keep(picture: bytes, name: str) -> None:
    """Those of the docs with 256 colours, which are enough for a screen and make a third of the size."""
    (FOLDER / name).write_bytes(picture)
    if FOR_DOCS and (DOCS / name).exists():
        colours = Image.open(BytesIO(picture)).convert("RGB")
        small = colours.quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        small.save(DOCS / name, optimize=True)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: "-".join(map(str, look)))
class TestPictures:
    def test_workspace(self, look: tuple[str, str, int], site: Site, staff: Visit) -> None:
        locale, theme, width = look
        owner = staff("owner", locale=locale, theme=theme, width=width)
        found = links(site, locale[:2])
        wrong = [take(owner.new_page(), site, name, path.format(**found), look) for name, path in WORKSPACE.items()]
        assert list(chain.from_iterable(wrong)) == []

    def test_portal(self, look: tuple[str, str, int], site: Site, visit: Visit) -> None:
        locale, theme, width = look
        client = visit(locale=locale, theme=theme, width=width)
        found = links(site, locale[:2])
        pages = {"sign-in": "/sign-in", "forgot": "/forgot", "new-password": "/new-password", **PORTAL}
        wrong = [take(client.new_page(), site, name, path.format(**found), look) for name, path in pages.items()]
        assert list(chain.from_iterable(wrong)) == []
