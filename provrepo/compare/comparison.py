"""Comparing two texts: the edit script, then readable changes and moves, each with its class."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from provrepo.compare.blocks import Units, blocks, in_units
from provrepo.compare.broken_words import rejoined
from provrepo.compare.changes import Change, Move
from provrepo.compare.common_runs import LEAST, common_runs
from provrepo.compare.edit_script import EditScript, Gap, edit_script
from provrepo.compare.in_place import Reading, classed_in_place
from provrepo.compare.kinds import LARGE, Brackets, folded, kind_of, valid_kinds
from provrepo.compare.line_ends import parted_from_lines
from provrepo.compare.moves import MOVABLE, find_moves
from provrepo.compare.passage_ends import without_blanks_around
from provrepo.compare.readable import MANY, offsets, shifted
from provrepo.compare.regrouped import Piece, regrouped
from provrepo.compare.result import Diff
from provrepo.compare.sequence import match
from provrepo.compare.tokens import lines, tokens
from provrepo.interventions import BRACKETS, CLOSING, OPENING
from provrepo.passages import Range, paragraphs, sentences

# Classes that do not stand alone between changed words: a phrase was rewritten.
_SLIGHT = ("white space", "punctuation")
# Sentences that may have moved are looked for as wholes where both texts together are this short,
# or where moves were found among this few gaps: elsewhere it costs more than it shows.
_SHORT = 20_000
_FEW = 5_000
# Where more words than this share of the characters were deleted in one place and written in
# another, whatever both texts have in common may have moved, even in the middle of a line.
_MUCH = 1 / 100
# In texts of more characters together that is looked at first; a reading that takes so little is
# the right one.
_LONG = 200_000
_EASY = 1 / 4
# Lines and sentences of this many characters are recognised elsewhere. A sentence may be shorter
# than a line, since in Chinese eight characters make one.
_LINE = 24
_SENTENCE = 8
# What one more change, or one more move, costs a reader, in characters.
_CHANGE = 8
_MOVE = 20
# Replacements up to this long are remembered: the versions of one text are compared again and
# again, and what changed between two of them changed between others.
_REMEMBERED = 60
# What ends more lines than this is more than the editor's, whatever brackets stand around it.
_LINES_IN_BRACKET = 1

# A closing bracket, words, an opening bracket, of which the words are always there.
_NO_BRACKET = f"[^{re.escape(BRACKETS)}]"
_EDGES = re.compile(
    rf"([{re.escape(CLOSING)}]?)({_NO_BRACKET}*(?!\s){_NO_BRACKET}\s*)([{re.escape(OPENING)}]?)"
)


def diff(before: str, after: str, *, ignore: Collection[str] = ()) -> Diff:
    """Compare two texts and return their changes.

    ``ignore`` names classes of change that are kept out of ``changes`` and of those inside moves.
    They stay in ``ignored``, so that the comparison can still be applied. Raises InvalidValue for
    a class that does not exist, and for a text that is no string.
    """
    for text in (before, after):
        if not isinstance(text, str):
            from provrepo.errors import InvalidValue

            raise InvalidValue("text", repr(text), "a string is expected")
    return diff_of(before, after, edit_script(before, after), valid_kinds(ignore))


def diff_of(
    before: str, after: str, script: EditScript, hidden: Collection[str] = frozenset()
) -> Diff:
    """Return the changes between two texts of which ``script`` is the edit script.

    Those of the classes that are ``hidden`` are kept out, as in `diff`.
    """
    # The same pair gives the same changes in either direction, mirrored.
    if (len(before), before) > (len(after), after):
        return diff_of(after, before, script.mirrored(), hidden).invert()
    changes, moves = classed_in_place(before, after, _read(before, after, script))
    return Diff(
        before,
        after,
        tuple(change for change in changes if change.kind not in hidden),
        script.edits,
        script.lower_bound,
        moves=tuple(_without(without_blanks_around(move), hidden) for move in moves),
        ignored=tuple(change for change in changes if change.kind in hidden),
        word_edits=script.size.words,
        word_bound=script.bound.words,
    )


def _without(move: Move, hidden: Collection[str]) -> Move:
    """Return a move without the changes of some classes inside it."""
    if not any(change.kind in hidden for change in move.changes):
        return move
    seen = tuple(change for change in move.changes if change.kind not in hidden)
    return replace(move, changes=seen)


def moves_of(before: str, after: str, script: EditScript) -> list[Move]:
    """Return the passages that moved between two texts of which ``script`` is the edit script."""
    return _read(before, after, script)[1]


def _read(before: str, after: str, script: EditScript) -> Reading:
    """Return changes and moves; where passages moved, those that take the least reading.

    The shortest script shows what moved as whatever words it has in common with its surroundings.
    """
    if script.rewritten < MOVABLE:
        # The bound counts what one side has more of. So half of what exceeds it is the number of
        # tokens that were both deleted and inserted: too few here to be a passage that moved.
        return changes_of(before, after, script.gaps), []
    characters = len(before) + len(after)
    is_much = script.rewritten > _MUCH * characters
    by_runs: Reading | None = None
    if is_much and characters > _LONG:
        by_runs = _by_common_runs(before, after)
        if by_runs and by_runs[1] and _effort(by_runs) < _EASY * characters:
            return by_runs
    reading = changes_of(before, after, script.gaps), list[Move]()
    if len(script.gaps) <= MANY:
        reading = find_moves(before, after, reading[0], inner_changes)
    readings = [
        _by_units(before, after, units, least)
        for units, least in _units(before, after, script, reading[1])
    ]
    if is_much:
        readings.append(by_runs if characters > _LONG else _by_common_runs(before, after))
    return min([reading, *filter(None, readings)], key=_effort)


def _by_common_runs(before: str, after: str) -> Reading | None:
    return _by_units(before, after, Units(*common_runs(before, after)), LEAST)


def _by_units(before: str, after: str, units: Units, least: int) -> Reading | None:
    """Return how the texts differ if units that moved are taken out whole, None if none can be."""
    changes = _block_changes(before, after, units, least)
    if 0 < len(changes) <= MANY:
        return find_moves(before, after, changes, inner_changes)
    return None


def _units(
    before: str, after: str, script: EditScript, moves: Sequence[Move]
) -> Iterator[tuple[Units, int]]:
    """Yield both texts cut into what may have moved, and the length of what may be recognised."""
    yield Units(lines(before), lines(after)), _LINE
    yield _cut(before, after, paragraphs), _LINE
    if len(before) + len(after) <= _SHORT or (moves and len(script.gaps) <= _FEW):
        yield _cut(before, after, sentences), _SENTENCE


def _cut(before: str, after: str, passages: Callable[[str], Iterable[Range]]) -> Units:
    return Units(in_units(before, passages(before)), in_units(after, passages(after)), wrapped=True)


def _block_changes(before: str, after: str, units: Units, least: int) -> list[Change]:
    """Return the changes that there are if units that moved are taken out whole."""
    changes: list[Change] = []
    for stretch, moved in blocks(before, after, units, least):
        row, row_end, column, column_end = stretch
        deleted, inserted = before[row:row_end], after[column:column_end]
        if moved or not deleted or not inserted:
            kind = kind_of(deleted, inserted)
            whole = Change(*stretch, deleted, inserted, kind)
            if changes and (joined := _run_on(changes[-1], whole)):
                changes[-1] = joined
            else:
                changes.append(whole)
        else:
            inner = inner_changes(deleted, inserted)
            changes.extend(change.shifted(row, column) for change in inner)
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


def _effort(reading: Reading) -> int:
    """Estimate, in characters, what it takes to read through changes and moves."""
    changes, moves = reading
    inside = [change for move in moves for change in without_blanks_around(move).changes]
    effort = sum(
        _CHANGE + len(change.deleted) + len(change.inserted) for change in [*changes, *inside]
    )
    return effort + sum(_MOVE + (move.before_end - move.before_start) // 4 for move in moves)


def inner_changes(before: str, after: str) -> list[Change]:
    """Return the changes between two forms of one passage, in which no moves are looked for."""
    return changes_of(before, after, edit_script(before, after).gaps)


def changes_of(before: str, after: str, gaps: Collection[Gap]) -> list[Change]:
    """Return the readable changes that the gaps of a script amount to, each with its class."""
    if not gaps:
        return []
    inside_before, inside_after = Brackets(before), Brackets(after)
    pieces = []
    torn = len(gaps) > MANY
    # A revision makes the same replacement many times over; each is parted once.
    parted: dict[tuple[str, str], Sequence[Piece]] = {}
    gaps = rejoined(before, after, shifted(before, after, gaps))
    for row, row_end, column, column_end in gaps:
        pair = before[row:row_end], after[column:column_end]
        parts = parted.get(pair)
        if parts is None:
            parted[pair] = parts = [_whole(*pair)] if torn else _split(*pair)
        lines_ended = max(pair[0].count("\n"), pair[1].count("\n"))
        for part, kind in parts:
            placed = Gap(row + part[0], row + part[1], column + part[2], column + part[3])
            if (
                kind in ("text", "punctuation")
                and lines_ended <= _LINES_IN_BRACKET
                and inside_before.hold(*placed[:2])
                and inside_after.hold(*placed[2:])
            ):
                kind = "intervention"
            pieces.append(Piece(placed, kind))
    return [
        Change(
            row, row_end, column, column_end, before[row:row_end], after[column:column_end], kind
        )
        for (row, row_end, column, column_end), kind in parted_from_lines(
            before, after, regrouped(before, after, pieces)
        )
    ]


def _whole(deleted: str, inserted: str) -> Piece:
    return Piece(Gap(0, len(deleted), 0, len(inserted)), kind_of(deleted, inserted))


def _split(deleted: str, inserted: str) -> Sequence[Piece]:
    """Part a replacement where white space at its ends changed from where the words did."""
    if len(deleted) + len(inserted) <= _REMEMBERED:
        return _split_before(deleted, inserted)
    return [*_split_ends(deleted, inserted)]


@lru_cache(maxsize=4096)
def _split_before(deleted: str, inserted: str) -> Sequence[Piece]:
    return [*_split_ends(deleted, inserted)]


def _split_ends(deleted: str, inserted: str) -> Iterator[Piece]:
    if not deleted.strip() or not inserted.strip():
        yield from _split_words(deleted, inserted)
        return
    both = deleted, inserted
    # White space that only one side has belongs to its words; so does that at the other end where
    # whole lines were put in or taken out, such as a footnote for its number.
    head, new_head = (len(text) - len(text.lstrip()) for text in both)
    whole_lines = False
    if not head or not new_head:
        whole_lines = "\n" in deleted[:head] or "\n" in inserted[:new_head]
        head = new_head = 0
    tail, new_tail = (len(text.rstrip()) for text in both)
    if tail == len(deleted) or new_tail == len(inserted) or whole_lines:
        tail, new_tail = len(deleted), len(inserted)
    yield from _blank(deleted, inserted, Gap(0, head, 0, new_head))
    for gap, kind in _split_words(deleted[head:tail], inserted[new_head:new_tail]):
        row, row_end, column, column_end = gap
        place = Gap(row + head, row_end + head, column + new_head, column_end + new_head)
        yield Piece(place, kind)
    yield from _blank(deleted, inserted, Gap(tail, len(deleted), new_tail, len(inserted)))


def _blank(deleted: str, inserted: str, gap: Gap) -> Iterator[Piece]:
    """Yield the change of white space at one end of a replacement, if there is one."""
    if deleted[gap.before_start : gap.before_end] != inserted[gap.after_start : gap.after_end]:
        yield Piece(gap, "white space")


def _split_words(deleted: str, inserted: str) -> Iterator[Piece]:
    """Part a replacement where only the form of a word changed from where the words did."""
    whole = _whole(deleted, inserted)
    if whole.kind == "punctuation" and not (deleted and inserted):
        yield from _marks_parted(deleted, inserted)
        return
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
    # Words that are equal but for case, width or normal form are matched by their folded keys.
    left, right = tokens(deleted), tokens(inserted)
    left_keys, right_keys = [folded(token) for token in left], [folded(token) for token in right]
    both = set(left_keys).intersection(right_keys)
    if not any(key[0].isalnum() for key in both if key):
        yield whole
        return
    pairs = match(left_keys, right_keys)
    if not any(left[i][0].isalnum() for i in pairs.rows):
        yield whole
        return
    yield from _absorbed(_parts(left, right, [*zip(*pairs, strict=True)]))


def _bracket_parted(deleted: str, inserted: str) -> Iterator[Piece]:
    """Part the sign of a bracket whose partner is elsewhere from the words beside it."""
    text = deleted or inserted
    edges = _EDGES.fullmatch(text)
    ends = [0, edges.end(1), edges.start(3), len(text)] if edges else [0, len(text)]
    for start, end in pairwise(ends):
        if start < end:
            place = (start, end, 0, 0) if deleted else (0, 0, start, end)
            yield Piece(Gap(*place), _whole(text[start:end], "").kind)


def _marks_parted(deleted: str, inserted: str) -> Iterator[Piece]:
    """Part the sign of a bracket from other marks beside it, as in ``Li?]``."""
    text = deleted or inserted
    start, end = int(text[0] in BRACKETS), len(text) - (text[-1] in BRACKETS)
    for first, last in pairwise([0, start, end, len(text)] if start < end else [0, len(text)]):
        if first < last:
            place = (first, last, 0, 0) if deleted else (0, 0, first, last)
            yield Piece(Gap(*place), _whole(text[first:last], "").kind)


def _parts(left: list[str], right: list[str], pairs: list[tuple[int, int]]) -> list[Piece]:
    """Return what lies between tokens matched by their keys, and the pairs that differ in form."""
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
    joined: list[Piece] = []
    for gap, kind in parts:
        if joined and joined[-1].gap.before_end == gap.before_start:
            first, first_kind = joined[-1]
            whole = Gap(first.before_start, gap.before_end, first.after_start, gap.after_end)
            slight = "text" in (kind, first_kind) and (kind in _SLIGHT or first_kind in _SLIGHT)
            if (kind == first_kind or slight) and first.after_end == gap.after_start:
                joined[-1] = Piece(whole, "text" if slight else kind)
                continue
        joined.append(Piece(gap, kind))
    return joined
