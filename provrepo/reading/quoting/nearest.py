"""The passage of a text that is most like a quotation, found in linear time."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from provrepo.interventions import BRACKETS, bracketed
from provrepo.reading.quoting.folding import fold

_CAPITAL = re.compile(r"[\[［]([^\W\d_])[\]］](?=[^\W\d_])")
"""An author's bracket around the letter with which a sentence now begins: [T]he."""

_FEW = 3
"""Quotations of up to this many words are also found by words that are spelled alike."""

_FREQUENT = 2000
"""Words that stand more often in a text say little of where a passage is."""


class Nearest(NamedTuple):
    """The passage that is most like a quotation, as it stands and with the differences marked.

    In ``marked``, words that only the text has are ``{+text+}``, words that only the quotation has
    ``[-quotation-]``, as in `git diff --word-diff`. Both are empty where fewer than half the words
    are shared; ``share`` is how large a part of the quotation's words is.
    """

    passage: str = ""
    marked: str = ""
    share: float = 0.0


class Passages:
    """The words of a text with their places, in which the nearest passages are looked up."""

    def __init__(self, content: str) -> None:
        self.content = content
        self._spans = _words(content)
        self._numbers: dict[str, list[int]] = defaultdict(list)
        for number, (start, end) in enumerate(self._spans):
            self._numbers[_key(content[start:end])].append(number)
        self._by_initial: dict[str, list[str]] = defaultdict(list)
        self._brackets = bracketed(content)

    def nearest(self, quote: str) -> Nearest:
        """Return the passage that shares most words with ``quote``."""
        quote = _CAPITAL.sub(r"\1", quote)
        keys = [_key(quote[start:end]) for start, end in _words(quote)]
        if not keys:
            return Nearest()
        first, last, shared = self._window(keys)
        if shared * 2 < len(keys) or len(keys) <= _FEW:
            keys = [self._similar(key) for key in keys]
            first, last, shared = self._window(keys)
        if shared * 2 < len(keys) or (shared == 1 and len(keys) == 2):
            return Nearest()
        passage = self._passage(keys, first, last, len(keys) - shared + 2)
        return Nearest(" ".join(passage.split()), _marked(quote, passage), shared / len(keys))

    def _similar(self, key: str) -> str:
        """Return a word of the text that is spelled much like ``key``, else ``key`` itself."""
        if key in self._numbers:
            return key
        if not self._by_initial:
            for word in self._numbers:
                self._by_initial[word[:1]].append(word)
        from difflib import get_close_matches

        words = [word for word in self._by_initial[key[:1]] if abs(len(word) - len(key)) <= 3]
        return next(iter(get_close_matches(key, words[:_FREQUENT], 1, 0.75)), key)

    def _window(self, keys: list[str]) -> tuple[int, int, int]:
        """Return the first and the last shared word of the best window, and how many it shares."""
        key_counts = Counter(keys)
        numbers_by_key = {key: self._numbers[key] for key in key_counts if key in self._numbers}
        rare = {
            key: numbers for key, numbers in numbers_by_key.items() if len(numbers) <= _FREQUENT
        }
        hits = sorted(
            (number, key) for key, numbers in (rare or numbers_by_key).items() for number in numbers
        )
        ignored = sum(
            key_counts[key] for key in numbers_by_key if key not in (rare or numbers_by_key)
        )
        window: Counter[str] = Counter()
        best, shared, left = (0, 0, 0), 0, 0
        for right, (number, key) in enumerate(hits):
            window[key] += 1
            shared += window[key] <= key_counts[key]
            while number - hits[left][0] >= len(keys) + max(4, len(keys) // 2):
                leaving = hits[left][1]
                shared -= window[leaving] <= key_counts[leaving]
                window[leaving] -= 1
                left += 1
            if shared > best[2]:
                best = hits[left][0], hits[right][0], shared
        return (best[0], best[1], best[2] + ignored) if best[2] else best

    def _passage(self, keys: list[str], first: int, last: int, margin: int) -> str:
        """Return the passage around the words ``first`` to ``last``, whole.

        ``margin`` is how many words more on either side may belong to it.

        At either end it has as many words more as the quotation has there that the text has not:
        those are what the text says in their place.
        """
        size = len(keys)
        begin, end = max(0, first - margin), min(len(self._spans), last + 1 + margin)
        text = [_key(self.content[slice(*span)]) for span in self._spans[begin:end]]
        pairs = _aligned(keys, text)
        if pairs:
            first = begin + max(0, pairs[0][1] - pairs[0][0])
            last = begin + min(len(text) - 1, pairs[-1][1] + size - 1 - pairs[-1][0])
        start, stop = self._spans[first][0], self._spans[last][1]
        for opened, closed in self._brackets:  # an editor's bracket is shown whole
            if opened < start < closed:
                start = opened
            if opened < stop < closed:
                stop = closed
        return self.content[start:stop]


def _words(text: str) -> list[tuple[int, int]]:
    """Return where each word begins and ends: a sign of Han or kana is one, punctuation is not."""
    return [span for span in _tokens(text) if _is_word(text, span)]


def _is_word(text: str, span: tuple[int, int]) -> bool:
    return any(map(str.isalnum, text[slice(*span)]))


def _tokens(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each token begins and ends."""
    from provrepo.compare.tokens import tokens

    place = 0
    for token in tokens(text):
        yield place, place + len(token)
        place += len(token)


def _key(word: str) -> str:
    return fold(word).text.casefold()


def _aligned(quoted: list[str], text: list[str]) -> list[tuple[int, int]]:
    """Return the numbers of the words that both have in one order, as many as possible."""
    from difflib import SequenceMatcher

    blocks = SequenceMatcher(None, quoted, text, autojunk=False).get_matching_blocks()
    return [(block.a + step, block.b + step) for block in blocks for step in range(block.size)]


def _marked(quote: str, passage: str) -> str:
    """Return ``passage`` with its differences from ``quote`` marked, word by word.

    White space, the shapes of quotation marks and dashes, and the signs of brackets do not count.
    """
    from difflib import SequenceMatcher

    left, right = _marks_and_words(quote), _marks_and_words(passage)
    while left and not _is_word(quote, left[-1]):  # the author's own comma, or a mark
        left.pop()
    quoted = [fold(quote[start:end]).text for start, end in left]
    read = [fold(passage[start:end]).text for start, end in right]
    parts: list[str] = []
    place = 0
    matcher = SequenceMatcher(None, quoted, read, autojunk=False)
    for kind, first, last, begin, end in matcher.get_opcodes():
        stretch = _stretch(passage, right[begin:end])
        stop = right[end - 1][1] if end > begin else place
        parts.append(passage[place : stop - len(stretch)])
        if kind != "equal" and first < last:
            parts.append(f"[-{_stretch(quote, left[first:last])}-]")
        parts.append(stretch if kind == "equal" else f"{{+{stretch}+}}" if stretch else " ")
        place = stop
    return " ".join("".join((*parts, passage[place:])).split())


def _stretch(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return the part of ``text`` from the first of some tokens to the last."""
    return text[spans[0][0] : spans[-1][1]] if spans else ""


def _marks_and_words(text: str) -> list[tuple[int, int]]:
    """Return where each word and mark of punctuation begins and ends, brackets apart."""
    return [
        (start, end)
        for start, end in _tokens(text)
        if not text[start:end].isspace() and text[start:end] not in BRACKETS
    ]
