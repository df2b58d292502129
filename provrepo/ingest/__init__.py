"""From files to drafts of versions: one reader a format."""

from __future__ import annotations

import os

from provrepo.ingest import text
from provrepo.ingest.draft import Draft
from provrepo.ingest.files import read_bytes


def read_draft(source: str | os.PathLike[str] | bytes, encoding: str | None = None) -> Draft:
    """Read a file, or bytes that have no name, into a draft. Raises InputError."""
    if isinstance(source, bytes):
        return text.read(source, text.STANDARD_INPUT, encoding)
    return text.read(read_bytes(source), os.fspath(source), encoding)
