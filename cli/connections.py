"""The connections of `provrepo serve`: who says nothing makes room for who says something."""

from __future__ import annotations

import io
import selectors
import socket
from collections.abc import Callable
from contextlib import suppress
from threading import Condition
from time import monotonic


class Connections:
    """The open connections, at most ``most``, and which of them are silent at the moment."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._open: set[socket.socket] = set()
        self._silent: dict[socket.socket, None] = {}  # the one that is silent for longest first
        self._changed = Condition()

    def enter(self, connection: socket.socket) -> None:
        """Let a connection in; where there is no room, the longest silent one is closed for it.

        Where none is silent, it waits until one is done: nobody who has asked is cut off.
        """
        with self._changed:
            while len(self._open) >= self._most:
                self._close_longest_silent()
                # Not for ever: Ctrl-C is to end the program on every system.
                self._changed.wait(1)
            self._open.add(connection)
            self._silent[connection] = None

    def leave(self, connection: socket.socket) -> None:
        """Forget a connection, which is about to be closed."""
        with self._changed:
            self._open.discard(connection)
            self._silent.pop(connection, None)
            self._changed.notify_all()

    def listen(self, connection: socket.socket, seconds: float) -> None:
        """Wait until a connection says something, or ends, and leave what it says to be read.

        Raises TimeoutError where that takes longer than some ``seconds``.
        """
        with self._changed:
            if connection in self._open:
                self._silent.setdefault(connection)
        connection.settimeout(seconds)
        connection.recv(1, socket.MSG_PEEK)
        # It is read only after this, so that whoever is silent, with nothing to be read, has
        # really said nothing.
        with self._changed:
            self._silent.pop(connection, None)

    def _close_longest_silent(self) -> None:
        for connection in self._silent:
            if not _can_be_read(connection):
                del self._silent[connection]
                with suppress(OSError):  # it may have gone by itself
                    connection.shutdown(socket.SHUT_RDWR)  # its thread reads the end, and leaves
                return


def _can_be_read(connection: socket.socket) -> bool:
    with selectors.DefaultSelector() as selector:
        selector.register(connection, selectors.EVENT_READ)
        return bool(selector.select(0))


class Heard(io.RawIOBase):
    """What is heard from a connection, ``listen`` being called before each part is read.

    Reading raises TimeoutError where nothing comes for ``pause`` seconds, or not all of it within
    ``longest``: who sends a letter a second never pauses.
    """

    def __init__(
        self,
        connection: socket.socket,
        listen: Callable[[socket.socket, float], None],
        pause: float,
        longest: float,
    ) -> None:
        self._connection, self._listen, self._pause = connection, listen, pause
        self._end = monotonic() + longest

    def readable(self) -> bool:
        """Return True: it is there to be read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Read what has come into a buffer; return how many bytes, 0 at the end."""
        left = self._end - monotonic()
        if left <= 0:
            raise TimeoutError
        self._listen(self._connection, min(left, self._pause))
        self._connection.settimeout(self._pause)
        return self._connection.recv_into(buffer)
