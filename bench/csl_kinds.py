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
from typing import Any, NamedTuple

from csl_changes import FORMATS, NAMESPACE

_DASH, _BLANK = "[-–‑]", "[ \u00a0\u202f]"
_BLANKS = re.compile(r"[\s\u00a0\u202f\u2009]+")
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


def _date_affixes(text: str, source: Source) -> str:
    """Take the affixes of the style's dates from the joint of a range."""
    prefixes, suffixes = {"<b>", "<i>"}, {"</b>", "</i>"}
    for element in source.elements("date", "date-part"):
        prefixes.add(element.get("prefix", ""))
        suffixes.add(element.get("suffix", ""))
    text = re.sub(rf"–{_BLANK}+(?=[(\[\d])", "–", text)
    for prefix in sorted(prefixes - {"", " "}, key=len, reverse=True):
        text = re.sub(rf"–{re.escape(_html(prefix).strip())}{_BLANK}?", "–", text)
    for suffix in sorted(suffixes - {""}, key=len, reverse=True):
        closing = re.escape(_html(suffix).strip())
        text = re.sub(rf"(–[^\s<>()\[\]]*\d){closing} ?({closing})", r"\1\2", text)
        text = re.sub(rf"(–\d{{4}}){closing}", r"\1", text)
    for opening, closing in ("()", "[]"):
        if any(closing in suffix for suffix in suffixes):
            text = _without_unpaired(text, opening, closing)
    return re.sub(rf"(–\d+){_BLANK}", r"\1", text)


def _without_unpaired(text: str, opening: str, closing: str) -> str:
    """Drop the closing brackets that nothing opened."""
    letters, depth = [], 0
    for letter in text:
        depth += (letter == opening) - (letter == closing)
        if depth < 0:
            depth = 0
            continue
        letters.append(letter)
    return "".join(letters)


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


def _suffix_order(text: str, source: Source) -> str:
    """Print the letters of works of one year in their order, each behind its year."""
    if not any(part.get("variable") == "issued" for part in source.elements("key", "date")):
        return text
    letter = r"(?:<i>)?[a-z](?:</i>)?"
    # A year stands for all of the letters behind it: "2014a, b".
    again = re.compile(
        rf"(\b\d{{4}})({letter})((?:[^;()\d]|\d(?!\d{{3}}))*?[,;] ?)({letter})(?=[,;:) ]|$)"
    )
    while True:
        longer = again.sub(r"\1\2\3\1\4", text)
        if longer == text:
            break
        text = longer
    pieces = re.split(r"(?<=[,;] )|(?<=,)(?=[\d<])", text.strip("()[]."))
    pieces = [piece.strip(" ,;") for piece in pieces]
    cited = [
        number for number, piece in enumerate(pieces) if re.search(r"\d{4}(?:<i>)?[a-z]", piece)
    ]
    if len(cited) < 2:
        return text
    # What stands behind a letter, such as pages, goes with it.
    cites: list[str] = []
    for number, piece in enumerate(pieces):
        if cites and number not in cited and re.fullmatch(r"(?:[a-z]+\.?[ \u00a0]?)?\d+", piece):
            cites[-1] += f", {piece}"
        else:
            cites.append(piece)
    names = [re.sub(r",? ?\d{4}(?:<i>)?[a-z].*", "", cite) for cite in cites]
    cites = [re.sub(r"^.*?(?=\d{4}(?:<i>)?[a-z])", "", cite) for cite in cites]
    return "; ".join(sorted(filter(None, {*names, *cites})))


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


def _doubled_blanks(text: str, _source: Source) -> str:
    text = _BLANKS.sub(" ", text)
    return re.sub(r" ((?:</?\w[^>]*>)+) ", r" \1", re.sub(r"> <", "><", text))


def _doubled_marks(text: str, _source: Source) -> str:
    """Print one of two marks that meet, also where formatting ends or blanks stand between."""
    while True:
        shorter = re.sub(r"\.(?=(?:</\w+>)* ?:)", "", text)
        shorter = re.sub(r"([.,:;])([’”»]?(?:</\w+>)*) ?([.,])(?!\w)", _kept_mark, shorter)
        if shorter == text:
            return text
        text = shorter


def _kept_mark(match: re.Match[str]) -> str:
    return f"{match[1]}{match[2]}" if match[3] == "." or match[1] == match[3] else match[0]


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
    """Leave the ends of display blocks out of account."""
    if not any("display" in element.attrib for element in source.style.iter()):
        return text
    text = re.sub(r"\s*</?div[^>]*>\s*", "", text)
    layout = source.style.find(f"{NAMESPACE}bibliography/{NAMESPACE}layout")
    return text if layout is None else text.rstrip().removesuffix(layout.get("suffix", "").strip())


TEXT_KINDS: dict[str, Callable[[str, Source], str]] = {
    "numbers of archives": _archive_numbers,
    "affixes at the joint of a date range": _date_affixes,
    "era behind an affix": _era,
    "particle of a short name": _particles,
    "year suffix of a numbered citation": _year_suffixes,
    "short form of an address": _short_addresses,
    "sentence case": _sentence_case,
    "first word with capitals": _mixed_first_words,
    "letters of an address": _addresses,
    "order of year suffixes": _suffix_order,
    "locator asked for twice": _second_locators,
    "no-break blanks": _no_break,
    "doubled blanks": _doubled_blanks,
    "doubled marks": _doubled_marks,
    "brackets that do not pair": _brackets,
    "quotation marks in a macro without": _quotation_marks,
    "ends of display blocks": _block_ends,
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
        if _alike(change(expected, source), change(actual, source)):
            return [name]
    if shown(expected) == shown(actual):
        return [SHOWN]
    if _differ_in_names(expected, actual, source):
        return [NAMES]
    applied = []
    left, right = expected, actual
    for name, change in TEXT_KINDS.items():
        changed_left, changed_right = change(left, source), change(right, source)
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
    from difflib import SequenceMatcher

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
