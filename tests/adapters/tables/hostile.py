"""Files that are made to hold a reader up, by name: small when they travel, far too much when they are read."""

import io
import random
import zipfile
from collections.abc import Callable, Mapping

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/styles.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
    '<Override PartName="/xl/sharedStrings.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_BOOK_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
)
HEAD = '<row r="1"><c r="A1" t="str"><v>Name</v></c><c r="B1" t="str"><v>E-mail</v></c></row>'
_STYLES = f"<styleSheet {_MAIN}><cellXfs><xf/></cellXfs></styleSheet>"


def sheet(rows: str, *, after: str = "") -> str:
    return f"<worksheet {_MAIN}><sheetData>{HEAD}{rows}</sheetData>{after}</worksheet>"


def book(sheets: str = '<sheet name="S" sheetId="1" r:id="rId1"/>') -> str:
    return f"<workbook {_MAIN} {_R}><sheets>{sheets}</sheets></workbook>"


def workbook(parts: Mapping[str, str | bytes], *, way: int = zipfile.ZIP_DEFLATED, salted: bool = True) -> bytes:
    """A workbook of the least parts, these in place of theirs; large ones salted, so that no ratio gives them away."""
    chance = random.Random(7)
    parts = {
        name: f"{part}<!--{chance.randbytes(len(part) // 200).hex()}-->"
        if salted and isinstance(part, str) and len(part) > 1 << 20
        else part
        for name, part in parts.items()
    }
    whole: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELS,
        "xl/workbook.xml": book(),
        "xl/_rels/workbook.xml.rels": _BOOK_RELS,
        "xl/sharedStrings.xml": f"<sst {_MAIN}/>",
        "xl/styles.xml": _STYLES,
        "xl/worksheets/sheet1.xml": sheet('<row r="2"><c r="A2" t="inlineStr"><is><t>Ann</t></is></c></row>'),
        **parts,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", way, compresslevel=9 if way == zipfile.ZIP_DEFLATED else None) as archive:
        for name, content in whole.items():
            archive.writestr(name, content)
    return out.getvalue()


def _sheet1(rows: str, *, after: str = "") -> bytes:
    return workbook({"xl/worksheets/sheet1.xml": sheet(rows, after=after)})


def _strings(count: int) -> bytes:
    texts = "".join(f"<si><t>{number:x}</t></si>" for number in range(count))
    return workbook({"xl/sharedStrings.xml": f"<sst {_MAIN}>{texts}</sst>"})


def _one_text_everywhere() -> bytes:
    row = "<row>" + '<c t="s"><v>0</v></c>' * 60 + "</row>"
    texts = f"<sst {_MAIN}><si><t>{'long ' * 6_000}</t></si></sst>"
    return workbook({"xl/sharedStrings.xml": texts, "xl/worksheets/sheet1.xml": sheet(row * 5_000)})


