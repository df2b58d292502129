"""Breaking styled text into lines of a width in terminal cells, where Unicode would (UAX #14).

A line is broken after a blank, around a character of a script without blanks, and after a hyphen or
a dash in a word: never after what opens, never before what closes, a comma or a full stop, nor
before the small kana and the marks that East Asian typesetting keeps from the beginning of a line.
Of the annex that is what the texts of an edition need; classes of its own for numbers, emoji and
the Brahmic scripts are left out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from provrepo.compare.tokens import by_character, tokens
from provrepo.spans import Span

# Classes CL, CP, EX, IS, SY, CJ, NS and QU of what stands at the end of a word.
_NOT_FIRST = frozenset(
    "!%),.:;?]}/°′″’”»›…‰、。，．：；？！）］｝〕】〗〙〛」』〉》⟧⟫〟ー々〻ゝゞヽヾ・"
) | frozenset("ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ\u30fb\uff70")
_CLOSING = ("Pe", "Pf")
_OPENING = ("Ps", "Pi")
_HYPHENS = frozenset("-\u2010\u2012\u2013\u2014")


def cells(text: str) -> int:
    """Return the number of terminal cells that ``text`` takes."""
    if text.isascii():
        return len(text)
    return sum(map(_cells, text))


@lru_cache(maxsize=8192)
def _cells(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrapped(spans: Iterable[Span], width: int) -> list[list[Span]]:
    """Break spans into lines of at most ``width`` cells, each as spans; line feeds end lines.

    What is wider than a line is cut, never before a combining mark. A blank without style at which
    a line is broken is left out.
    """
    lines: list[list[Span]] = [[]]
    used = 0
    for unit in _units(spans):
        if unit is None:
            lines.append([])
            used = 0
            continue
        size = sum(cells(span.text) for span in unit)
        if used and used + size > width:
            lines.append([])
            used = 0
            if all(span.text.isspace() and not span.style for span in unit):
                continue
        if size <= width:
            for span in unit:
                _add(lines[-1], span)
            used += size
            continue
        for span in unit:
            for piece in _pieces(span.text, width - used, width):
                if used and used + cells(piece) > width:
                    lines.append([])
                    used = 0
                _add(lines[-1], Span(piece, span.style))
                used += cells(piece)
    return lines


def _add(line: list[Span], span: Span) -> None:
    """Add a span to a line; what has one style is one span."""
    if line and line[-1].style == span.style:
        line[-1] = Span(line[-1].text + span.text, span.style)
    else:
        line.append(span)


def _units(spans: Iterable[Span]) -> Iterator[list[Span] | None]:
    """Yield what has to stay on one line, None where a line ends."""
    unit: list[Span] = []
    last = before = ""
    for span in spans:
        for number, part in enumerate(span.text.split("\n")):
            if number:
                if unit:
                    yield unit
                yield None
                unit, last, before = [], "", ""
            for token in tokens(part):
                if unit and _may_break(before, last, token):
                    yield unit
                    unit = []
                _add(unit, Span(token, span.style))
                before, last = last, token
    if unit:
        yield unit


def _may_break(before: str, last: str, following: str) -> bool:
    """Return whether a line may end between two tokens; ``before`` is the one before these."""
    if last.isspace() or following.isspace():
        return True
    first, end = following[0], last[-1]
    if first in _NOT_FIRST or unicodedata.category(first) in _CLOSING:
        return False
    if unicodedata.category(end) in _OPENING:
        return False
    if end in _HYPHENS:
        return before[-1:].isalnum() and first.isalnum()
    return (
        by_character(last) or by_character(following) or unicodedata.east_asian_width(end) in "WF"
    )


def _pieces(token: str, room: int, width: int) -> Iterator[str]:
    """Cut a token that is wider than a line, never before a combining mark."""
    start = used = 0
    for place, character in enumerate(token):
        size = _cells(character)
        if used and size and used + size > (room if not start and room > 0 else width):
            yield token[start:place]
            start, used = place, 0
        used += size
    yield token[start:]
