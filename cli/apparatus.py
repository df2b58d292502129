"""An apparatus in a terminal: each place where witnesses differ, and who reads what."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from provrepo.cli import output
from provrepo.compare.views.context import tail
from provrepo.compare.views.wrapping import cells, wrapped
from provrepo.spans import Span

if TYPE_CHECKING:
    from provrepo.compare import Collation

WIDTH = 40
"""Characters of the text before a place that are shown."""
_INDENT = " " * 4
_BETWEEN = "  — "
# No column is narrower, however narrow the terminal is.
_NARROWEST = 8


def print_apparatus(collation: Collation) -> bool:
    """Print the places with a few words before each; return whether there are any.

    On a terminal readings and names of witnesses are two columns as wide as it is. Elsewhere each
    reading is one line.
    """
    columns = output.terminal_columns() if sys.stdout.isatty() else None
    earlier: dict[int, set[int]] = {}
    for passage in collation.transpositions:
        earlier.setdefault(passage.second, set()).add(passage.first)
    referred = set[int]().union(*earlier.values())
    text = ""
    numbers: dict[int, int] = {}
    for number, segment in enumerate(collation.segments):
        before = " ".join(tail(text, WIDTH).split())
        text = text[-2 * WIDTH :] + segment.readings[0]
        if segment.agreed:
            continue
        numbers[number] = len(numbers) + 1
        mark = f"(place {numbers[number]}) " if number in referred else ""
        groups = [
            (
                output.escape(reading) or "(nothing)",
                [output.escape(collation.labels[witness]) for witness in witnesses],
            )
            for reading, witnesses in segment.groups()
        ]
        # Two phrases that are exchanged have both their places in common.
        links = [
            f"{_INDENT}(transposed: see place {numbers[first]})"
            for first in sorted(earlier.get(number, ()))
        ]
        for line in (*_place(f"{mark}…{output.escape(before)}", groups, columns), *links):
            output.line(line)
    return bool(numbers)


def _place(
    before: str, groups: Sequence[tuple[str, Sequence[str]]], columns: int | None
) -> Iterator[str]:
    """Yield the lines of one place: the words before it, then each reading with its witnesses."""
    if columns is None:
        yield before
        for reading, names in groups:
            yield f"{_INDENT}{reading}{_BETWEEN}{', '.join(names)}"
        return
    yield from _lines(before, columns)
    room = columns - len(_INDENT) - len(_BETWEEN)
    longest = max(cells(reading) for reading, _ in groups)
    all_names = max(cells(", ".join(names)) for _, names in groups)
    # What needs less than half of the room leaves the rest to the other column.
    left = min(longest, max(room - room // 2, room - all_names, _NARROWEST))
    right = max(room - left, _NARROWEST)
    for reading, names in groups:
        rows = zip_longest(_lines(reading, left), _listed(names, right), fillvalue="")
        for number, (words, witnesses) in enumerate(rows):
            padding = " " * (left - cells(words))
            between = " " * len(_BETWEEN) if number else _BETWEEN
            yield f"{_INDENT}{words}{padding}{between}{witnesses}".rstrip()


def _lines(text: str, width: int) -> list[str]:
    return ["".join(span.text for span in line) for line in wrapped([Span(text)], width)]


def _listed(names: Sequence[str], width: int) -> list[str]:
    """Return lines with names; one is only broken where it is longer than a line."""
    lines: list[str] = []
    for number, name in enumerate(names, 1):
        word = name if number == len(names) else f"{name},"
        if lines and cells(lines[-1]) + 1 + cells(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines += _lines(word, width)
    return lines
