"""From files to drafts of versions: one reader a format, chosen by what the bytes say."""

from __future__ import annotations

import os

from provrepo.ingest.draft import Draft, Reading
from provrepo.ingest.files import read_bytes
from provrepo.ingest.formats import STANDARD_INPUT, reader


def read_drafts(
    source: str | os.PathLike[str] | bytes, reading: Reading | None = None
) -> tuple[Draft, ...]:
    """Read a file, or bytes that have no name, into one draft for each text in it.

    Raises InputError.
    """
    if isinstance(source, bytes):
        return drafts_in(source, STANDARD_INPUT, reading or Reading())
    return drafts_in(read_bytes(source), os.fspath(source), reading or Reading())


def drafts_in(data: bytes, path: str, reading: Reading) -> tuple[Draft, ...]:
    """Read the bytes of the file ``path``. Raises InputError."""
    return reader(data, path)(data, path, reading)


def read_draft(source: str | os.PathLike[str] | bytes, reading: Reading | None = None) -> Draft:
    """Read a file of which one text is wanted. Raises InputError, also where it holds several."""
    drafts = read_drafts(source, reading)
    if len(drafts) > 1:
        from provrepo.errors import InputError

        held = ", ".join(str(one.text) for one in drafts)
        raise InputError(drafts[0].name, f"holds {len(drafts)} texts ({held}), not one")
    return drafts[0]
