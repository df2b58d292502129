"""What two texts have in common, word for word, wherever it stands in either of them.

A text without lines and sentences, or one whose line ends say nothing, has no units of which one
could see that it moved. Its units are then the longest runs of words that stand in both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from provrepo.compare.anchors import meetings
from provrepo.compare.tokens import tokens

# A piece of fewer characters is recognised nowhere else. A longer one holds a whole window, as one
# begins at every `_STEP` characters.
LEAST = 8
_STEP = 3
_WINDOW = LEAST - _STEP + 1
# How many tokens in a row, each once on each side, begin a run: four words and the blanks between
# them.
_RUN = 7
# Where four words can be chosen in fewer ways than there are tokens, as in lines of one letter,
# runs meet by chance, and none is looked for.
_WORDS_OF_RUN = 4


def common_runs(before: str, after: str) -> tuple[list[str], list[str]]:
    """Cut both texts between tokens, so that a run that both have is one piece of each.

    Texts without a run of `LEAST` characters in common stay whole.
    """
    if not _have_in_common(before, after):
        return [before], [after]
    left, right = tokens(before), tokens(after)
    rows, columns = {0, len(left)}, {0, len(right)}
    for row, column, length in _runs(left, right):
        rows |= {row, row + length}
        columns |= {column, column + length}
    return _cut(left, sorted(rows)), _cut(right, sorted(columns))


def _have_in_common(before: str, after: str) -> bool:
    """Return whether some `LEAST` characters in a row may stand in both texts."""
    windows = {before[at : at + _WINDOW] for at in range(0, len(before) - _WINDOW + 1, _STEP)}
    places = range(len(after) - _WINDOW + 1)
    return not windows.isdisjoint(after[at : at + _WINDOW] for at in places)


def _cut(pieces: Sequence[str], places: Sequence[int]) -> list[str]:
    return ["".join(pieces[start:end]) for start, end in pairwise(places)]


def _runs(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Yield runs as their beginnings on either side and their number of tokens.

    No token of the left side is in two of them, and none of the right side.
    """
    both = set(left).intersection(right)
    choices = sum(not token.isspace() for token in both) ** _WORDS_OF_RUN
    if choices < min(len(left), len(right)):
        return
    codes = {token: code for code, token in enumerate(both, 1)}
    base = len(codes) + 2
    # What one side alone has is of no run that both have: a number of its own on either side.
    old, new = _numbered(left, codes, base, 0), _numbered(right, codes, base, base - 1)
    taken = bytearray(len(right))
    end = 0
    for start, column in meetings(old, new):
        if start < end or taken.find(1, column, column + _RUN) >= 0:
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


def _numbered(pieces: Sequence[str], codes: dict[str, int], base: int, other: int) -> list[int]:
    """Return for each token the run that begins with it as a number; ``other`` is without a code.

    A run of seven is two of four that share a token, and each of these is two pairs.
    """
    every = dict.fromkeys(pieces, other) | codes
    runs = [*map(every.__getitem__, pieces)]
    # A million numbers take 32 MB: each list is let go as soon as the next one is made of it.
    for distance in (1, 2, 3):
        following = islice(runs, distance, None)
        runs = [first * base + second for first, second in zip(runs, following, strict=False)]
        base *= base
    return runs
