"""A line, or sentence, that became longer before another one that was put in; the same for gone.

Of "Since January." became "Since January of this year. He knows." The shortest script may as well
keep the last full stop as the first, and then shows one insertion from amid the first sentence to
amid the second. Here it is parted where the line, or the sentence, ends. A line gone is parted from
what was put to the end of the line before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from provrepo.compare.edit_script import Gap
from provrepo.compare.regrouped import Piece
from provrepo.passages import Range, sentences

# The marks at the end of a line are at most so many.
_MARKS = 4
_LINE_END = re.compile(rf"([^\w\s]{{1,{_MARKS}}})(?:\n|\Z)")
_SENTENCE_END = re.compile(r"([.!?][\"'”’»)]?(?=\s|\Z)|[。！？])")
# In longer deletions and insertions no sentences are looked for.
_LONGEST = 4_000
_BLANKS = re.compile(r"\s*")


def parted_at_ends(before: str, after: str, gaps: Sequence[Gap]) -> list[Gap]:
    """Return the gaps; a deletion or insertion that runs over the end of a line or sentence as two.

    As much is equal as was: the marks at the end of the first line are kept instead of those at the
    end of the last.
    """
    parted: list[Gap] = []
    for gap, ceiling in _with_ceilings(before, gaps):
        row, row_end, column, column_end = gap
        is_deletion = row < row_end
        text, start, end = (before, row, row_end) if is_deletion else (after, column, column_end)
        parts = None
        if row == row_end or column == column_end:
            parts = _parts(text, start, end, end + ceiling - row_end)
        if parts is None:
            parted.append(gap)
            continue
        # What is skipped between the parts is as long in both texts.
        first, second = parts
        skipped = second[0] - first[1]
        if is_deletion:
            parted.append(Gap(*first, column, column))
            parted.append(Gap(*second, column + skipped, column + skipped))
        else:
            parted.append(Gap(row, row, *first))
            parted.append(Gap(row + skipped, row + skipped, *second))
    return parted


def _with_ceilings(before: str, gaps: Sequence[Gap]) -> Iterator[tuple[Gap, int]]:
    """Yield each gap, and how far in the text before it may be shifted: not to the next one."""
    for gap, following in pairwise([*gaps, None]):
        if gap:
            yield gap, following.before_start - 1 if following else len(before)


def _parts(text: str, start: int, end: int, ceiling: int) -> tuple[Range, Range] | None:
    """Return the ranges up to where the first line, or sentence, of a stretch ends, and after it.

    None where the stretch has no other one after that, or what follows it does not end alike before
    ``ceiling``.
    """
    marks = _line_marks(text, start, end) or _sentence_marks(text, start, end)
    if marks is None:
        return None
    place, length = marks
    if end + length > ceiling:
        return None
    first, last = place + length, end + length
    blank, other = _blank(text, first), _blank(text, last)
    if blank == other and last + len(blank) <= ceiling:
        # The next line begins after the line end, not with it.
        first, last = first + len(blank), last + len(blank)
    return (start, place), (first, last)


def _line_marks(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the place and length of marks that end the first line of a stretch, and its own."""
    line_end = _LINE_END.match(text, end)
    if line_end:
        length = len(line_end[1])
        place = text.find("\n", start, end) - length
        if place > start and text.startswith(line_end[1], place):
            return place, length
    return None


def _sentence_marks(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the same of marks that end the first sentence of a stretch, and its own."""
    sentence_end = _SENTENCE_END.match(text, end)
    if not sentence_end or end - start > _LONGEST:
        return None
    length = len(sentence_end[1])
    stretch = text[start:end]
    ranges = sentences(stretch) if sentence_end[1] in stretch else []
    if len(ranges) < 2:
        return None
    first = stretch[: ranges[0][1]].rstrip()
    place = start + len(first) - length
    if place > start and text.startswith(sentence_end[1], place) and text[place - 1].isalnum():
        return place, length
    return None


def _blank(text: str, place: int) -> str:
    blank = _BLANKS.match(text, place)
    return blank[0] if blank else ""


def parted_from_lines(before: str, after: str, pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the pieces; where whole lines are gone, or new, what was put for them goes by itself.

    That is the end of the line before them: it stands before the line end that both texts keep.
    """
    for piece, following in pairwise([*pieces, None]):
        if piece is None:
            return
        ceiling = following.gap.before_start - 1 if following else len(before)
        row, row_end, column, column_end = piece.gap
        blank, new_blank = _blank(before, row), _blank(after, column)
        gone = "\n" in blank and row + len(blank) < row_end
        new = "\n" in new_blank and column + len(new_blank) < column_end
        blank_after = _blank(before, row_end)
        length = len(blank_after)
        if row < row_end and column < column_end and row_end + length <= ceiling:
            if gone and blank_after == blank and "\n" not in after[column:column_end]:
                place = column_end + length
                yield Piece(Gap(row, row, column, column_end), piece.kind)
                piece = Piece(Gap(row + length, row_end + length, place, place), piece.kind)
            elif new and blank_after == new_blank and "\n" not in before[row:row_end]:
                place = row_end + length
                yield Piece(Gap(row, row_end, column, column), piece.kind)
                piece = Piece(Gap(place, place, column + length, column_end + length), piece.kind)
        yield piece
