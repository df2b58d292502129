"""Merging two groups of aligned witnesses: which columns of the one are columns of the other.

A column is what witnesses have in one place. Two are one where most of their words are equal; words
that are only spelled alike count where they stand beside others that match.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from provrepo.compare.exchanged import LONG, exchanged_around
from provrepo.compare.lcs import Matches
from provrepo.compare.sequence import match
from provrepo.compare.tokens import by_character, is_word
from provrepo.compare.witness import SHORTEST, Piece, likeness

Column = dict[int, int]
"""For each witness that has a piece here, the number of its piece."""
Keys = dict[str, int]
"""How many witnesses have each key in a column."""

# Cells of the table in which columns between two matched ones are compared with each other.
_CELLS = 40_000
# How much alike words must be spelled to stand in one column where others beside them match; and
# how much alike, and how long, to do so anywhere.
_ALIKE = 0.4
_LONG = 5
_VERY_ALIKE = 0.7
# An equal word outweighs the marks beside it, and an equal mark any likeness.
_EQUAL = 100.0
_EQUAL_MARK = 10.0
# Of as many equal words those are taken that follow each other.
_NEXT = 1.0
_NEAREST = 0.01
# What ends a sentence stays with it.
_ENDING = 1.5
_SENTENCE_ENDS = frozenset(".!?;。！？；؟۔।")
# A match this far from either end of its run is beyond doubt; a nearer one may be one of two.
_FIRM = 5


@lru_cache(maxsize=8192)
def key_value(key: str) -> float:
    """Return how good it is that two witnesses have a word or a mark in one column."""
    if not key or not is_word(key):
        return _EQUAL_MARK
    # A mark over a letter makes no word longer.
    short = sum(map(str.isalnum, key)) <= 3 or by_character(key)
    return _EQUAL / 2 if short else _EQUAL


def merged(
    first: Sequence[Column],
    second: Sequence[Column],
    witnesses: Sequence[Sequence[Piece]],
    values: Mapping[str, float],
) -> list[Column]:
    """Align two groups; of columns between matched ones, those of the first group come first.

    ``values`` says for each key how good it is to have it in one column.
    """
    left = [keys_of(column, witnesses) for column in first]
    right = [keys_of(column, witnesses) for column in second]
    pairs = _matched(first, second, left, right, witnesses, values)
    columns: list[Column] = []
    i = j = 0
    ends = [*zip(*pairs, strict=True), (len(left), len(right))]
    for row, column in ends:
        columns += first[i:row]
        columns += second[j:column]
        if row < len(left):
            columns.append(first[row] | second[column])
        i, j = row + 1, column + 1
    return columns


def keys_of(column: Column, witnesses: Sequence[Sequence[Piece]]) -> Keys:
    """Return what the witnesses of a column have in it."""
    keys: Keys = {}
    for number, place in column.items():
        key = witnesses[number][place].key
        keys[key] = keys.get(key, 0) + 1
    return keys


def _matched(
    columns: Sequence[Column],
    more_columns: Sequence[Column],
    left: list[Keys],
    right: list[Keys],
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
    matches: Matches, left: Sequence[Keys], right: Sequence[Keys]
) -> Matches:
    """Drop words that are hardly spelled alike where nothing beside them is matched.

    Amid what was written quite otherwise ``then`` is no other reading of ``the``. A word that is
    all that one side has there may be one of several others.
    """
    pairs = [(-1, -1), *zip(*matches, strict=True), (len(left), len(right))]
    remaining = Matches([], [])
    for place, (row, column) in enumerate(pairs[1:-1], 1):
        before, after = pairs[place - 1], pairs[place + 1]
        beside = before == (row - 1, column - 1) or after == (row + 1, column + 1)
        is_all = 2 in (after[0] - before[0], after[1] - before[1])
        if beside or is_all or _are_one_word(left[row], right[column]):
            remaining.rows.append(row)
            remaining.columns.append(column)
    return remaining


def _are_one_word(keys: Keys, more_keys: Keys) -> bool:
    """Return whether two columns have a word in common, or a long one but for a letter or two."""
    if keys.keys() & more_keys.keys():
        return True
    pairs = ((key, other) for key in keys for other in more_keys)
    return any(
        min(len(key), len(other)) >= _LONG and likeness(*sorted((key, other))) >= _VERY_ALIKE
        for key, other in pairs
    )


def _foremost(keys: Keys) -> str:
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


def _between(left: Sequence[Keys], right: Sequence[Keys], values: Mapping[str, float]) -> Matches:
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


def _best(left: Sequence[Keys], right: Sequence[Keys], values: Mapping[str, float]) -> Matches:
    """Match columns so that most witnesses read the same in them, words above marks."""
    # The best of all that ends before a cell, the best that ends with a match in it, and whether
    # the match before that one stands beside it.
    table = [[0.0] * (len(right) + 1)]
    matched = [[0.0] * (len(right) + 1)]
    goes_on = [bytes(len(right) + 1)]
    last: dict[int, float] = {}
    for keys, row in zip(left, _gains(left, right, values), strict=True):
        next_to = _ENDING if _ends_sentence(keys) else _NEXT
        above, matched_above = table[-1], matched[-1]
        matched_line = [0.0] * (len(right) + 1)
        following = bytearray(len(right) + 1)
        # Before the first column that it has anything in common with, a row changes nothing.
        first = min(row, default=len(right))
        line = above[: first + 1]
        best = line[-1]
        for place, best_above in enumerate(above[first + 1 :], first):
            best = max(best, best_above)
            gain = row.get(place)
            if gain:
                taken = above[place]
                if run := matched_above[place]:
                    # Of words that are only alike, the most alike are taken; of these, the nearest.
                    are_equal = min(gain, last[place - 1]) >= _EQUAL_MARK
                    run += next_to if are_equal else next_to * _NEAREST
                    following[place + 1] = run >= taken
                    taken = max(taken, run)
                matched_line[place + 1] = taken + gain
                best = max(best, taken + gain)
            line.append(best)
        table.append(line)
        matched.append(matched_line)
        goes_on.append(bytes(following))
        last = row
    matches = Matches([], [])
    i, j = len(left), len(right)
    in_run = False
    while i and j:
        if not in_run and table[i][j] == table[i - 1][j]:
            i -= 1
        elif not in_run and table[i][j] == table[i][j - 1]:
            j -= 1
        else:
            in_run = bool(goes_on[i][j])
            i, j = i - 1, j - 1
            matches.rows.append(i)
            matches.columns.append(j)
    matches.rows.reverse()
    matches.columns.reverse()
    return matches


def _ends_sentence(keys: Keys) -> bool:
    return not _SENTENCE_ENDS.isdisjoint(keys)


def _gains(
    left: Sequence[Keys], right: Sequence[Keys], values: Mapping[str, float]
) -> list[dict[int, float]]:
    """Return for each column of the left side how good it is to put one of the right side into it.

    Where nothing in them is alike there is no number. Each pair of witnesses counts that read the
    same, the more, the more others read so: for these are still to be aligned with it (C.
    Notredame, D. G. Higgins, J. Heringa: T-Coffee, Journal of Molecular Biology 302, 2000).
    """
    equal: dict[str, list[tuple[int, int]]] = {}
    alike: dict[str, list[tuple[int, str]]] = {}
    for place, keys in enumerate(right):
        for key, number in keys.items():
            equal.setdefault(key, []).append((place, number))
            alike.setdefault(key[:1], []).append((place, key))
    rows: list[dict[int, float]] = []
    for keys in left:
        gains: dict[int, float] = {}
        for key, number in keys.items():
            for place, other_number in equal.get(key, ()):
                gain = values[key] * number * other_number
                gains[place] = gains.get(place, 0) + gain
        likes: dict[int, float] = {}
        for key in keys:
            for place, other in alike.get(key[:1], ()) if len(key) >= SHORTEST else ():
                if place not in gains:
                    likes[place] = max(likes.get(place, 0), likeness(*sorted((key, other))))
        gains.update((place, like) for place, like in likes.items() if like >= _ALIKE)
        rows.append(gains)
    return rows
