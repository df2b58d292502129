"""What stands beside a change: equal text, cut down to the words next to it."""

from __future__ import annotations

from collections.abc import Sequence

from provrepo.compare.tokens import is_word, tokens
from provrepo.interventions import OPENING
from provrepo.spans import Span

_OPENING = frozenset(OPENING + "(（“‘«「『")

ELIDED = Span("…", "elided")
"""Stands for text that is left out."""


def unchanged(
    text: str, context: int | None, *, first: bool = False, last: bool = False
) -> list[Span]:
    """Return the text between two changes, cut down to ``context`` words beside either of them.

    ``first`` and ``last`` say that no change comes before or after it. None keeps the whole text.
    """
    if not text:
        return []
    if context is None:
        return [Span(text)]
    head = 0 if first else _words_at_start(text, context)
    tail = len(text) if last else len(text) - _words_at_end(text, context)
    if head >= tail:
        return [Span(text)]
    spans = [Span(text[:head]), ELIDED, Span(text[tail:])]
    return [span for span in spans if span.text]


def _words_at_start(text: str, count: int) -> int:
    """Return the length of the first ``count`` words with what stands between and before them."""
    size = _enough_for(count)
    length = 0
    for token in _complete(tokens(text[:size]), whole=size >= len(text)):
        if is_word(token):
            count -= 1
        if count < 0:
            return len(text[:length].rstrip())
        length += len(token)
    return length


def _words_at_end(text: str, count: int) -> int:
    """Return the length of the last ``count`` words with what stands between and after them."""
    size = _enough_for(count)
    length = 0
    last_word = 0
    for token in _complete(tokens(text[-size:])[::-1], whole=size >= len(text)):
        if is_word(token):
            count -= 1
        if count < 0:
            # What is left out ends before a word or a bracket that opens, not before a full stop.
            return last_word
        length += len(token)
        if is_word(token) or token[0] in _OPENING:
            last_word = length
    return length


def tail(text: str, length: int) -> str:
    """Return the end of ``text``, at most ``length`` characters, from the beginning of a word."""
    if len(text) <= length:
        return text.strip()
    characters = 0
    last_word = 0
    for token in reversed(tokens(text[-2 * length :])):
        characters += len(token)
        if characters > length:
            break
        if is_word(token):
            last_word = characters
    return text[len(text) - (last_word or length) :].rstrip()


def _enough_for(count: int) -> int:
    """Return a number of characters that ``count`` words will hardly exceed."""
    return 40 * count + 100


def _complete(pieces: Sequence[str], *, whole: bool) -> Sequence[str]:
    """Drop the last token of a cut-out, which the cut may have shortened."""
    return pieces if whole else pieces[:-1]
