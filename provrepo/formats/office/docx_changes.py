"""What tracked changes are made of: the steps of a comparison, as pieces of text with a change.

Word parts paragraphs by their ends. One that was added or deleted is marked from its first word to
its own end, so that a program that rejects or accepts it takes all of it and nothing else::

    Before.¶        and not   Before.+¶
    +Added.¶                  +Added.¶
    After.¶                   After.¶
"""

from __future__ import annotations

from collections.abc import Sequence

from provrepo.formats.exported import BLANK_LINE, LINE_END, separator_of
from provrepo.formats.pieces import Piece


def changed_pieces(before: str, after: str) -> tuple[list[Piece], str]:
    """Return the text ``after``, with what was deleted from ``before`` where it stood.

    Also what parts paragraphs in it; the last paragraph has such an end, too. A passage that moved
    is deleted where it stood and added where it stands.
    """
    compared = _compared(before, after)
    if LINE_END not in (separator_of(before), separator_of(after)):
        pieces = _to_own_ends(compared, BLANK_LINE)
        if _parts_alike(pieces, "ins", before) and _parts_alike(pieces, "del", after):
            return pieces, BLANK_LINE
    return _to_own_ends(compared, LINE_END), LINE_END


def _compared(before: str, after: str) -> list[Piece]:
    """Return the pieces of two texts, unchanged ones and what was changed between them.

    A deletion stands before the insertion that takes its place.
    """
    from provrepo.compare.changes import in_reading_order
    from provrepo.compare.comparison import diff

    comparison = diff(before, after)
    pieces: list[Piece] = []
    deleted = inserted = ""
    place = 0
    for step in in_reading_order(comparison.changes, comparison.moves):
        if step.after_start > place:
            pieces += [Piece(deleted, "del"), Piece(inserted, "ins")]
            pieces.append(Piece(after[place : step.after_start]))
            deleted = inserted = ""
        deleted += before[step.before_start : step.before_end]
        inserted += after[step.after_start : step.after_end]
        place = step.after_end
    pieces += [Piece(deleted, "del"), Piece(inserted, "ins"), Piece(after[place:])]
    return [piece for piece in pieces if piece.text]


def _parts_alike(pieces: Sequence[Piece], without: str, text: str) -> bool:
    """Return whether the pieces of one of the texts have as many blank lines as the text has.

    A change of half a blank line, which makes two paragraphs one, is seen between lines only.
    """
    among = sum(piece.text.count(BLANK_LINE) for piece in pieces if piece.change != without)
    return among == text.count(BLANK_LINE) + 1


def _to_own_ends(pieces: Sequence[Piece], end: str) -> list[Piece]:
    """Return pieces, and the ``end`` of the last paragraph, with changes up to their own ends.

    Where the line ends with which a change begins follow it as well, the latter are those that
    were changed: that comes to the same two texts.
    """
    shifted: list[Piece] = []
    unchanged = ""
    changed: list[Piece] = []
    for piece in (*pieces, Piece(end)):
        if piece.change:
            changed.append(piece)
            continue
        text = piece.text
        if len(changed) > 1:  # what both begin with is unchanged
            ends = min(_leading_ends(each.text) for each in changed)
            unchanged += changed[0].text[:ends]
            changed = [each._replace(text=each.text[ends:]) for each in changed]
            changed = [each for each in changed if each.text]
        if changed:
            ends = min(_leading_ends(each.text) for each in (*changed, piece))
            shifted.append(Piece(unchanged + text[:ends]))
            shifted += [Piece(each.text[ends:] + text[:ends], each.change) for each in changed]
            changed, unchanged, text = [], "", text[ends:]
        unchanged += text
    shifted.append(Piece(unchanged))
    return [piece for piece in shifted if piece.text]


def _leading_ends(text: str) -> int:
    return len(text) - len(text.lstrip("\n"))
