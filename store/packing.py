"""A process that packs contents on another core, while this one goes on planning.

Packing takes as long as all else that a bulk write does. Threads cannot share it, as zlib's calls
are short, and after each of them a thread waits for Python's lock.
"""

from __future__ import annotations

import atexit
import marshal
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from provrepo.store.contents import Chains, Job, Link, Packed, Stored

if TYPE_CHECKING:
    from subprocess import Popen

_COMMAND = (
    "import sys; sys.path[:] = sys.argv[1:]; from provrepo.store.packing import serve; "
    "serve(sys.stdin.buffer, sys.stdout.buffer)"
)

PACK, ANSWER, FORGET = range(3)
"""The messages to the other process: pack some more contents, answer with all that was packed since
the last answer, or forget them."""


def start() -> PackingProcess | None:
    """Start the process; None where there is no second core or no Python to run it."""
    from subprocess import DEVNULL, PIPE, Popen

    if _cores() == 1 or not _is_python(sys.executable):
        return None
    root = str(Path(__file__).parents[2])  # not on the path of an editable installation
    try:
        process = Popen(  # noqa: S603 - this very interpreter, and nothing of the user's
            [sys.executable, "-S", "-c", _COMMAND, *sys.path, root],
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,  # whatever is wrong with it, this process can do without
            pipesize=1 << 20,  # so that neither waits long for the other
            start_new_session=True,  # Ctrl-C is for the process that hands over
        )
    except OSError:
        return None
    return PackingProcess(process)


class PackingProcess:
    """The other process, as the one that started it sees it."""

    def __init__(self, process: Popen[bytes]) -> None:
        assert process.stdin is not None
        self.process = process
        self._outbox = _Outbox(process.stdin)
        _running.add(self)

    def pack(self, jobs: Sequence[Job]) -> None:
        """Hand over the next contents of a batch, those of a text in their order."""
        self._send(PACK, jobs)

    def complete(self) -> None:
        """End the batch: its forms are to be sent, and can be asked for by `answer`."""
        self._send(ANSWER)

    def forget(self) -> None:
        """Let the process begin anew."""
        self._send(FORGET)

    def answer(self) -> list[Stored] | None:
        """Return the forms of the first batch that was completed; None where the process is gone.

        Waits until the batch is packed.
        """
        assert self.process.stdout is not None
        try:
            answer = _read(self.process.stdout)
        except (OSError, EOFError):
            return None
        return [Stored(name, size, Packed(*packed), *link) for name, size, packed, *link in answer]

    def close(self) -> None:
        """End the process, unless that was done."""
        if self not in _running:
            return
        _running.discard(self)
        self.process.kill()
        self._outbox.close()
        self.process.communicate()

    def _send(self, message: int, jobs: Sequence[Job] = ()) -> None:
        self._outbox.put((message, [_plain(job) if job.chain else tuple(job) for job in jobs]))


_running: set[PackingProcess] = set()


@atexit.register
def _end_all() -> None:
    """End what still runs for a generator that nobody closed.

    Later, when Python collects it, no thread goes on any more, and waiting for one has no end.
    """
    for process in list(_running):
        process.close()


class _Outbox:
    """Messages to another process, written as it takes them, so that who sends need not wait."""

    def __init__(self, file: IO[bytes]) -> None:
        from queue import SimpleQueue
        from threading import Thread

        self._file = file
        self._messages = SimpleQueue[bytes | None]()
        self._thread = Thread(target=self._deliver, daemon=True)
        self._thread.start()

    def put(self, message: Any) -> None:  # noqa: ANN401
        self._messages.put(marshal.dumps(message))

    def _deliver(self) -> None:
        with suppress(OSError):  # the other process is gone
            while (data := self._messages.get()) is not None:
                self._file.write(len(data).to_bytes(8, "little"))
                self._file.write(data)
                self._file.flush()

    def close(self) -> None:
        """Send no more."""
        self._messages.put(None)
        self._thread.join()


def serve(asked: IO[bytes], answers: IO[bytes]) -> None:
    """Be the other process: follow messages until the one that sends them is gone."""
    outbox, chains, packed = _Outbox(answers), Chains(), list[Stored]()
    with suppress(EOFError, OSError):
        while True:
            what, jobs = _read(asked)
            if what == PACK:
                packed += chains.pack([_job(*job) for job in jobs])
                continue
            if what == ANSWER:
                outbox.put([_plain(form) for form in packed])
                chains.turn()
            else:
                chains = Chains()
            packed = []


def _job(text: str, name: str, data: bytes, chain: Any, stored: bool) -> Job:  # noqa: ANN401
    return Job(text, name, data, chain and tuple(Link(*link) for link in chain), stored)


def _plain(value: Any) -> Any:  # noqa: ANN401
    """Return tuples of a class of their own, however deep, as tuples, which marshal knows."""
    return tuple(map(_plain, value)) if isinstance(value, tuple) else value


def _read(file: IO[bytes]) -> Any:  # noqa: ANN401
    """Return a message as it was sent. Raises EOFError."""
    size = int.from_bytes(head := file.read(8), "little")
    data = file.read(size)
    if len(head) < 8 or len(data) < size:
        raise EOFError
    return marshal.loads(data)  # noqa: S302 - our own


def _cores() -> int:
    """Return how many cores this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def _is_python(executable: str | None) -> bool:
    """Return whether a program is Python itself, and not one that has Python inside."""
    name = Path(executable or "").stem.lower()
    return name.startswith(("python", "pypy")) and not getattr(sys, "frozen", False)
