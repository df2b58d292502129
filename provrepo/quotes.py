"""Where a quotation stands in a text, and the anchor that ties a note to that place."""

from __future__ import annotations

from collections.abc import Collection, Mapping

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


def standing_once(content: str, quotes: Collection[str]) -> dict[str, int]:
    """Return where each of ``quotes`` starts that stands exactly once in ``content``.

    Overlapping places count, as in `occurrences`. The time grows with the content and the number
    of quotations, not with their product.
    """
    if len(quotes) <= _FEW:
        return _looked_up(content, quotes)
    long = [quote for quote in quotes if len(quote) > _LONG]
    places = _looked_up(content, long)
    places.update(_swept(content, {quote for quote in quotes if 0 < len(quote) <= _LONG}))
    return places


# Up to this many quotations are looked for one by one, which is quicker, as `str.find` is C. Longer
# ones than `_LONG` always are: no text has many of them.
_FEW = 1_000
_LONG = 4_096


def _looked_up(content: str, quotes: Collection[str]) -> dict[str, int]:
    places = {quote: content.find(quote) for quote in quotes if quote}
    return {
        quote: place
        for quote, place in places.items()
        if place >= 0 and content.find(quote, place + 1) < 0
    }


def _swept(content: str, quotes: set[str]) -> dict[str, int]:
    """Find quotations by going over the content once for each power of two in their lengths.

    A quotation is recognised by a beginning of more than half its length, and then by its whole.
    """
    sought: dict[int, dict[str, dict[int, set[str]]]] = {}
    for quote in quotes:
        width = 1 << (len(quote).bit_length() - 1)
        by_length = sought.setdefault(width, {}).setdefault(quote[:width], {})
        by_length.setdefault(len(quote), set()).add(quote)
    places: dict[str, int] = {}
    for width, by_beginning in sought.items():
        for place in range(len(content) - width + 1):
            alternatives = by_beginning.get(content[place : place + width])
            if not alternatives:
                continue
            for length, alike in [*alternatives.items()]:
                passage = content[place : place + length]
                if passage in alike and places.setdefault(passage, place) != place:
                    # It stands there twice, and need not be looked at again.
                    places[passage] = -1
                    alike.discard(passage)
                    if not alike:
                        del alternatives[length]
    return {quote: place for quote, place in places.items() if place >= 0}


def locate(
    content: str,
    quote: str,
    where: str,
    occurrence: int | None = None,
    *,
    countable: bool = False,
) -> int:
    """Return where ``quote`` starts in ``content``; ``where`` names the content in errors.

    ``occurrence`` says which place is meant, from 1, where there are several; with ``countable``
    the error says that it can be told.

    Raises QuoteError where the quotation is absent, where it stands there more than once and no
    ``occurrence`` is given, and where it does not stand there that often.
    """
    places = occurrences(content, quote)
    if occurrence is not None and 0 < occurrence <= len(places):
        return places[occurrence - 1]
    if occurrence is not None or len(places) != 1:
        lines = [content.count("\n", 0, place) + 1 for place in places]
        raise QuoteError(quote, where, lines, occurrence, countable=countable)
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


def anchored(
    content: str,
    quote: str | None,
    where: object,
    occurrence: int | None = None,
    places: Mapping[str, int] | None = None,
) -> Anchor | None:
    """Return the anchor of a quote, None for no quote.

    ``where`` names the text in errors, ``occurrence`` tells which place it is of several, from 1;
    ``places`` are those of quotes that are known to stand there once. Raises QuoteError.
    """
    if quote is None:
        return None
    place = None if occurrence is not None or places is None else places.get(quote)
    if place is None:
        place = locate(content, quote, str(where), occurrence, countable=True)
    return anchor(content, place, len(quote))
