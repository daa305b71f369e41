"""How much one file may hold once it is read, whatever it was packed into."""

from studio_app.adapters.tables.problems import BadTable

DEEPEST = 1_048_576
"""Rows that a sheet can have; one that is said to stand deeper would be counted down to."""

WIDEST = 1_000
"""Columns of a text table."""

_CELLS = 4_000_000
_LETTERS = 60_000_000  # one text may stand in any number of cells


class Budget:
    """What is left for the rest of a file."""

    def __init__(self, *, rows: int = DEEPEST) -> None:
        self._rows = rows
        self._cells = _CELLS
        self._letters = _LETTERS

    def row(self, *, line: int = 0, cells: int = 0) -> None:
        """One more row. Raises BadTable."""
        self._rows -= 1
        self._cells -= cells
        if cells > WIDEST:
            raise BadTable("too_wide", line=line)
        if self._rows < 0 or self._cells < 0:
            raise BadTable("too_heavy")

    def letters(self, count: int) -> None:
        """So much text. Raises BadTable."""
        self._letters -= count
        if self._letters < 0:
            raise BadTable("too_heavy")
