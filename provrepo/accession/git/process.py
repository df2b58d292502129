"""Running git: only to read, in a `SealedFolder`, and never longer than provrepo itself runs."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
from _thread import allocate_lock, start_new_thread
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import IO, Any

from provrepo.accession.git.sealed import SealedFolder
from provrepo.errors import InputError

# The repository's own settings are not read (see `sealed`). These count before the user's, which
# are meant for other uses of git, and say once more that nothing is run.
_SETTINGS = (
    *("core.fsmonitor=false", f"core.hooksPath={os.devnull}", f"core.attributesFile={os.devnull}"),
    *("protocol.allow=never", "log.showSignature=false", "i18n.logOutputEncoding=UTF-8"),
    "mailmap.blob=HEAD:.mailmap",
    *("diff.renameLimit=4000", "core.commitGraph=true", "color.ui=false"),
)
_CHUNK = 1 << 16
LONGEST_START = 10
"""How many seconds to wait, when interrupted, for a process that is just being started."""


class Git:
    """A git repository, by the path of its folder (or of a bare one). Raises InputError."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = os.fspath(path)
        if "://" in self.path:
            raise InputError(self.path, "is no folder; fetch it first: git clone --mirror URL")
        program = shutil.which("git")
        if program is None:
            raise InputError(self.path, "cannot be read: git is not installed")
        if not Path(self.path).is_dir():
            raise InputError(self.path, "there is no such folder")
        self.name = Path(self.path).resolve().name.removesuffix(".git")
        self._sealed = SealedFolder(self.path)
        settings = [part for setting in _SETTINGS for part in ("-c", setting)]
        self._command = [
            *(program, *settings, f"--git-dir={self._sealed.folder}", "--no-replace-objects")
        ]
        # Nothing else of the environment: GIT_DIR and its like would lead elsewhere. Nothing is
        # fetched, which a partial clone would do for what it lacks, over any protocol.
        self._environment = {
            "PATH": os.pathsep.join((os.path.dirname(program), os.defpath)),  # noqa: PTH120
            "HOME": os.path.expanduser("~"),  # noqa: PTH111 - where mailmap.file may be set
            "LC_ALL": "C",
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_ALLOW_PROTOCOL": "none",
            "GIT_CEILING_DIRECTORIES": os.path.dirname(self._sealed.folder),  # noqa: PTH120
        }
        self._sealed.take_over_format(self.ask)
        self.ask("rev-parse", "--git-dir")

    def ask(self, *arguments: str, standard_input: bytes = b"") -> bytes:
        """Return what a command prints. Raises InputError with what git says is wrong."""
        with self._started(
            *arguments, standard_input=subprocess.PIPE, messages=subprocess.PIPE
        ) as process:
            printed, messages = process.communicate(standard_input)
        if process.returncode:
            raise self._error(messages)
        return printed

    def commit(self, ref: str) -> str:
        """Return the id of the commit that a name stands for. Raises InputError."""
        try:
            printed = self.ask(
                "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}"
            )
        except InputError:
            raise InputError(
                self.path, f"has no commit {ref}; name a branch, a tag or a commit: --ref main"
            ) from None
        return printed.decode().strip()

    @contextmanager
    def tokens(self, *arguments: str) -> Iterator[Iterator[bytes]]:
        """Run a command and hand over what it prints, as it comes, in parts that end with NULs.

        Raises InputError at the end of the block where git did not come to its own end.
        """
        with self._started(*arguments, standard_input=subprocess.DEVNULL) as process:
            assert process.stdout is not None
            yield chain.from_iterable(_parts(process.stdout))
            # Somebody may stop reading early; only where git itself ended, its status counts.
            if process.stdout.read(1) == b"" and process.wait():
                raise InputError(self.path, "is damaged: git stopped in the middle")

    @contextmanager
    def blobs(self) -> Iterator[Blobs]:
        """Start the one process through which all blobs are read."""
        with self._started("cat-file", "--batch", standard_input=subprocess.PIPE) as process:
            yield Blobs(self, process)

    @contextmanager
    def _started(
        self, *arguments: str, standard_input: int, messages: int = subprocess.DEVNULL
    ) -> Iterator[subprocess.Popen[bytes]]:
        """Start git for the length of a block, at the end of which it is ended."""
        begin = _Beginning(
            [*self._command, *arguments],
            stdin=standard_input,
            stdout=subprocess.PIPE,
            stderr=messages,
            cwd=self._sealed.folder,
            env=self._environment,
            # Ctrl-C stops this process, which then ends git; git itself does not see it.
            start_new_session=True,
        )
        try:
            yield begin.process()
        finally:
            begin.end()

    def _error(self, message: bytes) -> InputError:
        words = message.decode(errors="backslashreplace").replace(self._sealed.folder, self.path)
        if "not a git repository" in words:
            reason = "is no git repository"
        else:
            reason = " ".join(words.split()).removeprefix("fatal: ") or "git failed"
        return InputError(self.path, reason)


