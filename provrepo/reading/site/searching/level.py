"""A level of an index that is there: what changed in a text is changed in a few of its files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from provrepo.publish.searching import shards
from provrepo.publish.searching.postings import decoded, encoded
from provrepo.publish.searching.shards import CHARACTERS, END, LIMIT, WORDS, Layout, Lines, Term
from provrepo.reading.site.searching.terms import DENSE

Masks = dict[int, int]
"""Numbers of texts from the level's first on, with the masks of their pieces; 0 for no more."""


@dataclass
class Level:
    """A level: its folder, its layout, and the weight of each of its files by name.

    ``read`` returns a file by its path.
    """

    folder: str
    layout: Layout
    weights: dict[str, int]
    read: Callable[[str], bytes]
    _lines: dict[str, Lines] = field(default_factory=dict)
    """The files that were read, and may have been changed."""
    _is_changed: set[str] = field(default_factory=set)

    def path(self, name: str) -> str:
        """Return the path of one of its files."""
        return f"{self.folder}/{name}.js"

    def change(self, term: Term, masks: Masks) -> None:
        """Change in which texts a term stands. Raises ValueError where a file is not of ours."""
        if term == DENSE:
            self.layout.dense = _changed(self.layout.dense, masks)
            return
        name = self.layout.shard(term)
        lines = self._of(name)
        written = _changed(lines.get(term.term, ""), masks)
        if written:
            lines[term.term] = written
        else:
            lines.pop(term.term, None)
        self._is_changed.add(name)

    def _of(self, name: str) -> Lines:
        if name not in self._lines:
            is_there = name in self.weights
            self._lines[name] = shards.shard_lines(self.read(self.path(name))) if is_there else {}
        return self._lines[name]

    def files(self) -> Iterator[tuple[str, bytes | None]]:
        """Yield the paths of its files as they are to be, with what is new, or None.

        Then ``layout`` and ``weights`` say how they are laid out.
        """
        if not self._is_changed:
            yield from ((self.path(name), None) for name in self.weights)
            return
        laid_out = {**self._characters(), **self._words()}
        now = {}
        for name, lines in laid_out.items():
            now[name] = self.weights[name] if lines is None else shards.weight(lines)
            path = self.path(name)
            yield path, None if lines is None else shards.shard_file(path, lines)
        self.weights = now

    def _weight(self, name: str) -> int:
        if name in self._is_changed:
            return shards.weight(self._lines[name])
        return self.weights[name]

    def _names(self, kind: str) -> list[str]:
        names = dict.fromkeys([*self.weights, *self._is_changed])
        return [name for name in names if name.startswith(f"{kind}/")]

    def _characters(self) -> dict[str, Lines | None]:
        """Return the files of characters: all of them anew where there are to be more or fewer."""
        names = self._names(CHARACTERS)
        bits = shards.bits_for(sum(map(self._weight, names)))
        if bits != self.layout.bits:
            lines = [
                (shards.hashed(term), term, written)
                for name in names
                for term, written in self._of(name).items()
            ]
            self.layout.bits = bits
            return dict(shards.by_character(lines, bits))
        files: dict[str, Lines | None] = {}
        for name in names:
            if name not in self._is_changed:
                files[name] = None
            elif self._lines[name]:
                files[name] = self._lines[name]
        return files

    def _words(self) -> dict[str, Lines | None]:
        """Return the files of words: those split that grew, those joined that became small."""
        names = {_beginning(name): name for name in self._names(WORDS)}
        self.layout.splits = {}
        laid_out: dict[str, Lines | None] = {}
        branches = [("", dict(names))]
        while branches:
            beginning, inside = branches.pop()
            total = sum(map(self._weight, inside.values()))
            if beginning in inside or beginning.endswith(END) or total <= LIMIT:
                laid_out.update(self._together(beginning, inside))
                continue
            parts: dict[str, dict[str, str]] = {}
            for begins, name in inside.items():
                if self._weight(name):
                    parts.setdefault(begins[len(beginning)], {})[begins] = name
            self.layout.splits[beginning] = "".join(sorted(parts))
            branches += [(beginning + sign, part) for sign, part in parts.items()]
        return laid_out

    def _together(self, beginning: str, inside: Mapping[str, str]) -> dict[str, Lines | None]:
        """Return the files for all words that begin so, which are in some files."""
        if list(inside) == [beginning] and inside[beginning] not in self._is_changed:
            return {inside[beginning]: None}
        lines = {
            term: written for name in inside.values() for term, written in self._of(name).items()
        }
        return dict(shards.by_beginning(lines, self.layout.splits, beginning))


def _beginning(name: str) -> str:
    written = name.partition("/")[2]
    return "" if written == "-" else bytes.fromhex(written).decode()


def _changed(written: str, masks: Mapping[int, int]) -> str:
    postings = {**decoded(written), **masks}
    return encoded({number: mask for number, mask in postings.items() if mask})
