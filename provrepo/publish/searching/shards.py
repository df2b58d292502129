"""The files of an index: how its words are shared out among them, and what is written in each.

An index has a *level* for old texts, one for newer ones and one for the newest, so that a new text
changes a few small files of the last one alone. In a level, words of letters are shared out by how
they begin, so that a beginning of a word is found in few files: whatever begins alike is in one
file up to `LIMIT`, and beyond it in one for each next letter. Characters of scripts that write no
space between words, every two of them that stand together, and every two words that do (`pair`) are
shared out by a hash. The weight of a term is all that counts for this, so the same texts always
give the same files.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from provrepo.publish import addresses
from provrepo.publish.scripts import arguments, compact_script
from provrepo.publish.searching.postings import DIGITS

FOLDER = f"{addresses.OWN}/search"
MANIFEST = f"{FOLDER}/index.js"

LEVELS = (1024, 64)
"""A level ends at the last multiple of each; the last one has the texts after that."""

LIMIT = 6_000
"""How much weight, about as many bytes, is in one file."""

WORDS, CHARACTERS = "w", "c"
"""The two kinds of terms: words of letters; characters of scripts without spaces, and pairs."""

END = " "
"""Stands for the next letter of a word that has none."""

_MOST_SHARED = 31
"""The most signs that are not written again: one digit counts their units."""

Lines = dict[str, str]
"""Terms with their postings, as they are written."""


class Term(NamedTuple):
    """What is looked up: of one of two kinds."""

    kind: str
    term: str


class Extent(NamedTuple):
    """The texts of a level: from a number to before another one."""

    start: int
    stop: int


def extents(count: int) -> list[Extent]:
    """Return the levels of an index of ``count`` texts, the oldest first; some may be empty."""
    ends = [*(count // size * size for size in LEVELS), count]
    return [Extent(start, stop) for start, stop in zip([0, *ends], ends, strict=False)]


@dataclass
class Layout:
    """How the terms of a level are shared out.

    ``bits`` is how many bits of a hash tell a character's file. ``splits`` are the beginnings of
    words that have too much in them for one file, each with the letters that go on.
    """

    bits: int = 0
    splits: dict[str, str] = field(default_factory=dict)
    dense: str = ""
    """The postings of texts that may be read in too many ways: they may answer any query."""

    def shard(self, term: Term) -> str:
        """Return the name of a term's file, such as ``w/7368``."""
        if term.kind == CHARACTERS:
            return character_shard(hashed(term.term) >> (32 - self.bits), self.bits)
        beginning = ""
        while beginning in self.splits and not beginning.endswith(END):
            beginning = (term.term + END)[: len(beginning) + 1]
        return word_shard(beginning)


def word_shard(beginning: str) -> str:
    """Return the name of the file of the words that begin so: its letters in hexadecimal."""
    # Letters would make names that a disk takes for one another, or for a device.
    return f"{WORDS}/{beginning.encode().hex() or '-'}"


def character_shard(number: int, bits: int) -> str:
    """Return the name of a file of characters."""
    return f"{CHARACTERS}/{number:0{max(1, (bits + 3) // 4)}x}"


def hashed(term: str) -> int:
    """Return 32 bits for a term: FNV-1a over code points (Fowler, Noll, Vo), stirred at the end."""
    value = 0x811C9DC5
    for sign in term:
        value = (value ^ ord(sign)) * 0x01000193 & 0xFFFFFFFF
    return value * 0x9E3779B1 & 0xFFFFFFFF


def pair(first: str, second: str) -> str:
    """Return the term for two words of letters that stand together: 24 bits of a hash.

    Nearly every two words have another one, and it is shorter than they are.
    """
    number = (_hash_of_word(first) * 0x01000193 & 0xFFFFFFFF) ^ _hash_of_word(second)
    number = number * 0x9E3779B1 & 0xFFFFFFFF
    return "".join([DIGITS[number >> shift & 63] for shift in (26, 20, 14, 8)])


@lru_cache(maxsize=2**17)
def _hash_of_word(word: str) -> int:
    return hashed(word)


def weight(lines: Mapping[str, str]) -> int:
    """Return about how many bytes terms and their postings take."""
    return sum(line_weight(term, written) for term, written in lines.items())


