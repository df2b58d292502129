"""Citations in a manuscript in Markdown: found, and put in as footnotes or in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count

from provrepo.cite import Citation, render
from provrepo.cite.pandoc.inline import Kept
from provrepo.cite.pandoc.markdown import Markdown, NoteRange
from provrepo.cite.pandoc.syntax import (
    WrittenCitation,
    nocite_keys,
    written_citations,
)
from provrepo.formats.draft import decode, marked_encoding
from provrepo.reading.citing import joints
from provrepo.reading.citing.formatting import FormattedManuscript
from provrepo.reading.citing.story import Formatted, Passage, Placed

_WORDS_AROUND = 40


def read_markdown(data: bytes, path: str, encoding: str | None) -> MarkdownStory:
    """Read a manuscript in Markdown. Raises InputError as `provrepo.formats.draft.decode` does."""
    content = decode(data, path, encoding)
    return MarkdownStory(content, encoding or marked_encoding(data))


class MarkdownStory:
    """A manuscript in Markdown with its citations in reading order."""

    def __init__(self, content: str, encoding: str) -> None:
        self._encoding = encoding
        self.markdown = Markdown(content)
        self._kept = Kept()
        self._citations = list(written_citations(self.markdown.masked))
        self._notes: dict[Placed, NoteRange] = {}
        self.refused: dict[Placed, str] = {}
        self.warnings: list[str] = []
        self.passages = list(self._passages())

    @property
    def uncited(self) -> list[str]:
        """The keys of ``nocite`` in the front matter."""
        return nocite_keys(self.markdown.field("nocite"))

    def words(self, start: int, end: int) -> str:
        """Return what is written between two places."""
        return self.markdown.content[start:end]

    def rich_text(self, start: int, end: int) -> str:
        """Return the same as the rich text of a CSL field."""
        return self._kept.rich_text(self.markdown.content[start:end])

    def _passages(self) -> Iterator[Passage]:
        notes = self.markdown.notes
        inside: dict[NoteRange, list[WrittenCitation]] = {note: [] for note in notes}
        running: list[WrittenCitation] = []
        bounds = sorted((note.start, note.end, note) for note in notes)
        place = 0
        for citation in self._citations:
            while place < len(bounds) and bounds[place][1] <= citation.start:
                place += 1
            if place < len(bounds) and bounds[place][0] <= citation.start:
                inside[bounds[place][2]].append(citation)
            else:
                running.append(citation)
        marked: list[tuple[int, WrittenCitation | NoteRange]] = [
            *((citation.start, citation) for citation in running),
            *((note.mark, note) for note in notes if note.mark is not None),
        ]
        for _, item in sorted(marked, key=lambda entry: entry[0]):
            if isinstance(item, NoteRange):
                yield self._note(item, inside[item])
            else:
                yield Passage([self._placed(item)], is_note=False)
        for note in notes:
            if note.mark is None and inside[note]:
                yield self._note(note, inside[note])

    def _note(self, note: NoteRange, citations: Sequence[WrittenCitation]) -> Passage:
        placed = [self._placed(citation, note) for citation in citations]
        words = self.words(note.start, note.end)
        for citation in reversed(citations):
            words = words[: citation.start - note.start] + words[citation.end - note.start :]
        return Passage(placed, is_note=True, says_more=any(map(str.isalnum, words)))

    def _placed(self, citation: WrittenCitation, note: NoteRange | None = None) -> Placed:
        label = "" if note is None else f"note {note.label}".strip()
        before = " ".join(self.words(max(0, citation.start - 300), citation.start).split())
        around = before[-_WORDS_AROUND:]
        placed = Placed(citation, self, self.markdown.line(citation.start), label, around)
        if note is not None:
            self._notes[placed] = note
        return placed

    def finished(self, manuscript: FormattedManuscript) -> tuple[bytes, dict[Placed, str]]:
        """Return the manuscript with its citations put in, and what each was replaced by."""
        text, replaced = _Writer(self, self._kept, self._notes, manuscript).written()
        # What the encoding of the file lacks is written as HTML's reference to it.
        return text.encode(self._encoding, "xmlcharrefreplace"), replaced


class _Writer:
    """The manuscript as it is written anew: cut at its citations."""

    def __init__(
        self,
        story: MarkdownStory,
        markup: Kept,
        notes: dict[Placed, NoteRange],
        manuscript: FormattedManuscript,
    ) -> None:
        self._story, self._markdown, self._kept = story, story.markdown, markup
        self._notes, self._manuscript = notes, manuscript
        self._definitions: list[str] = []
        self._replaced: dict[Placed, str] = {}
        used = {note.label for note in self._markdown.notes}
        self._labels = (label for label in map(str, count(1)) if label not in used)

    def written(self) -> tuple[str, dict[Placed, str]]:
        edits = [
            self._edit(placed, formatted)
            for placed, formatted in self._manuscript.citations.items()
        ]
        place, has_division = self._markdown.bibliography_place()
        bibliography = self._bibliography(has_division=has_division)
        content, newline = self._markdown.content, self._markdown.newline
        ending = newline if self._definitions or (bibliography and not has_division) else ""
        if bibliography and has_division:
            parted = "" if content[place : place + 1] in ("\r", "\n") else newline
            edits.append((place, place, bibliography + parted))
        elif bibliography:
            ending = f"{newline}{bibliography}"
        text = _spliced(content, edits)
        if ending:
            text = text.rstrip("\r\n") + newline + ending
        if self._definitions:
            text = text.rstrip("\r\n") + newline * 2
            text += "".join(f"{line}{newline}{newline}" for line in self._definitions)
            text = text.rstrip("\r\n") + newline
        return text, self._replaced

    def _edit(self, placed: Placed, formatted: Formatted) -> tuple[int, int, str]:
        citation = placed.citation
        name = self._text(formatted.name) if formatted.name else ""
        note = self._notes.get(placed)
        if note is not None:
            body = self._in_note(placed, formatted, note)
            self._replaced[placed] = text = (
                f"{name}, {body}" if name and self._is_noted else (f"{name} {body}".strip())
            )
            return citation.start, citation.end, text
        body = self._text(formatted.body)
        if not (self._is_noted or _is_raised(formatted.body)):
            self._replaced[placed] = text = f"{name} {body}".strip()
            return citation.start, citation.end, text
        start, end, punctuation = joints.mark(
            self._markdown.masked,
            citation.start,
            citation.end,
            self._manuscript.style.locale.language,
            named=bool(name),
        )
        if name:
            start = citation.start
        self._replaced[placed] = f"{name} {body}".strip()
        mark = self._mark(body) if self._is_noted else body
        return start, end, f"{name}{punctuation}{mark}"

    @property
    def _is_noted(self) -> bool:
        return self._manuscript.is_note_style

    def _mark(self, body: str) -> str:
        """Keep a new note and return its mark."""
        label = next(self._labels)
        self._definitions.append(f"[^{label}]: {body}")
        return f"[^{label}]"

    def _in_note(self, placed: Placed, formatted: Formatted, note: NoteRange) -> str:
        """Return a citation in one of the author's notes as it stands in their sentence."""
        if not self._is_noted:
            return self._text(formatted.body)
        before = self._story.words(note.start, placed.citation.start)
        after = self._story.words(placed.citation.end, note.end)
        if formatted.name is None and joints.in_parentheses(before):
            return f"({self._text(joints.without_stop(formatted.body))})"
        if joints.ends_here(after) and formatted.name is None:
            return self._text(formatted.body)
        if formatted.name is not None and not after.strip():
            return self._text(formatted.body)
        return self._text(joints.without_stop(formatted.body))

    def _text(self, citation: Citation) -> str:
        text = " ".join(render(citation, "markdown").split("\n"))
        return self._kept.put_back(text)

    def _bibliography(self, *, has_division: bool) -> str:
        """Return the entries with the blank lines around them; empty where there are none."""
        if self._markdown.field("suppress-bibliography").lower() == "true":
            return ""
        newline = self._markdown.newline
        entries = [self._entry(entry) for entry in self._manuscript.entries]
        if not entries:
            return ""
        text = f"{newline}{newline}".join(entries)
        return f"{newline}{newline}{text}{newline}" if has_division else text + newline

    def _entry(self, entry: Citation) -> str:
        paragraphs = re.split(r"\n\s*\n", render(entry, "markdown").strip())
        text = "  \n".join(" ".join(paragraph.split("\n")) for paragraph in paragraphs)
        return self._kept.put_back(text)


def _is_raised(citation: Citation) -> bool:
    """Return whether a citation is a number above the line."""
    spans = citation.spans
    return bool(spans) and all("superscript" in span.style for span in spans)


def _spliced(content: str, edits: Sequence[tuple[int, int, str]]) -> str:
    parts: list[str] = []
    place = 0
    for start, end, text in sorted(edits, key=lambda edit: edit[:2]):
        start = max(start, place)
        parts += (content[place:start], text)
        place = max(place, end)
    return "".join((*parts, content[place:]))
