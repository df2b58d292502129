"""Read what Word keeps apart from the text but shows in it: styles, numbers of lists and headings.

Sections are those of ECMA-376 part 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element  # types only: files are parsed by provrepo.formats.xml

from provrepo.formats import file_metadata
from provrepo.formats.element_tree import child, children, whole_number
from provrepo.formats.office import numbering
from provrepo.formats.office.numbering import Counter, Level

_NUMERALS = {
    "decimal": numbering.decimal,
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": numbering.letter,
    "upperLetter": numbering.upper(numbering.letter),
    "lowerRoman": numbering.roman,
    "upperRoman": numbering.upper(numbering.roman),
}
_SUFFIXES = {"nothing": ""}
_NO_QUOTATIONS = ("toc", "list", "heading", "index", "bibliography", "table")
_QUOTATIONS = ("quot", "block text", "extract", "zitat")
_INDENTS = range(280, 2200)
"""How far a block quotation is set in, in twentieths of a point: from 5 mm to 4 cm."""


def value(element: Element | None, default: str = "") -> str:
    """Return the ``w:val`` of an element, ``default`` without the element or the attribute."""
    return default if element is None else element.get("w:val", default)


def is_on(element: Element | None) -> bool:
    """Return whether a property is set: present and not switched off (§17.17.4)."""
    return element is not None and value(element, "true") not in ("0", "false", "off", "none")


class Styles:
    """The style definitions (§17.7), each with those that it is based on."""

    def __init__(self, root: Element | None) -> None:
        self._styles = {style.get("w:styleId", ""): style for style in children(root, "w:style")}
        self._defaults = child(root, "w:docDefaults", "w:rPrDefault", "w:rPr", "w:lang")
        self._normal = next(
            (
                name
                for name, style in self._styles.items()
                if style.get("w:type") == "paragraph"
                and style.get("w:default") in ("1", "true", "on")
            ),
            "",
        )

    def chain(self, name: str) -> Iterator[tuple[str, Element]]:
        """Yield a style and what it is based on, the nearest first."""
        seen: set[str] = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            yield name, self._styles[name]
            name = value(child(self._styles[name], "w:basedOn"))

    def is_hidden(self, properties: Element | None) -> bool:
        """Return whether a run's properties, or the character style they name, hide it."""
        vanish = child(properties, "w:vanish")
        if vanish is not None:
            return is_on(vanish)
        for _, style in self.chain(value(child(properties, "w:rStyle"))):
            vanish = child(style, "w:rPr", "w:vanish")
            if vanish is not None:
                return is_on(vanish)
        return False

    def numbering(self, name: str) -> tuple[Element | None, str]:
        """Return the numbering of a paragraph style and the name of the style that has it."""
        for style_name, style in self.chain(name or self._normal):
            numbered = child(style, "w:pPr", "w:numPr")
            if numbered is not None:
                return numbered, style_name
        return None, ""

    def is_heading(self, name: str) -> bool:
        """Return whether a paragraph style is that of a heading: it has a level in the outline."""
        return any(
            whole_number(value(child(style, "w:pPr", "w:outlineLvl")), 9, signed=True) < 9
            for _, style in self.chain(name)
        )

    def is_quotation(self, properties: Element | None) -> bool:
        """Return whether a paragraph is a block quotation, by its style's name or its indent.

        Word calls its own styles by English names in every language of its menus. A hanging indent
        is that of a bibliography.
        """
        indents = [child(properties, "w:ind")]
        for _, style in self.chain(value(child(properties, "w:pStyle"))):
            name = value(child(style, "w:name")).lower()
            if any(word in name for word in _QUOTATIONS):
                return True
            if name.startswith(_NO_QUOTATIONS):
                return False
            indents.append(child(style, "w:pPr", "w:ind"))
        indent = next((indent for indent in indents if indent is not None), None)
        if indent is None or indent.get("w:hanging"):
            return False
        width = indent.get("w:left", indent.get("w:start", ""))
        return whole_number(width, 0, signed=True) in _INDENTS

    def language(self, text: str) -> str | None:
        """Return the default language of the script that most of ``text`` is in (§17.3.2.20)."""
        if self._defaults is None:
            return None
        name = {"latin": "w:val", "asian": "w:eastAsia", "complex": "w:bidi"}
        return file_metadata.language(self._defaults.get(name[file_metadata.script(text)]))


