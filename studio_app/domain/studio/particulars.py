"""The legal entity in words, in the language of a document."""

import re
from dataclasses import dataclass, fields

from studio_app.core.errors import Invalid
from studio_app.domain.studio.models import LegalEntity

_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Particulars:
    """What of a legal entity is said in words; numbers and codes are the same in every language."""

    name: str = ""
    full_name: str = ""
    address: str = ""
    bank_name: str = ""
    signer_name: str = ""
    signer_post: str = ""
    signer_basis: str = ""


UNWRITTEN = Particulars()


def particulars(entity: LegalEntity, locale: str) -> Particulars:
    """The entity in the words of `locale`.

    What nobody has written in English stands as it is: a name in a legal text is never made up.
    """
    said = {item.name: getattr(entity, item.name) for item in fields(Particulars)}
    if locale != "en":
        return Particulars(**said)
    return Particulars(**{name: getattr(entity, f"{name}_en") or text for name, text in said.items()})


def english(entity: LegalEntity) -> Particulars:
    """What has been written in English so far; empty where nothing has."""
    return Particulars(**{item.name: getattr(entity, f"{item.name}_en") for item in fields(Particulars)})


def write_english(entity: LegalEntity, words: Particulars) -> None:
    """Keep the words for English documents. Raises Invalid for Cyrillic letters."""
    for item in fields(Particulars):
        text = " ".join(getattr(words, item.name).split())
        if _CYRILLIC.search(text):
            raise Invalid(field=f"{item.name}_en", reason="latin")
        setattr(entity, f"{item.name}_en", text)
