"""An index made anew from all texts, on a disk as far as it does not fit into memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import chain, groupby
from tempfile import TemporaryFile
from typing import TextIO

from provrepo.publish.searching import shards
from provrepo.publish.searching.postings import encoded
from provrepo.publish.searching.shards import CHARACTERS, WORDS, Extent, Lines
from provrepo.publish.searching.texts import contents_of
from provrepo.reading.site.searching.level import Level
from provrepo.reading.site.searching.terms import known_by

_BUCKETS = 64
"""How many parts the terms are divided into; one of them is in memory at a time."""

_BUCKET_BITS = 6
_IN_MEMORY = 1024
"""How many lines of a bucket are kept in memory before they go to a file."""


class _Spool:
    """Lines shared out among buckets, in files without a name where they are many."""

    def __init__(self, closing: ExitStack) -> None:
        self._closing = closing
        self._files: dict[int, TextIO] = {}
        self._last: list[list[str]] = [[] for _ in range(_BUCKETS)]

    def write(self, bucket: int, line: str) -> None:
        last = self._last[bucket]
        last.append(line)
        if len(last) == _IN_MEMORY:
            if bucket not in self._files:
                self._files[bucket] = _temporary(self._closing)
            self._files[bucket].write("\n".join(last) + "\n")
            last.clear()

    def lines(self, bucket: int) -> Iterator[list[str]]:
        """Yield the lines of a bucket, cut at blanks."""
        if bucket in self._files:
            self._files[bucket].seek(0)
            for line in self._files[bucket]:
                yield line[:-1].split(" ")
        for line in self._last[bucket]:
            yield line.split(" ")


def _temporary(closing: ExitStack) -> TextIO:
    return closing.enter_context(TemporaryFile("w+", encoding="utf-8", newline="\n"))


def built(
    pieces: Iterable[bytes], extents: list[Extent], levels: list[Level]
) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an index over the pieces of texts.

    ``levels`` are told how their files are laid out, when all were yielded.
    """
    with ExitStack() as closing:
        terms, characters = _Spool(closing), [_Spool(closing) for _ in levels]
        for data in pieces:
            _spool(data, terms)
        words: list[Lines] = [{} for _ in levels]
        totals = [0 for _ in levels]
        for bucket in range(_BUCKETS):
            postings = _postings(terms.lines(bucket), extents, levels)
            for (number, kind, term), written in postings:
                if kind == WORDS:
                    words[number][term] = written
                else:
                    hashed = shards.hashed(term)
                    totals[number] += shards.line_weight(term, written)
                    line = f"{hashed} {term} {written}"
                    characters[number].write(hashed >> (32 - _BUCKET_BITS), line)
        for number, level in enumerate(levels):
            level.layout.bits = bits = shards.bits_for(totals[number])
            for lines in _together(characters[number], bits):
                yield from _written(level, shards.by_character(lines, bits))
            files = shards.by_beginning(words[number], level.layout.splits)
            words[number] = {}
            yield from _written(level, files)


def _spool(data: bytes, terms: _Spool) -> None:
    """Write the terms of a piece down, in one line for each bucket: which piece, then they."""
    number, piece, contents = contents_of(data)
    of_piece = known_by(contents)
    buckets: dict[int, list[str]] = defaultdict(list)
    for kind, of_kind in ((WORDS, of_piece.words), (CHARACTERS, of_piece.characters)):
        for term in of_kind:
            buckets[ord(term[0]) % _BUCKETS].append(kind + term)
    if of_piece.is_dense:
        buckets[0].append("")
    for bucket, of_bucket in buckets.items():
        terms.write(bucket, f"{number} {piece} {' '.join(of_bucket)}")


def _postings(
    lines: Iterable[list[str]], extents: list[Extent], levels: list[Level]
) -> Iterator[tuple[tuple[int, str, str], str]]:
    """Yield, of a bucket, the level, the kind and the term, with its postings as written."""
    by_term: list[dict[str, dict[int, int]]] = [{} for _ in extents]
    for number, piece, *terms in lines:
        text, bit = int(number), 1 << int(piece)
        level = next(place for place, extent in enumerate(extents) if text < extent.stop)
        of_level, text = by_term[level], text - extents[level].start
        for term in terms:
            masks = of_level.get(term)
            if masks is None:
                of_level[term] = {text: bit}
            else:
                masks[text] = masks.get(text, 0) | bit
    for level, of_level in enumerate(by_term):
        for term, masks in of_level.items():
            written = encoded(masks)
            if term:
                yield (level, term[0], term[1:]), written
            else:
                levels[level].layout.dense = written


def _together(spool: _Spool, bits: int) -> Iterator[list[tuple[int, str, str]]]:
    """Yield the lines of characters so that those of one file are together."""
    apart = max(0, _BUCKET_BITS - bits)
    for _, buckets in groupby(range(_BUCKETS), lambda bucket: bucket >> apart):
        lines = chain.from_iterable(map(spool.lines, buckets))
        yield [(int(hashed), term, written) for hashed, term, written in lines]


def _written(level: Level, files: dict[str, Lines]) -> Iterator[tuple[str, bytes]]:
    for name, lines in files.items():
        level.weights[name] = shards.weight(lines)
        yield level.path(name), shards.shard_file(level.path(name), lines)
