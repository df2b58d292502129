"""Matching two token lists: exact where affordable, anchored and windowed beyond.

The exact answer costs a table of as many cells as there are pairs of tokens. Before it is paid for,
what needs no search is taken off: equal ends, tokens of one side only, a list that the other one
contains whole. Beyond what is affordable, runs of tokens that stand once on each side divide the
table into smaller ones; where there are none, a window slides along both lists.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import compress, count

from provrepo.compare.anchors import Pairs, anchors
from provrepo.compare.lcs import Matches, longest_common_subsequence

AFFORDABLE = 500_000_000
"""Cells of the table that an exact answer may cost: about a tenth of a second."""

# Below this many cells the exact answer is as quick as looking for something cheaper.
_SMALL = 16_000_000
# In lists whose table has more cells than this (100,000 tokens a side), runs of three tokens meet
# by chance. There a run goes from one rare token to the next, one token in 16 being rare, and has
# at least eight; and if there is not one such run in 5000 tokens, they too met by chance.
_LONG_CELLS = 10_000_000_000
_RARE = 16
_LONG_RUN = 8
_SPARSE = 5000
# Tokens of each side in the window that slides over what has no such runs, and the share of its
# matches that are kept: the last ones were chosen without knowing what follows the window.
_WINDOW = 1024
_KEPT = 0.9


def match(before: Sequence[str], after: Sequence[str], affordable: int = AFFORDABLE) -> Matches:
    """Return the indices of equal tokens, rising on both sides: a common subsequence.

    It is a longest one where the table has at most ``affordable`` cells once equal ends and
    tokens of one side only are gone, or where it holds all that the two sides have in common.
    """
    # Equal ends always belong to some longest subsequence, so that they may be fixed.
    start = 0
    shorter = min(len(before), len(after))
    if shorter == 1:
        if len(before) == 1:
            return Matches([0], [after.index(before[0])]) if before[0] in after else Matches([], [])
        return Matches([before.index(after[0])], [0]) if after[0] in before else Matches([], [])
    while start < shorter and before[start] == after[start]:
        start += 1
    end = 0
    while end < shorter - start and before[-1 - end] == after[-1 - end]:
        end += 1
    if not start and not end:
        return _inner(before, after, affordable)
    matches = Matches([*range(start)], [*range(start)])
    if start + end < shorter:
        left = before[start : len(before) - end]
        right = after[start : len(after) - end]
        matches.add(_inner(left, right, affordable), start, start)
    matches.rows.extend(range(len(before) - end, len(before)))
    matches.columns.extend(range(len(after) - end, len(after)))
    return matches


def in_common(before: Sequence[str], after: Sequence[str]) -> int:
    """Return how many items the two have in common, counting repeated ones, in whatever order."""
    both = set(before).intersection(after)
    if not both:
        return 0
    left = Counter(filter(both.__contains__, before))
    right = Counter(filter(both.__contains__, after))
    return sum(map(min, map(left.__getitem__, both), map(right.__getitem__, both)))


def _inner(before: Sequence[str], after: Sequence[str], affordable: int) -> Matches:
    """Match two lists without equal ends."""
    common = set(before).intersection(after)
    if not common:
        return Matches([], [])
    if len(common) == len(set(before)) == len(set(after)):
        return _shared(before, after, affordable)
    # A token that the other side lacks can never match; without it the table is smaller.
    rows = _places(before, common)
    columns = _places(after, common)
    left = [*filter(common.__contains__, before)]
    right = [*filter(common.__contains__, after)]
    matched = _shared(left, right, affordable)
    return Matches([rows[i] for i in matched.rows], [columns[j] for j in matched.columns])


def _places(items: Sequence[str], members: set[str]) -> list[int]:
    """Return the indices of the items that are among ``members``."""
    return [*compress(count(), map(members.__contains__, items))]


def _shared(left: Sequence[str], right: Sequence[str], affordable: int) -> Matches:
    """Match two lists that consist of the same tokens."""
    cells = len(left) * len(right)
    most = min(len(left), len(right))
    if cells > _SMALL:
        most = in_common(left, right)
    if most == len(left) and (places := _contained(left, right)):
        return Matches([*range(len(left))], places)
    if most == len(right) and (places := _contained(right, left)):
        return Matches(places, [*range(len(right))])
    if cells <= _SMALL:
        return longest_common_subsequence(left, right)
    fixed = (_run_anchors if cells <= _LONG_CELLS else _long_run_anchors)(left, right)
    if fixed:
        matches = _between(left, right, fixed, affordable)
        if cells > affordable or len(matches.rows) == most:
            return matches
    if cells <= affordable:
        return longest_common_subsequence(left, right)
    return _windowed(left, right)


def _contained(short: Sequence[str], long: Sequence[str]) -> list[int]:
    """Return where ``short`` lies in ``long`` as a subsequence, or nothing if it does not."""
    places: list[int] = []
    find, add = long.index, places.append
    place = 0
    try:
        for token in short:
            place = find(token, place)
            add(place)
            place += 1
    except ValueError:
        return []
    return places


def _run_anchors(left: Sequence[str], right: Sequence[str]) -> Pairs:
    """Return the places of runs of three tokens that stand once on each side."""
    # Runs as single numbers are quicker to count than runs as tuples.
    numbers: dict[str, int] = {}
    for token in left:
        numbers.setdefault(token, len(numbers) + 1)
    base = len(numbers) + 1

    def runs(items: Sequence[str]) -> list[int]:
        coded = [numbers[token] for token in items]
        shifted = zip(coded, coded[1:], coded[2:], strict=False)
        return [(a * base + b) * base + c for a, b, c in shifted]

    return anchors(runs(left), runs(right))


def _long_run_anchors(left: Sequence[str], right: Sequence[str]) -> Pairs:
    """Return the places of runs from one rare token to the next that stand once on each side."""
    counts = Counter(left)
    counts.update(right)
    # The rarest tokens that make up that share. Those of one frequency are taken by their spelling,
    # so that the same lists give the same script in every process.
    remaining = counts.total() // _RARE
    rare = set()
    for token, number in sorted(counts.items(), key=lambda item: (item[1], item[0])):
        if remaining < 0:
            break
        rare.add(token)
        remaining -= number

    def runs(items: Sequence[str]) -> tuple[list[int], list[Hashable]]:
        starts = _places(items, rare)
        pairs = zip(starts, [*starts[1:], len(items)], strict=True)
        long = [(start, end) for start, end in pairs if end - start >= _LONG_RUN]
        return [start for start, _ in long], [tuple(items[start:end]) for start, end in long]

    rows, left_runs = runs(left)
    columns, right_runs = runs(right)
    fixed = anchors(left_runs, right_runs)
    if len(fixed) * _SPARSE < min(len(left), len(right)):
        return []
    return [(rows[i], columns[j]) for i, j in fixed]


def _between(before: Sequence[str], after: Sequence[str], fixed: Pairs, affordable: int) -> Matches:
    """Match what lies between fixed places, and these places."""
    matches = Matches([], [])
    i = j = 0
    for row, column in [*fixed, (len(before), len(after))]:
        if row > i and column > j:
            matches.add(match(before[i:row], after[j:column], affordable), i, j)
        if row < len(before):
            matches.rows.append(row)
            matches.columns.append(column)
        i, j = row + 1, column + 1
    return matches


def _windowed(before: Sequence[str], after: Sequence[str]) -> Matches:
    """Match window by window, keeping the first matches of each window."""
    matches = Matches([], [])
    i = j = 0
    while i < len(before) and j < len(after):
        left, right = before[i : i + _WINDOW], after[j : j + _WINDOW]
        pairs = longest_common_subsequence(left, right)
        if i + len(left) < len(before) or j + len(right) < len(after):
            number = int(len(pairs.rows) * _KEPT) + 1
            pairs = Matches(pairs.rows[:number], pairs.columns[:number])
        matches.add(pairs, i, j)
        if pairs.rows:
            i, j = matches.rows[-1] + 1, matches.columns[-1] + 1
        else:
            i, j = i + len(left), j + len(right)
    return matches
