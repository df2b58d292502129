"""Changes and moves: what an editor would list of a comparison, and the order to read them in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from reprlib import repr as shortened
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True, repr=False)
class Change:
    """One replacement, deletion or insertion, as an editor would list it.

    Ranges are half-open, in code points: ``before[before_start:before_end]`` is ``deleted`` and
    ``after[after_start:after_end]`` is ``inserted``. ``kind`` is one of
    `provrepo.compare.kinds.KINDS`.
    """

    before_start: int
    before_end: int
    after_start: int
    after_end: int
    deleted: str
    inserted: str
    kind: str

    def __repr__(self) -> str:
        words = f"{shortened(self.deleted)} -> {shortened(self.inserted)}"
        return f"<Change {self.kind}: {words}, {_ranges(self)}>"

    def invert(self) -> Change:
        """Return the change back."""
        return Change(
            self.after_start,
            self.after_end,
            self.before_start,
            self.before_end,
            self.inserted,
            self.deleted,
            self.kind,
        )

    def shifted(self, before: int, after: int) -> Change:
        """Return the change of two passages as one of the texts in which they begin there.

        ``before`` and ``after`` are the code points at which the passages begin.
        """
        return Change(
            self.before_start + before,
            self.before_end + before,
            self.after_start + after,
            self.after_end + after,
            self.deleted,
            self.inserted,
            self.kind,
        )

    def as_json(self) -> dict[str, Any]:
        """Return the change as JSON output shows it (docs/diff.md)."""
        return {
            "kind": self.kind,
            "before": [self.before_start, self.before_end],
            "after": [self.after_start, self.after_end],
            "deleted": self.deleted,
            "inserted": self.inserted,
        }


@dataclass(frozen=True, slots=True, repr=False)
class Move:
    """A passage that stands in another place; ``changes`` is what changed inside it.

    Ranges are half-open, in code points. ``left_at`` is the place in the text after where the
    passage no longer stands, ``arrived_at`` the place in the text before where it did not stand
    yet.
    """

    before_start: int
    before_end: int
    after_start: int
    after_end: int
    left_at: int
    arrived_at: int
    changes: tuple[Change, ...]

    def __repr__(self) -> str:
        changed = f", {len(self.changes)} changed inside" if self.changes else ""
        return f"<Move {_ranges(self)}{changed}>"

    def invert(self) -> Move:
        """Return the move back."""
        return Move(
            self.after_start,
            self.after_end,
            self.before_start,
            self.before_end,
            self.arrived_at,
            self.left_at,
            tuple(change.invert() for change in self.changes),
        )

    def as_json(self) -> dict[str, Any]:
        """Return the move as JSON output shows it (docs/diff.md)."""
        return {
            "before": [self.before_start, self.before_end],
            "after": [self.after_start, self.after_end],
            "left_at": self.left_at,
            "arrived_at": self.arrived_at,
            "changes": [change.as_json() for change in self.changes],
        }


def _ranges(item: Change | Move) -> str:
    return f"{item.before_start}:{item.before_end} -> {item.after_start}:{item.after_end}"


class Step(NamedTuple):
    """One step through both texts: these two ranges differ.

    ``moved`` is ``from`` where the passage left for another place, ``to`` where it arrived, else
    empty; ``number`` counts the moves from 1. ``kind`` is the class of the change, or ``moved``.
    """

    before_start: int
    before_end: int
    after_start: int
    after_end: int
    kind: str
    moved: str = ""
    number: int = 0


class Stretch(NamedTuple):
    """A part of a passage that moved; ``kind`` is empty where only its place changed."""

    text: str
    kind: str


def moved_parts(text: str, move: Move, *, leaves: bool) -> list[Stretch]:
    """Return a passage that moved, what changed inside it apart.

    ``text`` is the text before where it ``leaves``, the text after where it arrives.
    """
    place, end = (
        (move.before_start, move.before_end) if leaves else (move.after_start, move.after_end)
    )
    parts = []
    for change in move.changes:
        start, stop = (
            (change.before_start, change.before_end)
            if leaves
            else (change.after_start, change.after_end)
        )
        if start < stop:
            parts.append(Stretch(text[place:start], ""))
            parts.append(Stretch(text[start:stop], change.kind))
            place = stop
    parts.append(Stretch(text[place:end], ""))
    return [part for part in parts if part.text]


def in_reading_order(changes: Iterable[Change], moves: Sequence[Move]) -> list[Step]:
    """Return changes and both ends of each move in the order in which the views walk them.

    Between two steps the texts are equal, apart from changes that were not passed.
    """
    steps = [
        Step(
            change.before_start,
            change.before_end,
            change.after_start,
            change.after_end,
            change.kind,
        )
        for change in changes
    ]
    for number, move in enumerate(moves, 1):
        # Each end of a move has its passage in one text and an empty range in the other.
        left, arrived = move.left_at, move.arrived_at
        steps.append(Step(move.before_start, move.before_end, left, left, "moved", "from", number))
        steps.append(
            Step(arrived, arrived, move.after_start, move.after_end, "moved", "to", number)
        )
    steps.sort()
    return steps
