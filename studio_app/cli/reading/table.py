"""`read table`: the columns of a list with what they hold, its rows, and how it was read."""

from argparse import Namespace
from typing import Any

from studio_app.adapters.tables.columns import WORDS
from studio_app.adapters.tables.encodings import ENCODINGS
from studio_app.adapters.tables.headings import guess_columns
from studio_app.adapters.tables.problems import BadTable
from studio_app.adapters.tables.read import MAX_ROWS, Table, read_table
from studio_app.adapters.texts.catalogue import translate
from studio_app.cli.reading.files import content
from studio_app.core.refusal import Refusal

_WRONG_USE = 2


def read(given: Namespace) -> dict[str, Any]:
    """The table as JSON; `kind` is the list whose columns were known best. Raises Refusal for a wrong use."""
    if given.encoding and given.encoding not in ENCODINGS:
        raise Refusal(f"--encoding: one of {', '.join(ENCODINGS)}", exit_code=_WRONG_USE)
    nothing = {"kind": "", "encoding": "", "delimiter": "", "columns": [], "rows": [], "questions": []}
    raw = content(given.what)
    all_words = {f"{kind.value} {name}": words for kind, known in WORDS.items() for name, words in known.items()}
    try:
        table = read_table(raw, all_words, limit=MAX_ROWS, encoding=given.encoding)
    except BadTable as error:
        sentence = translate(given.language, error.message_key, rows=MAX_ROWS, **error.params)
        return {**nothing, "problem": sentence, "reason": error.reason, "line": error.line}
    return {**_told(table, given), "problem": None}


def _told(table: Table, given: Namespace) -> dict[str, Any]:
    found = {kind: guess_columns(table.headings, words) for kind, words in WORDS.items()}
    kind = max(found, key=lambda one: len(found[one]))
    names = {at: name for name, at in found[kind].items()}
    open_one = not table.sure and not given.encoding
    said = next((" ".join(cells) for _, cells in table.rows if not " ".join(cells).isascii()), "")
    question = {
        "about": "encoding",
        "sentence": translate(given.language, "statements.question.encoding", said=said),
        "taken": table.encoding,
        "choices": list(ENCODINGS),
        "said": said,
    }
    return {
        "kind": kind.value,
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "above": list(table.above),
        "columns": [{"heading": heading, "holds": names.get(at, "")} for at, heading in enumerate(table.headings)],
        "rows": [{"line": line, "cells": list(cells)} for line, cells in table.rows],
        "questions": [question] if open_one else [],
    }
