"""The kinds of difference between our output and citeproc-js's that a clause of CSL 1.0.2 settles.

A kind undoes one thing that citeproc-js does: in a copy of the style, with which our processor then
prints the whole document again (`csl_changes`), or in the two printed texts (`TEXT_KINDS`). A
difference is of a kind where nothing but that is left of it. No kind knows an item or the name of a
style: it looks at what the style says, at the names and numbers of the items, and at the two texts.
docs/cite.md has the clause of each kind.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from csl_changes import FORMATS, NAMESPACE

_DASH, _BLANK = "[-–‑]", "[ \u00a0\u202f]"
_BLANKS_OF_TEXT = " \t\n\u00a0\u202f\u2009"
_WORD = re.compile(r"[^\W\d_]+")
_TAG = re.compile(r"<(/?)(\w+)([^>]*)>")
_INITIAL = {"normal", "none", "baseline"}
_TAGS = {
    "i": ("font-style", "italic"),
    "b": ("font-weight", "bold"),
    "sup": ("vertical-align", "sup"),
}


class Source(NamedTuple):
    """What a rule may look at: the style's XML, the items, and where in them is cited."""

    style: ET.Element
    items: Mapping[str, Mapping[str, Any]]
    locators: frozenset[str]

    def elements(self, *tags: str) -> Iterator[ET.Element]:
        """Yield the style's elements with these names."""
        for element in self.style.iter():
            if element.tag.removeprefix(NAMESPACE) in tags:
                yield element

    def values(self, *variables: str) -> set[str]:
        """Return what the items have in these variables, as text."""
        found = (item.get(variable) for item in self.items.values() for variable in variables)
        return {str(value) for value in found if value}

    def names(self) -> list[Mapping[str, Any]]:
        """Return the people of all items."""
        lists = (value for item in self.items.values() for value in item.values())
        return [
            name
            for names in lists
            if isinstance(names, list)
            for name in names
            if isinstance(name, dict) and ("family" in name or "literal" in name)
        ]


# Changes of the printed texts. Each is applied to both.


def _archive_numbers(text: str, source: Source) -> str:
    """Print an archive's number with its own hyphens, and the label of one number before it."""
    for value in source.values("number", "call-number", "archive_location"):
        if not re.search(r"\d-\d", value):
            continue
        parts = [re.escape(part) for part in re.split(r" ?- ?", value)]
        printed = re.compile(f"{_BLANK}?{_DASH}{_BLANK}?".join(parts))
        text = printed.sub(value.replace("\\", r"\\"), text)
        text = re.sub(rf"(?:(?<=\w)s|<sup>s</sup>)?\.?(?=:?{_BLANK}?{re.escape(value)})", "", text)
    return text


def _date_affixes(theirs: str, ours: str, source: Source) -> tuple[str, str]:
    """Take from theirs the affixes of the style's dates that are repeated at the joint of a range.

    They stand behind the dash, or behind the year that ends the range.
    """
    affixes = {"", "</b>", "</i>", "<b>", "<i>"}
    for element in source.elements("date", "date-part"):
        affixes |= {_html(element.get(name, "")).strip() for name in ("prefix", "suffix")}

    def is_repeated(start: int, end: int) -> bool:
        if theirs[start:end].strip(_BLANKS_OF_TEXT) not in affixes:
            return False
        # In front of the end of a range, or behind a part of it.
        joint = rf"–{_BLANK}*(?:<\w+>)?\Z|–(?=[^–;<>]*\d)[^–;<>]{{0,24}}\Z"
        return re.search(joint, theirs[:start]) is not None

    return _without(theirs, ours, is_repeated), ours


def _without(theirs: str, ours: str, is_extra: Callable[[int, int], bool]) -> str:
    """Return theirs without what ours has not, where that is all that differs there.

    ``is_extra`` says of a stretch of theirs whether the kind is about it.
    """
    kept, start = [], 0
    for name, begin, end, _, _ in SequenceMatcher(None, theirs, ours, autojunk=False).get_opcodes():
        if name == "delete" and is_extra(begin, end):
            kept.append(theirs[start:begin])
            start = end
    return "".join([*kept, theirs[start:]])


def _era(text: str, source: Source) -> str:
    """Print the era with its year, inside what stands around the date and its format."""
    affixes = "".join(element.get("suffix", "") for element in source.elements("date", "date-part"))
    marks = re.escape("".join(set(affixes) - {" "}))
    around = rf"(?:</\w+>|[{marks}])+" if marks else r"(?:</\w+>)+"
    return re.sub(rf"(\d)({around})({_BLANK}?(?:BC|AD)\b)", r"\1\3\2", text)


