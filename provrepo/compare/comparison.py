"""Comparing two texts: alignment, then readable changes, then what each of them is."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from itertools import pairwise

from provrepo.compare.align import Alignment, Gap, align, blocks
from provrepo.compare.changes import Change, Diff, Move
from provrepo.compare.kinds import LARGE, Brackets, folded, kind_of, known
from provrepo.compare.moves import MOVABLE, find_moves, placed
from provrepo.compare.readable import MANY, Piece, offsets, regrouped, shifted
from provrepo.compare.sequence import match
from provrepo.compare.tokens import lines, sentences, tokens
from provrepo.interventions import BRACKETS, CLOSING, OPENING

# Classes that do not stand alone between changed words: a phrase was rewritten.
_SLIGHT = ("white space", "punctuation")
# In texts of so many characters together, or where so few gaps made moves, sentences that may have
# moved are looked for as wholes.
_SHORT = 20_000
_FEW = 5_000
# Lines and sentences of so many characters are known again elsewhere.
_LINE = 24
_SENTENCE = 8
# What one more change, or one more move, costs a reader, in characters.
_CHANGE = 8
_MOVE = 20


def diff(before: str, after: str, *, ignore: Collection[str] = ()) -> Diff:
    """Compare two texts and return their changes.

    ``ignore`` names classes of change that are kept out of ``changes``; they stay in ``ignored``,
    so that the comparison can still be applied. Raises ValueError for a class that does not exist.
    """
    hidden = known(ignore)
    # The same pair gives the same changes in either direction, mirrored.
    if (len(before), before) > (len(after), after):
        return diff(after, before, ignore=hidden).invert()
    alignment = align(before, after)
    changes, moves = _read(before, after, alignment)
    return Diff(
        before,
        after,
        tuple(change for change in changes if change.kind not in hidden),
        alignment.edits,
        alignment.lower_bound,
        moves=tuple(moves),
        ignored=tuple(change for change in changes if change.kind in hidden),
    )


# What ends more lines than this is more than the editor's, whatever brackets stand around it.
_LINES_IN_BRACKET = 1
_INNER = f"[^{re.escape(BRACKETS)}]"
_EDGES = re.compile(
    rf"([{re.escape(CLOSING)}]?)({_INNER}*(?!\s){_INNER}\s*)([{re.escape(OPENING)}]?)"
)
_Reading = tuple[list[Change], list[Move]]


def _read(before: str, after: str, alignment: Alignment) -> _Reading:
    """Return changes and moves; where passages moved, those that take the least reading.

    The shortest script shows what moved as whatever words it has in common with its surroundings.
    """
    if (alignment.edits - alignment.lower_bound) // 2 < MOVABLE:
        # What exceeds the bound was both deleted and inserted, and here that is next to nothing.
        return changes_of(before, after, alignment.gaps), []
    reading = changes_of(before, after, alignment.gaps), list[Move]()
    if len(alignment.gaps) <= MANY:
        reading = find_moves(before, after, reading[0], _inner_changes)
    cuts = [(lines, _LINE)]
    if len(before) + len(after) <= _SHORT or (reading[1] and len(alignment.gaps) <= _FEW):
        cuts.append((sentences, _SENTENCE))
    for cut, least in cuts:
        changes = _block_changes(before, after, cut, least)
        if 0 < len(changes) <= MANY:
            other = find_moves(before, after, changes, _inner_changes)
            reading = min(reading, other, key=_effort)
    return reading


def _block_changes(
    before: str, after: str, cut: Callable[[str], list[str]], least: int
) -> list[Change]:
    """Return the changes that there are if lines or sentences that moved are taken out whole."""
    changes: list[Change] = []
    for (row, last, column, stop), moved in blocks(before, after, cut, least):
        deleted, inserted = before[row:last], after[column:stop]
        if moved or not deleted or not inserted:
            kind = kind_of(deleted, inserted)
            whole = Change(row, last, column, stop, deleted, inserted, kind)
            if changes and (joined := _run_on(changes[-1], whole)):
                changes[-1] = joined
            else:
                changes.append(whole)
        else:
            changes.extend(placed(_inner_changes(deleted, inserted), row, column))
    return changes


def _run_on(first: Change, second: Change) -> Change | None:
    """Join two deletions, or two insertions, that touch."""
    if first.before_end != second.before_start or first.after_end != second.after_start:
        return None
    deleted, inserted = first.deleted + second.deleted, first.inserted + second.inserted
    if deleted and inserted:
        return None
    ranges = first.before_start, second.before_end, first.after_start, second.after_end
    return Change(*ranges, deleted, inserted, kind_of(deleted, inserted))


def _effort(reading: _Reading) -> int:
    """Estimate, in characters, what it takes to read through changes and moves."""
    changes, moves = reading
    inside = [change for move in moves for change in move.changes]
    effort = sum(
        _CHANGE + len(change.deleted) + len(change.inserted) for change in [*changes, *inside]
    )
    return effort + sum(_MOVE + (move.before_end - move.before_start) // 4 for move in moves)


def _inner_changes(before: str, after: str) -> list[Change]:
    return changes_of(before, after, align(before, after).gaps)


def changes_of(before: str, after: str, gaps: Collection[Gap]) -> list[Change]:
    """Return the readable changes that a raw alignment amounts to, each with its class."""
    if not gaps:
        return []
    inside_before, inside_after = Brackets(before), Brackets(after)
    pieces = []
    torn = len(gaps) > MANY
    splits: dict[tuple[str, str], list[Piece]] = {}
    for gap in shifted(before, after, gaps):
        b, last, a, stop = gap
        pair = before[b:last], after[a:stop]
        split = splits.get(pair)
        if split is None:
            splits[pair] = split = [_whole(*pair)] if torn else [*_split(*pair)]
        lines_ended = max(pair[0].count("\n"), pair[1].count("\n"))
        for part, kind in split:
            placed = Gap(b + part[0], b + part[1], a + part[2], a + part[3])
            if (
                kind in ("text", "punctuation")
                and lines_ended <= _LINES_IN_BRACKET
                and inside_before.hold(*placed[:2])
                and inside_after.hold(*placed[2:])
            ):
                kind = "intervention"
            pieces.append(Piece(placed, kind))
    return [
        Change(*gap, before[gap.before_start : gap.before_end], after[gap[2] : gap[3]], kind)
        for gap, kind in regrouped(before, after, pieces)
    ]


def _whole(deleted: str, inserted: str) -> Piece:
    return Piece(Gap(0, len(deleted), 0, len(inserted)), kind_of(deleted, inserted))


def _split(deleted: str, inserted: str) -> Iterator[Piece]:
    """Part a replacement where only the form of a word changed from where the words did."""
    whole = _whole(deleted, inserted)
    if whole.kind != "text" or len(deleted + inserted) > LARGE:
        yield whole
        return
    if not deleted or not inserted:
        text = deleted or inserted
        if text[0] in CLOSING or text[-1] in OPENING:
            yield from _bracket_parted(deleted, inserted)
        else:
            yield whole
        return
    left, right = tokens(deleted), tokens(inserted)
    keys, others = [folded(token) for token in left], [folded(token) for token in right]
    both = set(keys).intersection(others)
    if not any(key[0].isalnum() for key in both if key):
        yield whole
        return
    pairs = match(keys, others)
    if not any(left[i][0].isalnum() for i in pairs.rows):
        yield whole
        return
    yield from _absorbed(_parts(left, right, [*zip(*pairs, strict=True)]))


def _bracket_parted(deleted: str, inserted: str) -> Iterator[Piece]:
    """Part the sign of a bracket whose partner is elsewhere from the words beside it."""
    text = deleted or inserted
    found = _EDGES.fullmatch(text)
    ends = [0, found.end(1), found.start(3), len(text)] if found else [0, len(text)]
    for start, end in pairwise(ends):
        if start < end:
            place = (start, end, 0, 0) if deleted else (0, 0, start, end)
            yield Piece(Gap(*place), _whole(text[start:end], "").kind)


def _parts(left: list[str], right: list[str], pairs: list[tuple[int, int]]) -> list[Piece]:
    rows, columns = offsets(left, 0), offsets(right, 0)
    parts: list[Piece] = []

    def add(i: int, last: int, j: int, stop: int) -> None:
        if i < last or j < stop:
            kind = kind_of("".join(left[i:last]), "".join(right[j:stop]))
            parts.append(Piece(Gap(rows[i], rows[last], columns[j], columns[stop]), kind))

    i = j = 0
    for row, column in [*pairs, (len(left), len(right))]:
        add(i, row, j, column)
        if row < len(left) and left[row] != right[column]:
            add(row, row + 1, column, column + 1)
        i, j = row + 1, column + 1
    return parts


def _absorbed(parts: list[Piece]) -> list[Piece]:
    """Join touching parts of one class, and slight ones that touch changed words."""
    found: list[Piece] = []
    for gap, kind in parts:
        if found and found[-1].gap.before_end == gap.before_start:
            first, other = found[-1]
            whole = Gap(first.before_start, gap.before_end, first.after_start, gap.after_end)
            slight = "text" in (kind, other) and (kind in _SLIGHT or other in _SLIGHT)
            if (kind == other or slight) and first.after_end == gap.after_start:
                found[-1] = Piece(whole, "text" if slight else kind)
                continue
        found.append(Piece(gap, kind))
    return found
