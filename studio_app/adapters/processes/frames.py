"""What the server and its worker processes say to each other: frames of a status byte, a length, and bytes."""

import struct
from typing import BinaryIO

HEADER = struct.Struct(">cI")
JOB, WARM = b"j", b"w"
"""To the worker: a task with its arguments in JSON, the bytes it is about in the next frame; get ready for one."""

PART, COUNT, DONE, LAST, REFUSED, FAILED = b"+", b"#", b".", b"!", b"?", b"-"
"""From the worker: a part of the answer, how far it is, the end of it (LAST: and of the worker), a typed error in
JSON, what went wrong."""


def read_frame(stream: BinaryIO) -> tuple[bytes, bytes] | None:
    """The next frame's status and bytes, or None at the end."""
    head = stream.read(HEADER.size)
    if len(head) < HEADER.size:
        return None
    status, length = HEADER.unpack(head)
    return status, stream.read(length)


def write_frame(stream: BinaryIO, status: bytes, body: bytes = b"") -> None:
    """Write one frame."""
    stream.write(HEADER.pack(status, len(body)))
    stream.write(body)
    stream.flush()