def _particles(text: str, source: Source) -> str:
    """Print the particle of a name before it."""
    if not any(element.get("form") == "short" for element in source.elements("name")):
        return text
    for name in source.names():
        match = re.match(r"((?:[a-zà-ÿ]+ )+)(\S.*)", str(name.get("family", "")))
        particle = str(name.get("non-dropping-particle", ""))
        family = str(name.get("family", ""))
        if match is not None:
            particle, family = match[1].strip(), match[2]
        if particle:
            text = re.sub(
                rf"{re.escape(family)},? {re.escape(particle)}\b", f"{particle} {family}", text
            )
    return text


def _year_suffixes(text: str, source: Source) -> str:
    """Take the letter from years where citations print numbers, which are never ambiguous."""
    layout = source.style.find(f"{NAMESPACE}citation/{NAMESPACE}layout")
    variables = [] if layout is None else [part.get("variable") for part in layout.iter()]
    if "citation-number" not in variables:
        return text
    return re.sub(r"(\d{3,4}|\bBC)[a-z]\b", r"\1", text)


def _short_addresses(text: str, source: Source) -> str:
    """Cut addresses to their host where the style asks for a short form of them."""
    asks = (
        part.get("variable") == "URL" and part.get("form") == "short"
        for part in source.elements("text")
    )
    return re.sub(r"(https?://[^/\s<&]+)/[^\s<&]*", r"\1", text) if any(asks) else text


def _sentence_case(text: str, source: Source) -> str:
    """Leave the case of the items' words out of account where the style asks for sentence case.

    The first letter of a sentence and the words of the style, its terms among them, count.
    """
    if not any(element.get("text-case") == "sentence" for element in source.style.iter()):
        return text
    values = (value for item in source.items.values() for value in item.values())
    words = {
        word.lower()
        for value in values
        if isinstance(value, str)
        for word in _WORD.findall(value)
        if word != word.lower()
    }
    return _WORD.sub(
        lambda match: match[0].lower() if match[0].lower() in words else match[0], text
    )


def _mixed_first_words(text: str, source: Source) -> str:
    """Print a word with capitals inside ("o.O.") as it is, where its first letter is to be one."""
    if not any(part.get("text-case") == "capitalize-first" for part in source.style.iter()):
        return text
    terms = {
        term.text.strip()
        for term in source.style.iter(f"{NAMESPACE}term")
        if term.text and term.text[:1].islower() and term.text != term.text.lower()
    }
    for term in terms:
        text = text.replace(term[0].upper() + term[1:], term)
    return text


def _addresses(text: str, _source: Source) -> str:
    return re.sub(r"\bHttp(?=s?://)", "http", text)


def _suffix_years(text: str, source: Source) -> str:
    """Print the year before each year suffix, and the first year of a range."""
    if not any(part.get("variable") == "issued" for part in source.elements("key", "date")):
        return text
    letter = r"(?:<i>)?[a-z](?:</i>)?"
    # A year stands for all of the letters behind it: "2014a, b", and for a range: "1998a, –2000".
    again = re.compile(
        rf"(\b\d{{4}})({letter})((?:[^;()\d]|\d(?!\d{{3}}))*?[,;] ?(?:[a-z]{{2,}}\.? )?)"
        rf"({letter}(?=[,;:) ]|$)|–(?=\d{{4}}\b))"
    )
    while True:
        longer = again.sub(r"\1\2\3\1\4", text)
        if longer == text:
            return text
        text = longer


def _suffix_brackets(text: str, _source: Source) -> str:
    """Print a year suffix inside the brackets of its year."""
    return re.sub(r"\((\d{4})\) ?\(([a-z])\)", r"(\1\2)", text)


def _commas_in_quotes(text: str, _source: Source) -> str:
    """Print a comma inside the quotation behind which formatting begins."""
    return re.sub(r"([^\W\d_])”, ?(?=<)", r"\1,” ", text)


def _second_locators(text: str, source: Source) -> str:
    """Print a locator once where the style asks for it twice."""
    asks = [element.get("variable") for element in source.elements("text", "number")]
    if asks.count("locator") < 2:
        return text
    for locator in map(re.escape, source.locators):
        again = rf"(\b{locator}\b[^;]*?)(?:, )?(?:[\w.]+ )?\b{locator}\b"
        text = re.sub(again, r"\1", text)
    return text


