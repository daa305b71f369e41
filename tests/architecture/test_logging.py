"""What is logged is ours: foreign words go through one function, and statements keep their values to themselves."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "studio_app"
FILES = sorted(ROOT.rglob("*.py"))
_LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "log"}
_LOGGERS = {"_log", "log", "logger", "logging", "_logger"}
# made here, by us: ids and numbers of rows, names of classes, doors, routes and enumerations
_OURS = {"uid", "lead_id", "refund_id", "id", "path", "_name", "name", "__name__", "value"}
_OURS |= {"key", "attempt", "status_code"}


def doubtful(source: str) -> Iterator[str]:
    """Calls of a logger that are given what may be somebody else's text."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _LEVELS):
            continue
        logger = node.func.value
        if not (isinstance(logger, ast.Name) and logger.id in _LOGGERS):
            continue
        message, *words = node.args
        if not (isinstance(message, ast.Constant) and all(_is_ours(word) for word in words)):
            yield ast.unparse(node)


def _is_ours(word: ast.expr) -> bool:
    match word:
        case ast.Constant():
            return True
        case ast.Call(func=ast.Name(id="printable" | "len")):
            return True
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in _OURS
    return False


def talkative(source: str) -> Iterator[str]:
    """Engines whose errors would tell the values of their statements."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "create_engine":
            hidden = [word.value for word in node.keywords if word.arg == "hide_parameters"]
            if not (hidden and isinstance(hidden[0], ast.Constant) and hidden[0].value is True):
                yield ast.unparse(node)


class TestLog:
    def test_is_given_no_foreign_words_as_they_are(self) -> None:
        assert {str(path): found for path in FILES if (found := list(doubtful(path.read_text())))} == {}

    @pytest.mark.parametrize(
        "line",
        [
            "_log.error(text)",
            "_log.error('%s', text)",
            "_log.error(f'{text}')",
            "_log.exception('%s', request.url)",
            "logging.warning('%s', str(error))",
        ],
    )
    def test_is_known_when_it_is(self, line: str) -> None:
        assert list(doubtful(line))

    def test_is_given_them_by_one_function(self) -> None:
        assert not list(doubtful("_log.error('%s of %s', printable(text), type(error).__name__)"))


class TestEngines:
    def test_keep_values_to_themselves(self) -> None:
        assert {str(path): found for path in FILES if (found := list(talkative(path.read_text())))} == {}

    def test_are_known_when_they_do_not(self) -> None:
        assert list(talkative("create_engine(url, hide_parameters=False)"))
        assert list(talkative("create_engine(url)"))
