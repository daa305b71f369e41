"""Texts of the workspace as the browser computes them."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import reflex as rx

from studio_app.workspace.i18n import _fill


def shown(template: str, **params: Any) -> str:
    """What a browser makes of the filled text."""
    node = Path(sys.executable).parent / "node"
    expression = f"process.stdout.write({_fill(template, params)._js_expr})"
    return subprocess.run([node, "-e", expression], capture_output=True, text=True, check=True, timeout=60).stdout


class TestFill:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (rx.Var("0", _var_type=int), "0"),
            (rx.Var("7", _var_type=int), "7"),
            (rx.Var("''", _var_type=str), ""),
            (rx.Var("'Анна'", _var_type=str), "Анна"),
            (rx.Var("null", _var_type=str), ""),
            (5, "5"),
        ],
    )
    def test_shows_every_value_as_it_is(self, value: Any, text: str) -> None:
        assert shown("Сделок: {count}.", count=value) == f"Сделок: {text}."

    def test_fills_each_place(self) -> None:
        assert shown("{one} / {two}", one=rx.Var("0", _var_type=int), two="b") == "0 / b"
