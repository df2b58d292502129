"""Units of a text: its paragraphs, or its lines where each line stands for itself, as in verse."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from provrepo.passages import Range, paragraphs, sentences

_LINE = re.compile(r"[^\n\r\u0085\u2028]*\S[^\n\r\u0085\u2028]*")
_FIRST_WORD = re.compile(r"[\u3000-\u9fff]|\S+")
_SINGLE_LINES = 1.5
"""A text has one line for each paragraph where they average this many lines or fewer."""
_FILLED = 0.6
"""In a text that was wrapped, this share of the lines is full and ends amid a clause."""
_NARROWEST = 16
_PAUSES = ".,;:!?。，；：！？、·།॥।"


class _Divisions(NamedTuple):
    paragraphs: list[Range]
    lines: list[Range]


def runs(numbers: Iterable[int]) -> list[list[int]]:
    """Return numbers in their order, as runs of those that follow each other."""
    parts: list[list[int]] = []
    for number in sorted(set(numbers)):
        if parts and parts[-1][-1] + 1 == number:
            parts[-1].append(number)
        else:
            parts.append([number])
    return parts


def units(text: str) -> list[Range]:
    """Return the units of a text, which cover every character of it once, in order.

    They are its paragraphs; or its lines where most paragraphs have several that were not wrapped
    to a width. The white space after a unit belongs to it, and what stands before the first one.
    """
    divisions = _divisions(text)
    return _covering(text, divisions.lines if _in_lines(text, divisions) else divisions.paragraphs)


def units_of_both(source: str, target: str) -> tuple[list[Range], list[Range]]:
    """Return the units of two texts, of which the one translates the other.

    Where the one has lines and the other has not, as when verse was translated into prose, both
    are divided into paragraphs if these agree better in number.
    """
    sides = [(text, _divisions(text)) for text in (source, target)]
    in_lines = [_in_lines(text, divisions) for text, divisions in sides]
    counts = [
        len(divisions.lines if lines else divisions.paragraphs)
        for (_, divisions), lines in zip(sides, in_lines, strict=True)
    ]
    in_paragraphs = [len(divisions.paragraphs) for _, divisions in sides]
    agree_better = _disparity(in_paragraphs) + 0.7 < _disparity(counts)
    # A text whose lines are all one paragraph would be one unit, beside several of the other.
    divides = min(in_paragraphs) > 1 or max(in_paragraphs) == 1
    if in_lines[0] != in_lines[1] and agree_better and divides:
        in_lines = [False, False]
    covered = [
        _covering(text, divisions.lines if lines else divisions.paragraphs)
        for (text, divisions), lines in zip(sides, in_lines, strict=True)
    ]
    return covered[0], covered[1]


def sentences_of(text: str, ranges: Sequence[Range]) -> list[list[Range]]:
    """Return the sentences of each unit of a text; they cover every character of it once."""
    beginnings = [start for start, _ in ranges]
    starts: list[list[int]] = [[start] for start in beginnings]
    for start, _ in sentences(text):
        number = bisect_right(beginnings, start) - 1
        # What is before the first sentence of a unit, white space, goes with it.
        if number >= 0 and text[beginnings[number] : start].strip():
            starts[number].append(start)
    return [
        list(zip(cuts, [*cuts[1:], end], strict=True))
        for cuts, (_, end) in zip(starts, ranges, strict=True)
    ]


def trimmed(text: str, unit: Range) -> Range:
    """Return a range without the white space at its ends; as it is where it has nothing else."""
    words = text[slice(*unit)]
    if not words.strip():
        return unit
    start = unit[0] + len(words) - len(words.lstrip())
    return start, start + len(words.strip())


def _divisions(text: str) -> _Divisions:
    return _Divisions(list(paragraphs(text)), [match.span() for match in _LINE.finditer(text)])


def _in_lines(text: str, divisions: _Divisions) -> bool:
    if len(divisions.lines) <= _SINGLE_LINES * len(divisions.paragraphs):
        return False
    return not _is_wrapped(text, divisions)


def _is_wrapped(text: str, divisions: _Divisions) -> bool:
    """Return whether the lines were filled: where the next word had no room, a new one began."""
    lines = divisions.lines
    width = max(end - start for start, end in lines)
    ends = {end for _, end in divisions.paragraphs}
    amid = full = 0
    for (start, end), (following, _) in pairwise(lines):
        if end in ends:
            continue
        amid += 1
        next_word = _FIRST_WORD.search(text, following)
        room = width - (end - start)
        # Verses of one length are full as well, but they end where a sentence pauses.
        pauses = text[start:end].rstrip()[-1] in _PAUSES
        full += next_word is not None and room <= len(next_word[0]) + 1 and not pauses
    return width >= _NARROWEST and full >= _FILLED * amid > 0


def _disparity(counts: Sequence[int]) -> float:
    return abs(math.log((counts[0] + 1) / (counts[1] + 1)))


def _covering(text: str, ranges: Sequence[Range]) -> list[Range]:
    """Return ``ranges`` widened so that each one goes to the beginning of the next one."""
    if not ranges:
        return [(0, len(text))] if text else []
    starts = [0, *(start for start, _ in ranges[1:])]
    return list(zip(starts, [*starts[1:], len(text)], strict=True))
