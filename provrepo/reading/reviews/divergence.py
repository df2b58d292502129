"""How one version of a text differs from another, in few words: *differs in 2 words*."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from provrepo.errors import Purged
from provrepo.store import objects
from provrepo.store.database import Database
from provrepo.store.read import StoredVersion


@dataclass(frozen=True, slots=True, repr=False)
class Divergence:
    """How a version differs from ``other``, another one of its text, as both are called.

    ``text``, ``notes``, ``metadata`` and ``basis`` tell which of these differ. ``words`` is how
    many words were deleted, inserted or replaced, ``characters`` how many characters of scripts
    written without blanks, and ``moved`` how many passages stand in another place. These three are
    None where the texts were not compared: there were too many, or one of them was purged.
    """

    reference: str
    other: str
    text: bool
    notes: bool
    metadata: bool
    basis: bool
    words: int | None = None
    characters: int | None = None
    moved: int | None = None

    def __repr__(self) -> str:
        return f"<Divergence {self.reference} {self}>"

    def __str__(self) -> str:
        """Return it in words: ``differs in 2 words``, ``has the text of v3; notes differ``."""
        number = self.other.rpartition("@")[2]
        besides = [name for name in ("notes", "metadata", "basis") if getattr(self, name)]
        if self.text:
            return f"{self._in_text()}{_differing(besides)}"
        if besides:
            return f"has the text of {number}{_differing(besides)}"
        return f"has the text of {number}, its notes and its metadata"

    def _in_text(self) -> str:
        if self.words is None or self.characters is None:
            return "has another text"
        counts = [
            f"{count:,} {noun}{'s' * (count != 1)}"
            for count, noun in ((self.words, "word"), (self.characters, "character"))
            if count
        ]
        moved = f"{self.moved:,} passage{'s' * (self.moved != 1)} moved" if self.moved else ""
        if counts:
            return f"differs in {' and '.join(counts)}{', ' * bool(moved)}{moved}"
        return f"has the same words, {moved or 'with other signs or white space'}"

    def as_json(self) -> dict[str, Any]:
        """Return the difference as JSON output shows it (docs/cli.md)."""
        return {**asdict(self), "in_words": str(self)}


def _differing(parts: list[str]) -> str:
    if not parts:
        return ""
    listed = " and ".join([", ".join(parts[:-1]), parts[-1]] if parts[:-1] else parts)
    return f"; {listed} {'differs' if parts == ['basis'] else 'differ'}"


def divergence(
    database: Database, version: StoredVersion, other: StoredVersion, *, counting: bool = True
) -> Divergence:
    """Return how ``version`` differs from ``other``; without ``counting`` no text is read."""
    left, right = other.record, version.record
    counts: tuple[int | None, int | None, int | None] = (None, None, None)
    if left.content != right.content and counting:
        counts = _counts(database, left.content, right.content)
    return Divergence(
        version.reference,
        other.reference,
        text=left.content != right.content,
        notes=left.notes != right.notes,
        metadata=left.citation != right.citation,
        basis=left.based_on != right.based_on,
        words=counts[0],
        characters=counts[1],
        moved=counts[2],
    )


def _counts(
    database: Database, before: str, after: str
) -> tuple[int, int, int] | tuple[None, None, None]:
    """Return how many words, characters and moved passages two contents differ in."""
    from provrepo.compare import diff

    try:
        texts = diff(objects.content(database, before), objects.content(database, after))
    except Purged:
        return None, None, None
    changes = [*texts.changes, *(change for move in texts.moves for change in move.changes)]
    words = characters = 0
    for change in changes:
        deleted, inserted = (_tokens(side) for side in (change.deleted, change.inserted))
        words += max(deleted["word"], inserted["word"])
        characters += max(deleted["character"], inserted["character"])
    return words, characters, len(texts.moves)


def _tokens(text: str) -> Counter[str]:
    """Return how many words and how many characters written without blanks there are in a text."""
    from provrepo.compare.tokens import by_character, tokens

    kinds: Iterable[str] = (
        "character" if by_character(token) else "word"
        for token in tokens(text)
        if any(map(str.isalnum, token))
    )
    return Counter(kinds)
