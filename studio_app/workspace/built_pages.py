"""The built pages of the workspace: which scripts stand in them, so that a browser runs those and no others."""

import base64
import hashlib
import re
from collections.abc import Callable
from pathlib import Path

from studio_app.adapters.site_guard import workspace_policy

_INLINE = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
_FALLBACK = "404.html"  # what every address without a page of its own gets: a deal's, say


def policies(built: Path, *, url: str) -> Callable[[str], str]:
    """The Content-Security-Policy of a page by its path. `built` is where the pages were built to."""
    known = {
        _path(page.relative_to(built)): workspace_policy(url, _hashes(page.read_bytes()))
        for page in sorted(built.rglob("*.html"))
        if page.name != _FALLBACK
    }
    fallback = built / _FALLBACK
    others = workspace_policy(url, _hashes(fallback.read_bytes()) if fallback.exists() else ())
    return lambda path: known.get(path.rstrip("/") or "/", others)


def _path(page: Path) -> str:
    name = page.with_suffix("").as_posix()
    return f"/{name.removesuffix('index').rstrip('/')}"


def _hashes(page: bytes) -> tuple[str, ...]:
    digests = (hashlib.sha256(script).digest() for script in _INLINE.findall(page) if script)
    return tuple(dict.fromkeys(f"sha256-{base64.b64encode(digest).decode()}" for digest in digests))
