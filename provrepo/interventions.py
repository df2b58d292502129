"""The editor's brackets in a text: where they are and what each most probably says.

Nothing in this module alters a text. Brackets may be nested, and those that lack their partner are
reported as such: half of all published transcriptions have one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from reprlib import repr as shortened
from typing import Any

PARTNERS = {"[": "]", "［": "］", "〔": "〕", "【": "】", "⟦": "⟧", "〚": "〛"}
"""The brackets that editors use, opening and closing: the one list of them in the project."""

OPENING = "".join(PARTNERS)
CLOSING = "".join(PARTNERS.values())
BRACKETS = OPENING + CLOSING

_CLOSING = {closing: opening for opening, closing in PARTNERS.items()}
_INNER = rf"(?:[^{re.escape(BRACKETS)}\n]++|\n(?!\s*\n))*"
_SIGNS = re.compile(
    # A pair without another sign inside, which is nearly every one, is found in one step. The inner
    # part is possessive, so that a text of opening brackets alone takes linear time.
    "|".join(rf"\{opening}{_INNER}\{closing}" for opening, closing in PARTNERS.items())
    + rf"|[{re.escape(BRACKETS)}]|\n\s*\n"
)

# What stands inside the bracket, the kind, and how sure that is; the first that fits is taken.
_INSIDE: tuple[tuple[str, str, float], ...] = (
    (r"\?+|？+", "uncertain", 1.0),
    (
        r"sic\b.*|原文如此|так( в (тексте|документе|оригинале))?!?|원문대로|recte sic|!",
        "sic",
        1.0,
    ),
    (
        (
            r".*\b(illegible|unreadable|indecipherable|undeciphered|unintelligible|not legible"
            r"|illeg|нрзб|неразб|неразборчиво|illisible|unleserlich|ilegible)\b.*|ill\.|[□■]+|.*(不清|難辨|难辨|판독).*"
        ),
        "illegible",
        0.95,
    ),
    (r"[.…·․‥\-–—―\s]*(\.\.|…|--|[–—])[.…·․‥\-–—―\s]*", "lacuna", 0.95),
    # The Leiden conventions: the number of letters that are lost.
    (
        r"[.…\s]*(\.\.|…)\s*(c\.\s*|ca\.\s*)?[+±]?\d{1,3}\s*(\.\.|…)[.…\s]*|[+±]\s?\d{1,3}[+±]?",
        "lacuna",
        0.9,
    ),
    (
        (
            r"vac\.?|vacat|.*\b(lacuna|gap|lost|missing|omitted|omission|blank|torn|damaged|excised|redacted|withheld"
            r"|deleted|not declassified|sanitized|passage|пропуск|пропущено|опущено)\b.*"
            r"|.*[缺略].{0,3}"
        ),
        "lacuna",
        0.8,
    ),
    (r"(n|fn|note|footnote|endnote|注|註|прим\.?)?\s*\.?\s*\d{1,3}|\*+|†+|[a-z]", "footnote", 0.85),
    (
        (
            r"(editor|translator|transcriber|ed|trans|tr)('s|’s)?\.?\s*(note|comment)?s?\s*[.:].*"
            r"|.*\b(handwritten|handwriting|in the margin|marginal|stamp|seal|signed|signature|page"
            r"|p\.|folio|verso|recto|emphasis|italics?|underlin(ed|ing)|crossed out|struck out"
            r"|courier|typed|typescript)\b.*|(fol|f)\.\s*\d.*|no date|n\.\s?d\.|s\.\s?d\."
            r"|б\. ?д\.|без даты"
        ),
        "note",
        0.8,
    ),
    (r".*\S\s*[?？]", "uncertain", 0.9),
    (r"(probably|possibly|perhaps|unclear|apparently|вероятно|возможно)\b.*", "uncertain", 0.85),
    (
        (
            r"(i\.\s?e\.|that is|namely|now|today|modern|formerly|or|aka|a\.k\.a\.|lit\.|literally"
            r"|read|recte|即|今|т\.\s?е\.|ныне|=)[\s:,].*"
        ),
        "gloss",
        0.9,
    ),
)
_MONTH = (
    r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?|января|февраля|марта|апреля|мая"
    r"|июня|июля|августа|сентября|октября|ноября|декабря"
)
_DATE = re.compile(
    rf"(\d{{1,2}}\s+)?({_MONTH})(\s+\d{{1,2}})?(,?\s+\d{{4}})?|1\d{{3}}|20\d\d|\d+\s*[年月日].*"
)
_TITLES = re.compile(
    r"\b(Ambassador|Comrade|Minister|Secretary|President|Chairman|Premier|General|Marshal|Colonel"
    r"|Captain|Major|Mr|Mrs|Ms|Dr|Professor|Prof|Director|Consul|Count|Prince|King|Sir|Lord|Lady"
    r"|Chargé|Deputy|Vice)\b\.?\s+\w+\s*$"
)

_HAN_WORD = re.compile("[\u3400-\u9fff]{2,}")
_WORDS_BEFORE = re.compile(r"([^\W\d_][\w’'-]*[^\S\n]+)?([^\W\d_][\w’'-]*)[^\S\n]*$")
# Words that have a capital where they begin a sentence, and are not names.
_NO_NAMES = frozenset(
    "the a an in on of to at and but for from with by this that these those our their his its as"
    " when if since after before into we he she it they all no not also so then there".split()
)
# Words with capitals, small ones between them.
_NAME = re.compile(r"[^\W\d_][\w.’'-]*(?:\s+(?:of|the|and|de|von|la|du)?\s*[^\W\d_a-z][\w.’'-]*)*")


@dataclass(frozen=True, slots=True, repr=False)
class Intervention:
    """An editor's bracket: ``text[start:end]``, half-open, in code points, brackets included.

    ``kind`` is one of `KINDS`. ``confidence`` is between 0 and 1. ``depth`` is 0 for a bracket in
    no other one. A bracket without partner has kind ``unbalanced`` and covers its sign alone.
    """

    start: int
    end: int
    text: str
    kind: str
    confidence: float
    depth: int

    def __repr__(self) -> str:
        return (
            f"<Intervention {shortened(self.text)} at {self.start}: {self.kind} "
            f"({self.confidence:.0%}), depth {self.depth}>"
        )

    @property
    def content(self) -> str:
        """The text between the brackets."""
        return self.text[1:-1]

    def as_json(self) -> dict[str, Any]:
        """Return the bracket as JSON output shows it (docs/cli.md)."""
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "kind": self.kind,
            "confidence": self.confidence,
            "depth": self.depth,
        }


KINDS = (
    "completion",
    "footnote",
    "gloss",
    "illegible",
    "lacuna",
    "note",
    "sic",
    "supplied",
    "unbalanced",
    "uncertain",
)
"""The kinds of intervention. ``completion`` completes a name, word or date; ``gloss`` explains the
words before it or gives the modern name; ``supplied`` is a word that the sense demands."""


def interventions(text: str) -> list[Intervention]:
    """Return the editor's brackets of ``text``, in the order in which they open."""
    return sorted(_brackets(text), key=lambda bracket: bracket.start)


