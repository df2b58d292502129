"""Checking a quotation against a text: found as scholars quote, or the nearest passage shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from provrepo.errors import Misquotation, QuoteError
from provrepo.interventions import BRACKETS, bracketed
from provrepo.passages import FOLDED, occurrences


def stands_at(content: str, quote: str, where: str) -> int:
    """Return where ``quote`` starts in ``content``, in code points; ``where`` names the content.

    White space, quotation marks and dashes are folded. An editor's brackets may be quoted, quoted
    without their signs, or left out. Raises Misquotation, which shows the nearest passage, or
    QuoteError where it stands there more than once.
    """
    for reading in _readings(content):
        text, places = _folded(content, reading)
        wanted, _ = _folded(quote, reading if reading is not _OUTSIDE else _WHOLE)
        wanted = wanted.strip()
        found = occurrences(text, wanted)
        if len(found) == 1:
            return places[found[0]]
        if found:
            lines = [content.count("\n", 0, places[one]) + 1 for one in found]
            raise QuoteError(quote, where, lines)
    raise Misquotation(quote, where, _nearest(content, quote))


_WHOLE, _SIGNS, _OUTSIDE = "whole", "without signs", "without brackets"


def _readings(content: str) -> Iterable[str]:
    """Yield the ways in which a text with brackets is quoted."""
    yield _WHOLE
    if any(sign in content for sign in BRACKETS):
        yield _SIGNS
        yield _OUTSIDE


def _folded(text: str, reading: str) -> tuple[str, list[int]]:
    """Return a text folded, and for each of its characters the place that it has in ``text``."""
    skipped: set[int] = set()
    if reading == _OUTSIDE:
        skipped = {place for start, end in bracketed(text) for place in range(start, end)}
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if place in skipped or (reading == _SIGNS and character in BRACKETS):
            continue
        folded = FOLDED.get(ord(character), character)
        if folded.isspace():
            if characters and characters[-1] == " ":
                continue
            folded = " "
        characters.append(folded)
        places.append(place)
    return "".join(characters), places


def _nearest(content: str, quote: str) -> str:
    """Return the passage of ``content`` that has most words of ``quote``, the changes marked.

    What the text says instead of the quotation is ``{+so+}``, what only the quotation says
    ``[-so-]``; empty where they have hardly a word in common.
    """
    from provrepo.compare import diff, inline
    from provrepo.compare.tokens import tokens

    words = [token for token in tokens(content) if not token.isspace()]
    wanted = Counter(token for token in tokens(quote) if not token.isspace())
    length = max(1, wanted.total())
    window: Counter[str] = Counter()
    best, best_end = 0, 0
    common = 0
    for end, word in enumerate(words):
        window[word] += 1
        common += window[word] <= wanted[word]
        if end >= length:
            gone = words[end - length]
            common -= window[gone] <= wanted[gone]
            window[gone] -= 1
        if common > best:
            best, best_end = common, end
    if best * 2 < length:
        return ""
    passage = _between(content, words, max(0, best_end + 1 - length), best_end + 1)
    marks = {"deleted": ("[-", "-]"), "inserted": ("{+", "+}")}
    spans = inline(diff(quote, passage), context=None)
    marked = (span.text.join(marks.get(span.style, ("", ""))) for span in spans)
    return " ".join("".join(marked).split())


def _between(content: str, words: list[str], first: int, last: int) -> str:
    """Return the part of ``content`` from word number ``first`` up to, not including, ``last``."""
    place, start = 0, 0
    for number, word in enumerate(words[:last]):
        place = content.index(word, place)
        if number == first:
            start = place
        place += len(word)
    return content[start:place]