class _Beginning:
    """A process that is known from its first moment, whenever a signal interrupts this one.

    It is started in a thread, as signals are handled in the main one: Ctrl-C between the start of a
    process and the moment when Python tells of it would leave one that nobody ends. What is used of
    the standard library is only what Ctrl-C leaves whole: an interrupted `threading.Event.wait` may
    release a lock that it no longer has, and after an interrupted `Popen.communicate` another one
    finds half of what it needs.
    """

    def __init__(self, command: list[str], **settings: Any) -> None:  # noqa: ANN401 - of Popen
        self._command, self._settings = command, settings
        self._process: subprocess.Popen[bytes] | None = None
        self._error: OSError | None = None
        self._has_begun = self._is_decided = False
        self._until_decided = allocate_lock()
        self._until_decided.acquire()

    def process(self) -> subprocess.Popen[bytes]:
        """Start the process. Raises OSError where that is not possible."""
        _running.add(self)
        self._has_begun = True
        start_new_thread(self._start, ())
        self._until_decided.acquire()
        if self._error is not None:
            raise self._error
        assert self._process is not None, "it is started or has failed"
        return self._process

    def _start(self) -> None:
        try:
            self._process = subprocess.Popen(self._command, **self._settings)  # noqa: S603
        except OSError as error:
            self._error = error
        finally:
            self._is_decided = True
            self._until_decided.release()

    def end(self) -> None:
        """End the process, if it still runs, with all that it started."""
        if self._has_begun and not self._is_decided:
            self._until_decided.acquire(timeout=LONGEST_START)
        if self._process is not None:
            if self._process.returncode is None:
                with suppress(OSError):
                    _kill(self._process)
            for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
                if pipe is not None:
                    with suppress(OSError):  # what was asked and not sent yet goes nowhere
                        pipe.close()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(LONGEST_START)
        _running.discard(self)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process with all that it started; Windows knows no groups of processes."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


_running: set[_Beginning] = set()


@atexit.register
def _end_all() -> None:
    """End what still runs for a generator that nobody closed: no git outlives this process."""
    for beginning in list(_running):
        beginning.end()


def _parts(printed: IO[bytes]) -> Iterator[list[bytes]]:
    begun = b""
    while chunk := printed.read1(_CHUNK):  # type: ignore[attr-defined]
        *parts, begun = (begun + chunk).split(b"\0")
        yield parts


class Blobs:
    """Reads the contents of blobs from one process, many at a time."""

    def __init__(self, git: Git, process: subprocess.Popen[bytes]) -> None:
        self._git, self._process = git, process

    def contents(self, ids: list[str]) -> Iterator[bytes | None]:
        """Yield the bytes of each blob in turn, None where the repository does not have it.

        Ask for a few hundred at a time, so that the questions fit into a pipe, and take all
        answers: they would otherwise be taken for those of the next questions.
        """
        questions, answers = self._process.stdin, self._process.stdout
        assert questions is not None
        assert answers is not None
        with suppress(BrokenPipeError):  # git has ended; what it answered till then tells where
            questions.write("".join(f"{blob}\n" for blob in ids).encode())
            questions.flush()
        for _ in ids:
            head = answers.readline().split()  # ID TYPE SIZE, or ID missing
            if head[1:] == [b"missing"]:
                yield None
                continue
            size = int(head[2]) if len(head) == 3 else 0
            data = answers.read(size + 1)  # with the line feed that ends an answer
            if len(data) <= size:
                raise InputError(self._git.path, "is damaged: git stopped in the middle")
            yield data[:-1]
