"""Cutting a manuscript into paragraphs, each with the notes that stand on it."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from provrepo.formats.draft import FileNote
from provrepo.reading.manuscripts.manuscript import Manuscript

_LINE = r"(?:\r\n|\r|\n)"
_PARAGRAPH_END = re.compile(rf"{_LINE}(?:[^\S\r\n]*{_LINE})+")
_LINE_END = re.compile(_LINE)
# Markdown's notes; those of plain text, where `definitions` makes sure that they are.
_MARK = r"\[\^[^\]\s]{1,100}\]|\[\d{1,4}\]|[⁰¹²³⁴-⁹]+"
MARK = re.compile(rf"({_MARK})(?!:)")
_DEFINITION = re.compile(rf"^[ ]{{0,3}}({_MARK}):?[^\S\r\n]*(?=\S)", re.MULTILINE)
_QUOTED_LINE = re.compile(r"^[ ]{0,3}>[ ]?", re.MULTILINE)
_LATEX_QUOTATION = re.compile(
    r"\s*\\begin\{(quote|quotation|displayquote)\}(.*)\\end\{\1\}\s*", re.DOTALL
)
_ENTITY = re.compile(r"&(?:#x?[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_INVISIBLE = dict.fromkeys(map(ord, "\xad\u200b\u2060\ufeff"))
_WORDS_AROUND = 40


@dataclass(slots=True)
class Note:
    """A note, and where its mark stands in the text of its paragraph.

    ``is_aside`` is True for a comment, which says nothing of where a quotation is from; a note
    that is not ``is_placed`` is on the whole manuscript.
    """

    text: str
    mark: int
    label: str
    line: int | None
    is_aside: bool = False
    is_placed: bool = True


@dataclass(slots=True)
class Block:
    """A paragraph of a manuscript: its text as it reads, the line it begins on, and its notes.

    ``line`` is None where the manuscript has no lines. ``is_quotation`` is True for a block
    quotation.
    """

    text: str
    line: int | None
    is_quotation: bool = False
    notes: list[Note] = field(default_factory=list)
    line_ends: list[int] = field(default_factory=list)

    def line_at(self, place: int) -> int | None:
        """Return the line on which ``place`` is."""
        return None if self.line is None else self.line + bisect_right(self.line_ends, place - 1)

    def around(self, place: int) -> str:
        """Return some words before ``place``; at the paragraph's beginning those after it."""
        before = " ".join(self.text[max(0, place - 300) : place].split())
        if before:
            cut = before[-_WORDS_AROUND:]
            return cut if len(cut) == len(before) else f"…{cut.partition(' ')[2] or cut}"
        after = " ".join(self.text[place : place + 300].split())
        return after if len(after) <= _WORDS_AROUND else f"{after[:_WORDS_AROUND]}…"


def blocks(manuscript: Manuscript) -> list[Block]:
    """Return the paragraphs of a manuscript, in their order."""
    content = manuscript.content
    if manuscript.has_lines:
        return _of_text(content, manuscript.notes)
    return _of_spans(content, list(_paragraphs(content)), manuscript)


def _paragraphs(content: str) -> Iterator[tuple[int, int]]:
    """Yield where each paragraph begins and ends; blank lines divide them."""
    start = 0
    for match in _PARAGRAPH_END.finditer(content):
        if content[start : match.start()].strip():
            yield start, match.start()
        start = match.end()
    if content[start:].strip():
        yield start, len(content)


def _of_spans(
    content: str, spans: Sequence[tuple[int, int]], manuscript: Manuscript
) -> list[Block]:
    """Return the paragraphs of an office file, with its notes and block quotations."""
    quoted = sorted(manuscript.block_quotations)
    ends = [end for _, end in quoted]
    paragraphs = []
    notes = _by_paragraph(manuscript.notes, spans)
    for number, (start, end) in enumerate(spans):
        place = bisect_right(ends, start)
        is_quotation = place < len(quoted) and quoted[place][0] <= start
        paragraphs.append(
            _block(content[start:end], start, None, notes.get(number, ()), is_quotation)
        )
    return paragraphs


def _by_paragraph(
    notes: Sequence[FileNote], spans: Sequence[tuple[int, int]]
) -> dict[int, list[FileNote]]:
    """Return the notes of each paragraph, by its number; one without a place is on the first."""
    starts = [start for start, _ in spans]
    sorted_notes: dict[int, list[FileNote]] = {}
    for note in sorted(notes, key=lambda note: note.end or 0):
        number = max(0, bisect_right(starts, max(0, (note.end or 0) - 1)) - 1)
        sorted_notes.setdefault(number, []).append(note)
    return sorted_notes


