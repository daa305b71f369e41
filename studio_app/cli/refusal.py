"""A command that can't be done: one sentence for whoever gave it, and the exit code."""


class Refusal(Exception):
    """Its text is printed to standard error as it is."""

    def __init__(self, sentence: str, *, exit_code: int = 1) -> None:
        super().__init__(sentence)
        self.exit_code = exit_code
