"""A manuscript in Markdown: where citations count in it, where its notes are, and its bibliography.

Nothing is parsed that is not needed: code, mathematics, addresses and raw markup are masked, and
everything else is left to whoever turns the manuscript into a book. As in Pandoc's Markdown.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from provrepo.cite.pandoc.syntax import OPAQUE, closing_brackets

_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n.*?^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_FENCE = re.compile(r"^[ \t>]*(?:[-*+] +|\d+[.)] +)?(`{3,}|~{3,})([^`\n]*)$", re.MULTILINE)
_CLOSING_FENCE = re.compile(r"^[ \t>]*(`{3,}|~{3,})[ \t\r]*$", re.MULTILINE)
_VERBATIM = re.compile(r"<!--|<(script|style|pre|textarea|code)\b[^<>]*>", re.IGNORECASE)
_LIST = re.compile(r"[ ]{0,3}(?:[-*+]|\(?\w{1,9}[.)]|[:~]|\[\^[^\]\s]+\]:|\(@[\w-]*\))(?=[ \t])")
_QUOTED = re.compile(r"^(?:[ ]{0,3}>[ ]?)+")
_INLINE = (
    re.compile(r"\\[^\w\s]", re.DOTALL),
    re.compile(r"<[A-Za-z/!?][^<>\n]{0,2000}>"),
    re.compile(
        r"\$\$[^$]{1,5000}\$\$|\$(?=[^\s$])(?:[^$\n\ufffc]|\n(?!\s*\n)){0,999}(?<=\S)\$(?!\d)"
    ),
    re.compile(r"\\[A-Za-z]+\*?(?:\[[^\[\]\n]{0,500}\])*(?:\{[^{}\n]{0,500}\})+"),
    re.compile(
        r"(?<=\]\()[^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?(?=\))"
    ),
    re.compile(r"^[ ]{0,3}\[(?![\^@])[^\[\]\n]+\]:[^\n]*$", re.MULTILINE),
    re.compile(r"\{[ ]*[.#=][^{}\n]*\}"),
    re.compile(r"\b[a-z][a-z0-9+.-]{1,20}://[^\s<>\[\]]+|\bmailto:[^\s<>\[\]]+", re.IGNORECASE),
)
_DEFINITION = re.compile(r"^[ ]{0,3}\[\^([^\[\]\s]{1,200})\]:[ \t]*", re.MULTILINE)
_MARK = re.compile(r"\[\^([^\[\]\s]{1,200})\]")
_INLINE_NOTE = re.compile(r"\^\[")
_DIV = re.compile(
    r"^[ \t]*:{3,}[ \t]*(?:\{[^{}\n]*#refs\b[^{}\n]*\})[ \t]*:*[ \t\r]*$", re.MULTILINE
)
_HTML_DIV = re.compile(
    r"<div\b[^<>\n]*\bid=[\"']refs[\"'][^<>\n]*>(?:\s*(?=</div>))?", re.IGNORECASE
)
_FIELD = r"^{name}:((?:[^\n]*)(?:\n(?:[ \t]+[^\n]*|[ \t]*))*)"


class NoteRange(NamedTuple):
    """One of the author's notes: from ``start`` to ``end`` its words, ``mark`` where it stands.

    ``mark`` is None for a note that nothing refers to.
    """

    label: str
    start: int
    end: int
    mark: int | None


class Markdown:
    """A manuscript in Markdown, looked through once.

    ``masked`` is its content with `OPAQUE` for each character in which no citation can stand.
    """

    def __init__(self, content: str) -> None:
        self.content = content
        front = _FRONT.match(content)
        self.front_matter = front[0] if front else ""
        self.newline = "\r\n" if "\r\n" in content else "\n"
        self._line_ends = [match.start() for match in re.finditer("\n", content)]
        self.masked = _mask(content, len(self.front_matter))
        self.notes = list(self._notes())

    def line(self, place: int) -> int:
        """Return the line on which a place is, counted from 1."""
        return bisect_right(self._line_ends, place - 1) + 1

    def field(self, name: str) -> str:
        """Return what the front matter says of a field, as it is written; empty without it."""
        match = re.search(_FIELD.replace("{name}", name), self.front_matter, re.MULTILINE)
        return match[1].strip() if match else ""

    def bibliography_place(self) -> tuple[int, bool]:
        """Return where the bibliography goes, and whether a division was made for it there."""
        div = _DIV.search(self.content, len(self.front_matter))
        if div and self.masked[div.start()] != OPAQUE:
            return div.end(), True
        html = _HTML_DIV.search(self.content, len(self.front_matter))
        if html:
            return html.end(), True
        return len(self.content), False

    def _notes(self) -> Iterator[NoteRange]:
        """Yield the author's notes in the order in which a reader meets them."""
        matches = list(_DEFINITION.finditer(self.masked))
        beginnings = {match.start(1) for match in matches}
        definitions = {
            match[1].lower(): (match.end(), self._definition_end(match.end()))
            for match in reversed(matches)
        }
        inside = sorted(definitions.values())
        starts = [start for start, _ in inside]
        met: set[str] = set()
        places: list[tuple[int, NoteRange]] = []
        for match in _MARK.finditer(self.masked):
            label = match[1].lower()
            if label in met or label not in definitions or match.start(1) in beginnings:
                continue
            number = bisect_right(starts, match.start()) - 1
            if number >= 0 and match.start() < inside[number][1]:
                continue  # a mark within another note
            met.add(label)
            places.append((match.start(), NoteRange(match[1], *definitions[label], match.start())))
        places += self._inline_notes()
        yield from (note for _, note in sorted(places))
        for label, (start, end) in sorted(definitions.items(), key=lambda item: item[1]):
            if label not in met:
                yield NoteRange(label, start, end, None)

    def _inline_notes(self) -> Iterator[tuple[int, NoteRange]]:
        """Yield the notes that are written where they stand: ``^[words]``."""
        closing = closing_brackets(self.masked)
        place = 0
        for match in _INLINE_NOTE.finditer(self.masked):
            end = closing.get(match.end() - 1)
            if end is not None and match.start() >= place:
                place = end
                yield match.start(), NoteRange("", match.end(), end, match.start())

    def _definition_end(self, start: int) -> int:
        """Return where a note ends that begins at ``start``: what follows is not indented."""
        after_blank = False
        line_end = self.masked.find("\n", start)
        while line_end >= 0:
            following = line_end + 1
            next_end = self.masked.find("\n", following)
            line = self.masked[following : next_end if next_end >= 0 else len(self.masked)]
            is_over = after_blank and line.strip() and not line.startswith(("    ", "\t"))
            if is_over or _DEFINITION.match(self.masked, following):
                return line_end
            after_blank = not line.strip()
            line_end = next_end
        return len(self.masked)


