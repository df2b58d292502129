"""What all tests share: a clock that stands still, a repository, and the command line."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import chdir
from pathlib import Path

import pytest
from hypothesis import settings

import provrepo
from provrepo.clock import fixed_clock
from tests import postgres
from tests.forkserver import run_command

NOON = 1_795_521_605  # 2026-11-24T12:00:05Z

# No test fails because the machine was busy; how fast things are is measured by `make bench`. The
# generated examples are the same in each run, so that a change is judged by what it changed;
# `make explore` looks at others.
settings.register_profile("same-examples", deadline=None, derandomize=True, database=None)
settings.register_profile("other-examples", deadline=None, max_examples=500)
settings.load_profile("same-examples")

# Tests that were begun in the background, or under nohup, inherit that Ctrl-C or the end of the
# terminal is ignored, and so would whatever they start and stop.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

CommandLine = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep the tester's own settings out of the tests."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.getbasetemp() / "no-settings"))
    for name in ("PROVREPO", "PROVREPO_AGENT", "SOURCE_DATE_EPOCH", "NO_COLOR", "PROVREPO_DEBUG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """Return a PostgreSQL server that runs until the tests end."""
    with postgres.server() as running:
        yield running


only_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
"""Marks a test that looks into the file itself."""


also_postgres = pytest.param("postgres", marks=pytest.mark.slow)
"""The other engine where SQLite alone says most of it in the time that the default suite has."""


ROOMS_ABOVE_THE_ENGINES = frozenset({"accession", "cli", "editing", "reading"})
SEEN_ON_A_SERVER = frozenset(
    {
        *("test_catalogue", "test_copy", "test_events", "test_git_import", "test_log"),
        *("test_lookup", "test_purge", "test_purged_again", "test_reviewing", "test_searching"),
    }
)
"""Modules of those rooms that ask the store what the two engines answer each in their own way."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow what SQLite says as well: the rooms know nothing of engines, the store does.

    A repository on a server takes 70 ms to make. The default suite sees both engines in the tests
    of the store, of faults, of the door, and in those modules; the slow one sees them everywhere.
    """
    for each in items:
        engine = getattr(each, "callspec", None) and each.callspec.params.get("engine")  # type: ignore[attr-defined]
        above = each.path.parent.name in ROOMS_ABOVE_THE_ENGINES
        if engine == "postgres" and above and each.path.stem not in SEEN_ON_A_SERVER:
            each.add_marker(pytest.mark.slow)


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest) -> str:
    """Return the name of one engine after the other."""
    return str(request.param)


@pytest.fixture
def url(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the path or URL of a place where a repository can be made."""
    return another(engine, request, tmp_path / "provrepo.db")


def another(engine: str, request: pytest.FixtureRequest, path: Path) -> str:
    """Return ``path`` or the URL of an empty place on the server."""
    if engine == "sqlite":
        return str(path)
    running: postgres.Server = request.getfixturevalue("server")
    return running.schema()


@pytest.fixture
def repository(url: str) -> Iterator[provrepo.Repository]:
    """Return an empty repository whose clock stands at noon."""
    made = provrepo.create(url, clock=fixed_clock(NOON), origin="example.edu/t")
    with made as opened:
        yield opened


def command_line(folder: Path) -> CommandLine:
    """Return a function that runs a real ``provrepo`` process in ``folder``."""

    def provrepo_process(
        *arguments: str | Path, stdin: bytes = b"", **environment: str
    ) -> subprocess.CompletedProcess[bytes]:
        written = [os.fspath(argument) for argument in arguments]
        if not any(name.startswith("PYTHON") or name == "PATH" for name in environment):
            return run_command(written, folder, stdin, {**os.environ, **environment})
        return subprocess.run(
            [sys.executable, "-m", "provrepo", *written],
            cwd=folder,
            input=stdin,
            capture_output=True,
            env={**os.environ, **environment},
            timeout=60,
            check=False,
        )

    return provrepo_process


def in_process(folder: Path, *, terminal: bool = False) -> CommandLine:
    """Return a function that runs ``provrepo`` in ``folder`` as `command_line` does, but here.

    A process takes half a second to start. Only what belongs to a process needs one: signals,
    closed pipes, the encoding of its streams, and how it starts. With ``terminal`` data and
    messages come together, in the order in which somebody would see them.
    """

    def provrepo_here(
        *arguments: str | Path, stdin: bytes = b"", **environment: str
    ) -> subprocess.CompletedProcess[bytes]:
        from provrepo.cli import run

        buffers = [io.BytesIO(stdin), io.BytesIO(), io.BytesIO()]
        if terminal:
            buffers[2] = buffers[1]
        streams = [io.TextIOWrapper(data, "utf-8", write_through=terminal) for data in buffers]
        with chdir(folder), pytest.MonkeyPatch.context() as patch:
            for name, value in environment.items():
                patch.setenv(name, value)
            for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
                patch.setattr(sys, name, stream)
            written = [os.fspath(argument) for argument in arguments]
            status = run(written)
        for stream in streams:
            stream.detach()
        printed, messages = buffers[1].getvalue(), b"" if terminal else buffers[2].getvalue()
        return subprocess.CompletedProcess(written, status, printed, messages)

    return provrepo_here


@pytest.fixture
def run(tmp_path: Path) -> CommandLine:
    """Return a function that runs ``provrepo`` in the test's folder, in this process."""
    return in_process(tmp_path)


@pytest.fixture
def process(tmp_path: Path) -> CommandLine:
    """Return a function that runs a real ``provrepo`` process in the test's folder."""
    return command_line(tmp_path)
