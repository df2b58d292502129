"""Comparing a text with a much later one by what is known of the versions between them.

Where `first` compares the first with the second of three texts, and `following` the second with the
third, what neither changed is common to the first and the third: it need not be looked for. What
lies between is compared anew, in stretches of which most were met before, when a later text was
compared with the same third.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from provrepo.compare.changes import Change
from provrepo.compare.comparison import changes_of, diff_of, inner_changes
from provrepo.compare.edit_script import Gap, Scripts
from provrepo.compare.ends import token_begins
from provrepo.compare.in_place import Reading, classed_in_place
from provrepo.compare.moves import find_moves
from provrepo.compare.readable import MANY
from provrepo.compare.result import Diff

# Characters of common text beside a change that are compared with it, so that what was changed is
# seen among the tokens and within the line in which it stands.
_BESIDE = 16


class _Run(NamedTuple):
    """A stretch of text that two texts have in common."""

    before: int
    after: int
    length: int


def chained(first: Diff, following: Diff, scripts: Scripts) -> Diff:
    """Return how the text before ``first`` differs from the text after ``following``.

    ``following`` compares from the text after ``first``; neither may ignore anything. ``scripts``
    are those of stretches that were compared before; hand over the same ones for the next text that
    is compared with the same third. The result is what `diff` would return, but that common text is
    what stayed common all along the way, and that of its bounds nothing is said (they are 0).
    """
    before, after = first.before, following.after
    if first.moves or following.moves:
        return diff_of(before, after, scripts.of(before, after))
    gaps: list[Gap] = []
    edits = words = 0
    for stretch in _stretches(before, after, first, following):
        row, row_end, column, column_end = stretch
        pair = before[row:row_end], after[column:column_end]
        script = scripts.of(*pair)
        gaps += (Gap(a + row, b + row, c + column, d + column) for a, b, c, d in script.gaps)
        edits += script.edits
        words += script.size.words
    reading: Reading = changes_of(before, after, gaps), []
    if len(gaps) <= MANY:
        reading = find_moves(before, after, reading[0], inner_changes)
    changes, moves = classed_in_place(before, after, reading)
    return Diff(before, after, tuple(changes), edits, 0, tuple(moves), (), words, 0)


def _stretches(before: str, after: str, first: Diff, following: Diff) -> Iterator[Gap]:
    """Yield the stretches that are to be compared: what was changed, and a little beside it."""
    start = column = 0
    for run in _common(first, following):
        begins = run.before == run.after == 0
        ends = run.before + run.length == len(before) and run.after + run.length == len(after)
        head = 0 if begins else _cut(before, after, run, _BESIDE, 1)
        tail = run.length if ends else _cut(before, after, run, run.length - _BESIDE, -1)
        if head is None or tail is None or head > tail:
            continue
        if (start, column) != (run.before + head, run.after + head):
            yield Gap(start, run.before + head, column, run.after + head)
        start, column = run.before + tail, run.after + tail
    if (start, column) != (len(before), len(after)):
        yield Gap(start, len(before), column, len(after))


def _cut(before: str, after: str, run: _Run, offset: int, step: int) -> int | None:
    """Return the offset in a common run, from one on, at which a token surely begins."""
    while 0 <= offset <= run.length:
        row, column = run.before + offset, run.after + offset
        if token_begins(before, row, len(before)) and token_begins(after, column, len(after)):
            return offset
        offset += step
    return None


def _common(first: Diff, following: Diff) -> Iterator[_Run]:
    """Yield the runs that stayed the same from the first text to the third."""
    later = list(_runs(following.changes, len(following.before)))
    number = 0
    for run in _runs(first.changes, len(first.before)):
        while number < len(later):
            next_run = later[number]
            start = max(run.after, next_run.before)
            end = min(run.after + run.length, next_run.before + next_run.length)
            if start < end:
                to_before, to_after = run.before - run.after, next_run.after - next_run.before
                yield _Run(start + to_before, start + to_after, end - start)
            if next_run.before + next_run.length > run.after + run.length:
                break
            number += 1


def _runs(changes: tuple[Change, ...], length: int) -> Iterator[_Run]:
    """Yield what two texts have in common; ``length`` is that of the text before."""
    place = column = 0
    for change in changes:
        if change.before_start > place:
            yield _Run(place, column, change.before_start - place)
        place, column = change.before_end, change.after_end
    if length > place:
        yield _Run(place, column, length - place)
