"""The tags of a line of PAGE, as Transkribus and eScriptorium write them in ``@custom``.

Each is a name with values in braces, of which ``offset`` and ``length`` say where in the line it
is, counted in UTF-16 code units. What they mean is written as the same markup of TEI is
(`provrepo.formats.tei.conventions`), by the same convention.

======================================  ====================================================
in ``@custom``                          in the version
======================================  ====================================================
``abbrev {expansion:…}``                ``choice`` of ``abbr`` and ``expan``; without an
                                        expansion ``abbr``
``sic {correction:…}``                  ``choice`` of ``sic`` and ``corr``; else ``sic``
``unclear``, ``supplied``, ``add``      the same; another reading, ``alternative:…``, becomes a
                                        textual note on it
``textStyle {strikethrough:true;}``     ``del``
``gap``                                 ``gap``, by ``reason``, ``unit`` and ``quantity``
``comment {comment:…}``                 an editorial note on the passage; without one on the line
                                        or region
the same with ``continued:true`` in     one tag: its expansion stands after its last words, its
the next line                           note on its first ones
``readingOrder``, ``structure``         layout: not in the text
other styles; persons, places, dates    their characters; the tags are counted in a warning
and all others
======================================  ====================================================
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree.ElementTree import Element

from provrepo.formats.draft import FileNote
from provrepo.formats.tei import conventions

_TAG = re.compile(r"([A-Za-z_][\w-]*)\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_ESCAPED = re.compile(r"(?:\\u[0-9A-Fa-f]{4})+")
_OF_LAYOUT = ("readingOrder", "structure")
_PLACE = ("offset", "length", "continued", "continuation")
_MARKED = {"unclear": "unclear", "supplied": "supplied", "add": "add", "sic": "sic"}
_CHOICES = {"abbrev": ("abbr", "expan", "expansion"), "sic": ("sic", "corr", "correction")}
"""The elements of a ``choice`` that a tag is, and the value that has the second one."""


class Tag(NamedTuple):
    """A tag of a line: its name, its values, and the passage, in code points of the line.

    ``has_place`` says whether a number in it tells where it is; ``goes_on`` whether the next line
    has the rest of it, and ``began_before`` whether the line before had its beginning.
    """

    name: str
    values: dict[str, str]
    start: int
    end: int
    has_place: bool = True
    goes_on: bool = False
    began_before: bool = False


class Tagged(NamedTuple):
    """A line with its tags as markup: notes are on passages of ``text``, ``left_out`` counts."""

    text: str
    notes: tuple[FileNote, ...]
    left_out: Counter[str]


def tagged(line: str, custom: str, convention: str, before: str = "", after: str = "") -> Tagged:
    """Return a line with what its ``custom`` attribute says, in a convention of TEI's markup.

    ``before`` and ``after`` are the attributes of the lines around it: a tag may reach from one
    line into the next.
    """
    if "{" not in custom:
        return Tagged(line, (), Counter())
    marked = _Line(line, convention)
    begun, continued = _continued(before), _continued(after)
    for tag in tags(line, custom):
        if tag.values.get("continued") == "true":
            goes_on = tag.end >= len(line.rstrip()) and _key(tag.name, tag.values) in continued
            began = not line[: tag.start].strip() and _key(tag.name, tag.values) in begun
            tag = tag._replace(goes_on=goes_on, began_before=began)
        marked.add(tag)
    return marked.written(_unclosed(custom))


def tags(line: str, custom: str) -> Iterator[Tag]:
    """Yield each tag of a line once; one that reaches beyond it ends where it ends."""
    for name, inner in dict.fromkeys(_TAG.findall(custom)):
        values = dict(_values(inner))
        if name in _OF_LAYOUT:
            continue
        has_place = _is_number(values.get("offset", ""))
        start = _code_points(line, values.get("offset", ""))
        end = _code_points(line, values.get("offset", ""), values.get("length", ""))
        end = min(max(start, end), len(line)) if has_place else len(line)
        yield Tag(name, values, min(start, len(line)), end, has_place)


def comments(custom: str) -> Iterator[str]:
    """Yield the comments on an element as a whole, such as a region."""
    for tag in tags("", custom):
        if tag.name == "comment" and (text := tag.values.get("comment", "").strip()):
            yield text


def _continued(custom: str) -> set[tuple[str, frozenset[tuple[str, str]]]]:
    """Return the tags in an attribute that stand in another line, too, without their places."""
    if "continued" not in custom:
        return set()
    named = [(name, dict(_values(inner))) for name, inner in _TAG.findall(custom)]
    return {_key(name, values) for name, values in named if values.get("continued") == "true"}


def _key(name: str, values: dict[str, str]) -> tuple[str, frozenset[tuple[str, str]]]:
    return name, frozenset(pair for pair in values.items() if pair[0] not in _PLACE)


def _unclosed(custom: str) -> int:
    """Return how many tags begin in an attribute that never end."""
    return _TAG.sub("", custom).count("{")


def _values(inner: str) -> Iterator[tuple[str, str]]:
    key, value = "", ""
    for piece in inner.split(";"):
        name, colon, following = piece.partition(":")
        if not colon and piece.strip() and key:
            value += f";{piece}"  # a semicolon that nobody escaped
            continue
        if key:
            yield key, _ESCAPED.sub(_unescaped, value).strip()
        key, value = name.strip() if colon else "", following
    if key:
        yield key, _ESCAPED.sub(_unescaped, value).strip()


def _unescaped(match: re.Match[str]) -> str:
    """Return the characters of escapes, those outside the basic plane in two halves."""
    units = b"".join(int(digits, 16).to_bytes(2, "big") for digits in match[0].split("\\u")[1:])
    return units.decode("utf-16-be", "replace")


def _is_number(written: str) -> bool:
    return written.isdecimal() and len(written) < 9


def _code_points(line: str, *units: str) -> int:
    """Return a place in a line that is given in UTF-16 code units, as numbers to be added."""
    place = sum(int(written) for written in units if _is_number(written))
    if line.isascii() or all(ord(character) < 0x10000 for character in line):
        return place
    before = line.encode("utf-16-le")[: 2 * place]
    return len(before.decode("utf-16-le", "ignore"))


@dataclass(slots=True)
class _Mark:
    """Characters that stand before a character of the line: signs and brackets."""

    closing: list[str] = field(default_factory=list)  # the innermost first
    signs: list[str] = field(default_factory=list)
    opening: list[str] = field(default_factory=list)  # the outermost first


class _Line:
    """A line under construction: its characters, and the marks before each and at its end."""

    def __init__(self, line: str, convention: str) -> None:
        self._characters = [*line]
        self._convention = convention
        self._tags: list[Tag] = []
        self._marks = [_Mark() for _ in range(len(line) + 1)]
        self._noted: list[tuple[FileNote, int, int]] = []
        self._left_out: Counter[str] = Counter()

    def add(self, tag: Tag) -> None:
        """Take a tag: those that are markup are written when all are known."""
        name, values = tag.name, tag.values
        is_markup = name in ("gap", "textStyle", *_CHOICES, *_MARKED)
        if is_markup and not tag.has_place:
            self._left_out[f"tag {name} without words"] += 1
        elif name == "comment":
            self._note(values.get("comment", ""), "editorial", tag)
        elif name == "gap":
            self._gap(tag)
        elif name == "textStyle":
            self._style(tag)
        elif is_markup:
            self._tags.append(tag)
        else:
            self._left_out[f"tag {name}"] += 1

    def _note(self, text: str, kind: str, tag: Tag) -> None:
        if text.strip() and not tag.began_before:
            self._noted.append((FileNote(text.strip(), kind), tag.start, tag.end))

    def _gap(self, tag: Tag) -> None:
        element = Element("gap", {k: v for k, v in tag.values.items() if k not in _PLACE})
        sign = conventions.gap(element, self._convention)
        written = sign if isinstance(sign, str) else f"{sign.opening}{sign.closing}"
        self._marks[tag.start].signs.append(written)

    def _style(self, tag: Tag) -> None:
        styles = [key for key, value in tag.values.items() if key not in _PLACE and value]
        if tag.values.get("strikethrough") == "true":
            self._tags.append(tag._replace(name="del"))
        for style in styles:
            if style != "strikethrough" and tag.values[style] not in ("false", "0", "0.0"):
                self._left_out[f"style {style}"] += 1

    def _mark(self, tag: Tag) -> None:
        """Write the brackets of a tag, or what takes the place of its passage."""
        if tag.start < tag.end and not any(self._characters[tag.start : tag.end]):
            return  # within what is left out
        names = _CHOICES.get(tag.name)
        instead = tag.values.get(names[2], "").strip() if names else ""
        if names and instead and tag.start < tag.end:
            self._choose(tag, names, instead)
            return
        if tag.start == tag.end:  # also one that lies beyond the line: no words to put brackets on
            self._left_out[f"tag {tag.name} without words"] += 1
            self._note_alternative(tag)
            return
        element = Element({"abbrev": "abbr"}.get(tag.name, tag.name), tag.values)
        mark = conventions.mark(element, self._convention)
        if mark is None:
            self._remove(tag, f"words in {element.tag}")
        elif tag.name == "unclear" and self._convention == "leiden":
            for place in range(tag.start, tag.end):
                self._characters[place] = conventions.with_dots(self._characters[place])
        else:
            self._bracket(tag, mark.opening, mark.closing)
        self._note_alternative(tag)

    def _note_alternative(self, tag: Tag) -> None:
        if alternative := tag.values.get("alternative", "").strip():
            self._note(f"or {alternative}", "textual", tag)

    def _choose(self, tag: Tag, names: tuple[str, str, str], instead: str) -> None:
        """Write of what stands there and what is meant what the convention prefers."""
        preferred = next(
            written
            for written in conventions.PREFERRED[self._convention]
            if names[0] in written or names[1] in written
        )
        if preferred == names[:2]:
            self._bracket(tag, "", "" if tag.goes_on else f" [{instead}]")
            return
        original = "".join(self._characters[tag.start : tag.end])
        self._remove(tag, names[0])
        if tag.began_before:  # the line before has the whole word
            return
        corrected = self._convention == "leiden" and names[1] == "corr"
        self._marks[tag.start].signs.append(f"<{instead}>" if corrected else instead)
        noted = conventions.NOTED[self._convention].get(names[0])
        if noted is not None:
            self._note(noted.replace("@", original), "textual", tag)
            self._left_out[names[0]] -= 1

    def _remove(self, tag: Tag, name: str) -> None:
        self._characters[tag.start : tag.end] = [""] * (tag.end - tag.start)
        self._left_out[name] += tag.end > tag.start

    def _bracket(self, tag: Tag, opening: str, closing: str) -> None:
        self._marks[tag.start].opening.append(opening)
        self._marks[tag.end].closing.append(closing)

    def written(self, unclosed: int) -> Tagged:
        """Return the line with all its marks; so many tags of it never end."""
        self._left_out["tags that do not end"] += unclosed
        # The longest tag opens first and closes last.
        for tag in sorted(self._tags, key=lambda tag: tag.start - tag.end):
            self._mark(tag)
        pieces: list[str] = []
        starts, ends, length = [], [], 0
        for place, mark in enumerate(self._marks):
            closing = "".join(reversed(mark.closing))
            ends.append(length + len(closing))
            character = self._characters[place] if place < len(self._characters) else ""
            before = closing + "".join(mark.signs)
            # What was written in the place of a passage belongs to it.
            starts.append(length + len(closing if mark.signs and not character else before))
            pieces += (before, *mark.opening, character)
            length = sum(map(len, pieces[-len(mark.opening) - 2 :])) + length
        text = "".join(pieces)
        notes = [
            _placed(note, text, starts[start], max(ends[end], starts[start]))
            for note, start, end in sorted(self._noted, key=lambda noted: noted[1:])
        ]
        return Tagged(text, tuple(notes), +self._left_out)


def _placed(note: FileNote, text: str, start: int, end: int) -> FileNote:
    """Return a note on a passage of a line; without one on the word before it, else on the line."""
    passage = text[start:end]
    if passage.strip():
        begin = start + len(passage) - len(passage.lstrip())
        return FileNote(note.text, note.kind, start=begin, end=begin + len(passage.strip()))
    before = text[:start].rstrip()
    begin = before.rfind(" ") + 1
    if before:
        return FileNote(note.text, note.kind, start=begin, end=len(before))
    stripped = text.strip()
    begin = text.find(stripped)
    return FileNote(note.text, note.kind, start=begin, end=begin + len(stripped))
