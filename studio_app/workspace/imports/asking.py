"""What the screen of imports asks about a file: in which encoding it is, where nobody tells."""

from studio_app.adapters.tables.encodings import ENCODINGS
from studio_app.adapters.tables.read import Table
from studio_app.adapters.texts.catalogue import translate
from studio_app.core.shortening import shortened
from studio_app.domain.imports.uploads import Upload
from studio_app.workspace.uploads.views import Ask

ENCODING = "encoding"
_SHOWN = 120  # characters of a row


def asks(upload: Upload, table: Table | None, locale: str) -> list[Ask]:
    """The encoding and what else there is; nothing of a workbook. Without a table it could not be read at all."""
    encoding = table.encoding if table else upload.encoding
    if table is not None and not encoding:
        return []
    options = [[code, code] for code in dict.fromkeys([code for code in (encoding, *ENCODINGS) if code])]
    value, sentence = encoding, ""
    if table is None and not encoding:
        options.insert(0, ["", translate(locale, "statements.ask.as_found")])
    if table is not None and is_open(upload, table):
        value, options = "", [["", "—"], *options]
        sentence = translate(locale, "statements.question.encoding", said=_sample(table))
    return [Ask(ENCODING, translate(locale, "statements.ask.encoding"), value, options, sentence)]


def is_open(upload: Upload, table: Table) -> bool:
    """Whether a person has to look at the letters before the list is imported."""
    return not table.sure and not upload.encoding


def _sample(table: Table) -> str:
    rows = (" ".join(" ".join(cells).split()) for cells in (table.headings, *(cells for _, cells in table.rows)))
    return shortened(next((row for row in rows if not row.isascii()), ""), _SHOWN)
