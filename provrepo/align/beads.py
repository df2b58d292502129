"""The best way to pair two rows of units, by dynamic programming over beads.

A *bead* is a few units of the one side with a few of the other, or with none (Gale and Church,
“A Program for Aligning Sentences in Bilingual Corpora”, Computational Linguistics 19, 1993). Its
score is a logarithm of how likely it is: by its shape, by how the lengths agree, and by what the
units have in common. `posteriors` sums over all ways to pair them, which tells how sure each is.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from provrepo.align.band import Band, corridor, everywhere
from provrepo.align.evidence import DEVIATION, LITTLE, NEARBY, Bag, Evidence, Rows
from provrepo.align.shapes import FAR_WORSE, LONGEST, SHAPES, Row, effort

_VARIANCE = 12.0
"""Of the difference of two lengths, for each character; novels vary more than the laws of 1993."""
_BASE = 20.0
"""Characters by which short units vary as if they were longer."""
_UNALIKE = 10.0
"""What lengths that differ can cost at the most: translators leave out and explain."""
_EVIDENCE = 2.0 * DEVIATION
"""What a deviation of the evidence is worth, times what the square roots differ by for one."""
_ROOT = math.sqrt(LITTLE)
_ALL = 15_000
"""Up to this many pairs of units all are tried; in longer texts those near where blocks pair."""
_BLOCK, _SLACK = 8, 8
"""How many units make a block, and by how many it may be wrong, but where there are very many."""
_VERY_MANY = 20_000
_BEAM = 30.0
"""How much worse than the best way to the same unit a way may be and still be followed."""
_CORRIDOR, _NARROW_CORRIDOR, _PART = 12, 2, 1000
"""How far from the best way, in units, its rivals are weighed to tell how sure it is.

The second width is for very many units. The last number is how many beads of the way are weighed
at a time.
"""
_TEMPERATURE = 1.5
"""By which scores are divided before they count as logarithms: they are surer than they should."""
_NEGLIGIBLE = math.log(1e-4)
_ENOUGH = 5
"""How many beads are needed for a median of the ratio of their lengths."""
_NEVER = -1e18


class Bead(NamedTuple):
    """Units of the source from ``top`` to before ``bottom``, of the target from ``left`` on."""

    top: int
    bottom: int
    left: int
    right: int


_Step = tuple[float, int, int, float]
"""A last bead: the score of the best way that ends with it, where it begins, its own score."""

_Lead = tuple[int, int, float]
"""Where a bead begins, and the logarithm of how likely it is."""


class _Node(NamedTuple):
    """A place between units on both sides: the best score of a way to it, and its last beads.

    ``best`` is the one of that way, ``steps`` are all that are not far worse.
    """

    score: float
    best: _Step
    steps: list[_Step]


class _Before(NamedTuple):
    """The nodes at which beads of one shape begin that end with a unit of the source.

    ``prior`` is how rare the shape is, ``length`` how long its units of the source are, and
    ``rows`` tell what these share with the target: None where a side of the bead is empty.
    """

    top: int
    nodes: dict[int, _Node]
    columns: int
    prior: float
    length: float
    rows: Rows | None


MeetingPoints = Sequence[Mapping[int, float]]
"""For each number of units of the source, after how many of the target a bead may end.

Each with the logarithm of how likely that is; what is missing is less likely than all (`APART`).
"""
DOUBT = 0.01
"""How likely it is that a bead ends where nothing says so: what says it may be misled."""
APART = math.log(DOUBT)


class Lattice:
    """All ways to pair two rows of units, and the scores of their beads.

    ``ratio`` is how much longer than the source the target is where they say the same.
    ``meeting_points`` say where beads end, as far as that is known; in long rows the way is looked
    for ``near`` those places, if any are named, from the first to the last.
    """

    def __init__(
        self,
        source: Row,
        target: Row,
        by_key: Mapping[str, float],
        ratio: float,
        *,
        meeting_points: MeetingPoints | None = None,
        near: Sequence[tuple[int, int]] = (),
    ) -> None:
        self._meeting_points = meeting_points
        self._lengths = [0.0, *accumulate(size * ratio for size in source.sizes)]
        self._target_lengths = [0.0, *accumulate(target.sizes)]
        self._effort = effort(source, target)
        self._band = _band(source, target, by_key, ratio, self._effort.reach, near)
        evidence = Evidence(source.bags, target.bags, by_key, self._band)
        self._nodes: list[dict[int, _Node]] = []
        for bottom in range(len(source.sizes) + 1):
            self._fill(bottom, len(source.sizes), evidence)

    def _fill(self, bottom: int, last: int, evidence: Evidence) -> None:
        """Find the nodes after ``bottom`` units of the source; those without hope are left out."""
        self._nodes.append({})
        row = self._reached(bottom, evidence, hopeful=bottom < last)
        if bottom < last:
            least = max(node.score for node in row.values()) - _BEAM
            if len(row) > self._effort.nodes:
                scores = heapq.nlargest(self._effort.nodes, (node.score for node in row.values()))
                least = max(least, scores[-1])
            hopeful = {right: node for right, node in row.items() if node.score >= least}
            # Where the band leaves out many units of the target, a bead still has to reach the
            # next row, however bad the way there is.
            farthest = max(hopeful)
            if farthest < self._band.lows[bottom + 1] - self._effort.reach:
                row = self._reached(bottom, evidence, hopeful=False)
                hopeful |= {right: node for right, node in row.items() if right > farthest}
            self._nodes[bottom] = hopeful

    def _reached(self, bottom: int, evidence: Evidence, *, hopeful: bool) -> dict[int, _Node]:
        """Return the nodes after ``bottom`` units, with ``hopeful`` without the worst of them."""
        row = self._nodes[bottom] = {} if bottom else {0: _Node(0.0, (0.0, 0, 0, 0.0), [])}
        before = [
            _Before(
                bottom - rows,
                self._nodes[bottom - rows],
                columns,
                prior,
                self._lengths[bottom] - self._lengths[bottom - rows],
                evidence.rows(bottom - rows, bottom) if rows and columns else None,
            )
            for rows, columns, prior in self._effort.shapes
            if rows <= bottom
        ]
        # Elsewhere nothing can end but a unit of the target that has no partner.
        ends = {left + step.columns for step in before if step.top < bottom for left in step.nodes}
        points = self._meeting_points[bottom] if self._meeting_points is not None else None
        hopeless, meeting = _NEVER, 0.0
        for right in range(self._band.lows[bottom], self._band.highs[bottom] + 1):
            if points is not None:
                meeting = points.get(right, APART)
            if right in ends:
                node = self._node(before, right, meeting, hopeless)
                if node is None:
                    continue
                hopeless = max(hopeless, node.score - _BEAM - FAR_WORSE)
            else:
                previous = row.get(right - 1)
                # What is so bad would be left out in the end, and so would all that it leads to.
                if previous is None or (hopeful and previous.score < hopeless):
                    continue
                gain = SHAPES[0, 1] + meeting
                score = previous.score + gain
                step = score, bottom, right - 1, gain
                node = _Node(score, step, [step])
            row[right] = node
        return row

    def _node(
        self, before: Sequence[_Before], right: int, meeting: float, hopeless: float
    ) -> _Node | None:
        """Return the node at a place; of what is ``hopeless`` only beads without a partner.

        All the time goes here: what a bead shares is looked up without a call (`Evidence.rows`).
        """
        best, far_worse = _NEVER, self._effort.far_worse
        target_lengths = self._target_lengths
        target_length, far = target_lengths[right], right + NEARBY
        steps: list[_Step] = []
        for top, nodes, columns, prior, length, rows in before:
            left = right - columns
            node = nodes.get(left)
            if node is None:
                continue
            gain = prior + meeting
            score = node[0] + gain
            if rows is not None:
                translated = target_length - target_lengths[left]
                difference = length - translated
                unlike = difference * difference / (_VARIANCE * (length + translated + 2 * _BASE))
                if unlike > _UNALIKE:
                    unlike = _UNALIKE
                upper, above, lower, below, first, ahead, last, after = rows
                lower_right, upper_right = lower[right - below], upper[right - above]
                lower_left, upper_left = lower[left - below], upper[left - above]
                observed = lower_right - lower_left - upper_right + upper_left
                root = math.sqrt(observed + LITTLE)
                # Where even the best evidence would not do, it is not asked.
                most = score - unlike + _EVIDENCE * (root - _ROOT)
                if most < hopeless or most < best - far_worse:
                    continue
                near = left - NEARBY
                last_near, last_far = last[near - after], last[far - after]
                first_near, first_far = first[near - ahead], first[far - ahead]
                total = last_far - last_near - first_far + first_near
                gain -= unlike
                if total > 0:
                    row = lower[far - below] - lower[near - below]
                    row += upper[near - above] - upper[far - above]
                    column = last[right - after] - last[left - after]
                    column += first[left - ahead] - first[right - ahead]
                    gain += _EVIDENCE * (root - math.sqrt(row * column / total + LITTLE))
                score = node[0] + gain
            if score > best - far_worse:
                steps.append((score, top, left, gain))
                if score > best:
                    best = score
        if not steps:
            return None
        near_best = [step for step in steps if step[0] > best - far_worse]
        return _Node(best, max(near_best), near_best)

    def best(self) -> list[Bead]:
        """Return the best way, from the first units to the last."""
        beads = []
        bottom, right = len(self._nodes) - 1, len(self._target_lengths) - 1
        while bottom or right:
            _, top, left, _ = self._nodes[bottom][right].best
            beads.append(Bead(top, bottom, left, right))
            bottom, right = top, left
        return beads[::-1]

    def posteriors(self, path: Sequence[Bead]) -> Iterator[tuple[Bead, float]]:
        """Yield how likely each bead near a path is, from 0 to 1, summed over all ways there.

        The forward-backward algorithm (Rabiner, Proceedings of the IEEE 77, 1989). A long path is
        taken in parts, at whose ends it is for certain, or the sums would fill the memory.
        """
        corners = [(0, 0), *((bead.bottom, bead.right) for bead in path)]
        very_many = len(self._nodes) > _VERY_MANY
        width = _NARROW_CORRIDOR if very_many else _CORRIDOR
        if corners[-1][0] * corners[-1][1] <= _ALL:
            # A stretch that was left out may have stood anywhere.
            width = max(width, abs(corners[-1][0] - corners[-1][1]) + LONGEST)
        near = corridor(corners, width, self._effort.reach)
        ends = [*corners[_PART::_PART], corners[-1]] if very_many else corners[-1:]
        for start, end in pairwise([corners[0], *ends]):
            yield from self._posteriors(near, start, end).items()

    def _posteriors(
        self, near: Band, start: tuple[int, int], end: tuple[int, int]
    ) -> dict[Bead, float]:
        """Return how likely each bead between two corners of the path is."""
        forward: dict[tuple[int, int], float] = {start: 0.0}
        leading_to: dict[tuple[int, int], list[_Lead]] = {}
        for bottom in range(start[0], end[0] + 1):
            nodes = self._nodes[bottom]
            for right in range(near.lows[bottom], near.highs[bottom] + 1):
                steps = [
                    (top, left, gain / _TEMPERATURE)
                    for _, top, left, gain in (nodes[right].steps if right in nodes else ())
                    if (top, left) in forward
                ]
                if steps and (bottom, right) != start:
                    leading_to[bottom, right] = steps
                    forward[bottom, right] = _log_sum(
                        [forward[top, left] + gain for top, left, gain in steps]
                    )
        return _likely(forward, leading_to, end)


def singles(bead: Bead) -> list[Bead]:
    """Return a bead, or the beads of single units of a stretch that has no partner."""
    top, bottom, left, right = bead
    if top == bottom:
        return [Bead(top, top, place, place + 1) for place in range(left, right)]
    if left == right:
        return [Bead(place, place + 1, left, left) for place in range(top, bottom)]
    return [bead]


def ratio_of(source: Row, target: Row, path: Sequence[Bead] = ()) -> float:
    """Return how much longer the target is, of all units or of those that a path pairs.

    Of a path it is the median, which what is left untranslated does not move.
    """
    ratios = sorted(
        (sum(target.sizes[bead.left : bead.right]) + 1)
        / (sum(source.sizes[bead.top : bead.bottom]) + 1)
        for bead in path
        if bead.bottom > bead.top and bead.right > bead.left
    )
    if len(ratios) >= _ENOUGH:
        return ratios[len(ratios) // 2]
    total, target_total = sum(source.sizes), sum(target.sizes)
    return target_total / total if total and target_total else 1.0


def _band(
    source: Row,
    target: Row,
    by_key: Mapping[str, float],
    ratio: float,
    longest: int,
    near: Sequence[tuple[int, int]],
) -> Band:
    """Return where the units of two rows may meet.

    Long rows are first joined to blocks of several units, and these paired.
    """
    rows, columns = len(source.sizes), len(target.sizes)
    if rows * columns <= _ALL:
        return everywhere(rows, columns, longest)
    if near:
        return corridor(near, _CORRIDOR, longest)
    count = max(1, min(rows, columns) // _BLOCK)
    starts, target_starts = _starts(rows, count), _starts(columns, count)
    blocks = _blocks(source, starts), _blocks(target, target_starts)
    path = Lattice(*blocks, by_key, ratio).best()
    corners = [(0, 0), *((starts[bead.bottom], target_starts[bead.right]) for bead in path)]
    longest_block = max(rows, columns) // count + 1
    slack = _SLACK if max(rows, columns) <= _VERY_MANY else 0
    return corridor(corners, longest_block + slack, longest)


def _starts(length: int, count: int) -> list[int]:
    return [number * length // count for number in range(count + 1)]


def _blocks(row: Row, starts: Sequence[int]) -> Row:
    sizes, bags = [], []
    for start, end in pairwise(starts):
        joined: Bag = Counter()
        for bag in row.bags[start:end]:
            joined.update(bag)
        sizes.append(sum(row.sizes[start:end]))
        bags.append(joined)
    return Row(sizes, bags)


def _likely(
    forward: Mapping[tuple[int, int], float],
    leading_to: dict[tuple[int, int], list[_Lead]],
    last: tuple[int, int],
) -> dict[Bead, float]:
    backward: defaultdict[tuple[int, int], list[float]] = defaultdict(list)
    backward[last].append(0.0)
    likely: dict[Bead, float] = {}
    for node in reversed(leading_to):  # a node comes after all those that lead to it
        if node not in backward:
            continue
        following = _log_sum(backward.pop(node))
        bottom, right = node
        for top, left, score in leading_to[node]:
            backward[top, left].append(following + score)
            likelihood = forward[top, left] + score + following - forward[last]
            if likelihood > _NEGLIGIBLE:
                likely[Bead(top, bottom, left, right)] = min(1.0, math.exp(likelihood))
    return likely


def _log_sum(terms: Sequence[float]) -> float:
    """Return the logarithm of the sum of what the logarithms ``terms`` stand for."""
    if len(terms) == 1:
        return terms[0]
    largest = max(terms)
    return largest + math.log(sum([math.exp(term - largest) for term in terms]))
