"""Copying a damaged repository: one clear error, whatever stands in its rows and pages."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

import provrepo
from provrepo import errors
from provrepo.clock import fixed_clock
from provrepo.editing.changes import Changes
from provrepo.notes import NoteDraft
from tests.conftest import NOON, CommandLine
from tests.seeds import seed

NONSENSE = (
    *("NULL", "'x'", "-1", "9223372036854775807", "x'00ff'", "1.5", "''"),
    *("'[[[[1'", "'{\"a\": 1}'", "CAST(x'ff00' AS TEXT)"),
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the bytes of a repository with a row in every table that a command fills."""
    path = tmp_path_factory.mktemp("whole") / "x.db"
    with provrepo.create(path, clock=fixed_clock(NOON)) as repository:
        said = Changes(agents=("Wang:transcriber",), fields={"title": "A"})
        source = path.parent / "a.transcription.zh.txt"
        source.write_bytes("外交部".encode("gb18030"))
        repository.ingest(source, said, encoding="gb18030")
        based = Changes(based_on=("a/zh", "label:film"), agents=("Li:translator",))
        for words in (b"Foreign Ministry " * 50, b"Foreign Ministry " * 51):
            repository.ingest(words, based, document="a", text="translation:en")
        repository.add_note("a/zh", NoteDraft("A note", quote="交"))
        repository.withdraw("a/en@v1", "wrong")
        repository.rename("a", "b")
        repository.purge("b/en@v1", "no permission")
        assert list(repository.verify()) == []
    return path.read_bytes()


def columns(path: Path) -> Iterator[tuple[str, str]]:
    """Yield every column of every table."""
    connection = sqlite3.connect(path)
    tables = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    ).fetchall()
    for (table,) in tables:
        for row in connection.execute(f"PRAGMA table_info({table})").fetchall():
            yield table, row[1]
    connection.close()


def damaged(path: Path, table: str, column: str, value: str) -> bool:
    """Put a value into the last row that no table of ours takes; return whether there is a row."""
    connection = sqlite3.connect(path, isolation_level=None)
    (definition,) = connection.execute(
        "SELECT sql FROM sqlite_schema WHERE name = ?", (table,)
    ).fetchone()
    connection.execute("PRAGMA writable_schema = ON")
    lax = definition.replace("STRICT", "").replace("NOT NULL", "").rstrip().rstrip(",")
    connection.execute("UPDATE sqlite_schema SET sql = ? WHERE name = ?", (lax, table))
    connection.close()
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        changed = connection.execute(
            f"UPDATE {table} SET {column} = {value} WHERE {column} IS "  # noqa: S608
            f"(SELECT {column} FROM {table} ORDER BY 1 DESC LIMIT 1)"
        ).rowcount
    except sqlite3.Error:  # a key without a value, for example
        changed = 0
    connection.close()
    return changed > 0


def error_of_copying(path: Path, target: Path) -> str:
    """Return what is said where a copy cannot be made, nothing where it can."""
    try:
        with provrepo.open(path) as repository:
            repository.copy_to(target)
    except errors.ProvrepoError as error:
        return str(error)
    return ""


def test_nonsense_in_any_column(whole: bytes, tmp_path: Path) -> None:
    """Each is copied as what nobody reads, or refused in one line; nothing else is raised."""
    path, target = tmp_path / "damaged.db", tmp_path / "copy.db"
    path.write_bytes(whole)
    refused = 0
    for number, (table, column) in enumerate(columns(path)):
        for value in NONSENSE[number % 3 :: 3]:
            path.write_bytes(whole)
            if not damaged(path, table, column, value):
                continue
            for file in tmp_path.glob("copy.db*"):
                file.unlink()
            error = error_of_copying(path, target)
            assert "\n" not in error, (table, column, value)
            refused += bool(error)
    assert refused > 50


def test_noise_in_its_pages(whole: bytes, tmp_path: Path) -> None:
    """Bytes that were overwritten, or are missing at the end."""
    chance = random.Random(seed())  # noqa: S311 - chance, no secret
    path = tmp_path / "damaged.db"
    for number in range(40):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 20, 500))):
            data[chance.randrange(100, len(data))] = chance.randrange(256)
        path.write_bytes(data[: chance.randrange(4096, len(data))] if number % 5 == 0 else data)
        for file in (*tmp_path.glob("copy.db*"), *tmp_path.glob("damaged.db-*")):
            file.unlink()
        assert "\n" not in error_of_copying(path, tmp_path / "copy.db")


def test_the_command(whole: bytes, tmp_path: Path, run: CommandLine) -> None:
    """One line, and status 1, as with all damage."""
    path = tmp_path / "damaged.db"
    path.write_bytes(whole)
    assert damaged(path, "version_agent", "role", "x'00ff'")
    result = run("copy", "damaged.db", "copy.db")
    assert (result.returncode, result.stdout) == (1, b"")
    assert result.stderr.count(b"\n") == 1
    assert b"damage: " in result.stderr
