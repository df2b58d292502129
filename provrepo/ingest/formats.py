"""Which reader a file needs: recognised by what its bytes say, not by its name."""

from __future__ import annotations

from collections.abc import Callable

from provrepo.errors import InputError
from provrepo.ingest.draft import Draft, Reading

Reader = Callable[[bytes, str, Reading], tuple[Draft, ...]]
"""Makes drafts of a file's bytes, its path (for messages, and its base name for the record)."""

STANDARD_INPUT = "-"
"""The path of bytes that have no name."""

# What the first bytes of a file that no reader reads say, and what to do with it.
_REFUSED = (
    (b"%PDF-", "is a PDF; copy its text into a .txt file, for example with pdftotext"),
    (b"{\\rtf", "is RTF; save it as plain text (.txt, UTF-8)"),
    (b"PK\x03\x04", "is a zip archive or an office document; save it as plain text (.txt, UTF-8)"),
    (b"\xd0\xcf\x11\xe0", "is an old office document; save it as plain text (.txt, UTF-8)"),
    (b"\x89PNG", "is an image; transcribe it first"),
    (b"\xff\xd8\xff", "is an image; transcribe it first"),
    (b"II*\0", "is an image; transcribe it first"),
    (b"MM\0*", "is an image; transcribe it first"),
    (b"SQLite format 3\0", "is a database; to use it as the repository write --repo"),
)


def reader(data: bytes, path: str) -> Reader:
    """Return the reader for a file. Raises InputError, with advice, where there is none."""
    for signature, advice in _REFUSED:
        if data.startswith(signature):
            raise InputError(path, advice)
    from provrepo.ingest import text

    return text.read
