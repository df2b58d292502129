"""Quotations, found in a text as scholars quote it, or answered with the nearest passage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from provrepo.errors import Misquotation, QuoteError
from provrepo.interventions import BRACKETS, bracketed
from provrepo.passages import FOLDED, occurrences


def stands_at(content: str, quote: str, where: str) -> int:
    """Return where ``quote`` starts in ``content``, in code points; ``where`` names the content.

    White space, quotation marks and dashes are folded. An editor's brackets may be quoted with
    their signs, quoted without them, or left out with all that is in them. Raises Misquotation,
    which shows the nearest passage, or QuoteError where the words stand there more than once.
    """
    # The most literal way of quoting first: words that stand there once with their brackets are
    # not made ambiguous by a second place where they would stand without.
    for reading in _readings(content):
        text, places = _folded(content, reading)
        # Nobody leaves out what is in brackets and puts brackets into the quotation.
        words, _ = _folded(quote, reading if reading is not _OUTSIDE else _WHOLE)
        starts = occurrences(text, words.strip())
        if len(starts) == 1:
            return places[starts[0]]
        if starts:
            lines = [content.count("\n", 0, places[start]) + 1 for start in starts]
            raise QuoteError(quote, where, lines)
    raise Misquotation(quote, where, _nearest(content, quote))


_WHOLE, _SIGNS, _OUTSIDE = "whole", "without signs", "without brackets"


def _readings(content: str) -> Iterable[str]:
    """Yield the ways in which a text is quoted that has editor's brackets, or has none."""
    yield _WHOLE
    if any(sign in content for sign in BRACKETS):
        yield _SIGNS
        yield _OUTSIDE


def _folded(text: str, reading: str) -> tuple[str, list[int]]:
    """Return a text folded, and for each character of the result its place in ``text``."""
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
    """Return the passage of ``content`` that shares most words with ``quote``, differences marked.

    Words that only the text has are ``{+text+}``, words that only the quotation has
    ``[-quotation-]``, as in `git diff --word-diff`. Empty where fewer than half the words are
    shared.
    """
    from provrepo.compare import diff, inline
    from provrepo.compare.tokens import tokens

    words = [token for token in tokens(content) if not token.isspace()]
    quoted = Counter(token for token in tokens(quote) if not token.isspace())
    length = max(1, quoted.total())
    # A window of as many words as the quotation has slides over the text. The words that both
    # share, as multisets, are counted by what enters the window and what leaves it, so that the
    # time is linear in the text.
    window: Counter[str] = Counter()
    best, best_end = 0, 0
    shared = 0
    for end, entering in enumerate(words):
        window[entering] += 1
        shared += window[entering] <= quoted[entering]
        if end >= length:
            leaving = words[end - length]
            shared -= window[leaving] <= quoted[leaving]
            window[leaving] -= 1
        if shared > best:
            best, best_end = shared, end
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
