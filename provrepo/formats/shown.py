"""What of a content the paragraphs of a file can show, and the way back to the exact content.

=======================  =========================================================================
in the content           in the visible text
=======================  =========================================================================
CR LF, CR                a line end, LF
U+000C FORM FEED         a page break; U+FFFD where the format has none in that place
another character that   U+FFFD REPLACEMENT CHARACTER
XML 1.0 does not have
any other character      itself
=======================  =========================================================================

So every line of the content is a line of the visible text, with as many characters. A file keeps
the exact content beside the visible text where the two differ; if somebody has changed the visible
text, `restored` keeps the lines that are still there exactly as they were.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from difflib import SequenceMatcher
from typing import NamedTuple

REPLACEMENT = "\ufffd"

NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""A character that XML 1.0 does not have (§2.2)."""

_CONTROLS = re.compile("[^\t\n\f\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_END = re.compile("\r\n|\r|\n")
_FEED_WITHIN = re.compile("(?<!\n)\f")


def shown(content: str, *, feeds: str = "anywhere") -> str:
    """Return the visible text of a content, the table above.

    ``feeds`` says where the format has page breaks: ``anywhere``, or at the start of a ``line``
    that is not the first one.
    """
    lines = _LINE_END.sub("\n", content) if "\r" in content else content
    visible = _CONTROLS.sub(REPLACEMENT, lines)
    if feeds == "anywhere" or "\f" not in visible:
        return visible
    return _FEED_WITHIN.sub(REPLACEMENT, visible)


def replaced(content: str, visible: str) -> Counter[str]:
    """Return, counted by name, the characters that ``visible`` has as U+FFFD."""
    lines = _LINE_END.sub("\n", content)
    if lines == visible:  # as most are
        return Counter()
    return Counter(
        f"U+{ord(exact):04X}" for exact, sign in zip(lines, visible, strict=False) if exact != sign
    )


class Restored(NamedTuple):
    """An exact content, and where the lines of the visible text begin in both."""

    content: str
    visible_starts: list[int]
    starts: list[int]

    def place(self, offset: int) -> int:
        """Return the place in the content of a place in the visible text."""
        line = bisect_right(self.visible_starts, offset) - 1
        return min(self.starts[line] + offset - self.visible_starts[line], len(self.content))


def restored(visible: str, exact: str, *, feeds: str = "anywhere") -> Restored:
    """Return the content that a visible text stands for, which was made of ``exact``.

    A line that still stands there is the exact one, with its line end; a new one is as it is, with
    the line end that most lines of the content have.
    """
    pieces = re.split("(\r\n|\r|\n)", exact)
    lines, ends = pieces[::2], [*pieces[1::2], ""]
    before = shown(exact, feeds=feeds).split("\n")
    after = visible.split("\n")
    usual = next(iter(Counter(ends[:-1]).most_common(1)), ("\n", 0))[0]
    result = [(line, usual) for line in after]
    for before_start, after_start, length in _common(before, after):
        for offset in range(length):
            place = before_start + offset
            result[after_start + offset] = lines[place], ends[place] or usual
    visible_starts: list[int] = []
    starts: list[int] = []
    parts: list[str] = []
    place = 0
    for number, (line, end) in enumerate(result):
        visible_starts.append(visible_starts[-1] + len(after[number - 1]) + 1 if number else 0)
        starts.append(place)
        parts += [line, end] if number < len(result) - 1 else [line]
        place += len(line) + len(end)
    return Restored("".join(parts), visible_starts, starts)


_MANY = 4_000_000
"""Up to this many pairs of lines, each is compared with each."""


def _common(before: list[str], after: list[str]) -> list[tuple[int, int, int]]:
    """Return the runs of equal lines: where they begin in both, and how many lines they have."""
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    shortest = min(len(before), len(after)) - start
    while end < shortest and before[-1 - end] == after[-1 - end]:
        end += 1
    middle = SequenceMatcher(
        None,
        before[start : len(before) - end],
        after[start : len(after) - end],
        autojunk=len(before) * len(after) > _MANY,  # of lines that recur it then sees the places
    )
    between = [(a + start, b + start, size) for a, b, size in middle.get_matching_blocks() if size]
    return [(0, 0, start), *between, (len(before) - end, len(after) - end, end)]
