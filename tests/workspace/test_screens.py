"""Every screen can be drawn, and led to: a missing text or part would stop the build."""

from pathlib import Path
from types import ModuleType

import pytest

from studio_app.studio_app import app
from studio_app.workspace import screens
from studio_app.workspace.navigation import NAV

WORKSPACE = Path(screens.__file__).parent
PAGES = sorted(
    ".".join(("studio_app.workspace", *page.relative_to(WORKSPACE).with_suffix("").parts))
    for page in WORKSPACE.rglob("*page.py")
    if "\ndef register(" in page.read_text()
)


@pytest.mark.parametrize("route", sorted(app._unevaluated_pages))
def test_screen_can_be_drawn(route: str) -> None:
    assert app._unevaluated_pages[route].component()


@pytest.mark.parametrize("page", PAGES)
def test_screen_is_registered(page: str) -> None:
    known = {one.__name__ for one in vars(screens).values() if isinstance(one, ModuleType)}
    assert page in known, "it has no line in workspace/screens.py"


@pytest.mark.parametrize(("name", "address"), [(name, address) for name, _, address, _ in NAV])
def test_link_leads_to_a_screen(name: str, address: str) -> None:
    assert (address.strip("/") or "index") in app._unevaluated_pages, f"the link {name} leads nowhere"
