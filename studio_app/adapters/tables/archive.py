"""Looks through the parts of a workbook before anything is made of them, and refuses what would take too much."""

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import IO

from studio_app.adapters.tables.problems import BadTable

_PARTS = 1_000
_UNPACKED = 200 << 20  # bytes of all parts together
_RATIO = 200  # of a part of more than a megabyte; tables shrink to a tenth or a thirtieth
_RATIO_FROM = 1 << 20
_SHEETS = 300
_TAGS = {"worksheet": 16_000_000, "sst": 4_000_000}  # of 50,000 rows and 80 columns, or of a million texts
_ROWS, _CELLS = 1_050_000, 4_000_000
_IN_A_CELL = 5  # elements: itself, its value, its formula, its text in a frame
_CELLS_OF_A_ROW = 20_000  # a row is held in memory whole, and has 16,384 columns at most
_OTHER_TAGS = 300_000  # of styles, names and all else
_OTHER_BYTES = 6 << 20
_WAYS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 1
_CHUNK = 256 << 10
_OVERLAP = 16  # bytes; no mark that is looked for is longer
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ROOT = re.compile(rb"(?:\s|<\?.*?\?>|<!--.*?-->)*<(?:[\w.-]+:)?(\w+)", re.DOTALL)
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)""")
_ENCODINGS = {b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1251", b"windows-1252"}
_EBCDIC = b"\x4c\x6f\xa7\x94"
_LISTS = {
    "workbook": re.compile(rb"""<(?:[\w.-]+:)?sheet\s[^>]*?:id\s*=\s*["']([^"']*)"""),
    "Relationships": re.compile(
        rb"""<(?:[\w.-]+:)?Relationship\s(?=[^>]*/worksheet["'])[^>]*?Target\s*=\s*["']([^"']*)"""
    ),
}
"""Where sheets and parts are named."""


def look_through(raw: bytes) -> None:
    """Unpack every part once, part by part, and keep nothing. Raises BadTable, and what zipfile raises.

    What a part says of its own size is not exceeded by zipfile, so the directory can be trusted for the sums.
    """
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        parts = archive.infolist()
        if len(parts) > _PARTS or sum(part.file_size for part in parts) > _UNPACKED:
            raise BadTable("too_heavy")
        if "[Content_Types].xml" not in archive.namelist():
            raise BadTable("archive")
        for part in parts:
            if part.flag_bits & _ENCRYPTED or part.compress_type not in _WAYS:
                raise BadTable("workbook")
            if part.file_size > max(_RATIO_FROM, _RATIO * part.compress_size):
                raise BadTable("too_heavy")
        found = Counter[str]()
        for part in parts:
            _look_at(archive, part, found)


def _look_at(archive: zipfile.ZipFile, part: zipfile.ZipInfo, found: Counter[str]) -> None:
    """One part; `found` counts the tags of each kind of part, and rows and cells."""
    kind, tail, first, in_row, whole = "", b"", True, 0, b""
    with archive.open(part) as stream:
        for chunk in _chunks(stream):
            bare = tail + chunk.replace(b"\0", b"")  # whichever way two bytes make a letter
            if first:
                kind, first = _kind_of(bare), False
            if _DOCTYPE.search(bare):
                raise BadTable("doctype", line=1)
            if kind in _LISTS:
                whole += bare[len(tail) :]
            known = kind if kind in _TAGS else ""
            found[known] += chunk.count(b"<") if kind else 0
            if kind == "worksheet":
                in_row = _count_cells(bare, found, in_row)
            if found[known] > _TAGS.get(known, _OTHER_TAGS):
                raise BadTable("too_heavy")
            tail = bare[-_OVERLAP:]
            if kind not in {"", *_TAGS} and part.file_size > _OTHER_BYTES:
                raise BadTable("too_heavy")
    if kind in _LISTS:
        _refuse_repetition(_LISTS[kind].findall(whole))


def _refuse_repetition(named: list[bytes]) -> None:
    """Each part of the file is a sheet once: the reader goes through it as often as it is named. Raises BadTable."""
    last = [name.rpartition(b"/")[2] for name in named]
    if len(last) > _SHEETS or len(set(last)) < len(last) or any(b"&" in name for name in last):
        raise BadTable("too_heavy")


def _count_cells(chunk: bytes, found: Counter[str], in_row: int) -> int:
    """Rows, cells and all else of a part of a sheet; how many cells its last row has so far. Raises BadTable."""
    rows, cells = _count(chunk, b"row"), _count(chunk, b"c")
    found["rows"] += rows
    found["cells"] += cells
    found["besides"] += max(0, chunk.count(b"<") - chunk.count(b"</") - rows - _IN_A_CELL * cells)
    head = chunk if not rows else chunk[: chunk.find(b"row")]
    too_many = in_row + _count(head, b"c") > _CELLS_OF_A_ROW or found["besides"] > _OTHER_TAGS
    if too_many or found["rows"] > _ROWS or found["cells"] > _CELLS:
        raise BadTable("too_heavy")
    return _count(chunk[chunk.rfind(b"row") :], b"c") if rows else in_row + cells


def _count(chunk: bytes, name: bytes) -> int:
    """How many elements of that name begin."""
    before = (b"<", b":") if b":" + name in chunk else (b"<",)
    return sum(chunk.count(mark + name + end) for mark in before for end in (b" ", b">", b"/"))


def _kind_of(head: bytes) -> str:
    """The name of the root of an XML part; empty: it is a picture or the like. Raises BadTable."""
    declared = _ENCODING.match(head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff"))
    if head.startswith(_EBCDIC) or (declared and declared[1].lower() not in _ENCODINGS):
        raise BadTable("workbook")  # a way to hide a document type from us and not from the reader
    start = head.find(b"<", 0, 64)
    if start < 0:
        return ""
    root = _ROOT.match(head[start : start + 65_536])
    return root[1].decode("ascii", "replace") if root else "unknown"


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk
