"""Blame: which version of a history established each word of the newest one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from provrepo.compare.align import Gap, align
from provrepo.compare.readable import shifted
from provrepo.compare.tokens import tokens

# A passage is known again, moved or restored, by so many tokens in a row: about four words.
_RUN = 8
# Shorter ones are known again only between the same two words, or characters, as before.
_CONTEXT = 40
# Gaps at most so many characters apart are looked at together.
_NEAR = 24


class Origin(NamedTuple):
    """A stretch of the newest text and the index of the version that established it.

    ``start`` and ``end`` are a half-open range of code points.
    """

    start: int
    end: int
    version: int


def blame(history: Sequence[str]) -> list[Origin]:
    """Tell which version of ``history``, oldest first, established each part of the last one.

    A word belongs to the version in which it was first written, even if it was moved since, or
    deleted and restored; written in another case it is another word. Every version counts, also
    one that was undone. The stretches cover the last text, end at token boundaries, and
    neighbours have different versions. An empty history gives an empty list.
    """
    if not history:
        return []
    lengths, versions = [len(history[0])], [0]
    memory = _Memory()
    for index in range(1, len(history)):
        before, after = history[index - 1], history[index]
        if before != after:
            gaps = shifted(before, after, align(before, after).gaps)
            lengths, versions = _carried(before, after, gaps, lengths, versions, index, memory)
    found = []
    start = 0
    for length, version in zip(lengths, versions, strict=True):
        if length:
            found.append(Origin(start, start + length, version))
        start += length
    return found


class _Memory:
    """What was deleted so far, and who had established it."""

    def __init__(self) -> None:
        self._passages: list[tuple[list[str], list[int]]] = []
        self._runs: dict[tuple[str, ...], tuple[int, int]] = {}
        self._places: dict[tuple[str, str, str], list[int]] = {}

    def keep_place(self, found: list[str], versions: list[int], around: tuple[str, str]) -> None:
        """Remember tokens deleted between two words, and the version of each."""
        self._places.setdefault((around[0], "".join(found), around[1]), versions)

    def at_place(self, found: list[str], around: tuple[str, str]) -> list[int] | None:
        """Return the versions of tokens that once stood between these words, if they did."""
        return self._places.get((around[0], "".join(found), around[1]))

    def keep_passage(self, found: list[str], versions: list[int]) -> None:
        """Remember a stretch in which tokens were deleted, and the version of each."""
        number = len(self._passages)
        self._passages.append((found, versions))
        for index in range(len(found) - _RUN + 1):
            self._runs.setdefault(tuple(found[index : index + _RUN]), (number, index))

    def recall(self, found: list[str], versions: list[int], new: int) -> None:
        """Give tokens of version ``new`` back, with their neighbours, where a passage is known."""
        index = 0
        while index <= len(found) - _RUN:
            place = self._runs.get(tuple(found[index : index + _RUN]))
            if place is None or new not in versions[index : index + _RUN]:
                index += 1
                continue
            (passage, owners), first = self._passages[place[0]], place[1]
            while index < len(found) and first < len(passage) and found[index] == passage[first]:
                versions[index] = owners[first]
                index, first = index + 1, first + 1


def _carried(
    before: str,
    after: str,
    gaps: Sequence[Gap],
    lengths: list[int],
    versions: list[int],
    index: int,
    memory: _Memory,
) -> tuple[list[int], list[int]]:
    """Carry the origins of ``before``, as lengths with versions, over to ``after``."""
    reader = _Reader(lengths, versions)
    carried: list[tuple[list[int], list[int]]] = []
    windows = _windows(gaps)
    written: list[tuple[list[str], list[int]]] = []
    # All deletions are remembered before any insertion is looked up: a move may go either way.
    for window in windows:
        carried.append(reader.take(window[0].before_start))
        old: list[str] = []
        owners: list[int] = []
        new: list[str] = []
        theirs: list[int] = []
        place = window[0].before_start
        for gap in window:
            kept = tokens(before[place : gap.before_start])
            deleted = tokens(before[gap.before_start : gap.before_end])
            inserted = tokens(after[gap.after_start : gap.after_end])
            kept_owners, deleted_owners = reader.owners(kept), reader.owners(deleted)
            old += kept + deleted
            owners += kept_owners + deleted_owners
            if deleted:
                around = _around(before, gap.before_start, gap.before_end)
                memory.keep_place(deleted, deleted_owners, around)
            around = _around(after, gap.after_start, gap.after_end)
            new += kept + inserted
            theirs += kept_owners
            theirs += memory.at_place(inserted, around) or [index] * len(inserted)
            place = gap.before_end
        memory.keep_passage(old, owners)
        written.append((new, theirs))
    carried.append(reader.take(len(before)))
    writer = _Writer()
    for stretch, (new, theirs) in zip(carried, written, strict=False):
        writer.extend(*stretch)
        memory.recall(new, theirs, index)
        for token, version in zip(new, theirs, strict=True):
            writer.add(len(token), version)
    writer.extend(*carried[-1])
    return writer.lengths, writer.versions


def _windows(gaps: Sequence[Gap]) -> list[list[Gap]]:
    """Group gaps that lie close together: chance may have kept a word of a passage that moved."""
    windows: list[list[Gap]] = []
    for gap in gaps:
        if windows and gap.before_start - windows[-1][-1].before_end <= _NEAR:
            windows[-1].append(gap)
        else:
            windows.append([gap])
    return windows


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the words or characters before and after a stretch."""
    left = [token for token in tokens(text[max(0, start - _CONTEXT) : start]) if token.strip()]
    right = [token for token in tokens(text[end : end + _CONTEXT]) if token.strip()]
    return left[-1] if left else "", right[0] if right else ""


class _Reader:
    """Reads stretches off a list of lengths and versions."""

    def __init__(self, lengths: list[int], versions: list[int]) -> None:
        self._ends = list(accumulate(lengths))
        self._lengths = lengths
        self._versions = versions
        self._place = 0
        self._at = 0

    def take(self, end: int) -> tuple[list[int], list[int]]:
        """Return lengths and versions from the last place up to the code point ``end``."""
        place, first = self._place, self._at
        if place == end:
            return [], []
        last = bisect_left(self._ends, end, first)
        lengths, versions = self._lengths[first : last + 1], self._versions[first : last + 1]
        lengths[0] = self._ends[first] - place
        lengths[-1] -= self._ends[last] - end
        self._place = end
        self._at = last + (self._ends[last] == end)
        return lengths, versions

    def owners(self, found: list[str]) -> list[int]:
        """Return the version of each of the tokens that come next."""
        owners = []
        for token in found:
            owners.append(self._versions[self._at])
            self._place += len(token)
            self._at += self._ends[self._at] == self._place
        return owners


class _Writer:
    """Collects lengths and versions, joining neighbours of one version."""

    def __init__(self) -> None:
        self.lengths: list[int] = []
        self.versions: list[int] = []

    def add(self, length: int, version: int) -> None:
        """Add a stretch."""
        if self.versions and self.versions[-1] == version:
            self.lengths[-1] += length
        else:
            self.lengths.append(length)
            self.versions.append(version)

    def extend(self, lengths: list[int], versions: list[int]) -> None:
        """Add stretches that are joined already."""
        if lengths:
            self.add(lengths[0], versions[0])
            self.lengths += lengths[1:]
            self.versions += versions[1:]
