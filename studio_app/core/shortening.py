"""Texts too long for their place, shortened with a mark where nobody can be asked to write less."""


def shortened(text: str, maximum: int) -> str:
    """`text` in at most `maximum` characters, with an ellipsis at the end where there is more of it."""
    return text if len(text) <= maximum else f"{text[: maximum - 1].rstrip()}…"
