"""Matching in a process of its own, which can be ended: Python's `re` cannot be told to stop.

The process runs this file as a script, so nothing of the project is imported here.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator


def matches(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """Yield where a pattern matches in each line of a text; matches of nothing are left out."""
    begins = 0
    for line in text.splitlines(keepends=True):
        for match in pattern.finditer(line.rstrip("\r\n")):
            if match.start() < match.end():
                yield begins + match.start(), begins + match.end()
        begins += len(line)


class Apart:
    """A process that matches one pattern in one text after the other."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - this file, by this Python
            [sys.executable, "-I", "-S", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._close = weakref.finalize(self, _end, self._process)
        assert self._process.stdout
        self._write([pattern.pattern, pattern.flags])
        self._process.stdout.readline()  # it has begun: from now on its time is that of matching

    def matches(self, text: str, seconds: float) -> list[tuple[int, int]] | None:
        """Return where the pattern matches; None where that takes longer than ``seconds``.

        The process is ended then. Raises OSError where it was ended by somebody else.
        """
        late = threading.Event()

        def give_up() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(seconds, give_up)
        timer.start()
        try:
            assert self._process.stdout
            self._write(text)
            line = self._process.stdout.readline()
        except OSError:
            line = b""
        finally:
            timer.cancel()
        if line:
            return [(start, end) for start, end in json.loads(line)]
        self._close()
        if late.is_set():
            return None
        raise OSError("the process that matches was ended")

    def _write(self, value: object) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(value).encode() + b"\n")
        self._process.stdin.flush()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.communicate()


def _serve() -> None:
    with os.fdopen(0, "rb") as questions, os.fdopen(1, "wb") as answers:
        pattern = re.compile(*json.loads(questions.readline()))
        answers.write(b"\n")
        answers.flush()
        for line in questions:
            answers.write(json.dumps(list(matches(pattern, json.loads(line)))).encode() + b"\n")
            answers.flush()


if __name__ == "__main__":
    _serve()
