"""The form of a text: what may differ between two texts that say the same to any reader.

docs/format.md, “What is stale”, defines it; the classes of a comparison and the staleness of a
translation both rely on it. To differ in form alone is to differ in nothing but

- one run of white space for another, or none at the beginning and the end of the text, between two
  Han or kana signs, whatever marks stand between them too, and after a hyphen or dash in a word;
- full and half width;
- canonical equivalence (Unicode NFC), but for U+F900–FAFF and U+2F800–2FA1F: those look different,
  and an editor chose between them.

Those are the places where a line may end without a blank. Blanks are allowed there with line ends,
as one white space is as good as another.

Compatibility equivalence is not form: ``²`` is not ``2``. Nor are blanks within words, as in
``196 1`` and ``no one``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from provrepo.compare.edit_script import Gap
from provrepo.compare.tokens import marks_of_python

FORM_KINDS = ("normal form", "width", "white space")
"""The classes of change that are of form alone (`provrepo.compare.kinds.KINDS`)."""

# Full and half width: all of them lie here, with the ideographic space, which is white space.
_WIDE = re.compile("[\uff01-\uffee]")
# Canonically equivalent to other characters, but not the same sign.
_KEPT = "\uf900-\ufaff\U0002f800-\U0002fa1f"
_KEPT_SIGNS = re.compile(f"([{_KEPT}]+)")
# The scripts Han and Katakana, Hiragana with them, and the signs that go with these alone: repeat
# marks, the long vowel, enclosed and squared kana, kana of old hands.
_HAN_OR_KANA = (
    "[\u2e80-\u2fd5\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303c\u3041-\u3096\u309d-\u309f"
    "\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u32d0-\u32fe\u3300-\u3357\u3400-\u4dbf\u4e00-\u9fff"
    f"{_KEPT}\U00016fe3\U0001aff0-\U0001b16f\U0001f200\U00020000-\U0003ffff]"
)
# White space between two of them means nothing though so many marks of punctuation stand there.
MOST_MARKS = 16
_MARK = re.compile(r"[^\w\s]|[\u1160-\u11ff\uff9e\uff9f]")
# A blank after a hyphen or dash, or three, before a letter or digit; Tibetan has a point there.
_HYPHENS = "-\u2010\u2012-\u2015\u0f0b\u0f0c"
_AFTER_HYPHEN = re.compile(rf"([{_HYPHENS}]{{1,3}}) (?=[^\W_])")
_BLANKS = bytes((*range(0x09, 0x0E), *range(0x1C, 0x21)))
"""All white space of ASCII, as `str.isspace` has it."""
_WORD = re.compile(r"\S+")
# What belongs to the sign before it and is no sign of its own: combining marks, which a category
# tells, the half-width voicing marks, and the vowels and final consonants of Hangul in letters.
_LIKE_MARKS = re.compile("[\uff9e\uff9f\u1160-\u11ff]")


def form_key(text: str) -> str:
    """Return what is left of ``text`` once its form is taken away.

    Two texts differ in form alone, or not at all, where their keys are equal.
    """
    key = " ".join(plain_letters(text).split())
    key = _AFTER_HYPHEN.sub(_after_hyphen, key)
    return key if key.isascii() else "".join(_without_han_blanks(key))


def _after_hyphen(blank: re.Match[str]) -> str:
    """Return a hyphen, without the blank after it where it follows a letter or digit."""
    before = blank.string[blank.start() - 1] if blank.start() else ""
    return blank[1] if before and (before.isalnum() or _is_mark(before)) else blank[0]


def _without_han_blanks(text: str) -> Iterator[str]:
    """Yield a text in parts, without the blanks that mean nothing between Han or kana signs."""
    place = 0
    for blank in _han_blanks().finditer(text):
        yield text[place : blank.start(1)]
        yield blank[1].replace(" ", "")
        place = blank.end(1)
    yield text[place:]


@cache
def _han_blanks() -> re.Pattern[str]:
    # A blank before a combining mark is what the mark stands on.
    basic, beyond = marks_of_python()
    combining = rf"[{basic}{beyond}\u1160-\u11ff]"
    other = rf"(?!{combining})[^\w\s]"
    return re.compile(
        rf"(?<={_HAN_OR_KANA})(?=[\W\u1160-\u11ff])"
        rf"(?={combining}*(?:{other}{combining}*){{0,{MOST_MARKS}}} )"
        rf"(?=({combining}*(?: ?{other}{combining}*){{0,{MOST_MARKS}}} ?){_HAN_OR_KANA})"
    )


def same_form(text: str, other: str) -> bool:
    """Return whether two texts differ in form alone, or not at all."""
    if text == other:
        return True
    # Most texts of which this is asked have other letters, which is found out sooner.
    return _without_blanks(text) == _without_blanks(other) and form_key(text) == form_key(other)


def _without_blanks(text: str) -> bytes:
    if text.isascii():
        return text.encode().translate(None, _BLANKS)
    return "".join(plain_letters(text).split()).encode("utf-8", "surrogatepass")


def plain_letters(text: str) -> str:
    """Return ``text`` in plain width and normal form, its white space as it is."""
    if text.isascii():
        return text
    text = _WIDE.sub(_plain_width, text)
    if unicodedata.is_normalized("NFC", text):
        return text
    # Nothing composes across the signs that are kept: they are letters of their own.
    pieces = _KEPT_SIGNS.split(text)
    pieces[::2] = (unicodedata.normalize("NFC", piece) for piece in pieces[::2])
    return "".join(pieces)


def _plain_width(sign: re.Match[str]) -> str:
    return _plain_widths().get(sign[0], sign[0])


@cache
def _plain_widths() -> dict[str, str]:
    """Return the plain sign of each one of full or half width, as Unicode's data tells."""
    widths = {}
    for code in range(0xFF01, 0xFFEF):
        tag, _, plain = unicodedata.decomposition(chr(code)).partition(" ")
        if tag in ("<wide>", "<narrow>"):
            widths[chr(code)] = chr(int(plain, 16))
    return widths


