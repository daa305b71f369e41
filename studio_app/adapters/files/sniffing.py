"""What a file is, told by its bytes; its name and what the browser says of it count for nothing."""

import re

HEAD = 4096
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),  # doc, xls, ppt, msg
    (b"{\\rtf", "application/rtf"),
    (b"8BPS", "image/vnd.adobe.photoshop"),
    (b"PK\x03\x04", "application/zip"),  # docx, xlsx, pptx, odt, fig, zip
    (b"PK\x05\x06", "application/zip"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"BM", "image/bmp"),
)
_ISO_MEDIA = {b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heic", b"avif": "image/avif"}
_MARKUP = re.compile(r"\A[\s\ufeff]*<(?:!doctype|html|svg|script|\?xml|\?php|head|body|iframe|!--)", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b|\bjavascript:|<\?php|<iframe\b|\bon(?:load|error)\s*=", re.IGNORECASE)


def media_type(head: bytes) -> str | None:
    """The type of a file that begins with `head` (its first HEAD bytes); None for what we do not keep.

    Kept are documents, pictures, sound, video, archives and plain text; programs, scripts and anything
    that a browser would take for a page are not.
    """
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if head[4:8] == b"ftyp":
        return _ISO_MEDIA.get(head[8:12], "video/mp4")
    if head[:4] == b"RIFF" and head[8:12] in {b"WEBP", b"WAVE"}:
        return "image/webp" if head[8:12] == b"WEBP" else "audio/wav"
    return "text/plain" if _is_plain_text(head) else None


def _is_plain_text(head: bytes) -> bool:
    if not head or b"\x00" in head or head.startswith((b"#!", b"MZ", b"\x7fELF")):
        return False
    text = _decoded(head)
    return text is not None and not _MARKUP.search(text) and not _SCRIPT.search(text)


def _decoded(head: bytes) -> str | None:
    """UTF-8 (a letter cut at the end is forgiven), else Windows-1251 as old accounting writes it."""
    for cut in range(4):
        try:
            return head[: len(head) - cut].decode("utf-8-sig")
        except UnicodeDecodeError:
            continue
    controls = sum(byte < 32 and byte not in b"\t\r\n\x0c" for byte in head)
    return None if controls else head.decode("cp1251", errors="ignore")
