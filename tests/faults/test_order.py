"""Rows that a damaged page gives out of order: reading page after page comes to an end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import provrepo
from provrepo.errors import Damaged
from provrepo.store import engines, survey
from provrepo.store.sqlite import SQLite
from tests.conftest import only_sqlite

Rows = list[tuple[Any, ...]]


def fill(repository: provrepo.Repository) -> None:
    """Give a repository two texts and an event about each."""
    for key in "ab":
        repository.ingest(key.encode(), document=key, text="transcription:en")
        repository.withdraw(key, "to have an event")


@pytest.fixture
def circular(
    repository: provrepo.Repository, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], provrepo.Repository]:
    """Return what lets a query, told by its words, find its first page again and again."""
    fill(repository)
    answer = SQLite.rows
    pages: dict[str, Rows] = {}

    def read_in_circles(words: str) -> provrepo.Repository:
        def rows(database: SQLite, sql: str, parameters: Sequence[Any] = ()) -> Rows:
            if words not in " ".join(sql.split()):
                return answer(database, sql, parameters)
            return pages.setdefault(sql[:40], answer(database, sql, parameters))

        monkeypatch.setattr(SQLite, "rows", rows)
        return repository

    return read_in_circles


@only_sqlite
def test_verify_ends_where_the_events_go_in_circles(
    circular: Callable[[str], provrepo.Repository],
) -> None:
    """It names the table; it used to go on until no memory was left."""
    findings = list(circular("FROM event WHERE sequence > ?").verify())
    assert any("the table event are out of order" in finding.message for finding in findings)


@only_sqlite
def test_a_dump_ends_where_the_agents_go_in_circles(
    circular: Callable[[str], provrepo.Repository],
) -> None:
    """It raises, and whoever writes the lines knows that they are not all."""
    repository = circular("FROM content WHERE id > ?")
    with pytest.raises(Damaged, match="content are out of order"):
        repository.dump(lambda _: None, named=True)


@only_sqlite
def test_what_an_import_made_before_ends_as_well(
    circular: Callable[[str], provrepo.Repository],
) -> None:
    """`import-git` asks which versions came from commits, page by page."""
    repository = circular("v.file_reader LIKE ?")
    with pytest.raises(Damaged, match="version are out of order"):
        list(survey.readers(engines.connect(repository.location), ""))


@only_sqlite
def test_a_copy_ends_where_the_records_go_in_circles(
    circular: Callable[[str], provrepo.Repository], tmp_path: Path
) -> None:
    """A copy of what cannot be read in order is refused."""
    repository = circular("FROM record WHERE")
    with pytest.raises(Damaged):
        repository.copy_to(tmp_path / "copy.db")
