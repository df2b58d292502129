"""Real processes of ``provrepo`` that need not load Python and its modules each time.

One process loads everything, and is forked for each command: the child has arguments, folder,
environment and standard streams of its own, and its exit status is that of the command. So it
takes 20 ms instead of half a second. How a fresh process starts is tested with `subprocess`.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import traceback
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 1 << 20
"""No request is longer, in bytes."""

_servers: list[ForkServer] = []


def run_command(
    arguments: Sequence[str], folder: Path, stdin: bytes, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[bytes]:
    """Run ``provrepo`` in a folder, in a process of its own, and return what became of it."""
    if not _servers:
        _servers.append(ForkServer())
        atexit.register(_servers[0].close)
    return _servers[0].run(arguments, folder, stdin, environment)


class ForkServer:
    """The process that is forked, and the way to it."""

    def __init__(self) -> None:
        self._socket, end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with end:
            code = f"from tests.forkserver import serve; serve({end.fileno()})"
            self._process = subprocess.Popen(
                [sys.executable, "-c", code], cwd=ROOT, pass_fds=[end.fileno()],
                stdin=subprocess.DEVNULL,
            )  # fmt: skip

    def run(
        self, arguments: Sequence[str], folder: Path, stdin: bytes, environment: Mapping[str, str]
    ) -> subprocess.CompletedProcess[bytes]:
        """Run one command to its end."""
        streams = [os.memfd_create(name) for name in ("stdin", "stdout", "stderr")]
        try:
            with os.fdopen(os.dup(streams[0]), "wb") as file:
                file.write(stdin)
            os.lseek(streams[0], 0, os.SEEK_SET)
            request = {"arguments": arguments, "folder": os.fspath(folder),
                       "environment": dict(environment)}  # fmt: skip
            data = json.dumps(request).encode()
            assert len(data) < LONGEST
            socket.send_fds(self._socket, [data], streams)
            answer = self._socket.recv(LONGEST)
            assert answer, "the process that is forked has ended"
            output, messages = (_read(stream) for stream in streams[1:])
            return subprocess.CompletedProcess(["provrepo", *arguments], int(answer), output,
                                               messages)  # fmt: skip
        finally:
            for stream in streams:
                os.close(stream)

    def close(self) -> None:
        """End the process."""
        self._socket.close()
        self._process.wait(10)


def _read(descriptor: int) -> bytes:
    with os.fdopen(os.dup(descriptor), "rb") as file:
        file.seek(0)
        return file.read()


def serve(descriptor: int) -> None:
    """Fork for each request until the one who asks is gone."""
    from provrepo.cli.main import COMMANDS

    for module, *_ in COMMANDS.values():
        importlib.import_module(f"provrepo.cli.{module}")
    for path in sorted((ROOT / "provrepo").rglob("*.py")):
        if path.stem != "__main__":
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            importlib.import_module(name.removesuffix(".__init__"))
    with contextlib.suppress(ImportError):
        importlib.import_module("psycopg")
    warnings.simplefilter("default")
    connection = socket.socket(fileno=descriptor)
    while True:
        data, streams, _, _ = socket.recv_fds(connection, LONGEST, 3)
        if not data:
            connection.close()
            return
        child = os.fork()
        if child == 0:
            connection.close()
            _be_the_command(json.loads(data), streams)
        for stream in streams:
            os.close(stream)
        _, status = os.waitpid(child, 0)
        connection.send(str(os.waitstatus_to_exitcode(status)).encode())


def _be_the_command(request: dict[str, Any], streams: Sequence[int]) -> None:
    """Become the command that was asked for, as Python starts it, and end with its status."""
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.chdir(request["folder"])
        os.environ.clear()
        os.environ.update(request["environment"])
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        sys.stdin, sys.stdout, sys.stderr = (
            os.fdopen(number, mode, encoding="utf-8", errors=errors, closefd=False)
            for number, mode, errors in (
                (0, "r", "strict"),
                (1, "w", "strict"),
                (2, "w", "backslashreplace"),
            )
        )
        sys.argv = ["provrepo", *request["arguments"]]
        from provrepo.cli import run

        status = run()
    except SystemExit as leaving:
        status = leaving.code if isinstance(leaving.code, int) else 1
    except BaseException:  # noqa: BLE001 - as Python itself does
        traceback.print_exc()
    finally:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)
