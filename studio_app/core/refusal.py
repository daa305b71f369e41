"""What was asked of the program can't be done: one sentence for whoever asked, and the exit code."""


class Refusal(Exception):
    """Its text is printed to standard error as it is."""

    def __init__(self, sentence: str, *, exit_code: int = 1) -> None:
        super().__init__(sentence)
        self.exit_code = exit_code
