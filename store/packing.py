"""Packing the contents of a batch, each against those of its text before it.

That takes as long as all else that a bulk write does. Threads cannot share it, as zlib's calls are
short, and after each of them a thread waits for Python's lock. So where there is much to pack, a
process of its own does it on another core, while this one goes on planning.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from provrepo.store import contents
from provrepo.store.contents import Chain, Link, Packed, Stored

if TYPE_CHECKING:
    from subprocess import Popen

ENOUGH = 250, 2 << 20
"""How many contents, or how many bytes, make a process worth starting, which takes 50 ms."""

_COMMAND = (
    "import sys; sys.path[:] = sys.argv[1:]; from provrepo.store.packing import serve; "
    "serve(sys.stdin.buffer, sys.stdout.buffer)"
)

PACK, ANSWER, FORGET = range(3)
"""The messages to the other process: pack some more contents, answer with all that was packed since
the last answer, or forget them."""


class Job(NamedTuple):
    """A content that is to be packed: its digest, its bytes, and the name of its text.

    ``chain`` is the chain that it follows, None where that is the chain of the text's content
    before it in this batch or the one before. With ``stored`` it is the content's own chain:
    nothing is to be packed.
    """

    text: str
    name: str
    data: bytes
    chain: Chain | None
    stored: bool = False


class Chains:
    """The chains of the texts of a batch, as they grow, and those of the batch before."""

    def __init__(self) -> None:
        self._chains: dict[str, Chain] = {}
        self._before: dict[str, Chain] = {}

    def pack(self, jobs: Sequence[Job]) -> list[Stored]:
        """Return the stored forms of contents."""
        packed = []
        for text, name, data, chain, stored in jobs:
            before = self._known(text) if chain is None else chain
            if not stored and (not before or before[-1].digest != name):
                form, before = contents.extend(before, data, name)
                packed.append(form)
            self._chains[text] = before
        return packed

    def _known(self, text: str) -> Chain:
        return self._chains.get(text) or self._before.get(text, ())

    def turn(self) -> None:
        """Begin the next batch."""
        self._before, self._chains = self._chains, {}


class Packer:
    """Packs batch after batch: in this process, and from `ENOUGH` on in another one.

    With ``alone`` no process is started. Several batches may be handed over before the first is
    asked for. To be used in a ``with`` statement, which ends the other process.
    """

    def __init__(self, *, alone: bool = False) -> None:
        self._process: Popen[bytes] | None = None
        self._outbox: _Outbox
        self._alone = alone
        self._complete: deque[_Handed] = deque()
        self._begin()
        self._chains = Chains()

    def _begin(self) -> None:
        self._jobs: list[Job] = []
        self._sent = self._size = 0

    def forget(self) -> None:
        """Begin anew; what was handed over and not asked for is no longer wanted."""
        while self._complete:
            if self._complete.popleft().elsewhere and self._process is not None:
                self._answer()
        if self._process is not None:
            self._send(FORGET)
        self._begin()
        self._chains = Chains()

    def add(self, jobs: Sequence[Job]) -> None:
        """Hand over the next contents of the batch, those of a text in their order."""
        self._jobs += jobs
        self._size += sum(len(job.data) for job in jobs)
        if self._process is None and not self._alone and self._is_enough():
            self._start()
        if self._process is not None:
            self._send(PACK, self._jobs[self._sent :])
            self._sent = len(self._jobs)

    def _is_enough(self) -> bool:
        """Return whether another process pays; for one content this one would only wait."""
        return len(self._jobs) > 1 and (len(self._jobs) >= ENOUGH[0] or self._size >= ENOUGH[1])

    def complete(self) -> None:
        """Begin the next batch; this one is packed, and can be asked for."""
        if self._process is not None:
            self._send(ANSWER)
        self._complete.append(_Handed(self._jobs, elsewhere=self._process is not None))
        self._begin()

    def packed(self) -> list[Stored]:
        """Return the stored forms of all contents of the first batch that is complete."""
        jobs, elsewhere = self._complete.popleft()
        forms = self._answer() if elsewhere and self._process is not None else None
        if forms is None:  # there is no other process, or it cannot go on
            forms = self._chains.pack(jobs)
        self._chains.turn()
        return forms

    def _start(self) -> None:
        from subprocess import DEVNULL, PIPE, Popen

        if _cores() == 1 or not _is_python(sys.executable):
            self._alone = True
            return
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
            self._alone = True
            return
        assert process.stdin is not None
        self._process, self._outbox = process, _Outbox(process.stdin)

    def _send(self, what: int, jobs: Sequence[Job] = ()) -> None:
        self._outbox.put((what, [_plain(job) if job.chain else tuple(job) for job in jobs]))

    def _answer(self) -> list[Stored] | None:
        assert self._process is not None
        assert self._process.stdout is not None
        try:
            answer = _read(self._process.stdout)
        except (OSError, EOFError):
            self.close()
            return None
        return [
            Stored(name, size, Packed(*packed), base, place)
            for name, size, packed, base, place in answer
        ]

    def close(self) -> None:
        """End the other process; what comes is packed here."""
        process, self._process, self._alone = self._process, None, True
        if process is not None:
            process.kill()
            self._outbox.close()
            process.communicate()

    def __enter__(self) -> Packer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


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


class _Handed(NamedTuple):
    """A batch that is complete, and whether the other process has it."""

    jobs: list[Job]
    elsewhere: bool


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
