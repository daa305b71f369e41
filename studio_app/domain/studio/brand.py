"""Query: how the studio presents itself to clients."""

from dataclasses import dataclass

from studio_app.domain.studio.models import THE_STUDIO, Studio
from studio_app.domain.work import Work


@dataclass(frozen=True, slots=True)
class Brand:
    """Name, colour (#rrggbb), logo and addresses of the studio. Hashable: part of the keys of caches."""

    name: str = "studio_app"
    accent: str = "#4f46e5"
    logo_svg: str = ""
    timezone: str = "Europe/Moscow"
    email: str = ""
    phone: str = ""


def studio_brand(work: Work) -> Brand:
    """The brand of the studio; plain defaults before it is set up."""
    studio = work.session.get(Studio, THE_STUDIO)
    if studio is None:
        return Brand()
    return Brand(
        name=studio.name,
        accent=studio.accent,
        logo_svg=studio.logo_svg,
        timezone=studio.timezone,
        email=studio.email,
        phone=studio.phone,
    )
