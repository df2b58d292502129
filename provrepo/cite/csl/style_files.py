"""Where styles are found: as a file, in folders, or among the built-in ones."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from provrepo.errors import StyleError

_BUILT_IN = Path(__file__).parents[1] / "styles"


def find_style(name: str, folders: Sequence[str]) -> Path:
    """Return the file of a style, by path, name or id.

    Raises StyleError where there is no such style.
    """
    path = Path(name)
    if path.suffix == ".csl" and os.path.isfile(path):  # noqa: PTH113 - Path.is_file raises for a name that is too long
        return path
    # An id is a URL such as http://www.zotero.org/styles/apa, whose last part is the file's name.
    short = name.rstrip("/").rpartition("/")[2].removesuffix(".csl")
    for folder in (*folders, str(_BUILT_IN)):
        candidate = Path(folder) / f"{short}.csl"
        if os.path.isfile(candidate):  # noqa: PTH113
            return candidate
    from difflib import get_close_matches

    built_in = built_in_styles()
    close = get_close_matches(short.lower()[:60], built_in, n=1)
    meant = f"; did you mean {close[0]}?" if close else ""
    raise StyleError(
        f"no such style; built in are {', '.join(built_in)}; others are given as the path of a "
        f".csl file{meant}",
        file=name,
    )


def is_built_in(path: Path) -> bool:
    """Return whether the file of a style is one of the built-in ones, which never change."""
    return path.parent == _BUILT_IN


def built_in_styles() -> list[str]:
    """Return the names of the built-in styles, sorted."""
    return sorted(path.stem for path in _BUILT_IN.glob("*.csl"))
