"""Collating two or more texts: one apparatus of all their readings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from reprlib import repr as shortened
from typing import Any

from provrepo.compare.changes import Move, in_reading_order
from provrepo.compare.columns import segments
from provrepo.compare.progressive import aligned
from provrepo.compare.result import Diff
from provrepo.compare.transposed import Link, is_edited, parted
from provrepo.compare.witness import pieces

# Among more long readings than _MANY nobody could follow what is linked though it was edited, and
# there are too many pairs of them to look at.
_LONG = 12
_MANY = 300


@dataclass(frozen=True, slots=True, repr=False)
class Segment:
    """A stretch and how each witness reads it; an empty reading is an omission.

    ``changed`` are the ranges in which a passage that moved differs from what it was; they are code
    points of the one reading that is not empty.
    """

    readings: tuple[str, ...]
    changed: tuple[tuple[int, int], ...] = ()

    def __repr__(self) -> str:
        if self.agreed:
            return f"<Segment, all read {shortened(self.readings[0])}>"
        return f"<Segment {' | '.join(map(shortened, self.readings))}>"

    @property
    def agreed(self) -> bool:
        """Whether all witnesses read the same."""
        return len(set(self.readings)) == 1

    def groups(self) -> list[tuple[str, tuple[int, ...]]]:
        """Return each different reading with the numbers of its witnesses, from 0."""
        groups: dict[str, list[int]] = {}
        for witness, reading in enumerate(self.readings):
            groups.setdefault(reading, []).append(witness)
        return [(reading, tuple(witnesses)) for reading, witnesses in groups.items()]

    def as_json(self) -> dict[str, Any]:
        """Return the readings as JSON, in the order of the witnesses."""
        return {"agreed": self.agreed, "readings": list(self.readings)}


@dataclass(frozen=True, slots=True)
class Transposition:
    """A passage that some witnesses have in one place, and others in another.

    ``first`` and ``second`` are the numbers, from 0, of the two segments; ``first_witnesses`` those
    who read the passage in the first, ``second_witnesses`` those who read it in the second.
    """

    first: int
    second: int
    first_witnesses: tuple[int, ...]
    second_witnesses: tuple[int, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the transposition as JSON: numbers of segments and of witnesses, from 0."""
        return {
            "first": self.first,
            "second": self.second,
            "first_witnesses": list(self.first_witnesses),
            "second_witnesses": list(self.second_witnesses),
        }