def _mask(content: str, start: int) -> str:
    """Return the content with everything masked in which no citation can stand."""
    masked = _covered(content, [(0, start)])
    masked = _covered(masked, list(_fenced(masked)))
    masked = _covered(masked, list(_verbatim(masked)))
    masked = _covered(masked, list(_indented(masked)))
    masked = _covered(masked, list(_code_spans(masked)))
    for pattern in _INLINE:
        masked = _covered(masked, [match.span() for match in pattern.finditer(masked)])
    return masked


def _covered(text: str, ranges: list[tuple[int, int]]) -> str:
    """Return a text with `OPAQUE` for the characters in ``ranges``, but for line ends."""
    if not ranges:
        return text
    parts: list[str] = []
    place = 0
    for start, end in ranges:
        if end <= place:
            continue
        start = max(start, place)
        parts += (text[place:start], re.sub(r"[^\n]", OPAQUE, text[start:end]))
        place = end
    return "".join((*parts, text[place:]))


def _fenced(text: str) -> Iterator[tuple[int, int]]:
    """Yield the blocks of code between fences; a fence that is never closed begins no block."""
    closings: dict[tuple[str, int], list[int]] = {}
    ends: dict[int, int] = {}
    for match in _CLOSING_FENCE.finditer(text):
        closings.setdefault((match[1][0], len(match[1])), []).append(match.start())
        ends[match.start()] = match.end()
    place = 0
    for match in _FENCE.finditer(text):
        if match.start() < place:
            continue
        sign, length = match[1][0], len(match[1])
        later = [
            starts[number]
            for (other, size), starts in closings.items()
            if other == sign
            and size >= length
            and (number := bisect_right(starts, match.start())) < len(starts)
        ]
        if later:
            place = ends[min(later)]
            yield match.start(), place


def _verbatim(text: str) -> Iterator[tuple[int, int]]:
    """Yield comments, and the elements of HTML in which nothing is Markdown."""
    place = 0
    unclosed: set[str] = set()
    for match in _VERBATIM.finditer(text):
        kind = (match[1] or "").lower()
        if match.start() < place or kind in unclosed:
            continue
        closing = re.compile(rf"</{kind}\s*>" if kind else "-->", re.IGNORECASE)
        end = closing.search(text, match.end())
        if end:
            place = end.end()
            yield match.start(), place
        else:
            unclosed.add(kind)


def _indented(text: str) -> Iterator[tuple[int, int]]:
    """Yield the lines of code that are set in by four blanks, and no part of a list or a note."""
    place = 0
    in_list, after_blank, in_code, was_quoted = False, True, False, False
    for line in text.splitlines(keepends=True):
        inner = _QUOTED.sub("", line)
        is_quoted = len(inner) < len(line)
        after_blank = after_blank or (is_quoted and not was_quoted)
        is_blank = not inner.strip()
        if not is_blank:
            is_deep = inner.startswith(("    ", "\t"))
            deepest = inner.startswith(("        ", "\t\t"))
            in_code = (in_code or after_blank) and (deepest if in_list else is_deep)
            if not is_deep and (after_blank or _LIST.match(inner)):
                in_list = _LIST.match(inner) is not None
            if in_code:
                yield place, place + len(line)
        after_blank, was_quoted = is_blank, is_quoted
        place += len(line)


def _code_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield what stands between two runs of as many backticks, in one paragraph."""
    runs = list(re.finditer(r"(?<!\\)`+|\n[ \t]*\r?\n", text))
    paragraph: list[re.Match[str]] = []
    for run in [*runs, None]:
        if run is not None and run[0][0] == "`":
            paragraph.append(run)
            continue
        yield from _pairs(paragraph)
        paragraph = []


def _pairs(runs: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    later: dict[int, list[int]] = {}
    for number in range(len(runs) - 1, -1, -1):
        later.setdefault(len(runs[number][0]), []).append(number)
    number = 0
    while number < len(runs):
        same = later[len(runs[number][0])]
        while same and same[-1] <= number:
            same.pop()
        if same:
            yield runs[number].start(), runs[same[-1]].end()
            number = same[-1]
        number += 1
