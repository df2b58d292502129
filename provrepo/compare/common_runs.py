"""What two texts have in common, word for word, wherever it stands in either of them.

A text without lines and sentences, or one whose line ends say nothing, has no units of which one
could see that it moved. Its units are then the longest runs of words that stand in both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from provrepo.compare.tokens import tokens

# So many tokens in a row that stand once on each side begin a run: four words and the blanks
# between them.
_RUN = 7


def common_runs(before: str, after: str) -> tuple[list[str], list[str]]:
    """Cut both texts between tokens, so that a run that both have is one piece of each."""
    left, right = tokens(before), tokens(after)
    rows, columns = {0, len(left)}, {0, len(right)}
    for row, column, length in _runs(left, right):
        rows |= {row, row + length}
        columns |= {column, column + length}
    return _cut(left, sorted(rows)), _cut(right, sorted(columns))


def _cut(pieces: Sequence[str], places: Sequence[int]) -> list[str]:
    return ["".join(pieces[start:end]) for start, end in pairwise(places)]


def _runs(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Yield runs as their beginnings on either side and their number of tokens.

    No token of the left side is in two of them, and none of the right side.
    """
    codes: dict[str, int] = {}
    for token in left:
        codes.setdefault(token, len(codes) + 1)
    base = len(codes) + 1
    old, new = _numbered(left, codes, base), _numbered(right, codes, base)
    counts, new_counts = Counter(old), Counter(new)
    places = {run: place for place, run in enumerate(new) if run and new_counts[run] == 1}
    taken = bytearray(len(right))
    end = 0
    for start, run in enumerate(old):
        if start < end or not run or counts[run] > 1:
            continue
        column = places.get(run, -1)
        if column < 0 or taken.find(1, column, column + _RUN) >= 0:
            continue
        row = start
        while row > end and column and left[row - 1] == right[column - 1] and not taken[column - 1]:
            row, column = row - 1, column - 1
        length = start - row + _RUN
        while (
            row + length < len(left)
            and column + length < len(right)
            and left[row + length] == right[column + length]
            and not taken[column + length]
        ):
            length += 1
        taken[column : column + length] = b"\1" * length
        end = row + length
        yield row, column, length


def _numbered(pieces: Sequence[str], codes: dict[str, int], base: int) -> list[int]:
    """Return for each token the run that begins with it as a number, 0 where none is shared."""
    runs: list[int] = []
    number = shared = 0
    largest = base**_RUN
    for token in pieces:
        code = codes.get(token, 0)
        shared = shared + 1 if code else 0
        number = (number * base + code) % largest
        runs.append(number if shared >= _RUN else 0)
    return [*runs[_RUN - 1 :], *[0] * min(_RUN - 1, len(pieces))]
