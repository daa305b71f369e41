"""Texts that the studio may rewrite: a small, sandboxed template language, checked before anything is saved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from studio_app.adapters.texts.catalogue import PLACEHOLDER, catalogue, pick, translate
from studio_app.core.errors import Invalid
from studio_app.domain.notifications.rules import PRIVATE
from studio_app.domain.studio.texts import CheckedText

MAX_LENGTH = 6000

EDITABLE = ("email.", "proposal.structure_note", "proposal.timeline_note", "proposal.options_hint", "proposal.intro")
"""Catalogue keys that begin so may be rewritten; the text of the catalogue is the delivered one.

Of documents only what explains: the words that bind (contract, totals) are part of a revision.
"""

_AS_THEY_ARE = (
    "email.night_report.",  # a list of figures for the owner: there is nothing to say otherwise
    *(f"email.{rule}." for rule in sorted(PRIVATE)),  # what they say of a person's account must be true
)

# A text says something and may choose between two wordings; it computes, loops and calls nothing.
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.If,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
)


@dataclass(frozen=True, slots=True)
class EditableText:
    """A text of a letter or document, as delivered, and the variables it may use."""

    key: str
    locale: str
    delivered: str
    variables: tuple[str, ...]


def editable_keys() -> list[str]:
    """The keys of all texts that may be rewritten."""
    return [
        key
        for key, forms in sorted(catalogue("en").items())
        if key.startswith(EDITABLE) and not key.startswith(_AS_THEY_ARE) and len(forms) == 1
    ]


def editable(key: str, locale: str) -> EditableText:
    """One rewritable text in one language. Raises Invalid for a key that is not for rewriting."""
    if key not in editable_keys():
        raise Invalid(field="key", reason="required")
    text = catalogue(pick(locale))[key][0]
    return EditableText(
        key=key,
        locale=pick(locale),
        delivered=PLACEHOLDER.sub(r"{{ \1 }}", text),
        variables=tuple(sorted(set(PLACEHOLDER.findall(text)))),
    )


def check(key: str, locale: str, source: str) -> CheckedText:
    """Prove that `source` can be rendered for every reader.

    Raises Invalid(field="source") with the `line` of the first thing that is wrong: a syntax
    error, an unknown variable, or a construct that is not for texts.
    """
    text = editable(key, locale)
    if not source.strip():
        raise Invalid(field="source", reason="required")
    if len(source) > MAX_LENGTH:
        raise Invalid(field="source", reason="text_long", maximum=MAX_LENGTH)
    try:
        tree = _sandbox().parse(source)
    except TemplateSyntaxError as error:
        raise Invalid(field="source", reason="text_syntax", line=error.lineno) from error
    for node in _all_nodes(tree):
        if not isinstance(node, _ALLOWED):
            raise Invalid(field="source", reason="text_construct", line=node.lineno)
        if isinstance(node, nodes.Name) and node.name not in text.variables:
            known = ", ".join(text.variables) or "–"
            raise Invalid(field="source", reason="text_variable", line=node.lineno, name=node.name, known=known)
    return CheckedText(key=key, locale=text.locale, source=source.replace("\r\n", "\n").strip())


def preview(key: str, locale: str, source: str) -> str:
    """The text on sample data. Raises Invalid like `check`."""
    checked = check(key, locale, source)
    samples = {name: _sample(name, checked.locale) for name in editable(key, locale).variables}
    return _sandbox().from_string(checked.source).render(samples)


def say(rewritten: Mapping[str, str], locale: str, key: str, **params: object) -> str:
    """The text of `key` as the studio has it: rewritten where it is, delivered where it is not.

    `rewritten` comes from `Brand.texts`. The result is plain text: a template
    that puts it into HTML escapes it.
    """
    source = rewritten.get(key)
    if source is None:
        return translate(locale, key, **params)
    try:
        return _sandbox().from_string(source).render(params)
    except TemplateError:
        # saved under an earlier version of ours that offered another variable: say it as delivered
        return translate(locale, key, **params)


@cache
def _sandbox() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False)


def _all_nodes(tree: nodes.Node) -> Iterator[nodes.Node]:
    yield tree
    for child in tree.iter_child_nodes():
        yield from _all_nodes(child)


def _sample(name: str, locale: str) -> Any:
    key = f"sample.{name}"
    return translate(locale, key) if key in catalogue(pick(locale)) else f"‹{name}›"
