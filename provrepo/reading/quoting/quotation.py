"""Quotations, found in a text as scholars quote it, or answered with the nearest passage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from heapq import merge
from itertools import islice, pairwise, product
from typing import NamedTuple

from provrepo.errors import Misquotation, QuoteError
from provrepo.interventions import BRACKETS, CLOSING, OPENING
from provrepo.reading.quoting.folding import (
    OUTSIDE,
    SIGNS,
    WHOLE,
    Folded,
    fold,
    folded,
    has_markup,
    is_hyphenated,
    is_unspaced,
)
from provrepo.reading.quoting.nearest import Nearest, Passages

_LONGEST_REPLACEMENT = 60
"""Folded characters of the text in whose place an author's bracket may stand: some words."""

_DOTS = r"(?:…+|\.(?:[^\S\n]?\.){2,3})"
_OMISSION = re.compile(
    rf"[{re.escape(OPENING)}(（]\s*{_DOTS}\s*[{re.escape(CLOSING)})）]|{_DOTS}"
    rf"|[{re.escape(OPENING)}](?P<inside>[^{re.escape(BRACKETS)}]{{0,200}})[{re.escape(CLOSING)}]"
)
_AT_THE_END = " ,.;:!?'-。、"
"""Signs at a quotation's end that may be the author's, as the comma is in American usage."""


class _Piece(NamedTuple):
    """Words of a quotation that stand together in the text.

    ``follows`` is what stands in the quotation before them: nothing, an ``omission`` or a
    ``bracket`` of the author's; ``bracket`` is what is in the one right before them. ``cut`` tells
    whether their first and last word may be part of one.
    """

    text: str
    follows: str = ""
    bracket: str = ""
    cut: tuple[bool, bool] = (False, False)


class QuotedText:
    """A text in which quotations are looked up; it is folded once for all of them."""

    def __init__(self, content: str) -> None:
        self.content = content
        self._has_brackets = any(sign in content for sign in BRACKETS)
        self._is_hyphenated = is_hyphenated(content)
        self._has_markup = has_markup(content)
        self._folded: dict[tuple[str, bool, bool], Folded] = {}

    def has(self, quote: str) -> bool:
        """Return whether ``quote`` stands in the text, as scholars quote."""
        return next(self._found(quote, 1), None) is not None

    def places(self, quote: str) -> list[int]:
        """Return where ``quote`` starts, in code points, in the most literal way of quoting it.

        Words that stand there once with their brackets are not made ambiguous by a second place
        where they would stand without.
        """
        return next(self._found(quote), [])

    def nearest(self, quote: str) -> Nearest:
        """Return the passage that is most like ``quote``."""
        return self._passages.nearest(quote)

    @cached_property
    def _passages(self) -> Passages:
        return Passages(self.content)

    def _found(self, quote: str, most: int | None = None) -> Iterator[list[int]]:
        """Yield the places of ``quote``, ``most`` of them, for each way of quoting that has any."""
        for reading, plain, joined in self._readings(quote):
            text = self._text(reading, plain=plain, joined=joined)
            # Nobody leaves out what is in brackets and puts brackets into the quotation.
            written = WHOLE if reading == OUTSIDE else reading
            words = fold(quote, written, plain=plain).text
            if starts := _literally(text.text, words, most):
                yield [text.places[start] for start in starts]
        if not _OMISSION.search(quote):
            return
        for reading, plain, joined in self._readings(quote):
            pieces = _pieces(quote, plain=plain)
            text = self._text(reading, plain=plain, joined=joined)
            if starts := list(islice(self._in_pieces(text, pieces), most)):
                yield [text.places[start] for start in starts]

    def _readings(self, quote: str) -> Iterator[tuple[str, bool, bool]]:
        """Yield the ways of reading a text that has editor's brackets, markup, broken words."""
        markup = (False, True) if self._has_markup or has_markup(quote) else (False,)
        joined = (False, True) if self._is_hyphenated else (False,)
        brackets = (WHOLE, SIGNS, OUTSIDE) if self._has_brackets else (WHOLE,)
        for plain, join, reading in product(markup, joined, brackets):
            yield reading, plain, join

    def _text(self, reading: str, *, plain: bool, joined: bool) -> Folded:
        key = reading, plain, joined
        if key not in self._folded:
            self._folded[key] = fold(self.content, reading, plain=plain, joined=joined)
        return self._folded[key]

    def _in_pieces(self, text: Folded, pieces: list[_Piece]) -> Iterator[int]:
        """Yield where all ``pieces`` stand one after the other; places do not overlap."""
        stretches = list(_stretches(pieces))
        after = 0
        while stretches:
            begin = None
            for stretch in stretches:
                place = self._stretch(text, stretch, after)
                if place is None:
                    return
                begin = place[0] if begin is None else begin
                after = place[1]
            assert begin is not None, "there are stretches"
            yield begin

    def _stretch(self, text: Folded, pieces: list[_Piece], after: int) -> tuple[int, int] | None:
        """Return where pieces begin and end that only brackets of the author's part."""
        for start in _everywhere(text.text, pieces[0], after, len(text.text)):
            if not self._is_other_bracket(text, pieces[0], start):
                end = self._rest(text, pieces, start)
                if end is not None:
                    return start, end
        return None

    def _rest(self, text: Folded, pieces: list[_Piece], start: int) -> int | None:
        """Return where the last piece ends, each near the one before; None where one is not."""
        end = start + len(pieces[0].text)
        for before, piece in pairwise(pieces):
            place = _find(text.text, piece, end, end + _LONGEST_REPLACEMENT + len(piece.text))
            if place < 0 or self._is_other_bracket(text, piece, place):
                return None
            if _find(text.text, before, end, place) >= 0:
                return None  # a bracket replaces few words, not the piece itself
            end = place + len(piece.text)
        return end

    def _is_other_bracket(self, text: Folded, piece: _Piece, place: int) -> bool:
        """Return whether an editor's bracket stands where the author has another one."""
        before = self.content[max(0, text.places[place] - 200) : text.places[place]].rstrip()
        if not piece.bracket or not before or before[-1] not in CLOSING:
            return False
        opened = max(map(before.rfind, OPENING))
        return opened >= 0 and folded(before[opened + 1 : -1]) != folded(piece.bracket)


