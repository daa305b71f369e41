"""Which column holds what: guessed from what people write above their columns."""

import re
from collections.abc import Collection, Mapping, Sequence
from unicodedata import normalize

NO_COLUMN = -1
_ACCENTED = re.compile("[\u00c0-\u024f]")


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
    return re.sub(r"[^0-9a-zа-я]", "", bare.replace("ё", "е").replace("ł", "l"))


def _find(words: Sequence[str], names: Mapping[int, str], *, exact: bool) -> int:
    for word in words:
        for at, name in names.items():
            if name == word or (not exact and len(word) > 3 and name.startswith(word)):
                return at
    return NO_COLUMN
