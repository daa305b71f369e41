"""What worker processes are asked to do in these tests."""

import os
import time
from collections.abc import Iterator

from studio_app.adapters.processes.progress import counted
from studio_app.core.errors import NotFound


def echo(raw: bytes, *, times: int = 1) -> Iterator[bytes]:
    for _ in range(times):
        yield raw


def pid(_raw: bytes) -> Iterator[bytes]:
    yield str(os.getpid()).encode()


def state(_raw: bytes) -> Iterator[bytes]:
    yield str(os.nice(0)).encode()
    yield b"|"
    yield "\n".join(f"{name}={value}" for name, value in os.environ.items()).encode()


def die(_raw: bytes) -> Iterator[bytes]:
    yield b"half of it"
    os.kill(os.getpid(), 9)


def spin(_raw: bytes) -> Iterator[bytes]:
    while True:
        pass


def swallow(_raw: bytes) -> Iterator[bytes]:
    held = [bytes(64 << 20) for _ in range(1000)]
    yield str(len(held)).encode()


def refuse(_raw: bytes) -> Iterator[bytes]:
    raise NotFound(what="it")


def break_(_raw: bytes) -> Iterator[bytes]:
    raise KeyError("x")


def chatter(_raw: bytes) -> Iterator[bytes]:
    print("words of a library")
    yield b"answer"


def slow(_raw: bytes) -> Iterator[bytes]:
    for _ in counted(range(3000)):
        time.sleep(0.0005)
    yield b"read"