def stands_at(content: str, quote: str, where: str) -> int:
    """Return where ``quote`` starts in ``content``, in code points; ``where`` names the content.

    White space, quotation marks and dashes are folded. An editor's brackets may be quoted with
    their signs, quoted without them, or left out with all that is in them; dots and brackets of the
    author's own stand for words that are left out or replaced. Raises Misquotation, which shows the
    nearest passage, or QuoteError where the words stand there more than once.
    """
    text = QuotedText(content)
    places = text.places(quote)
    if not places:
        nearest = text.nearest(quote)
        raise Misquotation(quote, where, nearest.marked, nearest.passage)
    if len(places) > 1:
        raise QuoteError(quote, where, [content.count("\n", 0, place) + 1 for place in places])
    return places[0]


def _literally(text: str, words: str, most: int | None) -> list[int]:
    """Return where folded words stand; signs at their ends and a first capital may be others."""
    for variant in dict.fromkeys((words, words.rstrip(_AT_THE_END), words.strip(_AT_THE_END))):
        if any(map(str.isalnum, variant)):
            starts = list(islice(_everywhere(text, _Piece(variant), 0, len(text)), most))
            if starts:
                return starts
    return []


def _pieces(quote: str, *, plain: bool) -> list[_Piece]:
    """Return the pieces of a quotation between its omissions and the author's brackets."""
    pieces: list[_Piece] = []
    place, before = 0, _Piece("")
    for match in _OMISSION.finditer(quote):
        inside = match["inside"]
        following = quote[match.end() : match.end() + 1]
        if inside and len(inside) == 1 and inside.isalpha() and following.isalpha():
            continue  # [T]he: the author's capital
        written = quote[place : match.start()]
        ends_in_word = inside is not None and written[-1:].isalnum()
        _add(pieces, before, written, plain=plain, ends_in_word=ends_in_word)
        # Of an omission and a bracket next to each other the omission counts: it may be longer.
        is_after_omission = before.follows == "omission" and not written.strip()
        follows = "omission" if is_after_omission or inside is None else "bracket"
        begins_in_word = inside is not None and following.isalnum()
        before = _Piece("", follows, inside or "", (begins_in_word, False))
        place = match.end()
    _add(pieces, before, quote[place:], plain=plain, ends_in_word=False)
    return pieces


def _add(
    pieces: list[_Piece], before: _Piece, text: str, *, plain: bool, ends_in_word: bool
) -> None:
    """Add a piece that follows what ``before`` says, unless nothing is in it."""
    words = fold(text, SIGNS, plain=plain).text.strip(_AT_THE_END)
    if any(map(str.isalnum, words)):
        pieces.append(before._replace(text=words, cut=(before.cut[0], ends_in_word)))


def _stretches(pieces: list[_Piece]) -> Iterator[list[_Piece]]:
    """Yield the pieces between one omission and the next."""
    stretch: list[_Piece] = []
    for piece in pieces:
        if piece.follows == "omission" and stretch:
            yield stretch
            stretch = []
        stretch.append(piece)
    if stretch:
        yield stretch


def _find(text: str, piece: _Piece, start: int, stop: int) -> int:
    """Return where a piece first stands between two places, −1 where it does not."""
    return next(_everywhere(text, piece, start, stop), -1)


def _everywhere(text: str, piece: _Piece, start: int, stop: int) -> Iterator[int]:
    """Yield where a piece stands as whole words between two places.

    Its first letter may be a capital where the text has none, and the other way round.
    """
    words = piece.text
    other = words[0].swapcase() + words[1:]
    spellings = (words,) if other == words or len(other) != len(words) else (words, other)
    # Each spelling has a search of its own, or the rarer one would be looked for again and again.
    return merge(*(_whole(text, spelling, piece.cut, start, stop) for spelling in spellings))


def _whole(text: str, words: str, cut: tuple[bool, bool], start: int, stop: int) -> Iterator[int]:
    place = text.find(words, start, stop)
    while place >= 0:
        end = place + len(words)
        if (cut[0] or not _within_word(text, place)) and (cut[1] or not _within_word(text, end)):
            yield place
        place = text.find(words, place + 1, stop)


def _within_word(text: str, place: int) -> bool:
    """Return whether a word goes on from before ``place`` to after it.

    Only scripts that have capitals are judged, and numbers: in others a word and the particle on
    it are written as one, and an author quotes the word.
    """
    before, after = text[max(0, place - 1) : place], text[place : place + 1]
    if before in (",", ".") and after.isdigit() and place > 1:  # 4,701
        before = text[place - 2]
        return before.isdigit()
    if after in (",", ".") and before.isdigit():
        return text[place + 1 : place + 2].isdigit()
    return _is_lettered(before) and _is_lettered(after)


def _is_lettered(character: str) -> bool:
    if is_unspaced(character) if character else True:
        return False
    return character.isdigit() or character.lower() != character.upper()
