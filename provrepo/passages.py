"""Passages of a text: where its paragraphs and sentences begin and end."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from provrepo.interventions import CLOSING, OPENING


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


Range = tuple[int, int]
"""A half-open range of code points."""

_LINE_END = r"(?:\r\n|[\n\r\u0085\u2028])"
_PARAGRAPH_END = re.compile(rf"{_LINE_END}[^\S\n\r\u0085\u2028]*{_LINE_END}\s*|[\u2029\f]\s*")

# Stops after which no blank is needed: Chinese and Japanese, Devanagari and other Indic dandas,
# Ethiopic, Khmer, Burmese, Armenian, Urdu, Tibetan with its repeated shads.
_FIRM = "。！？｡।॥።៕។။։۔᠃᙮"
_SHAD = "།༎༏༐༑༔"
_QUESTIONS = "؟⸮;"  # like the Latin stops, before a blank; the last one is the Greek question mark
_CLOSERS = "\"'”’»›)）]］」』】〕〉》〗〙〛}" + CLOSING
_CLOSING_CLASS = f"[{re.escape(''.join(sorted(set(_CLOSERS))))}]"
_STOP = re.compile(
    rf"[{_FIRM}]+[{_FIRM}!?]*{_CLOSING_CLASS}*"
    rf"|[{_SHAD}](?:\s*[{_SHAD}])*"
    # What follows a Latin stop: closing marks, German ones too, and French ones after a blank,
    # and the number of a footnote; then a blank.
    rf"|[.!?…．{_QUESTIONS}]+(?:{_CLOSING_CLASS}|[«“‹‘])*(?:\s[»›](?=\s|\Z))?(?:\[\d{{1,4}}\])*(?=\s|\Z)"
    # Korean that was typed without the blank.
    r"|(?<=[\uac00-\ud7a3])[.!?]+(?=[\uac00-\ud7a3])"
)
_OPENERS = "\"'“‘„«‹(（[［「『【〔〈《〖{¿¡—–-" + OPENING
_NEXT = re.compile(rf"\s*[{re.escape(''.join(sorted(set(_OPENERS))))}]*(\S?)")
_LAST_WORD = re.compile(r"(?:[^\W_]|[.'’-])+\Z")
_ONLY_NUMBER = re.compile(
    r"(?:(?:Art(?:icle|ikel)?|Kap(?:itel)?|Chap(?:ter|itre)?|Se[ck]tion|Abschnitt|Nr|No)\.?\s+|§\s*)?"
    r"[(\[（]?(?:\d{1,4}(?:\.\s*\d{1,2}){0,2}|[A-Za-z]|[ivxlcIVXLC]+)[.)\]）]*\Z"
)
_BEGINNING = re.compile(
    r"\s+[\"'“‘(\[]*(?:a|an|and|as|at|but|for|from|he|her|his|i|if|in|it|its|no|nobody|of|on|our|she"
    r"|that|the|their|then|there|these|they|this|those|to|we|when|while|with|you)\b",
    re.IGNORECASE,
)
"""A word with which sentences begin, and names do not."""
_AFTER_A_WORD = re.compile(r"[^\W\d_]{4}[.!?]+\s+([^\W\d_])")
"""The letter after a stop, of words that are long enough to be no abbreviations."""
_ENOUGH, _MOSTLY = 5, 0.7
"""Sentences begin with small letters where this many such letters are small, and this share."""
_GOING_ON = "、，,;；:：と"
"""What goes on with the sentence after a quotation that ended with a stop."""
_MONTH = re.compile(
    r"\s*(?:jan|feb|mär|maa|mar|apr|mai|maj|may|jun|jul|aug|sep|okt|oct|nov|dez|dec|déc)[^\W\d_]*\b",
    re.IGNORECASE,
)

# Abbreviations that something always follows: titles, parts of references, and the like.
_ABBREVIATIONS = frozenset(
    """
    mr mrs ms messrs dr prof st ste mt ft gen col lt ltcol maj capt cpt cmdr adm brig sgt rev fr hon
    gov sen rep amb pres min sec supt insp vice asst
    vs cf viz ca approx nr num vol vols p pp pt pts fol fols f ff fn ed eds tr trans ch chap
    fig figs para paras sect bk docs ms mss op cit loc ser
    jan feb mar apr jun jul aug sep sept oct nov dec tue tues wed thu thur thurs fri
    sr sra srta
    mme mmes mlle mm m av env mgr gén exc c.-à-d sq sqq
    bzw vgl hr hrn bd bde hrsg geb gest sog z d u str frl frhr gf gez fa chr
    e.g i.e p.m a.m e.v v.d n.b z.b d.h u.a u.s u.k u.n u.s.s.r r.o.k d.p.r.k p.r.c g.d.r f.r.g
    г гг с т тт см ср др проф акад им ул
    """.split()
)
# What is one only where a number follows.
_BEFORE_NUMBERS = frozenset(
    """
    no nos art par app doc sun sat mon abs al anm abb kap taf bl núm
    стр гл рис табл кн ст разд вып л
    """.split()
)
_NUMBER = re.compile(r"\s*(?:\d|[IVXLC]+\b)")
_AFTER_ARTICLE = re.compile(
    r"\b(?:d(?:er|ie|as|em|en|es)|im|vom|zum|zur|beim|(?:jed|ein|kein|sein|ihr|unser)e[nmrs]?)"
    r"\s+\d{1,2}\Z",
    re.IGNORECASE,
)
_NOUN = re.compile(r"\s+[^\W\d_]{4}")
_AFTER_SHORT = re.compile(r"(?:^|[\s(])[^\W\d_]\.\s?[^\W\d_]{1,3}\Z")
_SHORT = re.compile(r"\s?[^\W\d_]{1,3}\.")
# So far is looked ahead for the bracket that closes, and back for a word.
_BRACKET = 400
_WORD = 40
_PAIRS = dict(zip("([（［【〔", ")]）］】〕", strict=True))


def sentences(text: str) -> list[Range]:
    """Return the sentences of ``text`` in order, without the white space around them.

    All that is no white space is in one of them. A sentence ends with a stop, with what closes
    after it, or where a blank line ends the paragraph. The rules are those of the Unicode sentence
    boundaries (UAX #29), with what editors know besides: that the point of “Mr.”, of “J. Smith” and
    of “14. Mai” ends nothing, nor does a stop inside brackets that stand amid a sentence; that
    Chinese and Japanese set no blank after a stop; and that a shad ends a Tibetan one. Where it is
    doubtful, the sentence goes on.
    """
    ranges: list[Range] = []
    begins_small = _begin_small(text)
    for start, end in paragraphs(text):
        ranges.extend(_of_paragraph(text, start, end, begins_small))
    return ranges


def paragraphs(text: str) -> Iterator[Range]:
    """Yield the paragraphs of ``text``, which blank lines part, without white space around."""
    start = 0
    for match in [*_PARAGRAPH_END.finditer(text), None]:
        end = match.start() if match else len(text)
        trimmed = _trimmed(text, start, end)
        if trimmed:
            yield trimmed
        start = match.end() if match else end


def around(ranges: list[Range], start: int, end: int) -> Range:
    """Return from where to where the sentences among ``ranges`` go that hold a passage.

    White space between sentences belongs to neither, so that a passage of nothing else is its own
    sentence.
    """
    first = bisect_right(ranges, start, key=lambda sentence: sentence[1])
    last = bisect_right(ranges, end - 1, key=lambda sentence: sentence[0]) - 1
    if first > last:
        return start, end
    return min(start, ranges[first][0]), max(end, ranges[last][1])


def _begin_small(text: str) -> bool:
    """Return whether sentences begin with a small letter, as in many editions of Latin authors."""
    letters = _AFTER_A_WORD.findall(text)
    small = [letter for letter in letters if letter.islower()]
    return len(small) >= max(_ENOUGH, _MOSTLY * len(letters))


def _of_paragraph(text: str, start: int, end: int, begins_small: bool) -> Iterator[Range]:
    brackets = _brackets(text, start, end)
    first = start
    for stop in _STOP.finditer(text, start, end):
        place = stop.end()
        if place < end and not _ends(text, first, stop, end, brackets, begins_small):
            continue
        if trimmed := _trimmed(text, first, place):
            yield trimmed
        first = place
    if trimmed := _trimmed(text, first, end):
        yield trimmed


def _ends(
    text: str,
    first: int,
    stop: re.Match[str],
    end: int,
    brackets: list[Range],
    begins_small: bool,
) -> bool:
    """Return whether a sentence that begins at ``first`` ends with a stop amid its paragraph."""
    if _inside(brackets, first, stop.start(), stop.end()) or text[stop.end()] in _GOING_ON:
        return False
    if stop[0][0] in _FIRM or stop[0][0] in _SHAD:
        return True
    following = _NEXT.match(text, stop.end(), end)
    letter = following[1] if following else ""
    if letter.islower() and not begins_small:
        return False
    return not stop[0].startswith(".") or not _abbreviates(text, first, stop, end, letter)


def _abbreviates(text: str, first: int, stop: re.Match[str], end: int, letter: str) -> bool:
    """Return whether a point ends an abbreviation, an initial, an ordinal or a number."""
    place = stop.start()
    before = text[max(first, place - _WORD) : place]
    if not before or before[-1].isspace():
        return True  # one of the points of “. . .”
    if len(stop[0]) > 1 and stop[0][1] == ".":
        return False  # an ellipsis, and what follows begins with a capital
    if place - first < _WORD and _ONLY_NUMBER.match(text[first:place].strip()):
        return True  # “1. The boat”: the number of what follows
    word = _LAST_WORD.search(before)
    if word is None:
        return False
    name = word[0].strip("'’-")
    if name.isdecimal():
        return letter.isdecimal() or (
            len(name) <= 2
            and bool(_MONTH.match(text, stop.end(), end) or _is_ordinal(before, text, stop, end))
        )
    parts = name.replace("-", "").split(".")
    if all(len(part) == 1 and part.isupper() for part in parts):
        # An initial, or “U.S.”, which may well end a sentence.
        return len(parts) == 1 or not _BEGINNING.match(text, stop.end(), end)
    if name.lower().strip(".") in _ABBREVIATIONS:
        return True
    if name.lower() in _BEFORE_NUMBERS:
        return bool(_NUMBER.match(text, stop.end(), end))
    # “z. B.”, “v. Chr.”: what is shortened to a letter goes with what is shortened beside it.
    return len(name) <= 3 and bool(
        _AFTER_SHORT.search(before) or (len(name) == 1 and _SHORT.match(text, stop.end(), end))
    )


def _is_ordinal(before: str, text: str, stop: re.Match[str], end: int) -> bool:
    """Return whether a number with a point is a German ordinal: “die 3. Division”."""
    return bool(_AFTER_ARTICLE.search(before) and _NOUN.match(text, stop.end(), end))


def _brackets(text: str, start: int, end: int) -> list[Range]:
    """Return the outermost pairs of brackets in a paragraph; what has no partner is no bracket."""
    pairs: list[Range] = []
    opened: list[tuple[str, int]] = []
    for match in _BRACKET_SIGN.finditer(text, start, end):
        sign, place = match[0], match.start()
        if sign in _PAIRS:
            opened.append((_PAIRS[sign], place))
            continue
        for depth in range(len(opened) - 1, max(-1, len(opened) - 4), -1):
            closing, opening = opened[depth]
            if closing == sign:
                del opened[depth:]
                if place - opening <= _BRACKET:
                    while pairs and pairs[-1][0] > opening:
                        pairs.pop()
                    pairs.append((opening, place + 1))
                break
    return pairs


_BRACKET_SIGN = re.compile(f"[{re.escape(''.join(_PAIRS) + ''.join(_PAIRS.values()))}]")


def _inside(brackets: list[Range], first: int, start: int, end: int) -> bool:
    """Return whether a stop is amid brackets that do not begin the sentence."""
    number = bisect_right(brackets, start, key=lambda pair: pair[0]) - 1
    if number < 0:
        return False
    opening, closing = brackets[number]
    return first < opening and end < closing


def _trimmed(text: str, start: int, end: int) -> Range | None:
    """Return a range without the white space at its ends, None where nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
