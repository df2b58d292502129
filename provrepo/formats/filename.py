"""A file's name: as records keep it, and what its suffix is."""

from __future__ import annotations

import os
from functools import lru_cache
from urllib.parse import quote_from_bytes

STANDARD_INPUT = "-"
"""The path of bytes that have no name."""


def base_name(path: str | os.PathLike[str]) -> str:
    """Return a file's base name as records keep it.

    A record is UTF-8, a file name on Unix is any bytes: those that are not UTF-8 are
    percent-encoded, so that ``café.txt`` written in Latin-1 is ``caf%E9.txt``.
    """
    return _base_name(os.fspath(path))


@lru_cache(maxsize=1024)  # each file is asked about several times
def _base_name(path: str) -> str:
    name = os.path.basename(path.rstrip(os.sep))  # noqa: PTH119 - Path is slow
    if name.isascii():
        return name
    raw = os.fsencode(name)
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return "".join(
            quote_from_bytes(os.fsencode(char)) if "\udc80" <= char <= "\udcff" else char
            for char in raw.decode("utf-8", "surrogateescape")
        )


def suffix(name: str) -> str:
    """Return the last suffix of a base name, lower case and with its dot; "" without one."""
    before, dot, after = name.rpartition(".")
    return f".{after.lower()}" if before and dot and after else ""