class Numbering:
    """The list definitions (§17.9) and the numbers that each list has reached.

    A list (``w:num``) points to an abstract definition, several may share one, and its levels may
    be overridden for one list. Styles may name a list in a paragraph's place.
    """

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract = {
            definition.get("w:abstractNumId", ""): definition
            for definition in children(root, "w:abstractNum")
        }
        self._lists = {
            definition.get("w:numId", ""): definition for definition in children(root, "w:num")
        }
        self._counters: dict[str, Counter] = {}
        self._started: set[tuple[str, int]] = set()

    def label(self, properties: Element | None) -> str | None:
        """Count a paragraph with these properties; return its label, None outside of lists."""
        style = value(child(properties, "w:pStyle"))
        numbered = child(properties, "w:numPr")
        styled, style_name = self._styles.numbering(style)
        number = value(child(numbered, "w:numId")) or value(child(styled, "w:numId"))
        definition = self._lists.get(number)
        if definition is None:
            return None
        counter = self._counter(number, definition)
        written = value(child(numbered, "w:ilvl")) or value(child(styled, "w:ilvl"))
        level = (
            whole_number(written, 0, signed=True)
            if written
            else self._level_of(definition, style_name)
        )
        return counter.label(level, self._restart(number, definition, level))

    def _restart(self, number: str, definition: Element, level: int) -> int | None:
        """Return the number that a list says its first item on this level has, if it does."""
        if (number, level) in self._started:
            return None
        self._started.add((number, level))
        for override in children(definition, "w:lvlOverride"):
            if override.get("w:ilvl") == str(level):
                start = value(child(override, "w:startOverride"))
                return whole_number(start, 1, signed=True) if start else None
        return None

    def _counter(self, number: str, definition: Element) -> Counter:
        """Return the counter of a list; lists of one definition share it.

        As in Word, they count on from each other, unless a list overrides levels of the definition.
        """
        overrides = [
            level
            for override in children(definition, "w:lvlOverride")
            for level in children(override, "w:lvl")
        ]
        name = value(child(definition, "w:abstractNumId"))
        key = f"num {number}" if overrides else name
        if key not in self._counters:
            levels = [*children(self._resolved(name), "w:lvl"), *overrides]
            self._counters[key] = Counter(
                {
                    whole_number(level.get("w:ilvl", ""), 0, signed=True): _level(level)
                    for level in levels
                }
            )
        return self._counters[key]

    def _resolved(self, name: str) -> Element | None:
        """Return a definition, or the one that the numbering style it points to has (§17.9.21)."""
        abstract = self._abstract.get(name)
        linked = value(child(abstract, "w:numStyleLink"))
        if not linked:
            return abstract
        styled, _ = self._styles.numbering(linked)
        definition = self._lists.get(value(child(styled, "w:numId")))
        return self._abstract.get(value(child(definition, "w:abstractNumId")), abstract)

    def _level_of(self, definition: Element, style: str) -> int:
        """Return the level that names a paragraph style as its own (§17.9.23), else 0."""
        for level in children(self._resolved(value(child(definition, "w:abstractNumId"))), "w:lvl"):
            if style and value(child(level, "w:pStyle")) == style:
                return whole_number(level.get("w:ilvl", ""), 0, signed=True)
        return 0


def _level(element: Element) -> Level:
    """Read one level's definition (§17.9.6)."""
    form = value(child(element, "w:numFmt"), "decimal")
    text = value(child(element, "w:lvlText"))
    suffix = _SUFFIXES.get(value(child(element, "w:suff")), " ")
    if form == "bullet":
        fonts = child(element, "w:rPr", "w:rFonts")
        # Word's own second bullet is the letter o in Courier, which looks like a ring.
        typewriter = fonts is not None and fonts.get("w:ascii", "").startswith("Courier")
        sign = "◦" if text == "o" and typewriter else numbering.bullet(text)
        return Level(parts=(sign,), suffix=suffix)
    numeral = None if form == "none" else _NUMERALS.get(form, numbering.decimal)
    parts = tuple(  # “%1.%2)” is split into texts and, at odd places, numbers of levels from 1
        int(part) - 1 if number % 2 else part
        for number, part in enumerate(re.split(r"%([1-9])", text))
        if part
    )
    return Level(
        parts=parts,
        numeral=numeral,
        start=whole_number(value(child(element, "w:start")), 0, signed=True),
        restarts=value(child(element, "w:lvlRestart")) != "0",
        legal=is_on(child(element, "w:isLgl")),
        suffix=suffix,
    )
