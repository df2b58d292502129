"""The files of an edition's own pages, read from a folder."""

from __future__ import annotations

import os
from pathlib import Path

from provrepo.errors import InputError
from provrepo.publish.own_pages import SUFFIXES


def read_pages(folder: str | os.PathLike[str]) -> dict[str, bytes]:
    """Return the files in Markdown of a folder by their names, those hidden apart.

    Raises InputError where it is no folder, has no such file, or one cannot be read.
    """
    path = Path(folder)
    try:
        files = sorted(
            file
            for file in path.iterdir()
            if file.name.lower().endswith(SUFFIXES) and not file.name.startswith(".")
        )
    except OSError as error:
        raise InputError(str(path), f"is no folder of pages: {error.strerror}") from None
    if not files:
        raise InputError(str(path), "has no page: a file in Markdown, such as about.md")
    pages = {}
    for file in files:
        try:
            pages[file.name] = file.read_bytes()
        except OSError as error:
            raise InputError(str(file), f"cannot be read: {error.strerror}") from None
    return pages
