"""A whole number as machines write it in headers, addresses and signatures."""

LARGEST = 2**63 - 1
"""What our databases hold."""


def whole(text: str, *, at_most: int = LARGEST) -> int | None:
    """The number of `text`; None unless it is all ASCII digits and no more than `at_most`.

    int() alone takes digits of every script, signs, spaces and underscores, and fails beyond 4,300 digits.
    """
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(at_most)):
        return None
    number = int(text)
    return number if number <= at_most else None
