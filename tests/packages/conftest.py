"""A repository with something of every kind, made once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import provrepo
from provrepo.clock import fixed_clock
from tests.conftest import NOON
from tests.reading.test_copy import fill


@pytest.fixture(scope="package")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a repository with something of every kind."""
    path = tmp_path_factory.mktemp("filled") / "provrepo.db"
    with provrepo.create(path, clock=fixed_clock(NOON), origin="example.edu/cables") as repository:
        fill(repository)
    return path


@pytest.fixture
def archive(filled: Path, tmp_path: Path) -> Iterator[provrepo.Repository]:
    """Return a repository with something of every kind, which a test may change."""
    shutil.copy(filled, tmp_path / "provrepo.db")
    with provrepo.open(tmp_path / "provrepo.db", clock=fixed_clock(NOON)) as repository:
        yield repository
