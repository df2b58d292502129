"""Words that the end of a line breaks after a hyphen: they are the same broken elsewhere, or whole.

The script keeps a line end that both texts have, wherever it stands. Where a text was wrapped anew
it may stand amid a word that is whole now, and part ``com-`` from ``mittee``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from provrepo.compare.edit_script import Gap
from provrepo.compare.kinds import kind_of

# What stayed between two parts of a broken word: the end of a line, perhaps with the hyphen.
_LINE_END = re.compile(r"[-\u00ad\u2010]?[^\S\n]*\n\s*")
_HYPHEN = re.compile(r"[-\u00ad\u2010][^\S\n]*\n")
# How many changes in a row are tried as one, and how many characters they may have together.
_MOST = 3
_LONGEST = 160


def rejoined(before: str, after: str, gaps: Sequence[Gap]) -> list[Gap]:
    """Join gaps that a line end parts, where together they have the same words on both sides."""
    if not any(_HYPHEN.search(text) for text in (before, after)):
        return [*gaps]
    joined: list[Gap] = []
    number = 0
    while number < len(gaps):
        whole, taken = gaps[number], 1
        for count, candidate in enumerate(_chain(before, gaps, number), 2):
            deleted = before[candidate.before_start : candidate.before_end]
            inserted = after[candidate.after_start : candidate.after_end]
            if kind_of(deleted.strip(), inserted.strip()) == "punctuation":
                whole, taken = candidate, count
        joined.append(whole)
        number += taken
    return joined


def _chain(before: str, gaps: Sequence[Gap], number: int) -> Iterator[Gap]:
    """Yield a gap together with the one after it, with the two after it and so on."""
    first = last = gaps[number]
    for following in gaps[number + 1 : number + _MOST]:
        size = following.before_end - first.before_start + following.after_end - first.after_start
        if size > _LONGEST or not _LINE_END.fullmatch(
            before, last.before_end, following.before_start
        ):
            return
        yield Gap(first.before_start, following.before_end, first.after_start, following.after_end)
        last = following
