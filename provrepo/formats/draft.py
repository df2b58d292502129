"""What a reader makes of a file: the content, its notes, and what the file says about itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from provrepo.store import rules
from provrepo.store.contents import Content
from provrepo.store.records import IngestedFile

CONVENTIONS = ("chicago", "leiden", "plain")
"""How a reader writes markup for which plain text has no letters, such as a supplied word."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is to be read: the ``encoding`` of a text, the ``convention`` for markup.

    Raises InvalidValue where the convention is none of `CONVENTIONS`.
    """

    encoding: str | None = None
    convention: str = CONVENTIONS[0]

    def __post_init__(self) -> None:
        rules.one_of("convention", self.convention, CONVENTIONS)


@dataclass(frozen=True, slots=True)
class FileNote:
    """A note that stands in a file. ``agents`` are written ``NAME:ROLE``.

    ``start`` and ``end`` are code points of the draft's content, half-open; None where the note is
    on the whole version.
    """

    text: str
    kind: str = "original"
    language: str = "und"
    agents: tuple[str, ...] = ()
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A version to be. What is None or empty was not said, and flags or inheritance supply it.

    ``file`` is None where the content was not read from a file.
    ``document``, ``text`` and ``based_on`` are as written in the file, not yet looked up; where the
    file does not say what kind of text it is, ``language`` (BCP 47) may still tell its language,
    and ``kind`` is what files of its format are where nobody says it.
    ``fields`` is citation metadata in plain spellings or CSL-JSON, by CSL variable. ``file_bytes``
    are the ingested file's where they are not the content's UTF-8. ``notes`` is None where files
    of this format cannot carry notes. ``source`` is the place, among the drafts of one file, of
    the draft that this one is based on. ``page`` is set where the draft is one page of a text.
    ``warnings`` say what the reader left out, counted, and what it doubts. ``hashed`` is the
    content with its digest, where the reader took that already.
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
    hashed: Content | None = field(default=None, compare=False, repr=False)

    @property
    def name(self) -> str:
        """The file's name, for messages."""
        return self.file.name if self.file else "this text"

    @property
    def ingested(self) -> IngestedFile:
        """The file that the content was read from; every reader's draft has one."""
        assert self.file is not None, "a reader's draft has a file"
        return self.file
