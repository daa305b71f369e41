"""The words of an HTML letter."""

import re
from contextlib import suppress
from html.parser import HTMLParser

_BLOCKS = frozenset({"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "hr"})
_UNSEEN = frozenset({"script", "style", "head", "title", "noscript", "template"})
_DEEPEST = 5  # levels of quotation that are told apart


def text_of_html(html: str) -> str:
    """No markup, no scripts, no hidden parts; what is quoted begins with `>`; links lose their addresses."""
    reader = _Words()
    with suppress(AssertionError):  # how the parser gives up; what it has read until there stands
        reader.feed(html)
        reader.close()
    reader.end_line()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(reader.lines)).strip()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._line: list[str] = []
        self._hidden = self._quoted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in _UNSEEN
        if tag in _BLOCKS or tag == "blockquote":
            self.end_line()
        self._quoted += tag == "blockquote"

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in _UNSEEN))
        if tag in _BLOCKS or tag == "blockquote":
            self.end_line()
        self._quoted = max(0, self._quoted - (tag == "blockquote"))

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._line.append(data.replace("\n", " "))

    def end_line(self) -> None:
        text = " ".join("".join(self._line).split())
        mark = ">" * min(self._quoted, _DEEPEST)
        self.lines.append(f"{mark} {text}".strip() if text else mark)
        self._line.clear()
