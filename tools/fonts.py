"""Makes the font files that are kept here from npm's packages; run once by hand, when a font has a new edition.

`tools/fonts.py documents FOLDER`: the folder holds noto-emoji, noto-sans-arabic, … of @fontsource, unpacked;
`tools/fonts.py web FOLDER`: it holds inter of @fontsource-variable, unpacked.
"""

import shutil
import sys
from copy import deepcopy
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib.hvar import add_HVAR

ROOT = Path(__file__).parent.parent
DOCUMENTS = ROOT / "studio_app" / "adapters" / "pdf" / "fonts"
WEB = ROOT / "assets" / "fonts"
WEIGHTS = {400: "Regular", 700: "Bold"}
SCRIPTS = ("arabic", "armenian", "georgian", "hebrew")
MONEY = "₽₸"


def documents(folder: Path) -> None:
    """Whole subsets as TTF: WeasyPrint ignores unicode-range, and unpacks WOFF2 anew for each document."""
    for script in SCRIPTS:
        for weight in WEIGHTS:
            _to_ttf(folder / f"noto-sans-{script}", script, weight, f"NotoSans{script.title()}")
        shutil.copy(folder / f"noto-sans-{script}" / "LICENSE", DOCUMENTS / f"OFL-NotoSans{script.title()}.txt")
    _to_ttf(folder / "noto-emoji", "emoji", 400, "NotoEmoji")
    shutil.copy(folder / "noto-emoji" / "LICENSE", DOCUMENTS / "OFL-NotoEmoji.txt")


def web(folder: Path) -> None:
    """The slices of Inter, with rouble and tenge in the Cyrillic one: a page with prices needs no further file."""
    names = {part: f"inter-{part}-wght-normal.woff2" for part in ("cyrillic-ext", "cyrillic", "latin-ext", "latin")}
    for name in names.values():
        shutil.copy(folder / "inter" / "files" / name, WEB / name)
    latin = TTFont(WEB / names["latin-ext"])
    cyrillic = TTFont(WEB / names["cyrillic"], recalcTimestamp=False)
    for sign in MONEY:
        _take_over(latin, cyrillic, ord(sign))
    cyrillic.save(WEB / names["cyrillic"])


def _to_ttf(package: Path, subset: str, weight: int, name: str) -> None:
    font = TTFont(package / "files" / f"{package.name}-{subset}-{weight}-normal.woff2", recalcTimestamp=False)
    font.flavor = None
    font.save(DOCUMENTS / f"{name}-{WEIGHTS[weight]}.ttf")


def _take_over(giver: TTFont, taker: TTFont, code: int) -> None:
    """A simple glyph from one slice into another of the same variable font, its widths by weight included."""
    glyph = giver.getBestCmap()[code]
    taker.ensureDecompiled()
    taker.setGlyphOrder([*taker.getGlyphOrder(), glyph])
    taker["glyf"][glyph] = deepcopy(giver["glyf"][glyph])
    taker["hmtx"][glyph] = giver["hmtx"][glyph]
    taker["gvar"].variations[glyph] = deepcopy(giver["gvar"].variations[glyph])
    for table in taker["cmap"].tables:
        if table.isUnicode():
            table.cmap[code] = glyph
    add_HVAR(taker)


if __name__ == "__main__":
    {"documents": documents, "web": web}[sys.argv[1]](Path(sys.argv[2]))
