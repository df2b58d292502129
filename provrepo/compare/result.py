"""The comparison of two texts as a whole: applied, inverted, counted, as JSON and in a notebook."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from provrepo.compare.changes import Change, Move, in_reading_order


@dataclass(frozen=True, slots=True, repr=False)
class Diff:
    """The comparison of two texts.

    ``changes`` are ordered and do not overlap; ``moves`` are kept apart from them, and so are
    ``ignored`` changes, those of the classes that the caller did not want to see. ``edits`` is the
    size of the script in tokens deleted and inserted, moves and ignored changes included, and no
    script can be smaller than ``lower_bound``. ``word_edits`` are those tokens that are words, and
    no script can have fewer than ``word_bound``.
    """

    before: str
    after: str
    changes: tuple[Change, ...]
    edits: int
    lower_bound: int
    moves: tuple[Move, ...] = ()
    ignored: tuple[Change, ...] = ()
    word_edits: int = 0
    word_bound: int = 0

    def __repr__(self) -> str:
        counts = ", ".join(f"{kind} {count}" for kind, count in self.statistics().items())
        ignored = f"; {len(self.ignored)} ignored" if self.ignored else ""
        sizes = f"{len(self.before)} -> {len(self.after)} characters"
        return f"<Diff {sizes}: {counts or 'no changes'}{ignored}>"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the counts, and the changes among the words beside them."""
        from provrepo.compare.views.notebook import comparison

        return comparison(self.before, self.after, self.changes, self.moves, self.statistics())

    def apply(self, text: str) -> str:
        """Return the text after, made from the text before.

        Raises InvalidValue where ``text`` is not the text before.
        """
        if text != self.before:
            from provrepo.errors import InvalidValue

            rule = "the comparison was made from another text; apply it to that one"
            raise InvalidValue("text", text, rule)
        parts = []
        place = 0
        for step in in_reading_order(self.changes + self.ignored, self.moves):
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
            tuple(
                sorted((move.invert() for move in self.moves), key=lambda move: move.before_start)
            ),
            tuple(change.invert() for change in self.ignored),
            self.word_edits,
            self.word_bound,
        )

    def statistics(self) -> dict[str, int]:
        """Return the number of changes by class, those inside moves too.

        Where passages moved, ``moved`` is their number.
        """
        counts = Counter(change.kind for change in self.changes)
        counts.update(change.kind for move in self.moves for change in move.changes)
        if self.moves:
            counts["moved"] = len(self.moves)
        return dict(sorted(counts.items()))

    def as_json(self) -> dict[str, Any]:
        """Return the comparison as JSON output shows it, without the two texts (docs/diff.md).

        ``before`` and ``after`` of a change or move are half-open ranges ``[start, end]`` in
        Unicode code points. ``edits`` and ``lower_bound`` are tokens, ``word_edits`` and
        ``word_bound`` those of them that are words. To make the text after,
        replace each range of ``changes`` and ``ignored``, and take each passage of ``moves`` from
        its range in the text before to its range in the text after (``left_at`` is the place in
        the text after where it no longer stands, ``arrived_at`` the place in the text before where
        it did not stand yet).
        """
        return {
            "format": "provrepo-diff/1",
            "unit": "code points",
            "before_length": len(self.before),
            "after_length": len(self.after),
            "edits": self.edits,
            "lower_bound": self.lower_bound,
            "word_edits": self.word_edits,
            "word_bound": self.word_bound,
            "statistics": self.statistics(),
            "changes": [change.as_json() for change in self.changes],
            "moves": [move.as_json() for move in self.moves],
            "ignored": [change.as_json() for change in self.ignored],
        }
