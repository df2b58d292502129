"""What a comparison says: changes, moves, and the whole that can be applied and inverted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple


class Change(NamedTuple):
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


class Move(NamedTuple):
    """A passage that stands in another place; ``changes`` is what changed inside it.

    ``left_at`` is the place in the text after where the passage no longer stands, ``arrived_at``
    the place in the text before where it did not stand yet.
    """

    before_start: int
    before_end: int
    after_start: int
    after_end: int
    left_at: int
    arrived_at: int
    changes: tuple[Change, ...]

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


@dataclass(frozen=True)
class Diff:
    """The comparison of two texts.

    ``changes`` are ordered and do not overlap; ``moves`` are kept apart from them, and so are
    ``ignored`` changes, those of the classes that the caller did not want to see. ``edits`` is the
    size of the script in tokens deleted and inserted, moves and ignored changes included, and no
    script can be smaller than ``lower_bound``.
    """

    before: str
    after: str
    changes: tuple[Change, ...]
    edits: int
    lower_bound: int
    moves: tuple[Move, ...] = ()
    ignored: tuple[Change, ...] = ()

    def apply(self, text: str) -> str:
        """Return the text after, made from the text before.

        Raises ValueError if ``text`` is not the text before.
        """
        if text != self.before:
            msg = "The comparison was made from another text: apply it to that one."
            raise ValueError(msg)
        parts = []
        place = 0
        for step in self.steps(everything=True):
            parts.append(text[place : step.before_start])
            parts.append(self.after[step.after_start : step.after_end])
            place = step.before_end
        parts.append(text[place:])
        return "".join(parts)

    def invert(self) -> Diff:
        """Return the comparison in the other direction."""
        return Diff(
            self.after,
            self.before,
            tuple(change.invert() for change in self.changes),
            self.edits,
            self.lower_bound,
            tuple(sorted(move.invert() for move in self.moves)),
            tuple(change.invert() for change in self.ignored),
        )

    def statistics(self) -> dict[str, int]:
        """Return the number of changes by class, with ``moved`` where passages moved."""
        counts = Counter(change.kind for change in self.changes)
        if self.moves:
            counts["moved"] = len(self.moves)
        return dict(sorted(counts.items()))

    def steps(self, *, everything: bool = False) -> tuple[Step, ...]:
        """Return changes and both ends of each move in reading order, as the views walk them.

        Between two steps the texts are equal, ignored changes apart; with ``everything`` the
        ignored changes are steps too.
        """
        shown = self.changes + self.ignored if everything else self.changes
        found = [Step(*change[:4], change.kind) for change in shown]
        for number, move in enumerate(self.moves, 1):
            left, arrived = move.left_at, move.arrived_at
            found.append(Step(*move[:2], left, left, "moved", "from", number))
            found.append(Step(arrived, arrived, *move[2:4], "moved", "to", number))
        return tuple(sorted(found))
