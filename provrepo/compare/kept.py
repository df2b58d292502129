"""Which passages of a text were surely kept in another one, and where they stand there.

The rule is that of notes (docs/format.md, “How notes are carried over”): a passage keeps its place
only where that cannot be wrong. That its words stand exactly once in both texts proves nothing:
they may have been deleted here and written there. So each passage is judged together with its
surroundings, and with what the comparison shows became of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from provrepo.compare.common_ends import CommonEnds
from provrepo.compare.kept_runs import Amid
from provrepo.compare.sides import Side
from provrepo.passages import Range


def kept_places(before: str, after: str, passages: Sequence[Range]) -> list[int | None]:
    """Return where each of ``passages`` of ``before`` starts in ``after``, None where it is lost.

    Passages are half-open ranges of code points, none of them empty. The time grows with the texts
    and the number of passages, not with their product.
    """
    if before == after:
        return [start for start, _ in passages]
    ends = CommonEnds(Side(before), Side(after))
    places = [ends.place(passage) for passage in passages]
    lost = [number for number, place in enumerate(places) if place is None]
    if lost:
        amid = Amid(ends.before, ends.after)
        for number, place in zip(lost, amid.places([passages[n] for n in lost]), strict=True):
            places[number] = place
    return places
