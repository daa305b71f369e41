"""Query: how the studio presents itself to clients."""

from dataclasses import dataclass, replace

from studio_app.domain.studio.current import studio
from studio_app.domain.studio.kinds import DEFAULT_TIMEZONE
from studio_app.domain.studio.texts import rewritten
from studio_app.domain.work import Work


@dataclass(frozen=True, slots=True)
class Brand:
    """Name, colour (#rrggbb), logo, addresses and own texts of the studio. Hashable: part of the keys of caches."""

    name: str = "studio_app"
    name_en: str = ""
    accent: str = "#4f46e5"
    logo_svg: str = ""
    timezone: str = DEFAULT_TIMEZONE
    email: str = ""
    phone: str = ""
    rewritten: tuple[tuple[str, str, str], ...] = ()  # texts of the studio's own: language, key, source

    def speaking(self, locale: str) -> "Brand":
        """The brand under the name that it bears in that language."""
        return replace(self, name=self.name_en) if locale == "en" and self.name_en else self

    def texts(self, locale: str) -> dict[str, str]:
        """The rewritten texts of a language by key, as `adapters.texts.templates.render` takes them."""
        return {key: source for language, key, source in self.rewritten if language == locale}


def studio_brand(work: Work) -> Brand:
    """The brand of the studio; plain defaults before it is set up."""
    settings = studio(work)
    return Brand(
        name=settings.name,
        name_en=settings.name_en,
        accent=settings.accent,
        logo_svg=settings.logo_svg,
        timezone=settings.timezone,
        email=settings.email,
        phone=settings.phone,
        rewritten=tuple((row.locale, row.key, row.source) for row in rewritten(work)),
    )
