"""Why no table can be read."""


class BadTable(Exception):
    """No table can be read: `reason` is encoding, unknown, table or too_many; `line` the place (0: none)."""

    def __init__(self, reason: str, *, line: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