def line_weight(term: str, written: str) -> int:
    """Return about how many bytes a term and its postings take."""
    return (len(term) if term.isascii() else 3 * len(term)) + len(written) + 2


def bits_for(total: int) -> int:
    """Return how many bits share out characters of this weight, so that a file has `LIMIT`."""
    bits = 0
    while total >> bits > LIMIT:
        bits += 1
    return bits


def by_character(lines: Iterable[tuple[int, str, str]], bits: int) -> dict[str, Lines]:
    """Return the lines of each file of characters, by its name; each comes with its hash."""
    files: dict[int, Lines] = defaultdict(dict)
    shift = 32 - bits
    for number, term, written in lines:
        files[number >> shift][term] = written
    return {character_shard(number, bits): inside for number, inside in files.items()}


def by_beginning(lines: Lines, splits: dict[str, str], beginning: str = "") -> dict[str, Lines]:
    """Return the lines of each file of words by its name; ``splits`` is told what is split.

    All of them begin with ``beginning``.
    """
    files: dict[str, Lines] = {}
    branches = [(beginning, lines)]
    while branches:
        beginning, inside = branches.pop()
        if beginning.endswith(END) or weight(inside) <= LIMIT:
            if inside:
                files[word_shard(beginning)] = inside
            continue
        parts: dict[str, Lines] = {}
        for term, written in inside.items():
            parts.setdefault((term + END)[len(beginning)], {})[term] = written
        splits[beginning] = "".join(sorted(parts))
        branches += [(beginning + sign, part) for sign, part in parts.items()]
    return files


def shard_file(path: str, lines: Lines) -> bytes:
    """Return a file of an index: its terms in order, each without what it shares with the last.

    A line is a digit, how many UTF-16 units are shared, the rest of the term, a blank and the
    postings; a comma stands between two lines.
    """
    written = []
    before = ""
    for term in sorted(lines):
        shared = 0
        while before[shared : shared + 1] == term[shared] and shared < _MOST_SHARED:
            shared += 1
        # JavaScript counts the signs beyond the basic plane double.
        units = len(term[:shared].encode("utf-16-le")) // 2
        written.append(f"{DIGITS[units]}{term[shared:]} {lines[term]}")
        before = term
    return compact_script("shard", path, ",".join(written))


def shard_lines(data: bytes) -> Lines:
    """Return the lines of a file that `shard_file` made. Raises ValueError for another one."""
    lines: Lines = {}
    before = ""
    _, written = arguments(data)
    for line in filter(None, str(written).split(",")):
        ending, blank, postings = line[1:].partition(" ")
        if not blank:
            raise ValueError(line[:60])
        shared = before.encode("utf-16-le")[: 2 * DIGITS.index(line[0])].decode("utf-16-le")
        before = shared + ending
        lines[before] = postings
    return lines


class LaidOut(NamedTuple):
    """A level as it is: its folder, its texts, its layout and the names of its files."""

    folder: str
    extent: Extent
    layout: Layout
    names: Collection[str]


def not_yet() -> bytes:
    """Return what stands for the `manifest` while it is being made: the page asks again."""
    return compact_script("searched", None)


def manifest(levels: Iterable[LaidOut]) -> bytes:
    """Return the file that tells a browser which levels there are, and how each is laid out."""
    layouts = [
        {
            "name": level.folder,
            "start": level.extent.start,
            "bits": level.layout.bits,
            "missing": _missing(level),
            "splits": dict(sorted(level.layout.splits.items())),
            "dense": level.layout.dense,
        }
        for level in levels
        if level.extent.stop > level.extent.start
    ]
    return compact_script("searched", layouts)


def _missing(level: LaidOut) -> list[str]:
    """Return the names of files that there would be if they had anything in them."""
    bits = level.layout.bits
    names = [character_shard(number, bits) for number in range(1 << bits)]
    names += [] if level.layout.splits else [word_shard("")]
    return [name for name in names if name not in level.names]


def level_names() -> Iterator[str]:
    """Yield the folders of the levels, the oldest first."""
    for number in range(len(LEVELS) + 1):
        yield f"{FOLDER}/{'abcdefgh'[number]}"
