"""Pages as text recognition leaves them: regions of lines with confidences. One draft a page.

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
the image's file name     the draft's ``page``
pictures, empty lines     left out, counted
========================  ===================================================================

The files of a page carry no notes. A page without text is a draft with an empty content.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from provrepo.formats import file_metadata
from provrepo.formats.draft import Draft
from provrepo.formats.filename import base_name
from provrepo.store.canonical import digest
from provrepo.store.records import IngestedFile

PAGE_BREAK = "\f"


@dataclass(slots=True)
class Confidence:
    """The mean of the confidences, from 0 to 1, that a recogniser has given to words or lines."""

    total: float = 0.0
    count: int = 0
    unit: str = "word"

    def add(self, written: str | None, *, most: float = 1.0) -> None:
        """Take one value, as the file writes it, on a scale to ``most``; what is none is passed."""
        try:
            value = float(written or "") / most
        except ValueError:
            return
        if 0 <= value <= 1:  # not a number is not either
            self.total += value
            self.count += 1

    @property
    def message(self) -> str | None:
        """What a version's message says about it; None where nothing was told."""
        if not self.count:
            return None
        plural = "s" * (self.count != 1)
        mean = self.total / self.count
        return f"mean {self.unit} confidence {mean:.2f} over {self.count} {self.unit}{plural}"


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

    def add_region(self, lines: Iterable[str]) -> None:
        """Take a region's lines in their order; those without text are counted."""
        written = []
        for line in lines:
            if line.strip():
                written.append(line)
            else:
                self.left_out["lines without text"] += 1
        if written:
            self.regions.append(written)

    def add_table(self, rows: Iterable[Sequence[Sequence[str]]]) -> None:
        """Take a table: rows of cells, each with its lines."""
        block: list[str] = []
        for row in rows:
            if all(len(cell) <= 1 for cell in row):
                block.append("\t".join(cell[0] if cell else "" for cell in row))
                continue
            self.add_region(block)
            block = []
            for cell in row:
                self.add_region(cell)
        self.add_region(block)

    def add_software(self, *names: str | None) -> None:
        """Take the program that recognised the text, by its name and version."""
        name = " ".join(name.strip() for name in names if name and name.strip())
        found = file_metadata.agent(name, "transcriber", "software")
        if found and found not in self.agents:
            self.agents.append(found)

    def add_language(self, written: str | None) -> None:
        """Take the language of a part of the page, named in any way; of a text what most are in."""
        if found := file_metadata.language(written):
            self.languages[found] += 1

    @property
    def content(self) -> str:
        """The page's lines, each with a line end."""
        return "\n".join("\n".join(lines) + "\n" for lines in self.regions)


def draft(
    pages: Sequence[Page], data: bytes, path: str, reader: str, media_type: str
) -> tuple[Draft]:
    """Return the draft of the pages in one file, ``data``; usually it is one page."""
    content = PAGE_BREAK.join(page.content for page in pages)
    left_out = sum((page.left_out for page in pages), Counter[str]())
    languages = sum((page.languages for page in pages), Counter[str]())
    made = Draft(
        content=content,
        file=IngestedFile(base_name(path), media_type, reader, digest(data)),
        file_bytes=data,
        language=languages.most_common(1)[0][0] if languages else None,
        kind="transcription",  # what is recognised is there to be read
        agents=tuple(dict.fromkeys(agent for page in pages for agent in page.agents)),
        message=_mean(pages),
        created=max((page.created for page in pages if page.created), default=None),
        page=next((page.name for page in pages if page.name), base_name(path)),
        warnings=(
            *((f"left out: {counted(left_out)}",) if left_out else ()),
            *(("this page has no text",) if not content.strip() else ()),
        ),
    )
    return (made,)


def counted(counts: Counter[str]) -> str:
    """Return names with their numbers, as warnings have them."""
    return ", ".join(f"{name} ({count})" for name, count in sorted(counts.items()))


def _mean(pages: Sequence[Page]) -> str | None:
    """Return the message about the words' confidences, or where there are none, the lines'."""
    for values in ([page.words for page in pages], [page.lines for page in pages]):
        whole = Confidence(
            sum(one.total for one in values), sum(one.count for one in values), values[0].unit
        )
        if whole.count:
            return whole.message
    return None


_MESSAGE = re.compile(r"mean (word|line) confidence ([0-9.]+) over ([0-9]{1,12}) \w+")
_COUNTED = re.compile(r"(?:left out: |, )(.+?) \(([0-9]{1,12})\)")


def united_message(drafts: Sequence[Draft]) -> str | None:
    """Return one message for many pages: the mean over all, of words before that of lines."""
    for unit in ("word", "line"):
        whole = Confidence(unit=unit)
        for one in drafts:
            match = _MESSAGE.fullmatch(one.message or "")
            if match and match[1] == unit:
                whole.total += float(match[2]) * int(match[3])
                whole.count += int(match[3])
        if whole.count:
            return whole.message
    messages = {one.message for one in drafts}
    return messages.pop() if len(messages) == 1 else None


def united_warnings(drafts: Sequence[Draft]) -> tuple[str, ...]:
    """Return the warnings of many pages: what was left out added up, others with their pages."""
    left_out: Counter[str] = Counter()
    others: dict[str, list[str]] = {}
    for one in drafts:
        for warning in one.warnings:
            if warning.startswith("left out: "):
                for name, count in _COUNTED.findall(warning):
                    left_out[name] += int(count)
            else:
                others.setdefault(warning, []).append(one.page or one.ingested.name)
    told = [f"left out: {counted(left_out)}"] if left_out else []
    for warning, pages in others.items():
        rest = f" and {len(pages) - 3} more" if len(pages) > 3 else ""
        told.append(f"{warning} (on {', '.join(pages[:3])}{rest})")
    return tuple(told)
