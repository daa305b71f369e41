"""The only things a document may load while it becomes a PDF: our fonts and pictures inside the HTML."""

from pathlib import Path

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

FOLDER = Path(__file__).parent / "fonts"
SCHEME = "studio-asset:"
_WEIGHTS = {400: "Inter-Regular.ttf", 600: "Inter-SemiBold.ttf", 700: "Inter-Bold.ttf"}
_PICTURES = ("data:image/svg+xml;base64,", "data:image/png;base64,")

FONT_FACES = "\n".join(
    f'@font-face {{ font-family: "Inter"; font-weight: {weight}; src: url("{SCHEME}{name}"); }}'
    for weight, name in _WEIGHTS.items()
)
"""The stylesheet that names the pinned family, so pages look the same on every host."""


class AssetFetcher(URLFetcher):
    """Serves a map held in memory; anything else ends the rendering."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self._assets = {f"{SCHEME}{name}": (FOLDER / name).read_bytes() for name in _WEIGHTS.values()}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The asset behind `url`. Raises FatalURLFetchingError: no file and no network is ever read."""
        asset = self._assets.get(url)
        if asset is not None:
            return URLFetcherResponse(url, asset, {"Content-Type": "font/ttf"})
        if url.startswith(_PICTURES):
            return super().fetch(url, headers)
        raise FatalURLFetchingError(f"not one of our assets: {url[:120]}")
