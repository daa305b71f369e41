"""The studio's colour as a stylesheet: checked, readable on light and dark, never a style in a page."""

import colorsys
import re

_HEX = re.compile(r"#?([0-9a-fA-F]{6})")
_DEFAULT = "4f46e5"
_WHITE_TEXT_MAX = 0.36  # relative luminance below which white text reads well on the colour


def accent_key(accent: str) -> str:
    """Six hex digits of the colour, lower case; the default for anything else."""
    match = _HEX.fullmatch(accent.strip())
    return match[1].lower() if match else _DEFAULT


def brand_css(key: str) -> str:
    """Custom properties made of the colour `key` (six hex digits, see accent_key)."""
    red, green, blue = (int(key[i : i + 2], 16) / 255 for i in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    ink = "#fff" if _luminance(red, green, blue) < _WHITE_TEXT_MAX else "#16181d"
    soft = min(saturation, 0.6)
    bright = _hex(hue, max(light, 0.66), min(saturation, 0.6))
    day = {
        "accent": f"#{key}",
        "accent-ink": ink,
        "accent-text": _hex(hue, min(light, 0.4), saturation),
        "accent-soft": _hex(hue, 0.965, soft),
        "accent-line": _hex(hue, 0.86, soft),
    }
    night = {
        "accent": bright,
        "accent-ink": "#16181d",
        "accent-text": bright,
        "accent-soft": _hex(hue, 0.16, soft / 2),
        "accent-line": _hex(hue, 0.3, soft / 2),
    }
    return f":root{{{_rules(day)}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{_rules(night)}}}}}\n"


def _rules(values: dict[str, str]) -> str:
    return ";".join(f"--{name}:{value}" for name, value in values.items())


def _luminance(*channels: float) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _hex(hue: float, light: float, saturation: float) -> str:
    return "#" + "".join(f"{round(c * 255):02x}" for c in colorsys.hls_to_rgb(hue, light, saturation))
