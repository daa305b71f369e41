"""Which column holds what: guessed from what people write above their columns."""

import re
from collections.abc import Collection, Mapping, Sequence
from unicodedata import normalize

from studio_app.adapters.tables.delimited import Rows

NO_COLUMN = -1
_ACCENTED = re.compile("[\u00c0-\u024f]")
_LOOKED_AT = 30  # rows in which the heading is looked for; people put a letterhead above it


def guess_columns(
    headings: Sequence[str], words: Mapping[str, Sequence[str]], *, exactly: Collection[str] = ()
) -> dict[str, int]:
    """The column (from 0) of each thing that is found: exact names first, then names that begin alike.

    `words` holds the usual names of a thing, most telling first, without blanks, signs and accents; the
    things named in `exactly` have no other names.
    """
    names = ["" if re.search(r"\d", heading) else plain(heading) for heading in headings]
    taken: dict[str, int] = {}
    for exact in (True, False):
        for key, known in words.items():
            if key not in taken and (exact or key not in exactly):
                free = {at: name for at, name in enumerate(names) if at not in taken.values() and name}
                at = _find(known, free, exact=exact)
                if at != NO_COLUMN:
                    taken[key] = at
    return taken


def plain(heading: str) -> str:
    """A heading as it is compared: letters and digits only, in lower case, without the accents of Latin ones."""
    bare = _ACCENTED.sub(lambda found: normalize("NFKD", found[0])[0], heading.casefold())
    return re.sub(r"[^0-9a-zа-яіїєґα-ω]", "", bare.replace("ё", "е").replace("ł", "l").replace("ı", "i"))


def find_headings(rows: Rows, words: Mapping[str, Sequence[str]]) -> tuple[tuple[str, ...], Rows, Rows]:
    """The headings that `words` knows best, the rows above them and the rows below.

    Headings may stand in two rows, the upper ones over several columns; a row that only counts the
    columns goes with them.
    """

    def found(headings: Sequence[str]) -> int:
        return len(guess_columns(headings, words))

    texts = [[" ".join(cell.split()) for cell in cells] for _, cells in rows[: _LOOKED_AT + 1]]
    at = max(range(min(len(rows), _LOOKED_AT)), key=lambda index: (found(texts[index]), -index))
    headings, first, last = texts[at], at, at
    for upper in (at, at - 1):
        if upper >= 0 and upper + 1 < len(texts) and _is_words(texts[upper]) and _is_words(texts[upper + 1]):
            both = _together(texts[upper], texts[upper + 1])
            if found(both) > found(headings):
                headings, first, last = both, upper, upper + 1
    below = rows[last + 1 :]
    if below and [cell.strip() for cell in below[0][1] if cell.strip()] == [
        str(number) for number in range(1, sum(1 for cell in below[0][1] if cell.strip()) + 1)
    ]:
        below = below[1:]
    return tuple(headings), rows[:first], below


def _is_words(cells: Sequence[str]) -> bool:
    return sum(1 for cell in cells if cell) > 1 and not any(re.search(r"\d", cell) for cell in cells)


def _together(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Headings in two rows as one: the lower, with the upper beside it where that is needed to tell two apart."""
    width = max(len(upper), len(lower))
    over: list[str] = []
    for at in range(width):  # one heading over several columns stands above the first of them
        above = upper[at] if at < len(upper) else ""
        over.append(above or (over[-1] if at and at < len(lower) and lower[at] else ""))
    under = [*lower, *[""] * (width - len(lower))]
    return [
        f"{low} {high}".strip() if low and under.count(low) > 1 else low or high
        for high, low in zip(over, under, strict=True)
    ]


def _find(words: Sequence[str], names: Mapping[int, str], *, exact: bool) -> int:
    for word in words:
        for at, name in names.items():
            if name == word or (not exact and len(word) > 3 and name.startswith(word)):
                return at
    return NO_COLUMN
