"""What a reader makes of a file: a content, its notes, and what the file says about itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from provrepo.store import rules
from provrepo.store.records import IngestedFile

STANDARD_INPUT = "-"
"""The path of bytes that have no name."""

CONVENTIONS = ("chicago", "leiden", "plain")
"""How a reader writes markup that plain text has no letters for, such as a supplied word."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is to be read, where the user may choose.

    ``encoding`` is that of a plain text, such as ``gb18030``; None leaves it to the file.
    ``convention`` is one of `CONVENTIONS`; raises InvalidValue for another.
    """

    encoding: str | None = None
    convention: str = CONVENTIONS[0]

    def __post_init__(self) -> None:
        if self.convention not in CONVENTIONS:
            rules.one_of("convention", self.convention, CONVENTIONS)


@dataclass(frozen=True, slots=True)
class FileNote:
    """A note that stands in a file. ``agents`` are written ``NAME:ROLE``.

    ``start`` and ``end`` bound its passage in code points of the draft's content, ``end`` excluded;
    both are None for a note on the whole version.
    """

    text: str
    kind: str = "original"
    language: str = "und"
    agents: tuple[str, ...] = ()
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A version to be. What the file does not say is None or empty: flags or inheritance supply it.

    ``file`` is None where the content was not read from a file.
    ``document``, ``text`` and ``based_on`` are as written in the file, not yet looked up. A file
    that does not say what kind of text it holds may still state its ``language`` (BCP 47), and
    ``kind`` is what files of its format hold unless somebody says otherwise.
    ``fields`` is citation metadata by CSL variable, in plain spellings or CSL-JSON. ``file_bytes``
    are those of the ingested file where they differ from the content's UTF-8. ``notes`` is None
    for formats that cannot carry notes; an empty tuple says that there are no notes any more.
    ``source`` is the index, among the drafts of one file, of the draft that this one is based on.
    ``page`` is the name of the one page of a text that the draft is.
    ``warnings`` say what the reader left out, counted, and what it doubts. ``hashed`` is what a
    reader of our own has computed already: the content with its digest.
    """

    content: str
    file: IngestedFile | None = None
    file_bytes: bytes | None = None
    document: str | None = None
    text: str | None = None
    language: str | None = None
    kind: str | None = None
    based_on: tuple[str, ...] | None = None
    source: int | None = None
    agents: tuple[str, ...] = ()
    activity: str | None = None
    message: str | None = None
    created: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[FileNote, ...] | None = None
    page: str | None = None
    warnings: tuple[str, ...] = ()
    hashed: object = field(default=None, compare=False, repr=False)

    @property
    def name(self) -> str:
        """The file's name, for messages."""
        return self.file.name if self.file else "this text"

    @property
    def ingested(self) -> IngestedFile:
        """The file that the content was read from, for a draft that a reader made."""
        assert self.file is not None, "a reader's draft has a file"
        return self.file


def counted(counts: Counter[str]) -> str:
    """Return names with their counts, as warnings list them: ``images (2), maps (1)``."""
    return ", ".join(f"{name} ({count})" for name, count in sorted(counts.items()))


def suffix(name: str) -> str:
    """Return the last suffix of a base name, lower case and with its dot; "" without one."""
    before, dot, after = name.rpartition(".")
    return f".{after.lower()}" if before and dot and after else ""
