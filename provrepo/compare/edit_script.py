"""The edit script of two texts: what was replaced by what, and how little it could have been.

Words weigh more than marks of punctuation, and these more than white space
(`provrepo.compare.ranked`): a script is the shorter one if it has fewer words.

Lines are matched before tokens, since they are few and a long line that stands once on each side is
the same line. That may lead astray (a line that moved, a line that was copied), so every result is
measured against a lower bound that is proven, and what exceeds it is matched again by tokens alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import accumulate
from typing import NamedTuple

from provrepo.compare.anchors import Lines, line_anchors, windows
from provrepo.compare.ends import without_equal_ends
from provrepo.compare.lcs import Matches
from provrepo.compare.ranked import NOTHING, Ranks, Size, ranked_match
from provrepo.compare.sequence import AFFORDABLE, match
from provrepo.compare.tokens import lines, tokens

SMALL = 40_000
"""In texts of fewer characters together, any excess over the lower bound is looked into."""

# A line that stands once on each side and has this many characters is taken as the same line.
# Shorter ones ("Yes.", a date, a signature) stand once by chance.
_ANCHOR_LENGTH = 24
# Equal lines that make up less than this share of a stretch are equal by chance.
_CHANCE = 1 / 8
# In a text whose lines are this short, line feeds counted, there are about as many as tokens.
_SHORT_LINE = 4
# In longer texts, fixed lines are doubtful where the script is larger than its bound by this
# factor, and lines changed places or the script is longer than this share of the texts' characters.
_POOR = 1.01
_MUCH = 1 / 30
# In texts longer than this, matching all tokens again would be a guess too.
_LARGE = 1_000_000
# Cells of the table that matching again may cost: about half a second.
_AGAIN = 1_500_000_000


class Gap(NamedTuple):
    """A stretch that the script replaces: half-open ranges in code points of the two texts."""

    before_start: int
    before_end: int
    after_start: int
    after_end: int


class EditScript(NamedTuple):
    """The gaps in order, at least one equal token between any two, and the size of the script.

    ``size`` counts the tokens deleted and inserted: words, marks of punctuation, runs of white
    space. ``bound`` is proven: no script can do with fewer of any rank. ``rewritten`` is the number
    of words that were both deleted and inserted, wherever.
    """

    gaps: tuple[Gap, ...]
    size: Size
    bound: Size
    rewritten: int

    @property
    def edits(self) -> int:
        """The number of tokens deleted and inserted."""
        return sum(self.size)

    @property
    def lower_bound(self) -> int:
        """A number of tokens that no script can do without."""
        return sum(self.bound)

    def mirrored(self) -> EditScript:
        """Return the script that makes the text before of the text after."""
        return self._replace(gaps=tuple(_made((c, d, a, b) for a, b, c, d in self.gaps)))


class Scripts:
    """The edit scripts of pairs of texts, each made once: for what compares the same ones again."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str], EditScript] = {}

    def of(self, before: str, after: str) -> EditScript:
        """Return the script that makes the text ``after`` of the text ``before``."""
        pair = before, after
        script = self._made.get(pair)
        if script is None:
            script = self._made[pair] = edit_script(before, after)
        return script


