"""What is wrong with a file that should hold a table."""

from studio_app.core.errors import StudioError


class BadTable(StudioError):
    """No table can be read; `reason` is a catalogue key, `line` the place in the file (0: none)."""

    code = "table"
    status = 422

    def __init__(self, reason: str, *, line: int = 0) -> None:
        super().__init__(reason=reason, line=line)
        self.reason = reason
        self.line = line

    @property
    def message_key(self) -> str:
        """The catalogue key of the sentence: one a reason."""
        return f"error.table.{self.reason}"
