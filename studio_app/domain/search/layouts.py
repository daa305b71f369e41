"""The same keys on the other keyboard: what ЙЦУКЕН and QWERTY say for each key that is a letter in Russian."""

_LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_CYRILLIC = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_LATIN_SHIFTED = '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>'

_LEFT = _LATIN + _LATIN_SHIFTED
_RIGHT = _CYRILLIC + _CYRILLIC.upper()
_OTHER = str.maketrans(_LEFT + _RIGHT, _RIGHT + _LEFT)


def other_layout(text: str) -> str:
    """What the same keys say with the other layout on; digits and whatever is no such key stay.

    Twice is the text itself: "ghjdthrf" is "проверка", "проверка" is "ghjdthrf".
    """
    return text.translate(_OTHER)
