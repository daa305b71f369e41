"""Catalogues kept as one file: never older than what they were made from, and never in the way."""

import os
from pathlib import Path

import pytest

from studio_app.adapters.texts.compiled import texts_of

_PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "hello"\nmsgstr "{text}"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "en"
    made.mkdir()
    (made / "one.po").write_text(_PO.format(text="Hello"))
    return made


class TestTextsOf:
    def test_are_the_same_from_the_kept_file(self, folder: Path) -> None:
        assert texts_of(folder) == texts_of(folder) == {"hello": ("Hello",)}
        assert len(list((folder / "__pycache__").iterdir())) == 1

    def test_are_read_anew_when_a_catalogue_has_changed_or_come(self, folder: Path) -> None:
        texts_of(folder)
        (folder / "one.po").write_text(_PO.format(text="Howdy"))  # as long as before
        os.utime(folder / "one.po", ns=(1, 1))
        assert texts_of(folder) == {"hello": ("Howdy",)}
        (folder / "two.po").write_text(_PO.replace("hello", "bye").format(text="Bye"))
        assert texts_of(folder) == {"hello": ("Howdy",), "bye": ("Bye",)}

    @pytest.mark.parametrize("kept", [b"", b"{", b"[]", b'{"state": 1}', b"\xff"])
    def test_are_read_anew_when_the_kept_file_is_broken(self, folder: Path, kept: bytes) -> None:
        texts_of(folder)
        (folder / "__pycache__" / "texts.json").write_bytes(kept)
        assert texts_of(folder) == {"hello": ("Hello",)}

    def test_need_no_kept_file(self, folder: Path) -> None:
        (folder / "__pycache__").write_text("a file where the folder would be")
        assert texts_of(folder) == {"hello": ("Hello",)}

    def test_stand_in_one_catalogue_each(self, folder: Path) -> None:
        (folder / "two.po").write_text(_PO.format(text="Hello"))
        with pytest.raises(ValueError, match="hello"):
            texts_of(folder)
