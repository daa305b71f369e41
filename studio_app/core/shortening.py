"""Texts of somebody who cannot be asked to write less: what is left out is marked, and stands whole elsewhere."""


def shortened(text: str, maximum: int) -> str:
    """`text` in at most `maximum` characters, with an ellipsis at the end where there is more of it."""
    return text if len(text) <= maximum else f"{text[: maximum - 1].rstrip()}…"
