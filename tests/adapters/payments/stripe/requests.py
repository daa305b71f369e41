"""Stripe's wire format: bracket forms decoded to a tree, coerced by schema, validated by Stripe's own types."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from jsonschema import Draft202012Validator

CONTRACT = Path(__file__).parent / "contract"
REQUESTS: dict[str, Any] = json.loads((CONTRACT / "requests.json").read_text())["requests"]
FIXTURES: dict[str, Any] = json.loads((CONTRACT / "fixtures.json").read_text())["resources"]


def decode(form: str) -> dict[str, Any]:
    """`a[b][0][c]=1` as {"a": {"b": [{"c": "1"}]}}."""
    tree: dict[str, Any] = {}
    for name, value in parse_qsl(form, keep_blank_values=True, strict_parsing=bool(form)):
        keys = re.findall(r"[^\[\]]+", name)
        node = tree
        for key in keys[:-1]:
            node = node.setdefault(key, {})
        node[keys[-1]] = value
    return {key: _lists(value) for key, value in tree.items()}


def check(call: str, tree: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The coerced parameters of `call` and what is wrong with them."""
    schema = REQUESTS[call]
    coerced = _coerce(tree, schema, schema.get("$defs", {}))
    errors = Draft202012Validator(schema).iter_errors(coerced)
    return coerced, [f"{'.'.join(map(str, error.path))}: {error.message}" for error in errors]


def _lists(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    if node and all(key.isdecimal() for key in node):
        return [_lists(node[key]) for key in sorted(node, key=int)]
    return {key: _lists(value) for key, value in node.items()}


def _coerce(value: Any, schema: dict[str, Any], defs: dict[str, Any]) -> Any:
    if "$ref" in schema:
        return _coerce(value, defs[schema["$ref"].rpartition("/")[2]], defs)
    for option in schema.get("anyOf", ()):
        attempt = _coerce(value, option, defs)
        if Draft202012Validator({**option, "$defs": defs}).is_valid(attempt):
            return attempt
    if isinstance(value, dict):
        known, rest = schema.get("properties", {}), schema.get("additionalProperties")
        fallback = rest if isinstance(rest, dict) else {}
        return {key: _coerce(part, known.get(key, fallback), defs) for key, part in value.items()}
    if isinstance(value, list):
        return [_coerce(part, schema.get("items", {}), defs) for part in value]
    return _scalar(value, schema.get("type"))


def _scalar(value: str, kind: Any) -> Any:
    if kind == "integer" and re.fullmatch(r"-?\d+", value):
        return int(value)
    if kind == "boolean" and value in {"true", "false"}:
        return value == "true"
    return value
