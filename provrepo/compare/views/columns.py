"""The columns of the HTML page: the lines that differ, the texts before and after side by side.

The running text beside them has every word. So the columns of a text of which much changed show
less: only as much as a page has room for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from typing import NamedTuple

from provrepo.compare.result import Diff
from provrepo.compare.views.context import ELIDED, unchanged
from provrepo.compare.views.escaping import shown, words_shown
from provrepo.compare.views.side_by_side import rows_of
from provrepo.spans import Span


class _Extent(NamedTuple):
    """How much of a long line is shown: one of more than ``long`` characters.

    ``beside`` is the number of equal words shown on either side of a change, ``changed`` that of
    the first and of the last words of a change; None shows all of them. ``pieces`` is the number of
    stretches, changed and equal ones, after which a line breaks off.
    """

    long: int
    beside: int
    changed: int | None
    pieces: int = 1_000_000


# From much to little; the first is for less than _MANY changes.
_EXTENTS = (
    _Extent(600, 20, None),
    _Extent(200, 8, None),
    _Extent(200, 8, 60),
    _Extent(120, 4, 20),
)
# Where not even the last one has room, this one shows as many rows as have.
_FIRST_ROWS = _Extent(200, 8, 60, 200)
_MANY = 300

Labels = tuple[str, str]


def columns(diff: Diff, labels: Labels, languages: tuple[str, str], room: int) -> str:
    """Return a table of the lines that differ; what lies between them is said, not repeated.

    It has at most about ``room`` bytes. ``languages`` are the BCP 47 tags of the two texts, or
    empty. What long changes are shown without, and whether lines are missing, stands above it.
    """
    both = rows_of(diff)
    rows: list[str] = []
    note = ""
    for extent in _EXTENTS[len(diff.changes) > _MANY :]:
        rows, is_whole = _fitting(_rows(both, languages, extent), room)
        if extent.changed is not None:
            note = "Long changes are shown by their first and last words"
        if is_whole:
            break
    else:
        rows, _ = _fitting(_rows(both, languages, _FIRST_ROWS), room, at_least=1)
        note = f"Here is the beginning: {len(rows)} row{'' if len(rows) == 1 else 's'}, shortened"
    if note:
        note = f'<p>{note}; the <a href="#inline">running text</a> has all.</p>'
    heads = "".join(f'<th scope="col">{shown(label)}</th>' for label in labels)
    return f"{note}<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _fitting(rows: Iterator[str], room: int, at_least: int = 0) -> tuple[list[str], bool]:
    """Return the rows for which there is room, and whether these are all."""
    fitting: list[str] = []
    for row in rows:
        room -= len(row.encode("utf-8", "surrogatepass"))
        if room < 0 and len(fitting) >= at_least:
            return fitting, False
        fitting.append(row)
    return fitting, True


def _rows(
    both: Sequence[tuple[list[Span], list[Span]]], languages: tuple[str, str], extent: _Extent
) -> Iterator[str]:
    equal = 0
    tags = [f' lang="{escape(tag, quote=True)}"' if tag else "" for tag in languages]
    for number, (left, right) in enumerate(both):
        is_equal = not any(span.style and span.text.strip() for span in (*left, *right))
        equal += is_equal and any(span.text.strip() for span in left)
        if equal and (not is_equal or number + 1 == len(both)):
            words = f"… {equal} {'line' if equal == 1 else 'lines'} without other words"
            yield f'<tr><td colspan="2"><a href="#inline">{words}</a></td></tr>'
            equal = 0
        if not is_equal:
            cells = (
                f'<td class="text" dir="auto"{tag}>{_cell(cell, extent)}</td>'
                for cell, tag in zip((left, right), tags, strict=True)
            )
            yield f"<tr>{''.join(cells)}</tr>"


def _cell(spans: Sequence[Span], extent: _Extent) -> str:
    """Return a line in one column; of equal words in a long one those beside a change.

    White space that changed is no change there: of a paragraph that was wrapped anew, all would
    stand beside one.
    """
    parts = []
    is_long = sum(len(span.text) for span in spans) > extent.long
    if is_long:
        plain = (
            (style, "".join(span.text for span in run))
            for style, run in groupby(spans, lambda span: span.style if span.text.strip() else "")
        )
        spans = [Span(text, style) for style, text in plain]
    if len(spans) > extent.pieces:
        spans = [*spans[: extent.pieces], ELIDED]
    for number, span in enumerate(spans):
        if span is ELIDED:
            parts.append(span.text)
        elif span.style:
            element = {"deleted": "del", "moved-from": "del"}.get(span.style, "ins")
            moved = ' class="moved"' if span.style.startswith("moved") else ""
            for piece in unchanged(span.text, extent.changed if is_long else None):
                words = words_shown(piece.text)
                is_elided = piece is ELIDED
                parts.append(words if is_elided else f"<{element}{moved}>{words}</{element}>")
        else:
            first, last = number == 0, number + 1 == len(spans)
            near = unchanged(span.text, extent.beside if is_long else None, first=first, last=last)
            parts.extend(words_shown(piece.text) for piece in near)
    return "".join(parts)
