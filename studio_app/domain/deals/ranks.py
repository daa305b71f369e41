"""Fractional ranks: keys that always have room for another between two neighbours.

A rank is six digits of a whole part, then an optional fraction that never ends in zero; ranks compare
as plain strings, byte by byte. Growth at either end counts the whole part up or down, so it stays short.
"""

import re

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BASE = len(_DIGITS)
_WIDTH = 6
_START = _BASE**_WIDTH // 2
_RANK = re.compile(r"[0-9A-Za-z]{6}([0-9A-Za-z]*[1-9A-Za-z])?")
MAX_LENGTH = 48
"""A rank longer than this tells that its column should be ranked anew."""


def is_rank(text: str) -> bool:
    """Whether `text` is a rank at all; a deal that was never placed has none."""
    return _RANK.fullmatch(text) is not None


def between(lower: str | None, upper: str | None) -> str:
    """A rank above `lower` and below `upper`; None stands for the open end. Raises ValueError unless lower < upper."""
    if lower is None:
        return _whole(_START) if upper is None else _before(upper)
    if upper is None:
        return _whole(_number(lower) + 1)
    if lower >= upper:
        raise ValueError(f"{lower} is not below {upper}")
    low, high = _number(lower), _number(upper)
    if high - low > 1:
        return _whole((low + high) // 2)
    if high > low and len(upper) > _WIDTH:
        return _whole(high)
    return _whole(low) + _fraction(lower[_WIDTH:], upper[_WIDTH:] if high == low else None)


def spread(count: int) -> list[str]:
    """`count` short ranks in falling order, for a column that is ranked anew."""
    return [_whole(_START + count - index) for index in range(count)]


def _before(upper: str) -> str:
    return upper[:_WIDTH] if len(upper) > _WIDTH else _whole(_number(upper) - 1)


def _number(rank: str) -> int:
    value = 0
    for digit in rank[:_WIDTH]:
        value = value * _BASE + _DIGITS.index(digit)
    return value


def _whole(value: int) -> str:
    digits: list[str] = []
    for _ in range(_WIDTH):
        value, digit = divmod(value, _BASE)
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits))


def _fraction(lower: str, upper: str | None) -> str:
    """A fraction strictly between two; an `upper` of None is one, an empty `lower` is zero."""
    prefix = ""
    while True:
        low = _DIGITS.index(lower[0]) if lower else 0
        high = _DIGITS.index(upper[0]) if upper else _BASE
        if low == high:
            prefix += _DIGITS[low]
            lower, upper = lower[1:], upper[1:] if upper else None
        elif high - low > 1:
            return prefix + _DIGITS[(low + high) // 2]
        elif upper is not None and len(upper) > 1:
            return prefix + upper[0]
        else:
            prefix += _DIGITS[low]
            lower, upper = lower[1:], None
