"""What is wrong with a form that was sent, as its template shows it: all of it, each at its field."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from studio_app.adapters.texts.refusals import in_words
from studio_app.core.checking import problems_of
from studio_app.core.errors import Invalid, StudioError


@dataclass(frozen=True, slots=True)
class FormProblems:
    """A sentence a field, and one for the whole form where it is about none of them.

    `form` is the id of the form that was sent, for pages with several. The first field takes the focus.
    """

    form: str = ""
    sentences: Mapping[str, str] = field(default_factory=dict[str, str])
    whole: str = ""

    def __bool__(self) -> bool:
        return bool(self.sentences or self.whole)

    def at(self, name: str) -> str:
        """The sentence that stands at the field; empty where it is well."""
        return self.sentences.get(name, "")

    def attributes(self, name: str) -> Mapping[str, str]:
        """What the field's tag says of its problem; the first one asks for the focus too."""
        if name not in self.sentences:
            return {}
        values = {"aria-invalid": "true", "aria-describedby": f"{name}-problem"}
        return {**values, "autofocus": "autofocus"} if name == next(iter(self.sentences)) else values


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a page with several: its id, and its fields as they stand in it."""

    id: str
    fields: tuple[str, ...] = ()


NONE, NO_FORM = FormProblems(), Form("")


def form_problems(error: StudioError | None, locale: str, *, fields: Iterable[str], form: str = "") -> FormProblems:
    """The problems of `error` for a form with `fields`, in the order in which they stand there.

    What is about no field of the form (a rate limit, a field that came along hidden) is about all of it.
    """
    if error is None:
        return NONE
    if not isinstance(error, Invalid):
        return FormProblems(form=form, whole=in_words(error, locale))
    found = {problem.field: in_words(problem, locale) for problem in problems_of(error)}
    shown = {name: found.pop(name) for name in fields if name in found}
    return FormProblems(form=form, sentences=shown, whole=" ".join(found.values()))
