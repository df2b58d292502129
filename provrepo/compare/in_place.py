"""Classes of change that depend on its surroundings, such as a blank between words or inside one.

What `provrepo.compare.kinds` takes for a change of form, judging by the changed words alone, is one
only where the text around it keeps its form too. And where two texts differ in form alone, so does
every change between them, however their tokens were paired.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from provrepo.compare.changes import Change, Move
from provrepo.compare.edit_script import Gap
from provrepo.compare.form import FORM_KINDS, form_gaps, form_kind, keeps_form, same_form
from provrepo.compare.kinds import Brackets, in_word

Reading = tuple[list[Change], list[Move]]
"""How two texts differ: changes and moves."""


def classed_in_place(before: str, after: str, reading: Reading) -> Reading:
    """Return the changes and moves of two texts with the classes that they have where they stand.

    All changes are of form, and there is no move, exactly where the texts differ in form alone.
    """
    edges = {place for move in reading[1] for place in _edges(move)}
    changes = _in_place(before, after, reading[0], edges)
    moves = [
        replace(move, changes=tuple(_in_place(before, after, move.changes, edges)))
        for move in reading[1]
    ]
    is_form = not moves and all(change.kind in FORM_KINDS for change in changes)
    if not is_form and same_form(before, after):
        return _of_form_alone(before, after), []
    return changes, moves


def _edges(move: Move) -> Iterator[tuple[str, int]]:
    """Yield where a passage that moved begins and ends, in either text."""
    for place in (move.before_start, move.before_end, move.arrived_at):
        yield "before", place
    for place in (move.after_start, move.after_end, move.left_at):
        yield "after", place


def _beside_move(change: Change, edges: Set[tuple[str, int]]) -> bool:
    """Return whether white space was only left behind, or put in, where a passage moved."""
    return not (change.deleted + change.inserted).strip() and not edges.isdisjoint(
        {
            ("before", change.before_start),
            ("before", change.before_end),
            ("after", change.after_start),
            ("after", change.after_end),
        }
    )


def _in_place(
    before: str, after: str, changes: Sequence[Change], edges: Set[tuple[str, int]]
) -> list[Change]:
    if not any(change.kind in FORM_KINDS for change in changes):
        return list(changes)
    brackets = Brackets(before), Brackets(after)
    return [
        replace(change, kind=_kind_of_words(before, after, change, brackets))
        if change.kind in FORM_KINDS
        and not _beside_move(change, edges)
        and not keeps_form(before, after, _gap(change))
        else change
        for change in changes
    ]


def _gap(change: Change) -> Gap:
    return Gap(change.before_start, change.before_end, change.after_start, change.after_end)


def _kind_of_words(
    before: str, after: str, change: Change, brackets: tuple[Brackets, Brackets]
) -> str:
    """Return the class of a change that looks like one of form, but where it stands is not.

    A blank that parts or joins words changes the words; one beside a mark is punctuation.
    """
    left, right = after[: change.after_start][-1:], before[change.before_end :][:1]
    is_blank = not (change.deleted + change.inserted).strip()
    beside_mark = is_blank and not (in_word(left) and in_word(right))
    inside = brackets[0].hold(change.before_start, change.before_end) and brackets[1].hold(
        change.after_start, change.after_end
    )
    if inside:
        return "intervention"
    return "punctuation" if beside_mark else "text"


def _of_form_alone(before: str, after: str) -> list[Change]:
    """Return the changes of two texts that differ in form alone, neighbours of a class as one."""
    changes: list[Change] = []
    for gap in form_gaps(before, after):
        start, column = gap.before_start, gap.after_start
        kind = form_kind(before[start : gap.before_end], after[column : gap.after_end])
        last = changes[-1] if changes else None
        if last and (last.before_end, last.after_end, last.kind) == (start, column, kind):
            start, column = changes.pop().before_start, last.after_start
        deleted, inserted = before[start : gap.before_end], after[column : gap.after_end]
        changes.append(
            Change(start, gap.before_end, column, gap.after_end, deleted, inserted, kind)
        )
    return changes