def _no_break(text: str, _source: Source) -> str:
    return re.sub("[\u00a0\u202f\u2009]", " ", text)


def _doubled_blanks(theirs: str, ours: str, _source: Source) -> tuple[str, str]:
    """Take a blank from theirs that another stands beside, formatting between them or not."""

    def is_second(start: int, end: int) -> bool:
        before = re.sub(r"(?:</?\w[^>]*>)+\Z", "", theirs[:start])
        behind = re.sub(r"\A(?:</?\w[^>]*>)+", "", theirs[end:])
        return not theirs[start:end].strip(_BLANKS_OF_TEXT) and (
            before[-1:] in _BLANKS_OF_TEXT or behind[:1] in _BLANKS_OF_TEXT
        )

    return _without(theirs, ours, is_second), ours


def _doubled_marks(theirs: str, ours: str, _source: Source) -> tuple[str, str]:
    """Take a mark from theirs that meets another, where formatting ends or a blank is between."""

    def is_second(start: int, end: int) -> bool:
        if theirs[start:end].strip(_BLANKS_OF_TEXT) not in {".", ",", ":", ";"}:
            return False
        before = re.search(r"[.,:;?!][’”»]?(?:</\w+>)* ?\Z", theirs[:start])
        behind = re.match(r"(?:</\w+>)* ?[.,:;]", theirs[end:])
        return before is not None or behind is not None

    return _without(theirs, ours, is_second), ours


def _brackets(text: str, source: Source) -> str:
    """Leave out of account whether brackets are round or square, which notes alternate."""
    if source.style.get("class") != "note":
        return text
    return text.translate(str.maketrans("[]", "()"))


def _quotation_marks(text: str, source: Source) -> str:
    """Print one kind of quotation marks where the style says that a macro has none."""
    if not any(part.get("quotes") == "false" for part in source.elements("text")):
        return text
    return re.sub(f"[“„«‘‚]{_BLANK}?|{_BLANK}?[”»’]", '"', text)


def _block_ends(text: str, source: Source) -> str:
    """Print the marks behind a display block inside it."""
    if not any("display" in element.attrib for element in source.style.iter()):
        return text
    marks = r"((?:[.,:;)\]”’]|(?<=\S) (?=\S))+)"
    return re.sub(rf"\s*(</div>)\s*{marks}\s*(?=<|\Z)", r"\2\1", text)


Rule = Callable[[str, str, Source], tuple[str, str]]
"""Changes what the other processor prints, and what we do, so that one kind of difference goes."""


def _both(change: Callable[[str, Source], str]) -> Rule:
    """Return a rule that undoes one thing in both texts."""
    return lambda theirs, ours, source: (change(theirs, source), change(ours, source))


TEXT_KINDS: dict[str, Rule] = {
    "numbers of archives": _both(_archive_numbers),
    "affixes at the joint of a date range": _date_affixes,
    "era behind an affix": _both(_era),
    "particle of a short name": _both(_particles),
    "year suffix of a numbered citation": _both(_year_suffixes),
    "short form of an address": _both(_short_addresses),
    "sentence case": _both(_sentence_case),
    "first word with capitals": _both(_mixed_first_words),
    "letters of an address": _both(_addresses),
    "year suffixes without their year": _both(_suffix_years),
    "year suffix in brackets of its own": _both(_suffix_brackets),
    "comma behind a quotation": _both(_commas_in_quotes),
    "locator asked for twice": _both(_second_locators),
    "no-break blanks": _both(_no_break),
    "doubled blanks": _doubled_blanks,
    "doubled marks": _doubled_marks,
    "brackets that do not pair": _both(_brackets),
    "quotation marks in a macro without": _both(_quotation_marks),
    "ends of display blocks": _both(_block_ends),
}
"""The changes by kind, in the order in which they are made."""
SHOWN = "markup that changes nothing"
NAMES = "format of one cs:name in another"


_MARK = "\u2060"
"""A letter that nobody sees, of which two names are told apart."""


def without_both_roles(
    items: Mapping[str, Mapping[str, Any]],
) -> tuple[dict[str, Mapping[str, Any]], str]:
    """Return items in which nobody is editor and translator, and the letter that was added."""
    changed: dict[str, Mapping[str, Any]] = {}
    for identifier, item in items.items():
        translators = item.get("translator")
        if translators and translators == item.get("editor"):
            part = "family" if "family" in translators[0] else "literal"
            first = {**translators[0], part: f"{translators[0][part]}{_MARK}"}
            item = {**item, "translator": [first, *translators[1:]]}
        changed[identifier] = item
    return changed, _MARK


