"""Reads XML into a small tree that knows its lines; entities and document types are refused."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from studio_app.adapters.tables.encodings import decode
from studio_app.adapters.tables.problems import BadTable
from studio_app.domain.statements.lines import BadStatement

MAX_DEPTH = 60
_MOST_TAGS = 1_000_000  # in ten megabytes of a statement there are a few hundred thousand
_LONGEST_TEXT = 20_000  # characters of one element


@dataclass
class Node:
    """An element: its name without a namespace, its place in the file, its text."""

    name: str
    line: int
    attributes: dict[str, str]
    text: str = ""
    children: list["Node"] = field(default_factory=list["Node"])
    space: str = ""  # the namespace

    @property
    def children_name(self) -> str:
        """The name of the first element below, else its own: what kind of document it is."""
        return self.children[0].name if self.children else self.name

    def all(self, path: str) -> Iterator["Node"]:
        """The elements at `path` below, e.g. `Acct/Id/IBAN`."""
        name, _, rest = path.partition("/")
        for child in self.children:
            if child.name == name:
                if rest:
                    yield from child.all(rest)
                else:
                    yield child

    def first(self, *paths: str) -> "Node | None":
        """The first element at the first of the paths that has one."""
        return next((node for path in paths for node in self.all(path)), None)

    def value(self, *paths: str) -> str:
        """The text at the first of the paths that has any."""
        return next((text for path in paths for node in self.all(path) if (text := node.text.strip())), "")


def read_xml(raw: bytes, *, encoding: str = "") -> Node:
    """The root element. Raises BadStatement, naming the line.

    A file that is written in another encoding than it declares is read in the likeliest one; `encoding`
    is what a person has chosen.
    """
    if raw.count(b"<") > _MOST_TAGS:
        raise BadStatement("too_heavy")
    if encoding:
        return _parse(_declared(_decoded(raw, encoding)))
    try:
        return _parse(raw)
    except BadStatement as error:
        if error.reason != "xml":
            raise
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError:
            text = _decoded(raw, "")
        else:
            text = raw.decode("utf-8")
        declared = _declared(text)
        if declared == raw:
            raise
        try:
            return _parse(declared)
        except BadStatement:
            raise error from None


def _decoded(raw: bytes, encoding: str) -> str:
    try:
        return decode(raw, chosen=encoding).text
    except BadTable as error:
        raise BadStatement(error.reason) from None


def _declared(text: str) -> bytes:
    """The document in UTF-8, saying so; blanks before its declaration are not allowed and often there."""
    return re.sub(r"^\ufeff?\s*(?:<\?xml[^>]*\?>)?", '<?xml version="1.0" encoding="UTF-8"?>', text, count=1).encode()


def _parse(raw: bytes) -> Node:
    root = Node("", 0, {})
    open_nodes = [root]
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(open_nodes) > MAX_DEPTH:
            raise BadStatement("xml", line=parser.CurrentLineNumber)
        space, _, bare = name.rpartition(" ")
        node = Node(bare, parser.CurrentLineNumber, attributes, space=space)
        open_nodes[-1].children.append(node)
        open_nodes.append(node)

    def end(_name: str) -> None:
        open_nodes.pop()

    def characters(text: str) -> None:
        node = open_nodes[-1]
        node.text += text
        if len(node.text) > _LONGEST_TEXT:
            raise BadStatement("too_heavy", line=node.line)

    def refuse(*_: object) -> None:
        raise BadStatement("doctype", line=parser.CurrentLineNumber)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(raw, True)
    except expat.ExpatError as error:
        raise BadStatement("xml", line=error.lineno) from None
    except (LookupError, ValueError):
        raise BadStatement("encoding") from None
    return root.children[0]
