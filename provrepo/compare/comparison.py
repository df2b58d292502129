"""Comparing two texts: alignment, then readable changes, then what each of them is."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from provrepo.compare.align import Gap, align
from provrepo.compare.changes import Change, Diff, Move
from provrepo.compare.kinds import LARGE, Brackets, folded, kind_of, known
from provrepo.compare.moves import MOVABLE, find_moves
from provrepo.compare.readable import MANY, Piece, offsets, regrouped, shifted
from provrepo.compare.sequence import match
from provrepo.compare.tokens import tokens

# Classes that do not stand alone between changed words: a phrase was rewritten.
_SLIGHT = ("white space", "punctuation")


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
    changes = changes_of(before, after, alignment.gaps)
    moves: list[Move] = []
    # What exceeds the bound was both deleted and inserted: of each such token two edits.
    surplus = (alignment.edits - alignment.lower_bound) // 2
    if surplus >= MOVABLE and len(alignment.gaps) <= MANY:
        changes, moves = find_moves(before, after, changes, _inner_changes)
    return Diff(
        before,
        after,
        tuple(change for change in changes if change.kind not in hidden),
        alignment.edits,
        alignment.lower_bound,
        moves=tuple(moves),
        ignored=tuple(change for change in changes if change.kind in hidden),
    )


def _inner_changes(before: str, after: str) -> list[Change]:
    return changes_of(before, after, align(before, after).gaps)


def changes_of(before: str, after: str, gaps: Collection[Gap]) -> list[Change]:
    """Return the readable changes that a raw alignment amounts to, each with its class."""
    if not gaps:
        return []
    inside_before, inside_after = Brackets(before), Brackets(after)
    pieces = []
    splits: dict[tuple[str, str], list[Piece]] = {}
    for gap in shifted(before, after, gaps):
        b, last, a, stop = gap
        pair = before[b:last], after[a:stop]
        split = splits.get(pair)
        if split is None:
            splits[pair] = split = list(_split(*pair))
        for part, kind in split:
            placed = Gap(b + part[0], b + part[1], a + part[2], a + part[3])
            if (
                kind in ("text", "punctuation")
                and inside_before.hold(*placed[:2])
                and inside_after.hold(*placed[2:])
            ):
                kind = "intervention"
            pieces.append(Piece(placed, kind))
    return [
        Change(*gap, before[gap.before_start : gap.before_end], after[gap[2] : gap[3]], kind)
        for gap, kind in regrouped(before, after, pieces)
    ]


def _split(deleted: str, inserted: str) -> Iterator[Piece]:
    """Part a replacement where only the form of a word changed from where the words did."""
    whole = Gap(0, len(deleted), 0, len(inserted))
    kind = kind_of(deleted, inserted)
    if kind != "text" or not deleted or not inserted or len(deleted + inserted) > LARGE:
        yield Piece(whole, kind)
        return
    left, right = tokens(deleted), tokens(inserted)
    pairs = match([folded(token) for token in left], [folded(token) for token in right])
    if not any(left[i][0].isalnum() for i in pairs.rows):
        yield Piece(whole, kind)
        return
    yield from _absorbed(_parts(left, right, [*zip(*pairs, strict=True)]))


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
