"""Matching two token lists: exact where affordable, anchored and windowed beyond."""

from __future__ import annotations

from collections.abc import Sequence

from provrepo.compare.anchors import anchors
from provrepo.compare.lcs import Matches, longest_common_subsequence

# Cells of the table that an exact answer may cost: a tenth of a second.
_AFFORDABLE = 500_000_000
# Tokens of each side in the window that slides over what is larger.
_WINDOW = 2048


def match(before: Sequence[str], after: Sequence[str], affordable: int = _AFFORDABLE) -> Matches:
    """Return index pairs of equal tokens, rising on both sides: a common subsequence.

    It is a longest one where the table has at most ``affordable`` cells once equal ends and
    tokens of one side only are gone, or where one side is then a subsequence of the other.
    """
    start = 0
    shorter = min(len(before), len(after))
    while start < shorter and before[start] == after[start]:
        start += 1
    end = 0
    while end < shorter - start and before[-1 - end] == after[-1 - end]:
        end += 1
    matches: Matches = [(i, i) for i in range(start)]
    middle = _inner(before[start : len(before) - end], after[start : len(after) - end], affordable)
    matches.extend((start + i, start + j) for i, j in middle)
    matches.extend((len(before) - i, len(after) - i) for i in range(end, 0, -1))
    return matches


def _inner(before: Sequence[str], after: Sequence[str], affordable: int) -> Matches:
    common = set(before).intersection(after)
    if not common:
        return []
    # A token that the other side lacks can never match; without it the table is smaller.
    rows = [i for i, token in enumerate(before) if token in common]
    columns = [j for j, token in enumerate(after) if token in common]
    left = [before[i] for i in rows]
    right = [after[j] for j in columns]
    if len(left) <= len(right):
        pairs = _contained(left, right)
    else:
        pairs = [(i, j) for j, i in _contained(right, left)]
    if not pairs:
        if len(left) * len(right) <= affordable:
            pairs = longest_common_subsequence(left, right)
        else:
            pairs = _anchored(left, right, affordable)
    return [(rows[i], columns[j]) for i, j in pairs]


def _contained(short: Sequence[str], long: Sequence[str]) -> Matches:
    """Return where ``short`` lies in ``long`` as a subsequence, or nothing if it does not."""
    matches = []
    j = 0
    try:
        for i, token in enumerate(short):
            j = long.index(token, j)
            matches.append((i, j))
            j += 1
    except ValueError:
        return []
    return matches


def _anchored(before: Sequence[str], after: Sequence[str], affordable: int) -> Matches:
    """Fix the tokens that stand once on each side, then match what lies between them."""
    fixed = anchors(before, after, len)
    if not fixed:
        return _windowed(before, after)
    matches: Matches = []
    i = j = 0
    for row, column in [*fixed, (len(before), len(after))]:
        gap = match(before[i:row], after[j:column], affordable)
        matches.extend((i + left, j + right) for left, right in gap)
        if row < len(before):
            matches.append((row, column))
        i, j = row + 1, column + 1
    return matches


def _windowed(before: Sequence[str], after: Sequence[str]) -> Matches:
    """Match window by window, keeping the first half of each window's matches."""
    matches: Matches = []
    i = j = 0
    while i < len(before) and j < len(after):
        left, right = before[i : i + _WINDOW], after[j : j + _WINDOW]
        pairs = longest_common_subsequence(left, right)
        if i + len(left) < len(before) or j + len(right) < len(after):
            pairs = pairs[: len(pairs) // 2 + 1]
        matches.extend((i + row, j + column) for row, column in pairs)
        if not pairs:
            i, j = i + len(left), j + len(right)
        else:
            i, j = i + pairs[-1][0] + 1, j + pairs[-1][1] + 1
    return matches