def without_interventions(text: str) -> str:
    """Return ``text`` as it reads without what its editors put in brackets.

    One of two spaces that meet goes too, and a space before punctuation. Unbalanced brackets stay.
    """
    parts: list[str] = []
    place = 0
    for start, end in bracketed(text):
        between = text[place:start]
        following = text[end : end + 1]
        if between[-1:] == " " and (not following or following in " \n,.;:!?)"):
            between = between[:-1]
        elif following == " " and (not between or between[-1] in "\n("):
            end += 1
        parts.append(between)
        place = end
    return "".join(parts) + text[place:]


def bracketed(text: str) -> list[tuple[int, int]]:
    """Return the ranges of the outermost brackets that have their partner, signs included."""
    spans = _spans(text)
    # Pairs found in one step have no part in how the other signs pair up.
    whole = [span for span in spans if span[1] - span[0] > 1 and text[span[0]] != "\n"]
    if len(whole) < len(spans):
        single = [span for span in spans if span[1] - span[0] == 1 or text[span[0]] == "\n"]
        whole += [(start, end) for start, end, _ in _pairs(text, single) if end - start > 1]
        whole.sort()
    ranges: list[tuple[int, int]] = []
    place = 0
    for span in whole:
        if span[0] >= place:
            ranges.append(span)
            place = span[1]
    return ranges


