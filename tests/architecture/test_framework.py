"""What lies inside Reflex is reached from one file, so that a new version of it is a change of one file."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "studio_app"
INSIDE = ROOT / "workspace" / "framework.py"
STARTING = ("serving", "serving.py")  # starts the server; what it needs for that is not what pages are made of
FILES = [
    path
    for path in sorted(ROOT.rglob("*.py"))
    if path != INSIDE and not path.relative_to(ROOT).parts[0].startswith(STARTING)
]
_LIBRARIES = ("reflex", "socketio", "engineio")
# parts of an app or a state that Reflex does not describe to its users
_PARTS = {"event_namespace", "event_processor", "state_manager", "sio", "sid_to_token", "token_to_sid", "router_data"}


def taken(source: str) -> Iterator[str]:
    """What a file takes from the libraries beside `import reflex as rx`."""
    for node in ast.walk(ast.parse(source)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [name.name for name in node.names if (name.name, name.asname) != ("reflex", "rx")]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        elif isinstance(node, ast.Attribute):
            base = node.value
            if node.attr in _PARTS:
                yield f".{node.attr}"
            if isinstance(base, ast.Name) and base.id == "rx" and node.attr.startswith("_"):
                yield f"rx.{node.attr}"
        yield from (name for name in names if name.split(".", 1)[0].startswith(_LIBRARIES))


class TestFramework:
    def test_is_entered_nowhere_else(self) -> None:
        assert {str(path): found for path in FILES if (found := list(taken(path.read_text())))} == {}

    @pytest.mark.parametrize(
        "line",
        [
            "from reflex.state import State",
            "from reflex_base.event import Event",
            "import reflex",
            "import reflex.app as rx",
            "import socketio",
            "from engineio.packet import Packet",
            "app.event_namespace.emit()",
            "rx._x0",
        ],
    )
    def test_is_known_when_it_is_entered(self, line: str) -> None:
        assert list(taken(line))

    @pytest.mark.parametrize(
        "line", ["import reflex as rx", "from studio_app.workspace.framework import Event", "rx.State"]
    )
    def test_is_open_by_its_public_name(self, line: str) -> None:
        assert not list(taken(line))
