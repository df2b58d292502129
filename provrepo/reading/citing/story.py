"""What a manuscript gives to be cited: its citations in reading order, in text and notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from provrepo.cite import Citation
from provrepo.cite.pandoc.syntax import WrittenCitation


class Words(Protocol):
    """A stretch of a manuscript in which citations stand."""

    def words(self, start: int, end: int) -> str:
        """Return what is written between two places."""
        ...

    def rich_text(self, start: int, end: int) -> str:
        """Return the same as the rich text of a CSL field, with its emphasis."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A citation where it stands: ``line`` from 1 or None, ``note`` such as ``footnote 3``.

    ``around`` are some words before it.
    """

    citation: WrittenCitation
    source: Words
    line: int | None = None
    note: str = ""
    around: str = ""

    @property
    def written(self) -> str:
        """The citation as its author wrote it."""
        return self.source.words(self.citation.start, self.citation.end)


class Passage(NamedTuple):
    """A citation in running text, or one of the author's notes with the citations in it.

    ``says_more`` is True for a note that has words besides its citations: it may cite other works,
    and the note after it must not begin with “ibid.”
    """

    placed: Sequence[Placed]
    is_note: bool
    says_more: bool = False


@dataclass(slots=True)
class Formatted:
    """What is to be printed for a citation: ``name`` in the sentence, ``body`` in note or text."""

    body: Citation
    name: Citation | None = None
