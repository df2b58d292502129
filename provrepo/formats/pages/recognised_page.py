"""A page as text recognition leaves it, regions of lines with confidences, and its draft.

========================  ===================================================================
of a page                 in the version
========================  ===================================================================
lines                     a line each, in reading order, characters as they are
regions, paragraphs       parted by a blank line
tables                    a row a line, cells parted by TAB; where a cell has several lines,
                          cell after cell
several pages             U+000C FORM FEED directly before the first line of the next page
confidences               in the message: "mean word confidence 0.87 over 312 words"
software that recognised  an agent, ``NAME VERSION:transcriber:software``
the image's file name     the draft's ``page``, and what the version is based on
notes on lines            notes on these passages (PAGE)
pictures, empty lines     left out, counted
========================  ===================================================================

Files of ALTO and hOCR carry no notes. A page without text is a draft with an empty content.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element  # types only: files are parsed by provrepo.formats.xml

from provrepo.formats import file_metadata
from provrepo.formats.draft import Draft, FileNote, counted
from provrepo.store.canonical import digest
from provrepo.store.records import IngestedFile
from provrepo.store.rules import base_name

PAGE_BREAK = "\f"


@dataclass(slots=True)
class Confidence:
    """The mean of the confidences, from 0 to 1, that a program has given to words or lines."""

    total: float = 0.0
    count: int = 0
    unit: str = "word"

    def add(self, written: str | None, *, most: float = 1.0) -> None:
        """Add one value as the file writes it, such as ``0.87``, or ``87`` with ``most=100``.

        Anything that is no number from 0 to ``most`` is ignored.
        """
        try:
            value = float(written or "") / most
        except ValueError:
            return
        if 0 <= value <= 1:  # false for “nan” too
            self.total += value
            self.count += 1

    @property
    def message(self) -> str | None:
        """What a version's message says about it; None where the file states no confidence."""
        if not self.count:
            return None
        plural = "s" * (self.count != 1)
        mean = self.total / self.count
        return f"mean {self.unit} confidence {mean:.2f} over {self.count} {self.unit}{plural}"


class Line(str):
    """A line of a page, with the notes on passages of it, and the element that it was read from.

    A row of a table has the lines of its cells instead, each after the code points before it.
    """

    notes: tuple[FileNote, ...] = ()
    element: Element | None = None
    cells: tuple[tuple[int, str], ...] = ()

    @classmethod
    def noted(cls, text: str, notes: Iterable[FileNote], element: Element | None = None) -> Line:
        """Return a line with these notes."""
        line = cls(text)
        line.notes, line.element = tuple(notes), element
        return line


def _row(cells: Sequence[str]) -> Line:
    """Return the cells of a row, parted by TAB, with their notes."""
    notes: list[FileNote] = []
    places: list[tuple[int, str]] = []
    length = 0
    for cell in cells:
        notes += (note.moved(length) for note in getattr(cell, "notes", ()))
        places.append((length, cell))
        length += len(cell) + 1
    row = Line.noted("\t".join(cells), notes)
    row.cells = tuple(places)
    return row


@dataclass(slots=True)
class Page:
    """What stands on a page: its regions in reading order, each a list of lines."""

    name: str | None = None
    regions: list[list[str]] = field(default_factory=list)
    languages: Counter[str] = field(default_factory=Counter)
    agents: list[str] = field(default_factory=list)
    created: str | None = None
    words: Confidence = field(default_factory=Confidence)
    lines: Confidence = field(default_factory=lambda: Confidence(unit="line"))
    left_out: Counter[str] = field(default_factory=Counter)
    image: str | None = None
    remarks: list[tuple[int, int, FileNote]] = field(default_factory=list)
    """Notes on regions: from the region of a number to the one before another."""

    def add_remark(self, note: FileNote, first: int) -> None:
        """Add a note on the regions that were added since the one of that number."""
        self.remarks.append((first, len(self.regions), note))

    def add_region(self, lines: Iterable[str]) -> None:
        """Add a region's lines in their order; those without text are only counted."""
        written = []
        for line in lines:
            if line.strip():
                written.append(line)
            else:
                self.left_out["lines without text"] += 1
        if written:
            self.regions.append(written)

    def add_table(self, rows: Iterable[Sequence[Sequence[str]]]) -> None:
        """Add a table: rows of cells, each with its lines.

        A row is one line unless a cell has several, for then its cells would be torn apart.
        """
        block: list[str] = []
        for row in rows:
            if all(len(cell) <= 1 for cell in row):
                block.append(_row([cell[0] if cell else "" for cell in row]))
                continue
            self.add_region(block)
            block = []
            for cell in row:
                self.add_region(cell)
        self.add_region(block)

    def add_software(self, *names: str | None) -> None:
        """Add the program that recognised the text, by its name and its version."""
        name = " ".join(name.strip() for name in names if name and name.strip())
        agent = file_metadata.agent(name, "transcriber", "software")
        if agent and agent not in self.agents:
            self.agents.append(agent)

    def add_language(self, written: str | None) -> None:
        """Count the language of a part of the page; that of most parts is the draft's."""
        if tag := file_metadata.language(written):
            self.languages[tag] += 1

    @property
    def content(self) -> str:
        """The page's lines, each with a line end."""
        return "\n".join("\n".join(lines) + "\n" for lines in self.regions)

    @property
    def placed_lines(self) -> Iterator[tuple[int, str]]:
        """The lines of the content, cells one by one, each with its place in it."""
        length = 0
        for lines in self.regions:
            for line in lines:
                for start, cell in getattr(line, "cells", ()) or ((0, line),):
                    yield length + start, cell
                length += len(line) + 1
            length += 1

    @property
    def notes(self) -> Iterator[FileNote]:
        """The notes on passages of the content, and on the whole where a region has no text."""
        places: list[tuple[int, int]] = []
        length = 0
        for lines in self.regions:
            start = length
            for line in lines:
                yield from (note.moved(length) for note in getattr(line, "notes", ()))
                length += len(line) + 1
            places.append((start, length - 1))
            length += 1
        for first, end, note in self.remarks:
            if first < end:
                yield replace(note, start=places[first][0], end=places[end - 1][1])
            else:
                yield note


