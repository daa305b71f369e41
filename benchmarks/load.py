"""Plain keep-alive load on one address, with as little work as possible on this side."""

import selectors
import socket
import time


def requests_per_second(host: str, port: int, path: str, *, connections: int = 8, seconds: float = 4.0) -> float:
    """Answers per second while every one of `connections` always has one request under way.

    All answers must be as long as the first one, which must be a 200.
    """
    request = f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n".encode()
    length = _length(host, port, request)
    selector = selectors.EpollSelector()
    pending: dict[socket.socket, int] = {}
    for _ in range(connections):
        connection = socket.create_connection((host, port))
        connection.setblocking(False)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(connection, selectors.EVENT_READ)
        connection.send(request)
        pending[connection] = length
    done, started = 0, time.perf_counter()
    while (elapsed := time.perf_counter() - started) < seconds:
        for key, _ in selector.select(1):
            connection = key.fileobj
            assert isinstance(connection, socket.socket)
            pending[connection] -= len(connection.recv(1 << 18))
            if pending[connection] <= 0:
                assert pending[connection] == 0, "an answer of another length"
                done += 1
                pending[connection] = length
                connection.send(request)
    for connection in pending:
        connection.close()
    return done / elapsed


def _length(host: str, port: int, request: bytes) -> int:
    with socket.create_connection((host, port)) as connection:
        connection.sendall(request)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += connection.recv(1 << 18)
        head, _, body = answer.partition(b"\r\n\r\n")
        assert b" 200 " in head.splitlines()[0], head.decode()
        lengths = [line for line in head.lower().splitlines() if line.startswith(b"content-length:")]
        size = int(lengths[0].split(b":")[1])
        while len(body) < size:
            body += connection.recv(1 << 18)
        return len(head) + 4 + size
