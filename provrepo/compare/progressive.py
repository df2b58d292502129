"""Aligning many witnesses: the most alike first, then what was aligned with what is next to it.

Each witness is aligned with all that were aligned before it, not with a base text, so that one that
omits or paraphrases a passage hides nothing of the others. The order is that of a guide tree
(D.-F. Feng, R. F. Doolittle: Progressive sequence alignment as a prerequisite to correct
phylogenetic trees, Journal of Molecular Evolution 25, 1987), which is built by average linkage
(R. R. Sokal, C. D. Michener 1958) and depends on the texts alone. Words that do not match are never
put into one column: `provrepo.compare.columns` says which stand for each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations, pairwise
from typing import NamedTuple

from provrepo.compare.exchanged import LONG, exchanged_around
from provrepo.compare.lcs import Matches
from provrepo.compare.sequence import in_common, match
from provrepo.compare.tokens import by_character, is_word
from provrepo.compare.witness import Piece, likeness

Column = dict[int, int]
"""For each witness that has a piece here, the number of its piece."""

# Cells of the table in which columns between two matched ones are compared with each other.
_CELLS = 40_000
# Witnesses with this many pieces or fewer are alike by what they have in the same order.
_ORDERED = 2_000
# How much alike words must be spelled to stand in one column.
_ALIKE = 0.5
# An equal word outweighs the marks beside it, and an equal mark any likeness.
_EQUAL = 100.0
_EQUAL_MARK = 10.0
# Of as many equal words those are taken that follow each other.
_NEXT = 1.0
# What ends a sentence stays with it.
_ENDING = 1.5
_SENTENCE_ENDS = frozenset(".!?;。！？；؟۔।")
# A match so far from where its run begins or ends is beyond doubt; a nearer one may be one of two.
_FIRM = 5


class _Profile(NamedTuple):
    """Witnesses that are aligned with each other; the least of their numbers names it."""

    witnesses: tuple[int, ...]
    columns: list[Column]


def aligned(witnesses: Sequence[Sequence[Piece]]) -> list[Column]:
    """Return columns in order: each piece of each witness is in one, those that match in the same.

    The witnesses are different texts, in an order that depends on nothing but them.
    """
    readers: dict[str, set[int]] = {}
    for number, pieces in enumerate(witnesses):
        for piece in pieces:
            readers.setdefault(piece.key, set()).add(number)
    profiles = {
        number: _Profile((number,), [{number: place} for place in range(len(pieces))])
        for number, pieces in enumerate(witnesses)
    }
    for first, second in _guide_tree(witnesses):
        joined = {*profiles[first].witnesses, *profiles[second].witnesses}
        values = {
            key: _value(key) * (1 + len(numbers - joined)) for key, numbers in readers.items()
        }
        profiles[first] = _merged(profiles[first], profiles.pop(second), witnesses, values)
    return profiles[0].columns if profiles else []


def _guide_tree(witnesses: Sequence[Sequence[Piece]]) -> Iterator[tuple[int, int]]:
    """Yield which two groups are joined next, each named by its first witness."""
    keys = [[piece.key for piece in pieces] for pieces in witnesses]
    common = _common if max(map(len, keys)) <= _ORDERED else in_common
    near: dict[tuple[int, int], float] = {}
    for first, second in combinations(range(len(keys)), 2):
        length = len(keys[first]) + len(keys[second])
        near[first, second] = 2 * common(keys[first], keys[second]) / max(1, length)
    sizes = dict.fromkeys(range(len(keys)), 1)
    while len(sizes) > 1:
        # Of pairs as much alike the smaller groups are joined first.
        first, second = max(
            combinations(sorted(sizes), 2),
            key=lambda pair: (near[pair], -sizes[pair[0]] - sizes[pair[1]], -pair[0], -pair[1]),
        )
        yield first, second
        for group in sizes:
            if group not in (first, second):
                first_pair, second_pair = (
                    (min(first, group), max(first, group)),
                    (
                        min(second, group),
                        max(second, group),
                    ),
                )
                weights = sizes[first], sizes[second]
                total = near[first_pair] * weights[0] + near[second_pair] * weights[1]
                near[first_pair] = total / sum(weights)
        sizes[first] += sizes.pop(second)


def _common(before: Sequence[str], after: Sequence[str]) -> int:
    """Return how many pieces two witnesses have in common, in the same order."""
    return len(match(before, after).rows)


@lru_cache(maxsize=8192)
def _value(key: str) -> float:
    """Return how good it is that two witnesses have a word or a mark in one column."""
    if not key or not is_word(key):
        return _EQUAL_MARK
    # A mark over a letter makes no word longer.
    short = sum(map(str.isalnum, key)) <= 3 or by_character(key)
    return _EQUAL / 2 if short else _EQUAL


def _merged(
    first: _Profile,
    second: _Profile,
    witnesses: Sequence[Sequence[Piece]],
    values: Mapping[str, float],
) -> _Profile:
    """Align two groups; of columns between matched ones, those of the first group come first."""
    left = [_keys(column, witnesses) for column in first.columns]
    right = [_keys(column, witnesses) for column in second.columns]
    pairs = _matched(first.columns, second.columns, left, right, witnesses, values)
    columns: list[Column] = []
    i = j = 0
    ends = [*zip(*pairs, strict=True), (len(left), len(right))]
    for row, column in ends:
        columns += first.columns[i:row]
        columns += second.columns[j:column]
        if row < len(left):
            columns.append(first.columns[row] | second.columns[column])
        i, j = row + 1, column + 1
    return _Profile(first.witnesses + second.witnesses, columns)


def _keys(column: Column, witnesses: Sequence[Sequence[Piece]]) -> Counter[str]:
    return Counter(witnesses[number][place].key for number, place in column.items())


def _matched(
    columns: Sequence[Column],
    more_columns: Sequence[Column],
    left: list[Counter[str]],
    right: list[Counter[str]],
    witnesses: Sequence[Sequence[Piece]],
    values: Mapping[str, float],
) -> Matches:
    """Match columns by the key that most have; where that leaves a doubt, by all they hold."""
    anchors = match([_foremost(keys) for keys in left], [_foremost(keys) for keys in right])
    weights = [_weight(column, witnesses) for column in columns]
    anchors = _without_chance(anchors, weights, [_weight(each, witnesses) for each in more_columns])
    anchors = _certain(anchors, len(left), len(right))
    matches = Matches([], [])
    i = j = 0
    for row, column in [*zip(*anchors, strict=True), (len(left), len(right))]:
        matches.add(_between(left[i:row], right[j:column], values), i, j)
        if row < len(left):
            matches.rows.append(row)
            matches.columns.append(column)
        i, j = row + 1, column + 1
    return _without_lone_likeness(matches, left, right)


def _without_lone_likeness(
    matches: Matches, left: Sequence[Counter[str]], right: Sequence[Counter[str]]
) -> Matches:
    """Drop words that are only spelled alike where nothing beside them is matched.

    Amid what was written quite otherwise ``then`` is no other reading of ``the``.
    """
    pairs = [(-1, -1), *zip(*matches, strict=True), (len(left), len(right))]
    remaining = Matches([], [])
    for place, (row, column) in enumerate(pairs[1:-1], 1):
        beside = (
            pairs[place - 1] == (row - 1, column - 1),
            pairs[place + 1] == (row + 1, column + 1),
        )
        if any(beside) or left[row].keys() & right[column].keys():
            remaining.rows.append(row)
            remaining.columns.append(column)
    return remaining


def _foremost(keys: Counter[str]) -> str:
    return min(keys, key=lambda key: (-keys[key], key))


def _weight(column: Column, witnesses: Sequence[Sequence[Piece]]) -> float:
    return max(witnesses[number][place].weight for number, place in column.items())


def _without_chance(
    anchors: Matches, weights: Sequence[float], column_weights: Sequence[float]
) -> Matches:
    """Drop short words and marks that are equal by chance amid what was written quite otherwise."""
    remaining = Matches([], [])
    runs: list[tuple[int, int]] = []
    for place, (row, column) in enumerate(zip(*anchors, strict=True)):
        if runs and anchors.rows[place - 1] + 1 == row and anchors.columns[place - 1] + 1 == column:
            runs[-1] = runs[-1][0], place + 1
        else:
            runs.append((place, place + 1))
    for number, (first, last) in enumerate(runs):
        row, column = anchors.rows[first], anchors.columns[first]
        row_end, column_end = anchors.rows[last - 1] + 1, anchors.columns[last - 1] + 1
        before = runs[number - 1][1] - 1 if number else -1
        after = runs[number + 1][0] if number + 1 < len(runs) else -1
        old_row, old_column = (
            (anchors.rows[before] + 1, anchors.columns[before] + 1) if before >= 0 else (0, 0)
        )
        next_row, next_column = (
            (anchors.rows[after], anchors.columns[after])
            if after >= 0
            else (len(weights), len(column_weights))
        )
        sides = (
            min(sum(weights[old_row:row]), sum(column_weights[old_column:column])),
            min(sum(weights[row_end:next_row]), sum(column_weights[column_end:next_column])),
        )
        weight = sum(weights[row:row_end])
        if weight > 0.5 or 2 * weight + 1 > min(sides):
            remaining.rows.extend(anchors.rows[first:last])
            remaining.columns.extend(anchors.columns[first:last])
    return remaining


def _certain(anchors: Matches, rows: int, columns: int) -> Matches:
    """Drop the matches near the ends of runs, where what is between the others can be searched.

    Where it is too much, matches nearer and nearer to the ends count as certain.
    """
    pairs = [*zip(*anchors, strict=True), (rows, columns)]
    depths = _depths(pairs[:-1])
    certain: list[int] = []

    def keep(first: int, last: int, levels: Sequence[int]) -> None:
        i, j = (pairs[first - 1][0] + 1, pairs[first - 1][1] + 1) if first else (0, 0)
        if levels[0] == _FIRM or (pairs[last][0] - i) * (pairs[last][1] - j) > _CELLS:
            for place in [*(n for n in range(first, last) if depths[n] >= levels[0]), last]:
                if len(levels) > 1:
                    keep(first, place, levels[1:])
                if place < last:
                    certain.append(place)
                first = place + 1

    keep(0, len(pairs) - 1, (_FIRM, 2, 1, 0))
    return Matches([pairs[n][0] for n in certain], [pairs[n][1] for n in certain])


def _depths(pairs: Sequence[tuple[int, int]]) -> list[int]:
    """Return for each match how many of its run stand before it, or after it if these are fewer."""
    depths: list[int] = []
    for place, (row, column) in enumerate(pairs):
        follows = place and pairs[place - 1] == (row - 1, column - 1)
        depths.append(depths[-1] + 1 if follows else 0)
    after = 0
    for place in range(len(pairs) - 2, -1, -1):
        row, column = pairs[place]
        after = after + 1 if pairs[place + 1] == (row + 1, column + 1) else 0
        depths[place] = min(depths[place], after)
    if pairs:
        depths[-1] = 0
    return depths


def _between(
    left: Sequence[Counter[str]], right: Sequence[Counter[str]], values: Mapping[str, float]
) -> Matches:
    """Match columns that have any key in common, or words that are spelled alike.

    Where two phrases stand in exchanged places, what stands between them is matched: of `the cat is
    black` and `black is the cat` the word `is`.
    """
    if not left or not right or len(left) * len(right) > _CELLS:
        return Matches([], [])
    best = _best(left, right, values)
    matches = Matches([], [])
    for window in _windows(best, len(left), len(right)):
        rows, columns = window
        between = exchanged_around(left[rows], right[columns])
        if between is None:
            continue
        row, column = rows.start + between[0], columns.start + between[1]
        # What stands before and after is matched anew: it is shorter, so that this comes to an end.
        matches.add(_between(left[:row], right[:column], values), 0, 0)
        matches.add(Matches([0], [0]), row, column)
        after = _between(left[row + 1 :], right[column + 1 :], values)
        matches.add(after, row + 1, column + 1)
        return matches
    return best


def _windows(matches: Matches, rows: int, columns: int) -> Iterator[tuple[slice, slice]]:
    """Yield what stands between two runs of matches that up to three shorter runs lie between."""
    ends = [(-1, -1), *zip(*matches, strict=True), (rows, columns)]
    # Where a run begins, and where the one before it ended.
    gaps = [
        (before, after)
        for before, after in pairwise(ends)
        if after != (before[0] + 1, before[1] + 1)
    ]
    for number, ((row, column), _) in enumerate(gaps):
        for _, (row_end, column_end) in gaps[number : number + 4]:
            window = slice(row + 1, row_end), slice(column + 1, column_end)
            if all(3 <= part.stop - part.start <= LONG for part in window):
                yield window


def _best(
    left: Sequence[Counter[str]], right: Sequence[Counter[str]], values: Mapping[str, float]
) -> Matches:
    """Match columns so that most witnesses read the same in them, words above marks."""
    gains = [[_gain(keys, other, values) for other in right] for keys in left]
    # The best of all that ends before a cell, and the best that ends with a match in it.
    table = [[0.0] * (len(right) + 1)]
    matched = [[0.0] * (len(right) + 1)]
    nexts = [_ENDING if _ends_sentence(keys) else _NEXT for keys in left]
    for row, next_to in zip(gains, nexts, strict=True):
        above, matched_above = table[-1], matched[-1]
        line, matched_line = [0.0], [0.0]
        for place, gain in enumerate(row):
            taken = 0.0
            if gain:
                run = matched_above[place]
                taken = gain + max(above[place], run + next_to if run else 0)
            line.append(max(above[place + 1], line[place], taken))
            matched_line.append(taken)
        table.append(line)
        matched.append(matched_line)
    matches = Matches([], [])
    i, j = len(left), len(right)
    in_run = False
    while i and j:
        taken = matched[i][j]
        if taken and (in_run or table[i][j] == taken):
            i, j = i - 1, j - 1
            matches.rows.append(i)
            matches.columns.append(j)
            in_run = matched[i][j] > 0 and taken == gains[i][j] + (matched[i][j] + nexts[i])
        elif table[i][j] == table[i][j - 1]:
            j -= 1
        else:
            i -= 1
    matches.rows.reverse()
    matches.columns.reverse()
    return matches


def _ends_sentence(keys: Counter[str]) -> bool:
    return not _SENTENCE_ENDS.isdisjoint(keys)


def _gain(keys: Counter[str], more_keys: Counter[str], values: Mapping[str, float]) -> float:
    """Return how good it is to put two columns into one: 0 where nothing in them is alike.

    Each pair of witnesses counts that read the same, the more, the more others read so: for these
    are still to be aligned with it (C. Notredame, D. G. Higgins, J. Heringa: T-Coffee, Journal of
    Molecular Biology 302, 2000).
    """
    both = keys.keys() & more_keys.keys()
    equal = sum(values[key] * keys[key] * more_keys[key] for key in both)
    if equal:
        return equal
    best = max(likeness(*sorted((key, other))) for key in keys for other in more_keys)
    return best if best >= _ALIKE else 0
