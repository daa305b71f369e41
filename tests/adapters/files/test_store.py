"""Bytes of files on the disk."""

import hashlib
import io
import shutil
from pathlib import Path

import pytest

from studio_app.adapters.files.sniffing import media_type
from studio_app.adapters.files.store import FileStore, FileTooLarge, FileTypeRefused
from studio_app.domain.files.service import NoRoom

PDF = b"%PDF-1.7\n" + b"0" * 10_000


class TestSniffing:
    @pytest.mark.parametrize(
        ("head", "found"),
        [
            (PDF, "application/pdf"),
            (b"\x89PNG\r\n\x1a\nrest", "image/png"),
            (b"PK\x03\x04rest", "application/zip"),
            (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
            (b"\x00\x00\x00\x18ftypheic", "image/heic"),
            ("Просто текст; 1 < 2".encode(), "text/plain"),
            ("имя;сумма\r\n".encode("cp1251"), "text/plain"),
            ("Текст, обрезанный на букве я".encode()[:-1], "text/plain"),
        ],
    )
    def test_knows_what_is_kept(self, head: bytes, found: str) -> None:
        assert media_type(head) == found

    @pytest.mark.parametrize(
        "head",
        [
            b"",
            b"<!DOCTYPE html><p>hello",
            b"  \n<svg xmlns='http://www.w3.org/2000/svg'>",
            "\ufeff<html>".encode(),
            b"<?xml version='1.0'?><svg onload='x'>",
            b"hello <script>alert(1)</script>",
            b"#!/bin/sh\nrm",
            b"MZ\x90\x00\x03",
            b"\x7fELF\x02\x01",
            b"\x00\x01\x02\x03",
        ],
    )
    def test_refuses_programs_and_pages_whatever_they_are_called(self, head: bytes) -> None:
        assert media_type(head) is None


class TestKeep:
    def test_stores_under_a_random_name_that_only_we_may_read(self, tmp_path: Path) -> None:
        store = FileStore(tmp_path / "files", megabytes=1)
        first, second = store.keep(io.BytesIO(PDF)), store.keep(io.BytesIO(PDF))
        assert first.stored_as != second.stored_as
        assert (first.size, first.sha256) == (len(PDF), hashlib.sha256(PDF).hexdigest())
        path = store.path(first.stored_as)
        assert path.read_bytes() == PDF
        assert path.stat().st_mode & 0o777 == 0o600

    def test_leaves_nothing_of_a_file_that_is_too_large(self, tmp_path: Path) -> None:
        store = FileStore(tmp_path, megabytes=1)
        with pytest.raises(FileTooLarge):
            store.keep(io.BytesIO(PDF + b"0" * 1024 * 1024))
        assert [path for path in tmp_path.rglob("*") if path.is_file()] == []

    def test_refuses_by_content(self, tmp_path: Path) -> None:
        with pytest.raises(FileTypeRefused):
            FileStore(tmp_path, megabytes=1).keep(io.BytesIO(b"<html>"))

    def test_discards_once_and_again(self, tmp_path: Path) -> None:
        store = FileStore(tmp_path, megabytes=1)
        kept = store.keep(io.BytesIO(PDF))
        for _ in range(2):
            store.discard(kept.stored_as)
        assert not store.path(kept.stored_as).exists()


class TestDisk:
    def test_takes_nothing_where_too_little_would_stay_free(self, tmp_path: Path) -> None:
        free = shutil.disk_usage(tmp_path).free >> 20
        with pytest.raises(NoRoom, match="disk"):
            FileStore(tmp_path / "files", megabytes=1, free=free + 1_000).keep(io.BytesIO(PDF))
        assert not [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
        assert FileStore(tmp_path / "files", megabytes=1, free=1).keep(io.BytesIO(PDF)).size == len(PDF)