@dataclass(frozen=True, slots=True, repr=False)
class Collation:
    """Segments in order: the readings of one witness, joined, are its text.

    ``withdrawn`` is why each witness was withdrawn from its repository, None where it was not;
    empty where nobody said it. ``transpositions`` link the places of a passage that stands in one
    place here and in another there.
    """

    witnesses: tuple[str, ...]
    segments: tuple[Segment, ...]
    withdrawn: tuple[str | None, ...] = ()
    transpositions: tuple[Transposition, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """The witnesses as readers see them: with *withdrawn* where one was."""
        reasons = self.withdrawn or (None,) * len(self.witnesses)
        return tuple(
            witness if reason is None else f"{witness} (withdrawn)"
            for witness, reason in zip(self.witnesses, reasons, strict=True)
        )

    @property
    def cautions(self) -> tuple[str, ...]:
        """Which witnesses were withdrawn, and why, as sentences."""
        return tuple(
            f"{witness} was withdrawn: {reason}"
            for witness, reason in zip(self.witnesses, self.withdrawn, strict=False)
            if reason is not None
        )

    def __repr__(self) -> str:
        places = sum(not segment.agreed for segment in self.segments)
        differ = f"{places} place differs" if places == 1 else f"{places} places differ"
        return f"<Collation of {', '.join(map(shortened, self.witnesses))}: {differ}>"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: a table of the places where the witnesses differ."""
        from provrepo.compare.views.notebook import collation

        return collation(self.labels, [segment.readings for segment in self.segments])

    def as_json(self) -> dict[str, Any]:
        """Return the apparatus as JSON; each segment has a reading for each of ``witnesses``."""
        return {
            "witnesses": list(self.witnesses),
            "segments": [segment.as_json() for segment in self.segments],
            "withdrawn": list(self.withdrawn),
            "transpositions": [passage.as_json() for passage in self.transpositions],
        }


def collate(texts: Sequence[str], witnesses: Sequence[str]) -> Collation:
    """Collate ``texts`` with each other, none of them the base of the rest.

    ``witnesses`` are their names. In whatever order they come, each has the same readings. Raises
    InvalidValue for fewer than two texts, or if there is not one name for each.
    """
    if len(texts) < 2 or len(texts) != len(witnesses):
        from provrepo.errors import InvalidValue

        rule = f"a collation needs two or more texts and a name for each; there are {len(texts)}"
        raise InvalidValue("witnesses", ", ".join(witnesses), rule)
    # Equal texts are one witness; the order of the others is that of nothing but the texts.
    different = sorted(set(texts), key=lambda text: (-len(text), text))
    cut = [pieces(text) for text in different]
    numbers = [different.index(text) for text in texts]
    if len(different) == 1:
        rows, links = [tuple(different)] * bool(different[0]), set[Link]()
    else:
        rows, links = parted(segments(aligned(cut), cut))
    apparatus = tuple(Segment(tuple(row[number] for number in numbers)) for row in rows)
    return Collation(tuple(witnesses), apparatus, (), tuple(_transposed(apparatus, links)))


def _transposed(apparatus: Sequence[Segment], links: Iterable[Link]) -> Iterator[Transposition]:
    """Yield passages that stand in two places, edited or not, with no witness in both."""
    long = [
        (tuple(piece.key for piece in pieces(reading) if piece.weight), number, reading)
        for number, segment in enumerate(apparatus)
        if not segment.agreed
        for reading, _ in segment.groups()
        if len(reading) > _LONG
    ]
    edited = (
        Link(first, second, reading, other_reading)
        for (words, first, reading), (other_words, second, other_reading) in combinations(
            long if len(long) <= _MANY else (), 2
        )
        if first != second and is_edited(words, other_words)
    )
    for first, second, reading, other_reading in sorted({*links, *edited}):
        places = (apparatus[first], reading), (apparatus[second], other_reading)
        witnesses = [dict(segment.groups())[text] for segment, text in places]
        if not {*witnesses[0]} & {*witnesses[1]}:
            yield Transposition(first, second, *witnesses)


def collation_of(comparison: Diff, before: str, after: str) -> Collation:
    """Return a comparison as a collation of two witnesses, which are named before and after."""
    before_text, after_text = comparison.before, comparison.after
    apparatus: list[Segment] = []
    ends: dict[tuple[int, str], int] = {}
    place = 0
    for step in in_reading_order(comparison.changes + comparison.ignored, comparison.moves):
        if place < step.before_start:
            apparatus.append(Segment((before_text[place : step.before_start],) * 2))
        readings = (
            before_text[step.before_start : step.before_end],
            after_text[step.after_start : step.after_end],
        )
        changed: tuple[tuple[int, int], ...] = ()
        if step.moved:
            ends[step.number, step.moved] = len(apparatus)
            changed = _changed(comparison.moves[step.number - 1], leaves=step.moved == "from")
        apparatus.append(Segment(readings, changed))
        place = step.before_end
    if place < len(before_text):
        apparatus.append(Segment((before_text[place:],) * 2))
    moved = tuple(
        Transposition(ends[number, "from"], ends[number, "to"], (0,), (1,))
        for number in range(1, len(comparison.moves) + 1)
    )
    return Collation((before, after), tuple(apparatus), (), moved)


def _changed(move: Move, *, leaves: bool) -> tuple[tuple[int, int], ...]:
    """Return what changed inside a passage that moved, as ranges of the passage."""
    ranges = (
        (change.before_start - move.before_start, change.before_end - move.before_start)
        if leaves
        else (change.after_start - move.after_start, change.after_end - move.after_start)
        for change in move.changes
    )
    return tuple((start, end) for start, end in ranges if start < end)
