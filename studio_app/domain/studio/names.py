"""What is named in both languages."""

from studio_app.core.checking import Checks


def checked_names(name_ru: str, name_en: str, *, maximum: int) -> tuple[str, str]:
    """Both names without blank edges, each there and within `maximum` characters. Raises InvalidFields."""
    checks, names = Checks(), {"name_ru": name_ru.strip(), "name_en": name_en.strip()}
    for field, name in names.items():
        if not name:
            checks.refuse(field, "required")
        checks.within(field, name, maximum)
    checks.done()
    return names["name_ru"], names["name_en"]
