"""A paragraph gone, or new, before one that was edited and begins with the same words.

Before "The boats left" stood "The consul came", which is deleted; and the boats are vessels now.
The shortest script may as well keep the first "The" as the second, and then shows a deletion from
the middle of one paragraph to the middle of the next. Here it is parted where the line begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from provrepo.compare.edit_script import Gap

# The most characters that the words with which both lines begin may have.
_LONGEST = 60


def parted_at_lines(before: str, after: str, gaps: Sequence[Gap]) -> Iterator[Gap]:
    """Yield the gaps, those that run into a line which begins like theirs as two.

    As much is equal as was: the words that the lines begin with are kept in the second instead of
    the first one.
    """
    floor = 0
    for gap in gaps:
        row, row_end, column, column_end = gap
        if row < row_end and column < column_end:
            if place := _same_start(before, floor, row, row_end):
                length = row - place[0]
                yield Gap(place[0], place[1], column - length, column - length)
                gap = Gap(place[1] + length, row_end, column, column_end)
            else:
                new_floor = column - (row - floor)
                if place := _same_start(after, new_floor, column, column_end):
                    length = column - place[0]
                    yield Gap(row - length, row - length, place[0], place[1])
                    gap = Gap(row, row_end, place[1] + length, column_end)
        yield gap
        floor = row_end


def _same_start(text: str, floor: int, start: int, end: int) -> tuple[int, int] | None:
    """Return where the line that leads to ``start`` begins, and where one like it before ``end``.

    None where there is no other, and where the line begins before ``floor``.
    """
    first = text.rfind("\n", max(0, start - _LONGEST), start) + 1
    if not first and start > _LONGEST:
        return None
    words = text[first:start]
    if first < floor or not words.strip() or not words[-1].isspace():
        return None
    second = text.rfind(f"\n{words}", start, end)
    return (first, second + 1) if second >= 0 and second + 1 + len(words) <= end else None
