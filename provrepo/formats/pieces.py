"""A visible text cut into paragraphs for a file, with its notes' places among the words.

The paragraphs are handed over one by one as a list of steps: words to write, and marks to set
between them. A file of marked-up text has no other way to say where a note begins and ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from provrepo.directions import is_right_to_left
from provrepo.formats.draft import FileNote
from provrepo.formats.exported import (
    Column,
    ExportedVersion,
    in_file_order,
    separator_of,
    tail_of,
)
from provrepo.formats.shown import REPLACEMENT, shown


class Piece(NamedTuple):
    """A stretch of the visible text; ``change`` is ``ins`` or ``del`` where it was changed."""

    text: str
    change: str = ""


class Mark(NamedTuple):
    """What stands between two words: the ``begin``, the ``end`` or the ``note`` of a passage.

    ``number`` is that of the note, ``offset`` the place in the visible text.
    """

    offset: int
    kind: str
    number: int


@dataclass(slots=True)
class Paragraph:
    """One paragraph: ``steps`` in their order, whether it begins a page.

    ``mark`` is the change that its end is part of, as in `Piece`.
    """

    steps: list[Piece | Mark] = field(default_factory=list)
    begins_page: bool = False
    mark: str = ""

    @property
    def text(self) -> str:
        """Its characters, without marks."""
        return "".join(step.text for step in self.steps if isinstance(step, Piece))


def visible_text(content: str) -> str:
    """Return what of a content the paragraphs of an office file show."""
    return shown(content.removesuffix(tail_of(content)), feeds="line")


def visible_note(text: str) -> str:
    """Return what of a note's words a paragraph shows."""
    return shown(text, feeds="line").replace("\f", REPLACEMENT)


def marks_of(version: ExportedVersion, length: int) -> list[Mark]:
    """Return the marks of all notes on passages, in the order in which they are set.

    ``length`` is that of the visible text; a passage may reach beyond its end, into line ends.
    """
    marks: list[Mark] = []
    empty: set[int] = set()  # the numbers of passages of which nothing is visible
    for number, note in in_file_order(version.notes):
        start, end = (min(place, length) for place in _visible_place(version.content, note))
        marks += [Mark(start, "begin", number), Mark(end, "end", number), Mark(end, "note", number)]
        if start == end:
            empty.add(number)
    # Where one passage ends and the next begins, the first is ended, then comes its sign.
    order = {"end": 0, "note": 1, "begin": 2}
    return sorted(
        marks,
        key=lambda mark: (mark.offset, -1 if mark.number in empty else order[mark.kind]),
    )


def _visible_place(content: str, note: FileNote) -> tuple[int, int]:
    """Return where a passage begins and ends in the visible text: CR LF is one character there."""
    return _visible_offset(content, note.start or 0), _visible_offset(content, note.end or 0)


def _visible_offset(content: str, offset: int) -> int:
    return offset - content.count("\r\n", 0, offset)


def paragraphs(
    pieces: Sequence[Piece], separator: str, marks: Sequence[Mark], *, with_pages: bool = True
) -> Iterator[Paragraph]:
    """Yield the paragraphs of a visible text, parted by ``separator``, with the marks in place.

    A piece that was deleted has no place in the visible text: offsets do not count it. Without
    ``with_pages`` a form feed is a character as any other.
    """
    pending = list(reversed(marks))
    paragraph, offset = Paragraph(), 0

    def set_marks(place: int) -> None:
        while pending and pending[-1].offset <= place:
            paragraph.steps.append(pending.pop())

    for piece in pieces:
        is_visible = piece.change != "del"
        for number, part in enumerate(piece.text.split(separator)):
            if number:
                set_marks(offset)
                paragraph.mark = piece.change
                yield paragraph
                paragraph = Paragraph()
                offset += len(separator) * is_visible
            words = part
            if with_pages and words.startswith("\f") and not piece.change and not paragraph.text:
                paragraph.begins_page, words = True, words[1:]
                offset += 1
            if not is_visible:
                paragraph.steps += [Piece(words, piece.change)] * bool(words)
                continue
            end = offset + len(words)
            while pending and pending[-1].offset < end:
                mark = pending.pop()
                before = words[: max(mark.offset - offset, 0)]
                paragraph.steps += [Piece(before, piece.change)] * bool(before)
                paragraph.steps.append(mark)
                words, offset = words[len(before) :], offset + len(before)
            paragraph.steps += [Piece(words, piece.change)] * bool(words)
            offset = end
    set_marks(offset)
    paragraph.steps += reversed(pending)
    yield paragraph


def stand_to_left(columns: Sequence[Column]) -> bool:
    """Return whether the first column stands at the right: where all texts run from right to left.

    The others keep their order, whatever their first words are.
    """
    return all(is_right_to_left(column.version.text.language) for column in columns)


def cells(column: Column) -> Iterator[list[Paragraph]]:
    """Yield the paragraphs of each row of a column, with the signs of the notes on them.

    A note between two passages stands at the end of the next one.
    """
    visible = visible_text(column.version.content)
    separator, place = separator_of(visible), 0
    signs = [mark for mark in marks_of(column.version, len(visible)) if mark.kind == "note"]
    last = max((n for n, passage in enumerate(column.passages) if passage), default=-1)
    for number, passage in enumerate(column.passages):
        if passage is None:
            yield []
            continue
        start, end = (_visible_offset(column.version.content, offset) for offset in passage)
        until = len(visible) if number == last else end
        inside = [
            mark._replace(offset=min(max(mark.offset - start, 0), end - start))
            for mark in signs
            if place <= mark.offset <= until
        ]
        signs = signs[len(inside) :]
        place = until
        yield list(paragraphs([Piece(visible[start:end])], separator, inside))