def paired(text: str) -> list[tuple[int, int]]:
    """Return the ranges of all brackets that have their partner, nested ones too, signs included.

    They are in the order in which they open.
    """
    return sorted((start, end) for start, end, _ in _pairs(text, _spans(text)) if end - start > 1)


def _spans(text: str) -> list[tuple[int, int]]:
    """Return where the signs, the pairs with no sign between and the paragraphs' ends are."""
    return [match.span() for match in _SIGNS.finditer(text)]


def _pairs(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Yield start, end and depth of each bracket; one without partner is one character long.

    ``spans`` are those of `_spans`, in order.
    """
    open_at: list[int] = []
    # How many of each opening sign are open: without the count, every closing sign that has no
    # partner would search them all.
    open_signs = dict.fromkeys(PARTNERS, 0)
    for place, end in spans:
        sign = text[place]
        if sign == "\n":
            # No bracket reaches over a paragraph's end: one without partner must not swallow more.
            for unbalanced in open_at:
                yield unbalanced, unbalanced + 1, 0
            open_at.clear()
            open_signs = dict.fromkeys(PARTNERS, 0)
        elif end - place > 1:
            yield place, end, len(open_at)
        elif sign in PARTNERS:
            open_at.append(place)
            open_signs[sign] += 1
        elif open_signs[_CLOSING[sign]]:
            # A partner further out closes too; what opened in between has none.
            while text[start := open_at.pop()] != _CLOSING[sign]:
                open_signs[text[start]] -= 1
                yield start, start + 1, 0
            open_signs[text[start]] -= 1
            yield start, place + 1, len(open_at)
        else:
            yield place, place + 1, 0
    for unbalanced in open_at:
        yield unbalanced, unbalanced + 1, 0


def _brackets(text: str) -> Iterator[Intervention]:
    for start, end, depth in _pairs(text, _spans(text)):
        if end - start == 1:
            kind, confidence = "unbalanced", 1.0
        else:
            kind, confidence = _kind(text, start, end)
        yield Intervention(start, end, text[start:end], kind, confidence, depth)


def _kind(text: str, start: int, end: int) -> tuple[str, float]:
    """Return the most probable kind of ``text[start:end]``, and how sure that is."""
    content = text[start + 1 : end - 1].strip()
    if content.isdigit() and (text[end : end + 1].isdigit() or text[:start][-1:].isdigit()):
        return "completion", 0.9
    if by_content := _kind_of_content(content):
        return by_content
    if _DATE.fullmatch(content):
        return "completion", 0.8
    if text[start] == "【":
        # Lenticular brackets hold a mark of the document's, such as its classification.
        return "note", 0.6
    return _kind_in_context(content, text[max(0, start - 40) : start], text[end : end + 40])


@lru_cache(maxsize=1024)
def _kind_of_content(content: str) -> tuple[str, float] | None:
    """Return the kind that the words inside tell whatever stands around them, if they do."""
    for pattern, kind, confidence in _INSIDE:
        if re.fullmatch(pattern, content, re.IGNORECASE | re.DOTALL):
            return kind, confidence
    return None


def _kind_in_context(content: str, left: str, right: str) -> tuple[str, float]:
    """Return the kind of a bracket by the words around it."""
    # A bracket that touches a letter completes the word: Min[istry], J[ohn].
    if (left[-1:].isalpha() or right[:1].isalpha()) and content.isascii() and content.isalpha():
        return "completion", 0.9
    if _HAN_WORD.fullmatch(content) and _HAN_WORD.fullmatch(left[-2:]):
        return "gloss", 0.5
    if not content[:1].isupper():
        return "supplied", 0.7
    if _TITLES.search(left):
        return "completion", 0.7
    if _TITLES.search(f"{left.rstrip()} X"):
        return "supplied", 0.7
    before = _WORDS_BEFORE.search(left)
    named = before and before[2][:1].isupper() and before[2].lower() not in _NO_NAMES
    if before and named and _NAME.fullmatch(content):
        if before[2].isupper() and 1 < len(before[2]) < len(content):
            return "gloss", 0.8
        # One name followed by two or more: the rest of it, as in Kim [Il Sung].
        alone = not (before[1] or "")[:1].isupper() and "-" not in before[2]
        return ("completion", 0.5) if alone and " " in content else ("gloss", 0.6)
    if re.match(r" [A-ZА-Я]", right) and content.isalpha():
        return "completion", 0.5
    return "supplied", 0.7
