"""The only things a document may load while it becomes a PDF: our fonts and pictures inside the HTML."""

from collections.abc import Iterable

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from studio_app.adapters.pdf.families import FAMILIES, FOLDER, Family

SCHEME = "studio-asset:"
_PICTURES = ("data:image/svg+xml;base64,", "data:image/png;base64,")
_OURS = {f"{SCHEME}{name}": FOLDER / name for family in FAMILIES for name in family.files.values()}


def font_faces(families: Iterable[Family]) -> str:
    """The stylesheet that names these families."""
    return "\n".join(
        f'@font-face {{ font-family: "{family.name}"; font-weight: {weight}; src: url("{SCHEME}{name}"); }}'
        for family in families
        for weight, name in family.files.items()
    )


FONT_FACES = font_faces(FAMILIES[:1])
"""The pinned family that every document needs, so pages look the same on every host."""


class AssetFetcher(URLFetcher):
    """Serves our fonts; anything else ends the rendering."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The asset behind `url`. Raises FatalURLFetchingError: no other file and no network is ever read."""
        asset = _OURS.get(url)
        if asset is not None:
            return URLFetcherResponse(url, asset.read_bytes(), {"Content-Type": "font/ttf"})
        if url.startswith(_PICTURES):
            return super().fetch(url, headers)
        raise FatalURLFetchingError(f"not one of our assets: {url[:120]}")
