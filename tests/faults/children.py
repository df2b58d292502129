"""Processes that do a part of a test and can be killed; they begin with what is loaded here.

Forked, so that no kill strikes an import, and none takes half a second to start. No repository may
be open in the process that forks: SQLite's locks belong to processes.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from types import TracebackType


class Child:
    """A process that runs ``work`` with its arguments; a context manager that ends it."""

    def __init__(self, work: Callable[..., object], *arguments: object) -> None:
        reader, output = os.pipe()
        errors, messages = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            status = 1
            try:
                os.dup2(output, 1)
                os.dup2(messages, 2)
                sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
                work(*arguments)
                status = 0
            except SystemExit as leaving:
                status = leaving.code if isinstance(leaving.code, int) else 1
            except BaseException:  # noqa: BLE001 - as Python itself does
                traceback.print_exc()
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(status)
        os.close(output)
        os.close(messages)
        self.stdout, self._stderr = os.fdopen(reader, "rb"), os.fdopen(errors, "rb")
        self._status: int | None = None

    def kill(self) -> None:
        """Send SIGKILL."""
        os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> tuple[int, bytes, bytes]:
        """Return the exit status (negative: the signal), and what was left of both outputs."""
        output, messages = self.stdout.read(), self._stderr.read()
        return self._end(), output, messages

    def _end(self) -> int:
        if self._status is None:
            self._status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self._status

    @property
    def runs(self) -> bool:
        """Whether it has not ended yet."""
        if self._status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self._status = os.waitstatus_to_exitcode(status) if pid else None
        return self._status is None

    def __enter__(self) -> Child:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.runs:
            self.kill()
            self._end()
        self.stdout.close()
        self._stderr.close()
