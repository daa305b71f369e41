"""How easily a password is guessed, by zxcvbn; slow for long ones, so never called on the loop."""

from collections.abc import Iterator, Sequence
from typing import Any

from studio_app.core.errors import Invalid
from studio_app.domain.accounts.people import check_password

ENOUGH = 3  # of 4: safe from somebody who has stolen the database, for long
_JUDGED = 32  # characters: the work grows with their cube, and what begins strong stays strong
_RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбюё"
_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_SAME_KEYS = str.maketrans(_RUSSIAN + _RUSSIAN.upper(), _LATIN + _LATIN.upper())
_WEAKNESSES = {"repeat": "repeats", "sequence": "row", "spatial": "row", "date": "date"}


def require_strong(password: str, *, own_words: Sequence[str] = ()) -> None:
    """Raise Invalid unless the password is long enough and hard to guess; the reason says what is weak.

    `own_words` are those that anybody would try first: the person's name and address, the studio's name.
    """
    check_password(password)
    words = list(_parts(own_words))
    judged = [_judge(variant, words) for variant in _variants(password[:_JUDGED])]
    weakest = min(judged, key=lambda result: result["guesses"])
    if weakest["score"] < ENOUGH:
        raise Invalid(field="password", reason=f"password_{_weakness(weakest)}")


def _judge(password: str, words: list[str]) -> dict[str, Any]:
    from zxcvbn import zxcvbn  # noqa: PLC0415  its lists of words take a while to load

    return dict(zxcvbn(password, user_inputs=words, max_length=_JUDGED))


def _variants(password: str) -> Iterator[str]:
    yield password
    typed = password.translate(_SAME_KEYS)  # Russian words and rows of keys are known by their Latin letters
    if typed != password:
        yield typed


def _parts(own_words: Sequence[str]) -> Iterator[str]:
    for word in own_words:
        for part in (word, *word.replace("@", " ").replace(".", " ").split()):
            if len(part) > 2:
                yield from (part, part.translate(_SAME_KEYS))


def _weakness(result: dict[str, Any]) -> str:
    """What a person may do something about: the longest part of the password that is no surprise."""
    known = [part for part in result["sequence"] if part["pattern"] != "bruteforce"]
    if not known:
        return "guessable"
    longest = max(known, key=lambda part: len(part["token"]))
    if longest["pattern"] == "dictionary":
        return "own" if longest["dictionary_name"] == "user_inputs" else "common"
    return _WEAKNESSES.get(longest["pattern"], "guessable")