def _entities(part: str) -> bytes:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return workbook({part: f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{lol}]>{sheet("&l9;")}'})


def _late_doctype() -> bytes:
    return workbook({"xl/worksheets/sheet1.xml": f"<!--{'x' * 300_000}--><!DOCTYPE x>{sheet('')}"})


def _wide_doctype() -> bytes:
    text = f'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]>{sheet("")}'
    return workbook({"xl/worksheets/sheet1.xml": text.encode("utf-16")})


def _lying_size() -> bytes:
    """A directory that says a tenth of what the part holds."""
    raw = bytearray(workbook({"xl/worksheets/sheet1.xml": sheet("<row/>" * 2_000_000)}))
    real = len(sheet("<row/>" * 2_000_000)).to_bytes(4, "little")
    return bytes(raw.replace(real, (1000).to_bytes(4, "little")))


def _many_parts() -> bytes:
    return workbook({f"xl/media/{number}.png": b"" for number in range(20_000)})


def _camt(inside: str) -> bytes:
    space = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
    return f'<?xml version="1.0"?><Document xmlns="{space}">{inside}</Document>'.encode()


WORKBOOKS: Mapping[str, Callable[[], bytes]] = {
    "a sheet of 200 MB of nothing": lambda: workbook(
        {"xl/worksheets/sheet1.xml": sheet(" " * (199 << 20))}, salted=False
    ),
    "a salted sheet of nothing": lambda: _sheet1(" " * (30 << 20) + "<row/>" * 1_100_000),
    "more than may be unpacked": lambda: workbook({f"xl/x{n}.xml": "<a/>" + " " * (51 << 20) for n in range(4)}),
    "millions of strings": lambda: _strings(1_500_000),
    "millions of empty rows": lambda: _sheet1("<row/>" * 2_000_000),
    "millions of cells in a row": lambda: _sheet1("<row>" + "<c/>" * 2_000_000 + "</row>"),
    "cells at the far right": lambda: _sheet1('<row><c r="XFD2"><v>1</v></c></row>' * 60_000),
    "a row deeper than any": lambda: _sheet1('<row r="999999999"><c r="A999999999"><v>1</v></c></row>'),
    "one long text in every cell": _one_text_everywhere,
    "more rows than are read": lambda: _sheet1('<row><c t="str"><v>x</v></c></row>' * 60_000),
    "merged cells without end": lambda: _sheet1(
        "", after="<mergeCells>" + '<mergeCell ref="A1:B2"/>' * 1_000_000 + "</mergeCells>"
    ),
    "styles without end": lambda: workbook(
        {"xl/styles.xml": f"<styleSheet {_MAIN}><cellXfs>{'<xf/>' * 400_000}</cellXfs></styleSheet>"}
    ),
    "sheets without end": lambda: workbook(
        {"xl/workbook.xml": book("".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId1"/>' for n in range(5_000)))}
    ),
    "names without end": lambda: workbook(
        {
            "xl/workbook.xml": book().replace(
                "</workbook>",
                "<definedNames>" + "".join(f'<definedName name="a{n}">S!A1</definedName>' for n in range(200_000)),
            )
        }
    ),
    "one part under many names": lambda: workbook(
        {
            "xl/workbook.xml": book("".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 290))),
            "xl/worksheets/sheet1.xml": f"<worksheet {_MAIN}><sheetData>{'<row><c/></row>' * 200_000}</sheetData>"
            "</worksheet>",
        }
    ),
    "entities in a sheet": lambda: _entities("xl/worksheets/sheet1.xml"),
    "entities in the strings": lambda: _entities("xl/sharedStrings.xml"),
    "entities in the styles": lambda: _entities("xl/styles.xml"),
    "a document type behind a long comment": _late_doctype,
    "a document type in two bytes a letter": _wide_doctype,
    "a part larger than it says": _lying_size,
    "parts without end": _many_parts,
    "another way of packing": lambda: workbook({}, way=zipfile.ZIP_LZMA),
}
TEXTS: Mapping[str, Callable[[], bytes]] = {
    "a line without an end": lambda: b"name;email\n" + b"x" * (9 << 20),
    "a line without an end in no encoding": lambda: b"name;email\n" + b"x" * (9 << 20) + b"\x98\xff",
    "a word without an end in no encoding": lambda: b"name;email\n" + b"\xe0" * (9 << 20) + b"\x98",
    "a quote that never ends": lambda: b'name;email\n"' + b"x;y\n" * (2 << 20),
    "columns without end": lambda: b"name;email\n" + b";" * (9 << 20),
    "more rows than are read": lambda: b"name;email\n" + b"a;b\n" * (2 << 20),
    "more cells than are read": lambda: b"name;email\n" + (b"a;" * 900 + b"\n") * 5_000,
    "a page with a document type": lambda: b"<!DOCTYPE html><html><table><tr><td>name</td></tr></table>",
    "an old XML workbook with entities": lambda: b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><Workbook/>',
}
STATEMENTS: Mapping[str, Callable[[], bytes]] = {
    "CAMT with entities": lambda: b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><Document>&a;</Document>',
    "CAMT of millions of elements": lambda: _camt("<a/>" * 2_000_000),
    "CAMT of one text in pieces": lambda: _camt("<a>" + "x<b/>" * 900_000 + "</a>")[: 9 << 20],
    "CAMT that goes deep": lambda: _camt("<a>" * 400_000),
    "MT940 of one field": lambda: b":20:X\n:25:1\n:28C:1\n:60F:C261101EUR0,\n:61:" + b"9" * (9 << 20),
    "1C of one line": lambda: "1CClientBankExchange\nСекцияДокумент=".encode("cp1251") + b"x" * (9 << 20),
    "1C of sections without end": lambda: b"1CClientBankExchange\n" + "СекцияДокумент=x\n".encode("cp1251") * 500_000,
}
