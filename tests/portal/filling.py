"""A form as a browser without scripts would post it."""

from html.parser import HTMLParser

Fields = dict[str, str | list[str]]


class _Reader(HTMLParser):
    def __init__(self, form: str) -> None:
        super().__init__()
        self.form, self.inside, self.area = form, False, ""
        self.fields: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "form":
            self.inside = said.get("id") == self.form
        name = said.get("name")
        if not self.inside or not name:
            return
        if tag == "textarea":
            self.area = name
            self.fields.append((name, ""))
        elif tag == "input" and (said.get("type") not in ("radio", "checkbox") or "checked" in said):
            self.fields.append((name, said.get("value") or ""))

    def handle_data(self, data: str) -> None:
        if self.area:
            self.fields[-1] = (self.area, self.fields[-1][1] + data)

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "form"
        self.area = "" if tag == "textarea" else self.area


def fields_of(html: str, form: str, changes: Fields | None = None) -> Fields:
    """What the form with the id `form` holds, with `changes` typed into it."""
    reader = _Reader(form)
    reader.feed(html)
    fields: Fields = {}
    for name, value in reader.fields:
        before = fields.setdefault(name, [])
        assert isinstance(before, list)
        before.append(value)
    return {**fields, **(changes or {})}
