"""Opening and writing a database: what is refused, what is durable, how much it takes."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

import pytest

import provrepo
from provrepo import errors
from provrepo.store import database as databases
from provrepo.store import objects
from tests.conftest import only_sqlite


def test_a_newer_schema_is_refused_with_both_numbers(tmp_path: Path) -> None:
    """The error's fields say what was found and what is supported."""
    provrepo.create(tmp_path / "new.db").close()
    with sqlite3.connect(tmp_path / "new.db") as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(errors.NewerSchema) as caught:
        provrepo.open(tmp_path / "new.db")
    assert (caught.value.found, caught.value.supported) == (99, databases.SCHEMA_VERSION)


def test_a_failed_init_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where making the tables fails, no half-made repository stays behind."""
    from provrepo.store import initialise

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(initialise, "append_event", broken)
    with pytest.raises(RuntimeError):
        provrepo.create(tmp_path / "x.db")
    assert list(tmp_path.iterdir()) == []


def test_urls_and_paths_name_the_same_file(tmp_path: Path) -> None:
    """``sqlite:///PATH`` and a path open the same repository, blanks and all."""
    path = tmp_path / "a b%c?.db"
    provrepo.create(path).close()
    with provrepo.open(f"sqlite:///{str(path).replace('%', '%25').replace('?', '%3f')}") as one:
        assert one.location == str(path)


def test_a_password_in_a_url_is_not_printed() -> None:
    """An error about a URL shows its scheme, not what it holds."""
    with pytest.raises(errors.RepositoryError) as caught:
        provrepo.open("postgresql://user:secret@host/db")
    assert "secret" not in str(caught.value)


@only_sqlite
def test_commits_are_durable_and_readers_do_not_wait(repository: provrepo.Repository) -> None:
    """The database is in WAL mode, synchronous=FULL, with foreign keys."""
    database = repository._database  # noqa: SLF001
    assert database.row("PRAGMA journal_mode") == ("wal",)
    assert database.row("PRAGMA synchronous") == (2,)
    assert database.row("PRAGMA foreign_keys") == (1,)


def test_the_first_record_is_the_init_event(repository: provrepo.Repository) -> None:
    """Leaf 0 fixes the origin, and versions follow without a gap."""
    repository.ingest(b"one", document="a", text="transcription:en")
    repository.ingest(b"two", document="a", text="transcription:en")
    database = repository._database  # noqa: SLF001
    event = objects.event(database, 0)
    assert event is not None
    assert (event.event, event.data) == ("init", {"origin": "example.edu/t"})
    assert database.rows("SELECT sequence FROM record ORDER BY 1") == [(0,), (1,), (2,)]


def test_equal_contents_are_stored_once_and_compressed(repository: provrepo.Repository) -> None:
    """The same text in two documents takes its room once, and less than its length."""
    text = b"the same words again and again. " * 100
    repository.ingest(text, document="a", text="transcription:en")
    repository.ingest(text, document="b", text="transcription:en")
    rows = repository._database.rows("SELECT size, length(data) FROM content")  # noqa: SLF001
    assert len(rows) == 1
    size, stored = rows[0]
    assert size == len(text)
    assert stored < size / 10


@only_sqlite
def test_a_copy_of_the_file_is_the_repository(
    tmp_path: Path, repository: provrepo.Repository
) -> None:
    """After it is closed a repository is one file, which can be copied."""
    version = repository.ingest(b"x", document="a", text="transcription:en").version
    repository.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["provrepo.db"]
    shutil.copy(tmp_path / "provrepo.db", tmp_path / "copy.db")
    with provrepo.open(tmp_path / "copy.db") as copy:
        assert copy.version("a").id == version.id


@pytest.mark.parametrize("kind", ["folder", "fifo", "text", "empty", "binary", "other database"])
def test_what_is_no_repository_is_refused(tmp_path: Path, kind: str) -> None:
    """Whatever else a path names, opening it says that it is no repository."""
    path = tmp_path / "x.db"
    if kind == "folder":
        path.mkdir()
    elif kind == "fifo":
        os.mkfifo(path)
    elif kind == "other database":
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE t (a)")
    else:
        path.write_bytes({"text": b"hello", "empty": b"", "binary": bytes(range(256)) * 40}[kind])
    with pytest.raises(errors.NotARepository):
        provrepo.open(path)