def edit_script(before: str, after: str) -> EditScript:
    """Return a script that makes the text ``after`` of the text ``before``, token by token.

    It deletes and inserts as few words as can be; then, as few marks; then, as little white space.
    """
    # The same pair gives the same script in either direction, mirrored.
    if (len(before), before) > (len(after), after):
        return edit_script(after, before).mirrored()
    if before == after:
        return EditScript((), NOTHING, NOTHING, 0)
    whole = Gap(*without_equal_ends(before, after, (0, len(before), 0, len(after))))
    ranks = Ranks()
    script = _by_lines(before, after, whole, ranks)
    size, least = script.measured()
    if _is_doubtful(script, size, least, len(before) + len(after)):
        by_tokens = _PartialScript(ranks)
        by_tokens.add_tokens(before, after, whole, _AGAIN)
        if by_tokens.measured()[0] < size:
            script = by_tokens
            size, least = script.measured()
        elif by_tokens.is_exact:
            script.is_exact = True
    bound = least._replace(words=size.words) if script.is_exact else least
    return EditScript(tuple(script.gaps), size, bound, (size.words - least.words) // 2)


class _PartialScript:
    """The script of one stretch: its gaps, and the tokens in which they lie."""

    def __init__(self, ranks: Ranks) -> None:
        self.ranks = ranks
        self.gaps: list[Gap] = []
        self.deleted: list[str] = []
        self.inserted: list[str] = []
        """The tokens in the gaps."""
        self.is_exact = True
        """Whether no script of the stretch has fewer words."""
        self.lines_fixed = False
        self.lines_moved = False

    def measured(self) -> tuple[Size, Size]:
        """Return what is deleted and inserted, and what no script could do without.

        The latter is each token's surplus on one side over the other. Tokens that are matched
        balance, so that only those of the gaps have to be counted.
        """
        old, new = Counter(self.deleted), Counter(self.inserted)
        self.ranks.learn(old, new)
        changed = self.ranks.size(old).plus(self.ranks.size(new))
        return changed, changed.less_twice(self.ranks.size(old & new))

    def add(self, following: _PartialScript) -> None:
        """Take over the script of the next stretch."""
        self.gaps.extend(following.gaps)
        self.deleted.extend(following.deleted)
        self.inserted.extend(following.inserted)
        self.is_exact &= following.is_exact

    def add_tokens(
        self, before: str, after: str, stretch: Gap, affordable: int = AFFORDABLE
    ) -> None:
        """Match the next stretch by tokens; ``affordable`` is in cells of the table."""
        row, last, column, stop = stretch
        if row < last and column < stop:
            row, last, column, stop = without_equal_ends(before, after, stretch)
        left = tokens(before[row:last]) if row < last else []
        right = tokens(after[column:stop]) if column < stop else []
        pairs = Matches([], [])
        if len(left) == 1 or len(right) == 1:
            pairs = match(left, right)
        elif left and right:
            self.ranks.learn(left, right)
            self.is_exact &= self.ranks.cells(left, right) <= affordable
            pairs = ranked_match(left, right, self.ranks, affordable)
        if not pairs.rows:
            if left or right:
                self.gaps.append(Gap(row, last, column, stop))
                self.deleted += left
                self.inserted += right
            return
        unmatched = [*pairs.unmatched(len(left), len(right))]
        del pairs  # a million numbers take 32 MB
        row_starts = list(accumulate(map(len, left), initial=row))
        column_starts = list(accumulate(map(len, right), initial=column))
        self.gaps += _gaps(row_starts, column_starts, unmatched)
        for i, following, j, end in unmatched:
            self.deleted += left[i:following]
            self.inserted += right[j:end]


def _gaps(
    row_starts: list[int], column_starts: list[int], unmatched: Iterable[tuple[int, int, int, int]]
) -> Iterator[Gap]:
    """Yield the gaps of ranges of tokens, given where each token starts and the last one ends."""
    return _made(
        (row_starts[i], row_starts[last], column_starts[j], column_starts[stop])
        for i, last, j, stop in unmatched
    )


def _made(ranges: Iterable[tuple[int, int, int, int]]) -> Iterator[Gap]:
    # For hundreds of thousands, the class's own constructor takes three times as long.
    return map(partial(tuple.__new__, Gap), ranges)


def _is_doubtful(script: _PartialScript, size: Size, bound: Size, characters: int) -> bool:
    """Return whether to match all again by tokens, since fixed lines may be the wrong ones."""
    if not script.lines_fixed or size == bound or characters > _LARGE:
        return False
    if characters <= SMALL:
        return True
    much = script.lines_moved or sum(size) > _MUCH * characters
    return much and size.words > _POOR * bound.words


def _by_lines(before: str, after: str, stretch: Gap, ranks: Ranks) -> _PartialScript:
    """Fix long lines that stand once on each side, then match the windows between them."""
    row, last, column, stop = stretch
    script = _PartialScript(ranks)
    if SMALL < last - row <= _SHORT_LINE * before.count("\n", row, last):
        script.add_tokens(before, after, stretch)
        return script
    left, right = Lines(row, lines(before[row:last])), Lines(column, lines(after[column:stop]))
    fixed, moved = line_anchors(left.lines, right.lines, _ANCHOR_LENGTH)
    script.lines_moved = bool(moved)
    script.lines_fixed = bool(fixed)
    script.is_exact = not fixed
    for i, last, j, stop in windows(left.lines, right.lines, fixed):
        if i == last or j == stop or (last - i == 1 and stop - j == 1):
            # Nothing to match by lines: one side is empty, or both are one line.
            whole = Gap(left.starts[i], left.starts[last], right.starts[j], right.starts[stop])
            script.add_tokens(before, after, whole)
        else:
            part = _window(before, after, left.part(i, last), right.part(j, stop), ranks)
            script.add(part)
    return script


def _window(before: str, after: str, left: Lines, right: Lines, ranks: Ranks) -> _PartialScript:
    """Match by lines; where that cannot be shown to be minimal, by tokens too, and choose."""
    whole = Gap(left.starts[0], left.starts[-1], right.starts[0], right.starts[-1])
    script = _PartialScript(ranks)
    pairs = match(left.lines, right.lines)
    matched = sum(len(left.lines[i]) for i in pairs.rows)
    if matched < _CHANCE * (whole.before_end - whole.before_start):
        script.add_tokens(before, after, whole)
        return script
    for i, last, j, stop in pairs.unmatched(len(left.lines), len(right.lines)):
        gap = Gap(left.starts[i], left.starts[last], right.starts[j], right.starts[stop])
        script.add_tokens(before, after, gap)
    size, least = script.measured()
    if size == least:
        return script
    by_tokens = _PartialScript(ranks)
    by_tokens.add_tokens(before, after, whole)
    script.is_exact = by_tokens.is_exact
    return by_tokens if by_tokens.measured()[0] < size else script
