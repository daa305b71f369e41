"""The catalogues as one file a language that loads at once; made anew when a catalogue is newer."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

Texts = dict[str, tuple[str, ...]]


def texts_of(folder: Path) -> Texts:
    """All texts of the catalogues in `folder` by key. Raises ValueError for a key that stands in two."""
    paths = sorted(folder.glob("*.po"))
    state = [[path.name, path.stat().st_size, path.stat().st_mtime_ns] for path in paths]
    # where Python keeps what it has compiled, and for the same reason: nobody edits it, and it can be deleted
    kept = folder / "__pycache__" / "texts.json"
    with suppress(OSError, ValueError, KeyError, TypeError):
        found = json.loads(kept.read_bytes())
        if found["state"] == state:
            return {key: tuple(forms) for key, forms in found["texts"].items()}
    texts: Texts = {}
    for path in paths:
        for key, forms in _read(path, folder.name):
            if key in texts:
                raise ValueError(f"{path.name}: {key} stands in two catalogues")
            texts[key] = forms
    with suppress(OSError):  # a folder that is not ours to write to: the next process reads them again
        _keep(kept, json.dumps({"state": state, "texts": texts}))
    return texts


def _read(path: Path, locale: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    from babel.messages.pofile import read_po  # noqa: PLC0415  needed when something has changed

    with path.open("rb") as file:
        for message in read_po(file, locale=locale):
            if message.id:
                text = message.string or ""
                yield (
                    message.id if isinstance(message.id, str) else message.id[0],
                    (text,) if isinstance(text, str) else tuple(text),
                )


def _keep(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    with NamedTemporaryFile("w", dir=path.parent, prefix="texts-", delete=False, encoding="utf-8") as file:
        file.write(text)
    Path(file.name).replace(path)  # whole or not at all: others may be starting, too
