"""From files to drafts of versions: one reader a format, chosen by what the bytes say."""

from __future__ import annotations

import os
from collections.abc import Iterable

from provrepo.errors import ProvrepoError
from provrepo.ingest.draft import Draft, Reading
from provrepo.ingest.files import base_name, read_bytes


def read_drafts(
    source: str | os.PathLike[str] | bytes, reading: Reading | None = None
) -> tuple[Draft, ...]:
    """Read a file, or bytes that have no name, into one draft for each text in it.

    Raises InputError.
    """
    from provrepo.ingest.formats import STANDARD_INPUT, reader

    if isinstance(source, bytes):
        data, path = source, STANDARD_INPUT
    else:
        data, path = read_bytes(source), os.fspath(source)
    return reader(data, path)(data, path, reading or Reading())


def read_draft(source: str | os.PathLike[str] | bytes, reading: Reading | None = None) -> Draft:
    """Read a file of which one text is wanted. Raises InputError, also where it holds several."""
    drafts = read_drafts(source, reading)
    if len(drafts) > 1:
        from provrepo.errors import InputError

        held = ", ".join(str(one.text) for one in drafts)
        raise InputError(drafts[0].name, f"holds {len(drafts)} texts ({held}), not one")
    return drafts[0]


def try_drafts(source: str, reading: Reading) -> tuple[Draft, ...] | ProvrepoError:
    """Read a file as `read_drafts` does, and return what is wrong with it instead of raising."""
    try:
        return read_drafts(source, reading)
    except ProvrepoError as error:
        return error


def in_order(paths: Iterable[str]) -> list[str]:
    """Return files with translations last, so that they find their transcriptions."""
    return sorted(paths, key=lambda path: ".translation." in base_name(path))
