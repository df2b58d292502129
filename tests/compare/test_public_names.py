"""The public names of the comparison."""

from __future__ import annotations

import subprocess
import sys

import pytest

import provrepo.compare


def test_every_public_name_is_there_and_they_are_sorted() -> None:
    """Each exported name can be loaded; the list is in order."""
    assert provrepo.compare.__all__ == sorted(provrepo.compare.__all__)
    for name in provrepo.compare.__all__:
        assert getattr(provrepo.compare, name).__name__ == name


def test_an_unknown_name_is_an_attribute_error() -> None:
    """A misspelt name is reported as Python does."""
    with pytest.raises(AttributeError, match="has no attribute 'dif'"):
        _ = provrepo.compare.dif  # type: ignore[attr-defined]


def test_importing_loads_nothing_else() -> None:
    """Importing the package costs nothing until a name is used."""
    code = (
        "import sys, provrepo.compare; print([m for m in sys.modules if 'provrepo.compare.' in m])"
    )
    process = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert process.stdout.strip() == "[]"


def test_comparing_needs_no_repository() -> None:
    """Texts are compared, shown and blamed without a store, a database or a terminal library."""
    code = (
        "import sys; from provrepo.compare import blame, collate, diff;"
        "diff('a b', 'a c')._repr_html_(); collate(['a', 'b'], ['A', 'B'])._repr_html_();"
        "blame(['a', 'b']); print([m for m in sys.modules if m.startswith"
        "(('provrepo.store', 'provrepo.cli', 'sqlite3', 'sqlmodel', 'rich'))])"
    )
    process = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert process.stdout.strip() == "[]"