def _is_mark(sign: str) -> bool:
    return sign > "\u02ff" and (
        unicodedata.category(sign)[0] == "M" or _LIKE_MARKS.match(sign) is not None
    )


def form_kind(deleted: str, inserted: str) -> str:
    """Return the class of a replacement of form alone, looking at its own text; empty for others.

    Where the width changed and with it the normal form, as of half-width kana, it is ``width``.
    """
    if not deleted.strip() and not inserted.strip():
        return "white space"
    if not same_form(deleted, inserted):
        return ""
    if "".join(deleted.split()) == "".join(inserted.split()):
        return "white space"
    if unicodedata.normalize("NFC", deleted) == unicodedata.normalize("NFC", inserted):
        return "normal form"
    return "width" if _WIDE.search(deleted) or _WIDE.search(inserted) else "normal form"


def keeps_form(text: str, other: str, gap: Gap) -> bool:
    """Return whether a replacement is of form alone where it stands.

    It takes ``gap`` of ``text`` for that of ``other``. What stands before it is read in ``other``
    and what stands after it in ``text``, as replacements are made one after the other.
    """
    before = other[_stretched_back(other, gap.after_start) : gap.after_start]
    after = text[gap.before_end : _stretched(text, gap.before_end)]
    deleted = text[gap.before_start : gap.before_end]
    inserted = other[gap.after_start : gap.after_end]
    return same_form(before + deleted + after, before + inserted + after)


def _stretched_back(text: str, place: int) -> int:
    """Return where the last letter or digit before ``place`` begins; 0 without one.

    Nothing before that place has to do with the form of what follows ``place``; nor has what stands
    before more marks than white space is looked for among.
    """
    marks = 0
    while place and marks <= MOST_MARKS:
        place -= 1
        sign = text[place]
        if not sign.isspace():
            if _MARK.match(sign) is None:
                break
            marks += not _is_mark(sign)
    return place


def _stretched(text: str, place: int) -> int:
    """Return where the next letter or digit after ``place`` ends, or so many marks do."""
    marks = 0
    while place < len(text) and marks <= MOST_MARKS:
        sign = text[place]
        place += 1
        if not sign.isspace():
            if _MARK.match(sign) is None:
                break
            marks += not _is_mark(sign)
    return place


def form_gaps(text: str, other: str) -> Iterator[Gap]:
    """Yield where two texts with equal keys differ, sign by sign."""
    row = column = 0
    for words in _word_pairs(text, other):
        start, end, column_start, column_end = words
        if text[row:start] != other[column:column_start]:
            yield Gap(row, start, column, column_start)
        row, column = end, column_end
        if text[start:row] != other[column_start:column]:
            yield from _sign_gaps(text, other, words)
    yield from _differing(text, other, Gap(row, len(text), column, len(other)))


def _word_pairs(text: str, other: str) -> Iterator[Gap]:
    """Yield stretches of as many signs on both sides, most of them a word on each."""
    words, other_words = _WORD.finditer(text), _WORD.finditer(other)
    for word, other_word in zip(words, other_words, strict=False):
        start, stop, column, column_end = *word.span(), *other_word.span()
        if word[0] != other_word[0]:
            # Of words in Han or kana one side may have more than the other.
            excess = _count(text[start:stop]) - _count(other[column:column_end])
            while excess:
                following = next(other_words if excess > 0 else words)
                if excess > 0:
                    column_end = following.end()
                else:
                    stop = following.end()
                excess += -_count(following[0]) if excess > 0 else _count(following[0])
        yield Gap(start, stop, column, column_end)


def _sign_gaps(text: str, other: str, words: Gap) -> Iterator[Gap]:
    """Yield where two stretches of as many signs differ, and the white space between the signs."""
    row, column = words.before_start, words.after_start
    signs = _signs(text, row, words.before_end)
    other_signs = _signs(other, column, words.after_end)
    for (start, stop), (column_start, column_end) in zip(signs, other_signs, strict=True):
        yield from _differing(text, other, Gap(row, start, column, column_start))
        yield from _differing(text, other, Gap(start, stop, column_start, column_end))
        row, column = stop, column_end


def _differing(text: str, other: str, gap: Gap) -> Iterator[Gap]:
    if text[gap.before_start : gap.before_end] != other[gap.after_start : gap.after_end]:
        yield gap


def _count(word: str) -> int:
    return sum(1 for _ in _signs(word, 0, len(word)))


def _signs(text: str, place: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the range of each sign, with the marks on it, that is no white space."""
    while place < end:
        if text[place].isspace():
            place += 1
            continue
        start, place = place, place + 1
        while place < end and _is_mark(text[place]):
            place += 1
        yield start, place
