"""Amounts in words, as invoices and contracts write them."""

from studio_app.adapters.texts.catalogue import pick
from studio_app.adapters.texts.currency_names import NAMES, Forms, Names
from studio_app.core.money import Money, exponent

_THOUSAND = 1000


def amount_in_words(value: Money, locale: str) -> str:
    """`Одна тысяча один рубль 05 копеек`, `One thousand and one euro, 05 cents`.

    num2words writes the number only: its own currencies are few, and it gives a whole amount the gender of its
    currency, as in «одна миллион гривен».
    """
    from num2words import num2words  # noqa: PLC0415  its forty languages take a while to load

    language = pick(locale)
    digits = exponent(value.currency)
    whole, part = divmod(abs(value.amount), 10**digits)
    names = NAMES.get(value.currency)
    if names is None:
        fraction = f" {part:0{digits}d}/{10**digits}" if digits else ""
        text = f"{num2words(whole, lang=language)}{fraction} {value.currency}"
    elif language == "ru":
        text = f"{_russian(whole, names)} {_form(whole, names.ru)}"
        text += f" {part:0{digits}d} {_form(part, names.ru_part)}" if digits else ""
    else:
        text = f"{num2words(whole, lang=language)} {names.en[whole != 1]}"
        text += f", {part:0{digits}d} {names.en_part[part != 1]}" if digits else ""
    if value.amount < 0:
        text = f"{'минус' if language == 'ru' else 'minus'} {text}"
    return text[:1].upper() + text[1:]


def _russian(whole: int, names: Names) -> str:
    """Only the last three digits agree with what is counted: один миллион гривен, but одна гривна."""
    thousands, rest = whole - whole % _THOUSAND, whole % _THOUSAND
    from num2words import num2words  # noqa: PLC0415  see above

    parts = [num2words(thousands, lang="ru")] if thousands else []
    if rest or not thousands:
        parts.append(num2words(rest, lang="ru", gender=names.gender))
    return " ".join(parts)


def _form(count: int, forms: Forms) -> str:
    if count % 10 == 1 and count % 100 != 11:
        return forms[0]
    return forms[1] if 2 <= count % 10 <= 4 and not 12 <= count % 100 <= 14 else forms[2]
