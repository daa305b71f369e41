"""The studio's colour as a stylesheet: checked, readable on light and dark, never a style in a page."""

import colorsys
import re

_HEX = re.compile(r"#?([0-9a-fA-F]{6})")
_DEFAULT = "4f46e5"
_PAPER, _NIGHT_PAPER = "#ffffff", "#18191c"  # what documents and the client's pages are written on
_INK = "#16181d"
_READABLE = 4.5  # contrast of text to its ground, WCAG 2.2, 1.4.3


def accent_key(accent: str) -> str:
    """Six hex digits of the colour, lower case; the default for anything else."""
    match = _HEX.fullmatch(accent.strip())
    return match[1].lower() if match else _DEFAULT


def brand_css(key: str) -> str:
    """Custom properties made of the colour `key` (six hex digits, see accent_key)."""
    return (
        f":root{{{_rules(day(key))}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{_rules(night(key))}}}}}\n"
    )


def day(key: str) -> dict[str, str]:
    """The colours on white: the accent as it is, text in it as dark as it must be."""
    hue, light, saturation = _hls(key)
    soft = _hex(hue, 0.965, min(saturation, 0.6))
    return {
        "accent": f"#{key}",
        "accent-ink": _ink(f"#{key}"),
        "accent-text": _readable(hue, min(light, 0.4), saturation, on=(_PAPER, soft), step=-0.01),
        "accent-soft": soft,
        "accent-line": _hex(hue, 0.86, min(saturation, 0.6)),
    }


def night(key: str) -> dict[str, str]:
    """The colours on dark paper: the same hue, as bright as it must be."""
    hue, light, saturation = _hls(key)
    calm = min(saturation, 0.6)
    soft = _hex(hue, 0.16, calm / 2)
    bright = _readable(hue, max(light, 0.66), calm, on=(_NIGHT_PAPER, soft), step=0.01)
    return {
        "accent": bright,
        "accent-ink": _ink(bright),
        "accent-text": bright,
        "accent-soft": soft,
        "accent-line": _hex(hue, 0.3, calm / 2),
    }


def contrast(one: str, other: str) -> float:
    """How far apart two colours (#rrggbb) are for the eye: 1 (the same) to 21, by WCAG 2.2."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _readable(hue: float, light: float, saturation: float, *, on: tuple[str, ...], step: float) -> str:
    while min(contrast(_hex(hue, light, saturation), ground) for ground in on) < _READABLE:
        light += step
    return _hex(hue, light, saturation)


def _ink(ground: str) -> str:
    """White where it can be read, else our dark, else black: one of white and black always can."""
    return next((ink for ink in ("#ffffff", _INK) if contrast(ink, ground) >= _READABLE), "#000000")


def _rules(values: dict[str, str]) -> str:
    return ";".join(f"--{name}:{value}" for name, value in values.items())


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red / 255, green / 255, blue / 255


def _hls(key: str) -> tuple[float, float, float]:
    return colorsys.rgb_to_hls(*_channels(key))


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _hex(hue: float, light: float, saturation: float) -> str:
    return "#" + "".join(f"{round(c * 255):02x}" for c in colorsys.hls_to_rgb(hue, light, saturation))
