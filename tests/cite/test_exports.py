"""The public names of provrepo.cite."""

from __future__ import annotations

import provrepo.cite


def test_every_public_name_exists() -> None:
    """Every name in ``__all__`` can be imported and stands there once."""
    assert len(set(provrepo.cite.__all__)) == len(provrepo.cite.__all__)
    for name in provrepo.cite.__all__:
        assert getattr(provrepo.cite, name) is not None


def test_nothing_is_imported_before_it_is_used() -> None:
    """Importing the package alone loads none of its modules."""
    import subprocess
    import sys

    code = "import sys, provrepo.cite; print([m for m in sys.modules if 'provrepo.cite.' in m])"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"


def test_an_empty_citation_prints_nothing() -> None:
    """A note without cites is empty."""
    style = provrepo.cite.Style.load("wilson")
    assert style.citations([[]], {})[0].text == ""
