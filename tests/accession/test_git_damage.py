"""Git repositories that are damaged or incomplete: a clear error, and no half text."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

import provrepo
from provrepo.errors import InputError
from tests.accession.history import History, git
from tests.accession.test_git_import import EN, ZH, states, take
from tests.conftest import CommandLine


def object_of(folder: Path, name: str) -> Path:
    """Return the file of the object that a name such as ``main:path`` stands for."""
    identity = git(folder, "rev-parse", name).decode().strip()
    path = folder / "objects" / identity[:2] / identity[2:]
    path.chmod(0o600)
    return path


def edition(tmp_path: Path) -> Path:
    """Make a history of three commits, each of its objects a file of its own."""
    history = History()
    history.commit({EN: b"first"})
    history.commit({EN: b"second", ZH: b"zh"})
    history.commit({EN: b"third"})
    return history.write(tmp_path / "g")


def test_a_file_that_a_clone_does_not_have_is_refused(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """Its commit is named, and what to do is clear; the other versions go in."""
    folder = edition(tmp_path)
    object_of(folder, f"main~1:{EN}").unlink()
    results = list(repository.import_git(os.fspath(folder)))
    assert sorted(result.status for result in results) == ["changed", "new", "new", "refused"]
    (refused,) = [result for result in results if result.status == "refused"]
    commit = git(folder, "rev-parse", "main~1").decode()[:12]
    assert str(refused.result) == (
        f"{EN}@{commit}: is missing in this git repository, or damaged there"
    )
    assert states(repository, "cable/en") == [b"first", b"third"]


def test_a_history_that_breaks_off_is_an_error(
    repository: provrepo.Repository, tmp_path: Path
) -> None:
    """What git could not read is not taken for the end, and no half commit goes in."""
    folder = edition(tmp_path)
    object_of(folder, "main^{tree}").unlink()
    with pytest.raises(InputError, match="is damaged: git stopped in the middle"):
        take(repository, folder)
    # The same command goes on once the clone is whole.
    whole = edition(tmp_path / "again")
    take(repository, whole)
    assert states(repository, "cable/en") == [b"first", b"second", b"third"]


def test_a_broken_file_in_git_is_an_error_at_the_command_line(
    tmp_path: Path, run: CommandLine
) -> None:
    """Git gives up where a file's bytes break off: status 2, and never silence."""
    history = History()
    history.commit({EN: random.Random(1).randbytes(9000)})  # noqa: S311 - chance, no secret
    folder = history.write(tmp_path / "g")
    path = object_of(folder, f"main:{EN}")
    path.write_bytes(path.read_bytes()[:5000])
    run("init")
    result = run("import-git", folder)
    assert result.returncode == 2
    assert f"{folder}: is damaged: git stopped in the middle" in result.stderr.decode()
    assert run("list").stdout == b""
