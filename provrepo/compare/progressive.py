"""Aligning many witnesses: the most alike first, then what was aligned with what is next to it.

Each witness is aligned with all that were aligned before it, not with a base text, so that one that
omits or paraphrases a passage hides nothing of the others. The order is that of a guide tree
(D.-F. Feng, R. F. Doolittle: Progressive sequence alignment as a prerequisite to correct
phylogenetic trees, Journal of Molecular Evolution 25, 1987), which is built by average linkage
(R. R. Sokal, C. D. Michener 1958) and depends on the texts alone. Words that do not match are never
put into one column: `provrepo.compare.columns` says which stand for each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from provrepo.compare.merging import Column, key_value, merged
from provrepo.compare.refining import refined
from provrepo.compare.sequence import in_common, match
from provrepo.compare.witness import Piece

# Witnesses with this many pieces or fewer are alike by what they have in the same order.
_ORDERED = 2_000


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
            key: key_value(key) * (1 + len(numbers - joined)) for key, numbers in readers.items()
        }
        columns = profiles[first].columns, profiles.pop(second).columns
        profiles[first] = _Profile(tuple(sorted(joined)), merged(*columns, witnesses, values))
    return refined(profiles[0].columns, witnesses) if profiles else []


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
