"""Breaking styled text into lines of a width in terminal cells, where Unicode would (UAX #14)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from provrepo.compare.tokens import tokens
from provrepo.compare.views.line_breaks import is_blank, may_break, may_break_at_blank
from provrepo.spans import Span

# How many characters at its end tell whether a line may end after what has to stay together.
_TAIL = 4


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
    line: list[Span] = []
    for span in spans:
        for number, part in enumerate(span.text.split("\n")):
            if number:
                yield from _units_of_line(line)
                yield None
                line = []
            line += (Span(token, span.style) for token in tokens(part))
    yield from _units_of_line(line)


def _units_of_line(line: Sequence[Span]) -> Iterator[list[Span]]:
    """Yield what has to stay together of the tokens of one line."""
    unit: list[Span] = []
    for number, token in enumerate(line):
        if unit and _may_break(line, number, "".join(span.text[-_TAIL:] for span in unit[-_TAIL:])):
            yield unit
            unit = []
        _add(unit, token)
    if unit:
        yield unit


def _may_break(line: Sequence[Span], number: int, unit: str) -> bool:
    """Return whether a line may end before a token; ``unit`` is the end of what precedes it."""

    def token(place: int) -> str:
        return line[place].text if 0 <= place < len(line) else ""

    last, following = token(number - 1), token(number)
    if is_blank(following):
        return may_break_at_blank(last, token(number + 1))
    if is_blank(last):
        return may_break_at_blank(token(number - 2), following)
    return may_break(unit, last, following)


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