def draft_of_pages(
    pages: Sequence[Page],
    data: bytes,
    path: str,
    reader: str,
    media_type: str,
    *,
    carries_notes: bool = False,
) -> tuple[Draft]:
    """Return the draft of the pages in one file, usually one, which is a tuple as readers return.

    ``data`` are the file's bytes, ``reader`` is the name of its reader for the record. Notes are
    taken of files that can carry some.
    """
    images = dict.fromkeys(page.image for page in pages if page.image)
    content = PAGE_BREAK.join(page.content for page in pages)
    left_out = sum((page.left_out for page in pages), Counter[str]())
    languages = sum((page.languages for page in pages), Counter[str]())
    draft = Draft(
        content=content,
        file=IngestedFile(base_name(path), media_type, reader, digest(data)),
        file_bytes=data,
        language=languages.most_common(1)[0][0] if languages else None,
        kind="transcription",  # what a program has recognised was on the page
        agents=tuple(dict.fromkeys(agent for page in pages for agent in page.agents)),
        message=_mean(pages),
        created=max((page.created for page in pages if page.created), default=None),
        page=next((page.name for page in pages if page.name), base_name(path)),
        based_on=tuple(map(basis_of_image, images)) or None,
        notes=tuple(note for page in pages for note in page.notes) if carries_notes else None,
        warnings=(
            *((f"left out: {counted(left_out)}",) if left_out else ()),
            *(("this page has no text",) if not content.strip() else ()),
        ),
    )
    return (draft,)


def basis_of_image(written: str) -> str:
    """Return the image of a page as ``--based-on`` names it: an address, or a file's name."""
    if re.match(r"https?://\S+\Z", written):
        return written
    return f"label:{posixpath.basename(written.replace(chr(92), '/').rstrip('/')) or written}"


def _mean(pages: Sequence[Page]) -> str | None:
    """Return the message about the words' confidences, or where there are none, the lines'."""
    for values in ([page.words for page in pages], [page.lines for page in pages]):
        whole = Confidence(
            sum(value.total for value in values),
            sum(value.count for value in values),
            values[0].unit,
        )
        if message := whole.message:
            return message
    return None


# Drafts of pages that were read one by one say in words what is added up here.
_MESSAGE = re.compile(r"mean (word|line) confidence ([0-9.]+) over ([0-9]{1,12}) \w+")
_COUNTED = re.compile(r"(?:left out: |, )(.+?) \(([0-9]{1,12})\)")


def united_message(drafts: Sequence[Draft]) -> str | None:
    """Return one message for many pages: the mean over all, of words before that of lines."""
    for unit in ("word", "line"):
        whole = Confidence(unit=unit)
        for draft in drafts:
            match = _MESSAGE.fullmatch(draft.message or "")
            if match and match[1] == unit:
                whole.total += float(match[2]) * int(match[3])
                whole.count += int(match[3])
        if message := whole.message:
            return message
    messages = {draft.message for draft in drafts}
    return messages.pop() if len(messages) == 1 else None


def united_warnings(drafts: Sequence[Draft]) -> tuple[str, ...]:
    """Return the warnings of many pages: sums of what was left out, others with their pages."""
    left_out: Counter[str] = Counter()
    pages_by_warning: dict[str, list[str]] = {}
    for draft in drafts:
        for warning in draft.warnings:
            if warning.startswith("left out: "):
                for name, count in _COUNTED.findall(warning):
                    left_out[name] += int(count)
            else:
                pages_by_warning.setdefault(warning, []).append(draft.page or draft.ingested.name)
    united = [f"left out: {counted(left_out)}"] if left_out else []
    for warning, pages in pages_by_warning.items():
        more = f" and {len(pages) - 3} more" if len(pages) > 3 else ""
        united.append(f"{warning} (on {', '.join(pages[:3])}{more})")
    return tuple(united)