def _block(
    written: str, offset: int, line: int | None, notes: Sequence[FileNote], is_quotation: bool
) -> Block:
    """Return a paragraph with ``notes``, in their order, whose places count from ``offset``."""
    block = Block("", line, is_quotation)
    parts: list[str] = []
    place, length = 0, 0
    for note in notes:
        end = min(max(place, (note.end or 0) - offset), len(written))
        parts.append(_cleaned(written[place:end]))
        length += len(parts[-1])
        place = end
        label = note.label or "note"
        aside, placed = note.kind == "editorial", note.end is not None
        block.notes.append(Note(_cleaned(note.text), length, label, None, aside, placed))
    block.text = "".join((*parts, _cleaned(written[place:])))
    block.line_ends = [match.start() for match in _LINE_END.finditer(block.text)]
    return block


def _cleaned(text: str) -> str:
    """Return a text as it reads: without invisible signs, characters for HTML's entities."""
    text = text.translate(_INVISIBLE)
    return _ENTITY.sub(lambda match: html.unescape(match[0]), text) if "&" in text else text


# Text files and Markdown


def _of_text(content: str, notes: Sequence[FileNote]) -> list[Block]:
    """Return the paragraphs of a text file; those that are notes are put where their marks are."""
    spans = list(_cut(content))
    line_ends = [match.start() for match in _LINE_END.finditer(content)]
    notes_by_paragraph = _by_paragraph(notes, spans)
    paragraphs: list[Block] = []
    definitions = _definitions(content)
    written: dict[str, Note] = {}
    last: Note | None = None
    for number, (start, end) in enumerate(spans):
        text = content[start:end]
        line = bisect_right(line_ends, start) + 1
        match = _DEFINITION.match(text)
        if match and match[1] in definitions:
            last = Note(_cleaned(text), 0, f"note {match[1].strip('[^]')}", line)
            written[match[1]] = last
        elif last is not None and text.startswith(("    ", "\t")):
            last.text += f"\n\n{_cleaned(text)}"  # a further paragraph of the note
        else:
            last = None
            paragraphs.append(_text_block(text, start, line, notes_by_paragraph.get(number, ())))
    _place_notes(paragraphs, written)
    return paragraphs


def _cut(content: str) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs of a text file, parted also before each line that defines a note."""
    for start, end in _paragraphs(content):
        for match in _DEFINITION.finditer(content, start, end):
            if match.start() > start:
                yield start, match.start()
                start = match.start()
        yield start, end


def _definitions(content: str) -> set[str]:
    """Return the marks whose notes the text has.

    A mark in brackets may be an editor's, and one at a line's beginning may be text: such a note is
    defined once, at the beginning of a line, and its mark stands somewhere else.
    """
    defined = Counter(match[1] for match in _DEFINITION.finditer(content))
    places = {match.start(1) for match in _DEFINITION.finditer(content)}
    used = {match[1] for match in MARK.finditer(content) if match.start() not in places}
    return {
        mark
        for mark, count in defined.items()
        if mark.startswith("[^") or (count == 1 and mark in used)
    }


def _text_block(text: str, start: int, line: int, notes: Sequence[FileNote]) -> Block:
    """Return a paragraph of a text file; its lines may be marked as a quotation."""
    if _QUOTED_LINE.match(text):
        return _block(_QUOTED_LINE.sub("", text), start, line, notes, is_quotation=True)
    latex = _LATEX_QUOTATION.fullmatch(text)
    if latex:
        return _block(latex[2], start, line, notes, is_quotation=True)
    return _block(text, start, line, notes, is_quotation=False)


def _place_notes(paragraphs: list[Block], written: dict[str, Note]) -> None:
    """Put each note on the paragraph in which its mark stands; without a mark it is one itself."""
    marks = [(block, match) for block in paragraphs for match in MARK.finditer(block.text)]
    for block, match in marks:
        note = written.get(match[1])
        if note is not None:
            block.notes.append(Note(note.text, match.start(), note.label, note.line))
    placed = {match[1] for _, match in marks}
    lost = [note for mark, note in written.items() if mark not in placed]
    if lost:
        aside = [Note(note.text, 0, note.label, note.line, is_aside=True) for note in lost]
        paragraphs.append(Block("", lost[0].line, notes=aside))
    for block in paragraphs:
        block.notes.sort(key=lambda note: note.mark)
