"""Matching two token lists by rank: words first, then punctuation, then white space.

A line end weighs nothing against a word: however a text is wrapped, its words are matched as if it
had no lines. Words alone are matched first, which is also less than half the work; then the marks
of punctuation between matched words, then the white space between matched words and marks.

Which of several equal words is matched decides how many marks can be. So where a mark or a blank is
both deleted and inserted within a few words, that place is matched once more, all ranks at once, by
the textbook's table with weights.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, count, pairwise
from typing import NamedTuple

from provrepo.compare.lcs import Matches
from provrepo.compare.sequence import AFFORDABLE, match
from provrepo.compare.tokens import is_word

# Gaps with at most this many matched tokens between them are one place, and as many tokens on
# either side of a place are matched once more with it.
_NEAR = 16
# Cells of the weighted table of one place, and of all places of one stretch: 0.05 s. In a stretch
# of fewer cells than _SMALL, also the least white space is looked for.
_PLACE = 32_000
_PLACES = 400_000
_SMALL = 6_000
# One word outweighs any number of marks, one mark any number of blanks.
_WORD, _MARK, _BLANK = 1 << 40, 1 << 20, 1


class Size(NamedTuple):
    """A number of tokens of each rank; compared, the words decide first, then the marks."""

    words: int
    marks: int
    blanks: int

    def plus(self, size: Size) -> Size:
        """Return both together, rank by rank."""
        return Size(self.words + size.words, self.marks + size.marks, self.blanks + size.blanks)

    def less_twice(self, size: Size) -> Size:
        """Return what is left where ``size`` is matched, each token with one of the other side."""
        return Size(
            self.words - 2 * size.words,
            self.marks - 2 * size.marks,
            self.blanks - 2 * size.blanks,
        )


NOTHING = Size(0, 0, 0)


class Ranks:
    """The ranks of the tokens of one comparison, which it learns as they come."""

    def __init__(self) -> None:
        self.words: set[str] = set()
        self.blanks: set[str] = set()
        self._known: set[str] = set()

    def learn(self, *lists: Iterable[str]) -> None:
        """Find the ranks of all tokens of ``lists``."""
        new = set[str]().union(*lists)
        new -= self._known
        if new:
            self._known |= new
            self.blanks.update(token for token in new if token.isspace())
            self.words.update(filter(is_word, new))

    def size(self, counts: Counter[str]) -> Size:
        """Return how many tokens of each rank there are, given how many there are of each."""
        words = blanks = 0
        for token, number in counts.items():
            if token in self.words:
                words += number
            elif token in self.blanks:
                blanks += number
        return Size(words, counts.total() - words - blanks, blanks)

    def cells(self, left: Sequence[str], right: Sequence[str]) -> int:
        """Return the cells of the table in which the words of two lists are matched."""
        rows, columns = (sum(map(self.words.__contains__, pieces)) for pieces in (left, right))
        return rows * columns

    def weight(self, token: str) -> int:
        """Return how much it is worth to match a token."""
        if token in self.words:
            return _WORD
        return _BLANK if token in self.blanks else _MARK


def ranked_match(
    left: Sequence[str], right: Sequence[str], ranks: Ranks, affordable: int = AFFORDABLE
) -> Matches:
    """Return the indices of equal tokens, rising on both sides; ``ranks`` has learnt the tokens.

    No common subsequence has more words where the table of the words has at most ``affordable``
    cells (`provrepo.compare.sequence.match`).
    """
    if not ranks.words:
        return _marks_first(left, right, ranks, affordable)
    rows, columns = _places(left, ranks.words), _places(right, ranks.words)
    if len(rows) == len(left) and len(columns) == len(right):
        return match(left, right, affordable)
    fixed = _match_at(left, right, rows, columns, affordable)
    del rows, columns  # a million numbers take 32 MB
    return _refined(left, right, _filled(left, right, fixed, ranks), ranks)


def _marks_first(
    left: Sequence[str], right: Sequence[str], ranks: Ranks, affordable: int
) -> Matches:
    """Match lists without words: marks as if they were words."""
    if not ranks.blanks:
        return match(left, right, affordable)
    rows, columns = _others(left, ranks.blanks), _others(right, ranks.blanks)
    fixed = _match_at(left, right, rows, columns, affordable)
    del rows, columns
    return _refined(left, right, _filled(left, right, fixed, ranks), ranks)


def _match_at(
    left: Sequence[str],
    right: Sequence[str],
    rows: Sequence[int],
    columns: Sequence[int],
    affordable: int = AFFORDABLE,
) -> Matches:
    """Match the tokens at some places of either list, and return the places."""
    chosen, other = [left[row] for row in rows], [right[column] for column in columns]
    # Often the shorter list is the beginning of the longer one: a blank, and a blank and another.
    shorter = min(len(chosen), len(other))
    if chosen[:shorter] == other[:shorter]:
        return Matches([*rows[:shorter]], [*columns[:shorter]])
    matched = match(chosen, other, affordable)
    return Matches([rows[i] for i in matched.rows], [columns[j] for j in matched.columns])


def _places(pieces: Sequence[str], members: set[str]) -> list[int]:
    return [*compress(count(), map(members.__contains__, pieces))]


def _others(pieces: Sequence[str], members: set[str]) -> list[int]:
    return [number for number, piece in enumerate(pieces) if piece not in members]


def _filled(left: Sequence[str], right: Sequence[str], fixed: Matches, ranks: Ranks) -> Matches:
    """Match marks and white space between tokens that are fixed, and take in these."""
    matches = Matches([], [])
    add_row, add_column = matches.rows.append, matches.columns.append
    i = j = 0
    rows, columns = [*fixed.rows, len(left)], [*fixed.columns, len(right)]
    for row, column in zip(rows, columns, strict=True):
        if i < row and j < column:
            if i + 1 == row or j + 1 == column:
                # One token on a side, as between most words, has the first place that it can.
                if place := _only_match(left, i, row, right, j, column):
                    add_row(place[0])
                    add_column(place[1])
            else:
                matches.add(_between(left[i:row], right[j:column], ranks), i, j)
        add_row(row)
        add_column(column)
        i, j = row + 1, column + 1
    matches.rows.pop()
    matches.columns.pop()
    return matches


def _only_match(
    left: Sequence[str], row: int, row_end: int, right: Sequence[str], column: int, column_end: int
) -> tuple[int, int] | None:
    """Return where two ranges, one of which is a single token, have that token, or None."""
    try:
        if row + 1 == row_end:
            return row, right.index(left[row], column, column_end)
        return left.index(right[column], row, row_end), column
    except ValueError:
        return None


def _between(left: Sequence[str], right: Sequence[str], ranks: Ranks) -> Matches:
    """Match what lies between two matched words: marks, then white space between these."""
    if len(left) == len(right) and left == right:
        return Matches([*range(len(left))], [*range(len(right))])
    if ranks.blanks.isdisjoint(left) or ranks.blanks.isdisjoint(right):
        return match(left, right) if not set(left).isdisjoint(right) else Matches([], [])
    rows = [i for i, token in enumerate(left) if token not in ranks.blanks]
    columns = [j for j, token in enumerate(right) if token not in ranks.blanks]
    marks, other_marks = [left[i] for i in rows], [right[j] for j in columns]
    if set(marks).isdisjoint(other_marks):
        return _blanks(left, right, ranks)
    pairs = match(marks, other_marks)
    matches = Matches([], [])
    i = j = 0
    for row, column in zip(
        [*(rows[place] for place in pairs.rows), len(left)],
        [*(columns[place] for place in pairs.columns), len(right)],
        strict=True,
    ):
        matches.add(_blanks(left[i:row], right[j:column], ranks), i, j)
        if row < len(left):
            matches.rows.append(row)
            matches.columns.append(column)
        i, j = row + 1, column + 1
    return matches


def _blanks(left: Sequence[str], right: Sequence[str], ranks: Ranks) -> Matches:
    """Match the white space of two stretches in which nothing but that is equal."""
    rows, columns = _places(left, ranks.blanks), _places(right, ranks.blanks)
    if not rows or not columns:
        return Matches([], [])
    return _match_at(left, right, rows, columns)


def _refined(left: Sequence[str], right: Sequence[str], matches: Matches, ranks: Ranks) -> Matches:
    """Match those places once more where more marks or blanks might be kept."""
    refined = Matches([], [])
    taken = 0
    budget = _PLACES
    cells = len(left) * len(right)
    small = cells <= _SMALL
    whole = [(0, len(matches.rows))]
    places = whole if cells <= _PLACE else _near_gaps(left, right, matches)
    for first, last in places:
        # Numbers of matched tokens, half-open: what lies before the first and after the last one
        # is equal on both sides, or the end.
        row = matches.rows[first - 1] + 1 if first else 0
        column = matches.columns[first - 1] + 1 if first else 0
        end = matches.rows[last] if last < len(matches.rows) else len(left)
        stop = matches.columns[last] if last < len(matches.rows) else len(right)
        cells = (end - row) * (stop - column)
        if cells > min(_PLACE, budget):
            continue
        inside = Matches(
            [place - row for place in matches.rows[first:last]],
            [place - column for place in matches.columns[first:last]],
        )
        old, new = left[row:end], right[column:stop]
        if not _may_gain(old, new, inside, ranks, small=small):
            continue
        budget -= cells
        again = _weighted(old, new, ranks)
        if _worth(old, again, ranks) > _worth(old, inside, ranks):
            refined.rows.extend(matches.rows[taken:first])
            refined.columns.extend(matches.columns[taken:first])
            refined.add(again, row, column)
            taken = last
    if not taken:
        return matches
    refined.rows.extend(matches.rows[taken:])
    refined.columns.extend(matches.columns[taken:])
    return refined


def _near_gaps(
    left: Sequence[str], right: Sequence[str], matches: Matches
) -> Iterator[tuple[int, int]]:
    """Yield the numbers of matched tokens around gaps that lie close together, half-open."""
    count_of_matches = len(matches.rows)
    rows = [-1, *matches.rows, len(left)]
    columns = [-1, *matches.columns, len(right)]
    first = last = -1
    steps = zip(pairwise(rows), pairwise(columns), strict=True)
    for number, ((row, next_row), (column, next_column)) in enumerate(steps):
        if next_row - row == 1 == next_column - column:
            continue
        if first >= 0 and number - last <= 2 * _NEAR:
            last = number
            continue
        if first >= 0:
            yield max(0, first - _NEAR), min(count_of_matches, last + _NEAR)
        first = last = number
    if first >= 0:
        yield max(0, first - _NEAR), min(count_of_matches, last + _NEAR)


def _may_gain(
    left: Sequence[str], right: Sequence[str], inside: Matches, ranks: Ranks, *, small: bool
) -> bool:
    """Return whether a mark is both deleted and inserted; in a ``small`` text, or a blank."""
    rows, columns = set(inside.rows), set(inside.columns)
    deleted = {token for i, token in enumerate(left) if i not in rows}
    both = deleted.intersection(token for j, token in enumerate(right) if j not in columns)
    both -= ranks.words
    return bool(both if small else both - ranks.blanks)


def _worth(left: Sequence[str], matches: Matches, ranks: Ranks) -> int:
    return sum(ranks.weight(left[row]) for row in matches.rows)


def _weighted(left: Sequence[str], right: Sequence[str], ranks: Ranks) -> Matches:
    """Return a heaviest common subsequence, by the textbook's table."""
    table = [[0] * (len(right) + 1)]
    for token in left:
        weight = ranks.weight(token)
        above = table[-1]
        row = [0]
        add = row.append
        best = 0
        for column, candidate in enumerate(right):
            if candidate == token:
                best = max(above[column] + weight, best)
            if above[column + 1] > best:
                best = above[column + 1]
            add(best)
        table.append(row)
    rows: list[int] = []
    columns: list[int] = []
    i, j = len(left), len(right)
    while i and j:
        if left[i - 1] == right[j - 1]:
            i, j = i - 1, j - 1
            rows.append(i)
            columns.append(j)
        elif table[i][j] == table[i][j - 1]:
            j -= 1
        else:
            i -= 1
    rows.reverse()
    columns.reverse()
    return Matches(rows, columns)
