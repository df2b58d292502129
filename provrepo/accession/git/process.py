"""Running git: only to read, and with none of the hooks and helpers that a repository may set."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import IO

from provrepo.errors import InputError

# A repository that somebody sends is no program: these settings, given on the command line, count
# before its own, which could name commands to run.
_SETTINGS = (
    *("core.fsmonitor=false", f"core.hooksPath={os.devnull}", f"core.attributesFile={os.devnull}"),
    *("protocol.allow=never", "log.showSignature=false", "i18n.logOutputEncoding=UTF-8"),
    *("diff.renameLimit=4000", "core.commitGraph=true", "color.ui=false"),
)
_CHUNK = 1 << 16


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
        inside = Path(self.path).absolute()
        folder = inside / ".git" if (inside / ".git").exists() else inside
        settings = [part for setting in _SETTINGS for part in ("-c", setting)]
        self._command = [program, *settings, f"--git-dir={folder}", "--no-replace-objects"]
        # Nothing else of the environment: GIT_DIR and its like would lead elsewhere. What is
        # missing in a partial clone is not fetched, and no lock is taken for an index that is
        # refreshed: the repository stays as it is.
        self._environment = {
            "PATH": os.pathsep.join((os.path.dirname(program), os.defpath)),  # noqa: PTH120
            "HOME": os.path.expanduser("~"),  # noqa: PTH111 - where mailmap.file may be set
            "LC_ALL": "C",
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_CEILING_DIRECTORIES": os.path.dirname(folder),  # noqa: PTH120
        }
        self.name = inside.resolve().name.removesuffix(".git")
        self.ask("rev-parse", "--git-dir")

    def ask(self, *arguments: str, standard_input: bytes = b"") -> bytes:
        """Return what a command prints. Raises InputError with what git says is wrong."""
        process = subprocess.run(  # noqa: S603
            [*self._command, *arguments],
            input=standard_input,
            capture_output=True,
            env=self._environment,
            check=False,
        )
        if process.returncode:
            raise self._error(process.stderr)
        return process.stdout

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
    def _started(self, *arguments: str, standard_input: int) -> Iterator[subprocess.Popen[bytes]]:
        process = subprocess.Popen(  # noqa: S603
            [*self._command, *arguments],
            stdin=standard_input,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=self._environment,
            # Ctrl-C stops this process, which then ends git; git itself does not see it.
            start_new_session=True,
        )
        try:
            yield process
        finally:
            process.kill()
            with suppress(OSError):  # what was asked and not sent yet goes nowhere
                process.communicate()

    def _error(self, message: bytes) -> InputError:
        words = message.decode(errors="backslashreplace")
        if "not a git repository" in words:
            reason = "is no git repository"
        else:
            reason = " ".join(words.split()).removeprefix("fatal: ") or "git failed"
        return InputError(self.path, reason)


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
