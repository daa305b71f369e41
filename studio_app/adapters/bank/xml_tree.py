"""Reads XML into a small tree that knows its lines; entities and document types are refused."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from studio_app.domain.statements.lines import BadStatement

MAX_DEPTH = 60


@dataclass
class Node:
    """An element: its name without a namespace, its place in the file, its text."""

    name: str
    line: int
    attributes: dict[str, str]
    text: str = ""
    children: list["Node"] = field(default_factory=list["Node"])

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


def read_xml(raw: bytes) -> Node:
    """The root element. Raises BadStatement, naming the line."""
    root = Node("", 0, {})
    open_nodes = [root]
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(open_nodes) > MAX_DEPTH:
            raise BadStatement("xml", line=parser.CurrentLineNumber)
        node = Node(name.rpartition(" ")[2], parser.CurrentLineNumber, attributes)
        open_nodes[-1].children.append(node)
        open_nodes.append(node)

    def end(_name: str) -> None:
        open_nodes.pop()

    def characters(text: str) -> None:
        open_nodes[-1].text += text

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
