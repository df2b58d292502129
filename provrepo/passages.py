"""Finding a quotation in a text, and describing where it stands."""

from __future__ import annotations

from provrepo.errors import QuoteError
from provrepo.store.records import Anchor

CONTEXT = 32
"""Code points of the surrounding text that an anchor keeps on each side."""


def occurrences(content: str, quote: str) -> list[int]:
    """Return the start of every place where ``quote`` stands in ``content``, in code points.

    Places may overlap: "aa" stands twice in "aaa".
    """
    places: list[int] = []
    start = content.find(quote) if quote else -1
    while start >= 0:
        places.append(start)
        start = content.find(quote, start + 1)
    return places


def locate(content: str, quote: str, where: str) -> int:
    """Return where ``quote`` starts in ``content``; ``where`` names the content in errors.

    Raises QuoteError where the quotation is absent or stands there more than once.
    """
    places = occurrences(content, quote)
    if len(places) != 1:
        lines = [content.count("\n", 0, place) + 1 for place in places]
        raise QuoteError(quote, where, lines)
    return places[0]


def anchor(content: str, start: int, length: int) -> Anchor:
    """Return the anchor of the passage of ``length`` code points at ``start``."""
    end = start + length
    return Anchor(
        exact=content[start:end],
        prefix=content[max(0, start - CONTEXT) : start],
        suffix=content[end : end + CONTEXT],
        start=start,
        end=end,
    )


def paragraph(content: str, offset: int) -> int:
    """Return the number, from 1, of the paragraph that holds ``offset``.

    A paragraph is a run of lines that are not blank; white space before the first one belongs to
    it, so that there is no paragraph 0.
    """
    number, blank = 0, True
    for line in content[: offset + 1].splitlines():
        if line.strip() and blank:
            number += 1
        blank = not line.strip()
    return max(number, 1)
