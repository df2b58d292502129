"""What a run that is broken off had made of a site, for the next one: a line for each document.

The lines stand beside the new files, which have no names of the site yet. Each says which state of
the repository its document was made from, and what is in its files; so the next run takes over what
is still right and makes only the rest.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, TextIO

_FORMAT = "provrepo-unfinished-site/1"


class MadeDocument(NamedTuple):
    """A document that was made: from which state, its files with their digests, those that are new.

    ``summary`` is what the pages of all documents say of it.
    """

    digest: str
    files: dict[str, str]
    staged: list[str]
    summary: dict[str, Any]


class Unfinished:
    """The lines of one run, in a file that each document adds to once its files are there."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: TextIO | None = None
        self._documents: dict[str, MadeDocument] = {}

    def read(self) -> Mapping[str, Any]:
        """Return what the run that was broken off said of itself, nothing where there was none."""
        try:
            text = self._path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            return {}
        first, *lines = text.split("\n")
        head = _parsed(first)
        if head.pop("format", None) != _FORMAT:
            return {}
        for line in map(_parsed, lines):  # the last one may have been cut short
            if line.keys() >= {"part", *MadeDocument._fields}:
                part = line.pop("part")
                self._documents[part] = MadeDocument(**line)
        return head

    def document(self, part: str) -> MadeDocument | None:
        """Return what was made of a document."""
        return self._documents.get(part)

    def begin(self, head: Mapping[str, Any], *, anew: bool) -> None:
        """Begin to write; with ``anew`` without what was read."""
        if anew:
            self._documents = {}
        self._file = self._path.open("w" if anew else "a", encoding="utf-8", newline="\n")
        self._file.write(json.dumps({"format": _FORMAT, **head}) + "\n" if anew else "\n")

    def add(self, part: str, document: MadeDocument) -> None:
        """Say that a document was made."""
        if self._file is not None:
            self._file.write(json.dumps({"part": part, **document._asdict()}) + "\n")
            self._file.flush()

    def end(self) -> None:
        """Write no more, and remove what was written."""
        self.close()
        self._path.unlink(missing_ok=True)

    def close(self) -> None:
        """Write no more."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _parsed(line: str) -> dict[str, Any]:
    try:
        parsed = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return parsed if isinstance(parsed, dict) else {}
