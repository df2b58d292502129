"""A file's name: as records keep it, and what its suffix is."""

from __future__ import annotations

import os
from functools import lru_cache
from urllib.parse import quote_from_bytes


def base_name(path: str | os.PathLike[str]) -> str:
    """Return a file's base name as records keep it: undecodable bytes percent-encoded."""
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
    """Return the last suffix of a file's base name, in lower case and with its dot; or nothing."""
    before, dot, after = name.rpartition(".")
    return f".{after.lower()}" if before and dot and after else ""
