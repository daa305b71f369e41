"""What the site and its supervisor have to tell each other, over a pair of sockets that only they hold."""

import os
import socket

_CHANNEL = "STUDIO_SUPERVISOR"
_LISTENER = "STUDIO_LISTENER"
LISTENING, SERVING = b"L", b"S"


class Supervisor:
    """The supervisor as the site sees it; without one, nothing is told."""

    def __init__(self) -> None:
        self._channel = _taken(_CHANNEL)
        self.listener = _taken(_LISTENER)
        """The listening socket of the site that was here before."""

    def keep(self, listener: socket.socket) -> None:
        """Hand the listening socket up: while the site is away, connections wait instead of being refused."""
        if self._channel is not None:
            socket.send_fds(self._channel, [LISTENING], [listener.fileno()])

    def serving(self) -> None:
        """From now on everything works."""
        if self._channel is not None:
            self._channel.sendall(SERVING)


def handed_down(channel: socket.socket, listener: socket.socket | None) -> dict[str, str]:
    """What a site finds in its environment: by number, the descriptors that it is given."""
    given = {_CHANNEL: channel, _LISTENER: listener}
    return {name: str(one.fileno()) for name, one in given.items() if one is not None}


def _taken(name: str) -> socket.socket | None:
    number = os.environ.pop(name, "")
    if not number:
        return None
    taken = socket.socket(fileno=int(number))
    taken.set_inheritable(False)  # nothing that the site starts keeps the port
    return taken
