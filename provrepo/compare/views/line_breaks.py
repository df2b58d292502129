"""Where a line may be broken between two tokens: the rules of Unicode's annex #14 (UAX #14).

The rules are cited by their numbers there. Classes that the texts of an edition need are listed
here; whatever is in none of them is a letter (AL), between two of which no line is broken. Two
things are decided as editors do and not as the annex does by default: a Korean word is not broken
between its syllables, and neither is a word at a soft hyphen, which a terminal would not show.
"""

from __future__ import annotations

import unicodedata

from provrepo.compare.tokens import by_character

# LB11, LB12: nothing is broken beside these: word joiner, no-break space and its like (WJ, GL).
_GLUE = frozenset("\u2060\ufeff\u00a0\u202f\u2007\u2011\u034f\u0f0c\u180e")
_ZERO_WIDTH_SPACE = "\u200b"
_JOINER = "\u200d"
# LB13, LB15d, LB16, LB21, LB22: what begins no line, even after a blank where the text has one (CL,
# CP, EX, IS, SY), and what begins none where no blank stands (NS, CJ, IN, PO).
_NOT_EVEN_AFTER_BLANK = frozenset(
    "!),.:;?]}/、。，．！？）］｝〕】〗〙〛」』〉》⟧⟫〟｡､｣؟،؛۔։\u2048\u2049\ufe50\ufe52\ufe56\ufe57"
)
_NOT_FIRST = frozenset(
    "%°′″›…‥‰％℃￠：；ー々〻〜゠゛゜ゝゞヽヾ・‼⁇\uff65\uff70"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ\uff67\uff68\uff69\uff6a\uff6b\uff6c\uff6d\uff6e\uff6f"
) | frozenset(map(chr, range(0x31F0, 0x3200)))
# LB14: nothing is broken after these, even where a blank follows (OP); LB23a, LB25: nor, before a
# numeral or an ideograph, after the sign of a currency or a number (PR).
_OPENING = frozenset("¿¡")
_PREFIXES = frozenset("$£¥€₩￡￥＄￦№±+\u2212")
# LB15a, LB15b: a blank inside a quotation mark, as in French, breaks no line.
_QUOTES = ("Pi", "Pf")
_STRAIGHT_QUOTES = frozenset("\"'")
# LB21: a line may be broken after a hyphen or a dash in a word (HY, BA, B2), and after the points
# that part the syllables or words of Tibetan, Ethiopic and Hebrew.
_HYPHENS = frozenset("-\u2010")
_DASHES = frozenset("\u2012\u2013\u2014")
_AFTER = frozenset("\u0f0b\u1361\u05be\u0964\u0965")
# In Thai and Lao a vowel may stand before its consonant or after it, a letter of its own.
_LEADING_VOWELS = frozenset("เแโใไເແໂໃໄ")
_TRAILING_VOWELS = frozenset("ะาำๅๆฯະາຳໆຯ")
# LB30a: two of these are one flag.
_REGIONAL = ("\U0001f1e6", "\U0001f1ff")


def is_blank(token: str) -> bool:
    """Return whether a token is white space at which a line may be broken."""
    return token.isspace() and not _GLUE.issuperset(token)


def may_break_at_blank(last: str, following: str) -> bool:
    """Return whether a line may end at a blank between two tokens, either of which may be empty.

    LB13, LB14, LB15, LB18: it may, but not inside brackets or quotation marks.
    """
    if following and following[0] != ".":
        first = following[0]
        if first in _NOT_EVEN_AFTER_BLANK or unicodedata.category(first) == "Pf":
            return False
    return not last or not (last[0] in _OPENING or unicodedata.category(last[0]) in ("Ps", "Pi"))


def may_break(unit: str, last: str, following: str) -> bool:
    """Return whether a line may end between two tokens that no blank parts.

    ``unit`` is all that stands since the last place at which it may, ``last`` its last token.
    """
    end, first = last[-1], following[0]
    if end == _ZERO_WIDTH_SPACE:
        return True  # LB8
    if end == _JOINER or end in _GLUE or first in _GLUE or first == _ZERO_WIDTH_SPACE:
        return False  # LB7, LB8a, LB11, LB12
    if _begins_no_line(last[0], first) or _ends_no_line(last[0], first):
        return False
    if end in _HYPHENS:
        # LB20a, LB21, LB25: after a hyphen in a word, not after a sign before a numeral.
        return unit[-2:-1].isalnum() and first.isalpha()
    if end in _DASHES or end in _AFTER:
        return len(unit) > 1 and not unit[-2].isspace() and first not in _DASHES  # LB17, LB21
    if end == "/":
        return first.isalpha()  # LB13, LB25: "and/or", not "1/2"
    if _is_regional(end) and _is_regional(first):
        return sum(map(_is_regional, unit)) % 2 == 0  # LB30a
    return by_character(last) or by_character(following) or _is_wide(last[0])


def _begins_no_line(end: str, first: str) -> bool:
    if first in _NOT_EVEN_AFTER_BLANK or first in _NOT_FIRST or first in _TRAILING_VOWELS:
        return True
    if first in _HYPHENS or first in _AFTER or first in "\u2012\u2013":
        return True  # LB21
    category = unicodedata.category(first)
    if category in _QUOTES:
        # LB19, LB19a: a mark that opens stands by itself among signs that are wide.
        return category == "Pf" or not _is_wide(end)
    return category == "Pe" or first in _STRAIGHT_QUOTES


def _ends_no_line(end: str, first: str) -> bool:
    if end in _OPENING or end in _STRAIGHT_QUOTES or end in _LEADING_VOWELS:
        return True
    category = unicodedata.category(end)
    if category in _QUOTES:
        return category == "Pi" or not _is_wide(first)  # LB19, LB19a
    return category == "Ps" or end in _PREFIXES  # LB14, LB23a, LB25


def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"


def _is_regional(sign: str) -> bool:
    return _REGIONAL[0] <= sign <= _REGIONAL[1]
