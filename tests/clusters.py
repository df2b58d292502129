"""PostgreSQL servers that can be killed, started again on the same files, and follow each other."""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests import postgres

DURABLE = {"fsync": "on", "synchronous_commit": "on"}


class Cluster:
    """A server with files of its own, which keep what they have when it is killed."""

    def __init__(self, binaries: Path, data: Path, settings: dict[str, str]) -> None:
        self._binaries, self.data, self._settings = binaries, data, settings
        with postgres.free_port() as port:
            self.port = port
        self.url = postgres.address(data.parent, port)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and return when it answers."""
        self._process = postgres.start(self._binaries, self.data, self.port, self._settings)

    def kill(self) -> None:
        """Send SIGKILL to all its processes, and return when none is left."""
        assert self._process
        server = self._process.pid
        children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        waiting = []
        for child in children:
            with contextlib.suppress(ProcessLookupError):  # it has just ended by itself
                waiting.append(os.pidfd_open(int(child)))
        os.kill(server, signal.SIGKILL)
        self._process.wait(30)
        for process in waiting:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(process, signal.SIGKILL)
            assert select.select([process], [], [], 30)[0], "a process of the server goes on"
            os.close(process)
        self._process = None

    def stop(self) -> None:
        """End it if it runs."""
        if self._process:
            self.kill()

    def value(self, sql: str) -> object:
        """Return the first value that a query gives."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            row = connection.execute(sql.encode()).fetchone()
        return row[0] if row else None


@contextlib.contextmanager
def alone() -> Iterator[Cluster]:
    """Run one server."""
    with _folder() as folder:
        binaries = postgres.binaries_in(folder)
        with _ended(Cluster(binaries, postgres.cluster(folder, binaries), DURABLE)) as server:
            yield server


@contextlib.contextmanager
def primary_and_standby() -> Iterator[tuple[Cluster, Cluster]]:
    """Run two servers, of which the second one has all that the first one acknowledged."""
    with _folder() as folder, _folder() as other:
        binaries = postgres.binaries_in(folder)
        data = postgres.cluster(folder, binaries)
        settings = {**DURABLE, "synchronous_standby_names": "*"}
        primary = Cluster(binaries, data, {**settings, "synchronous_commit": "remote_apply"})
        copied = other / "data"
        shutil.copytree(data, copied)  # it was never started, so its files are whole
        (copied / "standby.signal").touch()
        _give_away(other)
        source = f"host={folder} port={primary.port} user=provrepo"
        # A standby must be able to do what the first server may do: that began with the default.
        following = {**DURABLE, "primary_conninfo": source, "max_connections": "100"}
        standby = Cluster(binaries, copied, following)
        with _ended(primary), _ended(standby):
            yield primary, standby


@contextlib.contextmanager
def _ended(server: Cluster) -> Iterator[Cluster]:
    try:
        server.start()
        yield server
    finally:
        server.stop()


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    if os.environ.get("PROVREPO_TEST_POSTGRES") or not hasattr(os, "pidfd_open"):
        pytest.skip("a server is killed here, which has to be one of the suite's own, on Linux")
    folder = Path(tempfile.mkdtemp(prefix="provrepo-pg-", dir="/tmp"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _give_away(folder: Path) -> None:
    """Let the user that the servers run as own a folder and all that is in it."""
    if os.getuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, postgres.NOBODY, postgres.NOBODY)
    (folder / "data").chmod(0o700)