def kinds_of(expected: str, actual: str, source: Source) -> list[str] | None:
    """Return the kinds of text that together explain a difference, or None.

    Where one is enough, it is that one.
    """
    for name, change in TEXT_KINDS.items():
        if _alike(*change(expected, actual, source)):
            return [name]
    if shown(expected) == shown(actual):
        return [SHOWN]
    if _differ_in_names(expected, actual, source):
        return [NAMES]
    applied = []
    left, right = expected, actual
    for name, change in TEXT_KINDS.items():
        changed_left, changed_right = change(left, right, source)
        if _distance(changed_left, changed_right) < _distance(left, right):
            applied.append(name)
            left, right = changed_left, changed_right
        if _alike(left, right):
            return applied
        if shown(left) == shown(right):
            return [*applied, SHOWN]
        if _differ_in_names(left, right, source):
            return [*applied, NAMES]
    return None


def _alike(left: str, right: str) -> bool:
    return left.strip() == right.strip()


def _distance(left: str, right: str) -> int:
    """Return how much two texts differ: what is left between their common ends."""
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    return len(left) + len(right) - 2 * sum(block.size for block in blocks)


def shown(text: str) -> list[tuple[str, frozenset[tuple[str, str]]]]:
    """Return what a reader sees of HTML: each letter with the formatting in force."""
    letters: list[tuple[str, frozenset[tuple[str, str]]]] = []
    stack: list[dict[str, str]] = [{}]
    start = 0
    text = text.strip()
    for match in _TAG.finditer(text):
        force = _in_force(stack[-1])
        letters += [(letter, force) for letter in text[start : match.start()]]
        start = match.end()
        if match[2] == "div":
            letters.append((match[0], frozenset()))
        elif match[1]:
            if len(stack) > 1:
                stack.pop()
        else:
            name, value = _TAGS.get(match[2], ("", ""))
            declared = re.search(r'style="(?:([\w-]+):)?([\w-]+);?"', match[3])
            if declared is not None:
                name, value = declared[1] or "vertical-align", declared[2]
            stack.append({**stack[-1], name: value})
    return [*letters, *((letter, frozenset()) for letter in text[start:])]


def _in_force(formats: dict[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset((name, value) for name, value in formats.items() if value not in _INITIAL)


def _differ_in_names(expected: str, actual: str, source: Source) -> bool:
    """Return whether two texts differ in the case and format of names only.

    That is, where the style formats the names of one cs:name and not those of another: every word
    that differs is one of a name, with the marks behind it.
    """
    parts = [_name_format(element) for element in source.elements("name")]
    if all(part == parts[0] for part in parts):
        return False
    left = [letter for letter in shown(expected) if not letter[0].isspace()]
    right = [letter for letter in shown(actual) if not letter[0].isspace()]
    if [letter[0].lower() for letter in left] != [letter[0].lower() for letter in right]:
        return False
    # A tag counts as one letter.
    letters = "".join(letter[0].lower()[:1] for letter in left)
    in_names = _places(letters, source)
    return all(
        mine == other or place in in_names
        for place, (mine, other) in enumerate(zip(left, right, strict=True))
    )


def _places(text: str, source: Source) -> set[int]:
    """Return where in a text without blanks the names of the items stand, their initials too."""
    places: set[int] = set()
    for name in source.names():
        family = re.findall(r"[^\s-]+", str(name.get("family") or name.get("literal")).lower())
        given = re.findall(r"[^\s-]+", str(name.get("given") or "").lower())
        initials = "".join(re.escape(word[0]) for word in given) or "-"
        # The marks and initials around a name are part of it.
        around = rf"(?:[,.&-]|[{initials}]\.)*"
        for word in [*family, *given]:
            for match in re.finditer(around + re.escape(word) + around, text):
                places.update(range(match.start(), match.end()))
    return places


def _name_format(element: ET.Element) -> tuple[tuple[str, str], ...]:
    """Return the formatting and case that a cs:name and its parts ask for."""
    return tuple(
        sorted(
            (f"{part.get('name', '')} {name}", value)
            for part in element.iter()
            for name, value in part.attrib.items()
            if name in (*FORMATS, "text-case")
        )
    )


def _html(text: str) -> str:
    """Return an affix as it stands in HTML."""
    return (
        text
        if text.startswith("<") and text.endswith(">") and len(text) > 2
        else (text.replace("&", "&#38;").replace("<", "&#60;").replace(">", "&#62;"))
    )
