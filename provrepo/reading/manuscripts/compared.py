"""A manuscript's quotations, compared with the versions that they may be from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple, TypeVar

from provrepo.reading.manuscripts.beside import Beside
from provrepo.reading.manuscripts.cited_versions import Cited, CitedVersions
from provrepo.reading.manuscripts.titles import AUTHOR, DOUBTFUL
from provrepo.reading.quoting.folding import weight
from provrepo.reading.quoting.nearest import Nearest
from provrepo.reading.quoting.quotation import QuotedText
from provrepo.store.read import StoredVersion

SHORTEST_EVIDENCE = 7
"""In letters, a Han sign counting two; what says less may stand anywhere by chance."""

_ALIKE = 0.8
"""What may be a title, but shares this part of its words with a version, is a misquotation."""

Answer = TypeVar("Answer")
_Asked = tuple[str, str]
"""A content's digest, and words."""


class Compared(NamedTuple):
    """What became of words beside a pin, as `pins.Quotation` tells it."""

    words: str
    status: str
    nearest: Nearest
    elsewhere: str | None
    is_telling: bool


def compared(
    versions: CitedVersions, cited: Sequence[Cited], quotations: Sequence[Beside]
) -> list[list[Compared]]:
    """Return for each of the pins in ``cited`` what became of the quotations that belong to it.

    Of two citations that a quotation stands between, the one that follows is its own, unless all
    quotations of the paragraph stand in what was cited before each of them: then the author names
    the source first. Contents are read one after the other, each once for every step.
    """
    return _Comparison(versions, cited).outcomes(quotations)


class _Comparison:
    def __init__(self, versions: CitedVersions, cited: Sequence[Cited]) -> None:
        self._versions, self._cited = versions, cited
        self._stands: dict[_Asked, bool] = {}
        self._nearest: dict[_Asked, Nearest] = {}

    def outcomes(self, quotations: Sequence[Beside]) -> list[list[Compared]]:
        self._ask(
            (self._digest(pin), quotation.words)
            for quotation in quotations
            for pin in (*quotation.following, *quotation.preceding)
        )
        assigned = list(self._assigned(quotations))
        self._ask(
            (self._newest(pin), quotation.words) for quotation, pins in assigned for pin in pins
        )
        missing = [
            (quotation, pins[0])
            for quotation, pins in assigned
            if quotation.closed and not self._has(pins[0], quotation)
        ]
        self._nearest = self._answers(
            ((self._digest(pin), quotation.words) for quotation, pin in missing), QuotedText.nearest
        )
        self._ask(
            (version.record.content, quotation.words)
            for quotation, pin in missing
            for version in self._others(pin, quotation)
        )
        results: list[list[Compared]] = [[] for _ in self._cited]
        for quotation, pins in assigned:
            for pin in pins:
                results[pin].append(self._outcome(pin, quotation))
        return results

    def _assigned(self, quotations: Sequence[Beside]) -> Iterator[tuple[Beside, list[int]]]:
        """Yield each quotation with the pins that it belongs to, at least one."""
        for _, together in groupby(quotations, key=lambda quotation: quotation.unit):
            paragraph = list(together)
            comes_after = self._comes_after(paragraph)
            for quotation in paragraph:
                pins = self._pins_of(quotation, comes_after=comes_after)
                if pins:
                    yield quotation, pins

    def _comes_after(self, paragraph: Sequence[Beside]) -> bool:
        """Return whether the quotations of a paragraph follow their citations."""
        sure = [each for each in paragraph if each.role == AUTHOR and not each.settled]
        if all(self._stands_in(each, each.following or each.preceding) for each in sure):
            return False
        return all(self._stands_in(each, each.preceding or each.following) for each in sure)

    def _stands_in(self, quotation: Beside, pins: Iterable[int]) -> bool:
        return any(self._has(pin, quotation) for pin in pins)

    def _pins_of(self, quotation: Beside, *, comes_after: bool) -> list[int]:
        """Return the pins that a quotation belongs to: those in whose version it stands.

        Where it stands in none of its citation's, it belongs to the first that can be read.
        """
        first, second = quotation.following, quotation.preceding
        if comes_after:
            first, second = second, first
        first = first or second
        matching_pins = [pin for pin in first if self._has(pin, quotation)]
        if not matching_pins:
            return [pin for pin in first if self._digest(pin)][:1]
        cited = {self._digest(pin) for pin in matching_pins}
        return [
            *matching_pins,
            *(pin for pin in second if pin not in matching_pins and self._digest(pin) in cited),
        ]

    def _outcome(self, pin: int, quotation: Beside) -> Compared:
        is_telling = quotation.role == AUTHOR and weight(quotation.words[:100]) >= SHORTEST_EVIDENCE
        nearest = self._nearest.get((self._digest(pin), quotation.words), Nearest())
        elsewhere = None
        if not quotation.closed:
            status, nearest = "unclosed", Nearest()
        elif self._has(pin, quotation):
            is_there = self._stands.get((self._newest(pin), quotation.words), False)
            status = "unchanged" if is_there else "changed"
            if quotation.role == DOUBTFUL and is_there:
                status = "title"
            nearest = Nearest()
        elif quotation.role == DOUBTFUL and nearest.share < _ALIKE:
            status = "title"
        else:
            status, elsewhere = "misquoted", self._elsewhere(pin, quotation)
        return Compared(quotation.words, status, nearest, elsewhere, is_telling)

    def _elsewhere(self, pin: int, quotation: Beside) -> str | None:
        """Return the reference of another version that has the words; None where none is known."""
        for version in self._others(pin, quotation):
            if self._stands.get((version.record.content, quotation.words)):
                return version.reference
        return None

    def _others(self, pin: int, quotation: Beside) -> Iterator[StoredVersion]:
        """Yield where an author may have words from that do not stand in the version cited.

        That is what is cited nearby, and the other versions of the text.
        """
        for other in (*quotation.preceding, *quotation.nearby):
            stored = self._cited[other].stored
            if stored:
                yield stored
        stored = self._cited[pin].stored
        if stored:
            yield from self._versions.history(stored)

    def _has(self, pin: int, quotation: Beside) -> bool:
        return self._stands.get((self._digest(pin), quotation.words), False)

    def _digest(self, pin: int) -> str:
        """Return the digest of the content that a pin cites; empty where there is none to read."""
        cited = self._cited[pin]
        if cited.stored is None or cited.status == "purged":
            return ""
        return cited.stored.record.content

    def _newest(self, pin: int) -> str:
        newest = self._cited[pin].newest
        return newest.record.content if newest else ""

    def _ask(self, asked: Iterable[_Asked]) -> None:
        """Find out whether words stand in contents, unless that is known."""
        unknown = [each for each in asked if each not in self._stands]
        self._stands |= self._answers(unknown, QuotedText.has)

    def _answers(
        self, asked: Iterable[_Asked], question: Callable[[QuotedText, str], Answer]
    ) -> dict[_Asked, Answer]:
        """Return the answers about words in contents, those that were purged left out."""
        by_content: dict[str, dict[str, None]] = defaultdict(dict)
        for digest, words in asked:
            by_content[digest][words] = None
        answers: dict[_Asked, Answer] = {}
        for digest, questions in by_content.items():
            content = self._versions.content(digest) if digest else None
            if content is not None:
                text = QuotedText(content)
                answers |= {(digest, words): question(text, words) for words in questions}
        return answers
