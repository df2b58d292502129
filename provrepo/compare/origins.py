"""Blame: which version of a history established each word of the newest one.

One pass over the history, oldest first: the origins of the words that stayed are carried over from
each version to the next, and what was inserted is looked up among all that was ever deleted, so
that a passage that moved or was restored goes back to who wrote it. That deleted text must be
remembered is the insight of F. Flöck, M. Acosta: WikiWho, Precise and efficient attribution of
authorship of revisioned content, WWW 2014.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from provrepo.compare.edit_script import Gap, Scripts
from provrepo.compare.readable import shifted
from provrepo.compare.tokens import tokens

# A passage, moved or restored, is recognised by this many tokens in a row: about four words.
_RUN = 8
# Shorter ones are recognised only between the same two words, or characters, as before; these are
# looked for among this many characters beside them.
_CONTEXT = 40
# Gaps at most this many characters apart are one window.
_NEAR = 24


@dataclass(frozen=True, slots=True)
class Origin:
    """A stretch of the newest text and the index of the version that established it.

    ``start`` and ``end`` are a half-open range of code points.
    """

    start: int
    end: int
    version: int

    def as_json(self) -> dict[str, Any]:
        """Return the stretch as JSON."""
        return {"start": self.start, "end": self.end, "version": self.version}


def blame(history: Sequence[str], scripts: Scripts | None = None) -> list[Origin]:
    """Return which version of ``history``, oldest first, established each part of the last one.

    A word belongs to the version in which it was first written, even if it was moved since, or
    deleted and restored; written in another case it is another word. Every version counts, also
    one that was undone. White space alone establishes nothing: wrapped anew, a text is whose it
    was. The stretches cover the last text, end at token boundaries, and neighbours have different
    versions. An empty history gives an empty list. ``scripts`` are edit scripts that are there
    already, and get those that are not.
    """
    if not history:
        return []
    scripts = scripts or Scripts()
    lengths, versions = [len(history[0])], [0]
    memory = _Memory()
    for index in range(1, len(history)):
        before, after = history[index - 1], history[index]
        if before != after:
            gaps = shifted(before, after, scripts.of(before, after).gaps)
            lengths, versions = _carried(before, after, gaps, lengths, versions, index, memory)
    origins = []
    start = 0
    for length, version in zip(lengths, versions, strict=True):
        if length:
            origins.append(Origin(start, start + length, version))
        start += length
    return origins


class _Memory:
    """What was deleted so far, and which versions had established it.

    Of what was deleted more than once, the first time counts: it has the oldest origins.
    """

    def __init__(self) -> None:
        self._passages: list[tuple[list[str], list[int]]] = []
        self._runs: dict[tuple[str, ...], tuple[int, int]] = {}
        """For each run of `_RUN` tokens, the number of its passage and its place in it."""
        self._places: dict[tuple[str, str, str], list[int]] = {}

    def keep_place(self, deleted: list[str], versions: list[int], around: tuple[str, str]) -> None:
        """Remember tokens deleted between two words, and the version of each."""
        self._places.setdefault((around[0], "".join(deleted), around[1]), versions)

    def at_place(self, inserted: list[str], around: tuple[str, str]) -> list[int] | None:
        """Return the versions of tokens that once stood between these words, if they did."""
        return self._places.get((around[0], "".join(inserted), around[1]))

    def keep_passage(self, passage: list[str], versions: list[int]) -> None:
        """Remember a stretch in which tokens were deleted, and the version of each."""
        number = len(self._passages)
        self._passages.append((passage, versions))
        for index in range(len(passage) - _RUN + 1):
            self._runs.setdefault(tuple(passage[index : index + _RUN]), (number, index))

    def recall(self, written: list[str], versions: list[int], new: int) -> None:
        """Put the remembered versions in the place of ``new`` where a passage is recognised.

        ``versions`` are those of the tokens ``written``. A run must hold a new token, else nothing
        is to be recalled; but from it on, all equal tokens take the passage's versions.
        """
        index = 0
        while index <= len(written) - _RUN:
            place = self._runs.get(tuple(written[index : index + _RUN]))
            if place is None or new not in versions[index : index + _RUN]:
                index += 1
                continue
            number, start = place
            passage, established = self._passages[number]
            while (
                index < len(written) and start < len(passage) and written[index] == passage[start]
            ):
                versions[index] = established[start]
                index, start = index + 1, start + 1


def _carried(
    before: str,
    after: str,
    gaps: Sequence[Gap],
    lengths: list[int],
    versions: list[int],
    index: int,
    memory: _Memory,
) -> tuple[list[int], list[int]]:
    """Carry the origins of ``before``, as lengths with versions, over to ``after``.

    Only windows around gaps are cut into tokens; between them the origins are copied as they are,
    so that a small revision of a large text is cheap.
    """
    reader = _Reader(lengths, versions)
    stretches: list[tuple[list[int], list[int]]] = []
    rewritten: list[tuple[list[str], list[int]]] = []
    # All deletions are remembered before any insertion is looked up: a move may go either way.
    for window in _windows(gaps):
        stretches.append(reader.take(window[0].before_start))
        old: list[str] = []
        old_versions: list[int] = []
        new: list[str] = []
        new_versions: list[int] = []
        place = window[0].before_start
        for gap in window:
            equal = tokens(before[place : gap.before_start])
            deleted = tokens(before[gap.before_start : gap.before_end])
            inserted = tokens(after[gap.after_start : gap.after_end])
            equal_versions, deleted_versions = (
                reader.versions_of(equal),
                reader.versions_of(deleted),
            )
            old += equal + deleted
            old_versions += equal_versions + deleted_versions
            if deleted:
                around = _around(before, gap.before_start, gap.before_end)
                memory.keep_place(deleted, deleted_versions, around)
            around = _around(after, gap.after_start, gap.after_end)
            new += equal + inserted
            new_versions += equal_versions
            if inserted and after[gap.after_start : gap.after_end].isspace():
                beside = deleted_versions or new_versions or stretches[-1][1] or [index]
                new_versions += [beside[-1]] * len(inserted)
            else:
                new_versions += memory.at_place(inserted, around) or [index] * len(inserted)
            place = gap.before_end
        memory.keep_passage(old, old_versions)
        rewritten.append((new, new_versions))
    stretches.append(reader.take(len(before)))
    writer = _Writer()
    for stretch, (new, new_versions) in zip(stretches, rewritten, strict=False):
        writer.extend(*stretch)
        memory.recall(new, new_versions, index)
        for token, version in zip(new, new_versions, strict=True):
            writer.add(len(token), version)
    writer.extend(*stretches[-1])
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
    """Reads stretches off a list of lengths and versions, from the start onwards."""

    def __init__(self, lengths: list[int], versions: list[int]) -> None:
        self._ends = list(accumulate(lengths))
        self._lengths = lengths
        self._versions = versions
        self._place = 0
        self._current = 0
        """The number of the stretch that ``_place`` lies in."""

    def take(self, end: int) -> tuple[list[int], list[int]]:
        """Return lengths and versions from the last place up to the code point ``end``."""
        place, first = self._place, self._current
        if place == end:
            return [], []
        last = bisect_left(self._ends, end, first)
        lengths, versions = self._lengths[first : last + 1], self._versions[first : last + 1]
        lengths[0] = self._ends[first] - place
        lengths[-1] -= self._ends[last] - end
        self._place = end
        self._current = last + (self._ends[last] == end)
        return lengths, versions

    def versions_of(self, following: list[str]) -> list[int]:
        """Return the version of each of the tokens that come next."""
        versions = []
        for token in following:
            versions.append(self._versions[self._current])
            self._place += len(token)
            self._current += self._ends[self._current] == self._place
        return versions


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
        """Add stretches whose neighbours are joined already."""
        if lengths:
            self.add(lengths[0], versions[0])
            self.lengths += lengths[1:]
            self.versions += versions[1:]
