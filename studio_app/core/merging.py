"""Two people edit one thing: what each has changed is merged field by field, a clash is told and not decided."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that both have changed, differently; `theirs` is what stands."""

    field: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merged:
    """What is to be stored, and the fields of it in which the other one's value was left alone."""

    values: dict[str, str]
    clashes: tuple[Clash, ...]


def merge(*, seen: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]) -> Merged:
    """Merge my changes since I saw `seen` into what stands now; fields not in `mine` stay as they are."""
    values, clashes = dict(theirs), list[Clash]()
    for field, value in mine.items():
        if value in {seen[field], theirs[field]}:
            continue
        if theirs[field] == seen[field]:
            values[field] = value
        else:
            clashes.append(Clash(field=field, mine=value, theirs=theirs[field]))
    return Merged(values=values, clashes=tuple(clashes))
