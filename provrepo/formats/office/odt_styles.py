"""Read what OpenDocument keeps apart from the text but shows in it: styles, numbers of lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element  # types only: files are parsed by provrepo.formats.xml

from provrepo.formats import file_metadata
from provrepo.formats.element_tree import child, children, whole_number
from provrepo.formats.office import numbering
from provrepo.formats.office.numbering import Counter, Level

_NUMERALS = {
    "1": numbering.decimal,
    "a": numbering.letter,
    "A": numbering.upper(numbering.letter),
    "i": numbering.roman,
    "I": numbering.upper(numbering.roman),
}
_SECTIONS = ("office:styles", "office:automatic-styles")


class Styles:
    """The styles of a document (ODF 1.3 part 3 §16), by family and name; automatic ones too."""

    def __init__(self, roots: Iterable[Element]) -> None:
        self._styles: dict[tuple[str, str], Element] = {}
        self._lists: dict[str, Mapping[int, Level]] = {}
        self._outline: Mapping[int, Level] = {}
        self._default: Element | None = None
        for section in (part for root in roots for part in children(root, *_SECTIONS)):
            for style in section:
                self._take(style)

    def _take(self, style: Element) -> None:
        """Remember a style; the first of a name counts, and the content's own come first."""
        name = style.get("style:name", "")
        if style.tag == "style:style":
            self._styles.setdefault((style.get("style:family", ""), name), style)
        elif style.tag == "text:list-style":
            self._lists.setdefault(name, _levels(style))
        elif style.tag == "text:outline-style":
            self._outline = _levels(style)
        elif style.tag == "style:default-style" and style.get("style:family") == "paragraph":
            self._default = child(style, "style:text-properties")

    def _chain(self, family: str, name: str | None) -> Iterator[Element]:
        """Yield a style and its parents, the nearest first."""
        seen: set[str] = set()
        while name and (family, name) in self._styles and name not in seen:
            seen.add(name)
            yield self._styles[family, name]
            name = self._styles[family, name].get("style:parent-style-name")

    def breaks_page(self, name: str | None, where: str) -> bool:
        """Return whether a paragraph style asks for a page break ``before`` or ``after``."""
        chain = list(self._chain("paragraph", name))
        if where == "before" and chain and chain[0].get("style:master-page-name"):
            return True
        for style in chain:
            properties = child(style, "style:paragraph-properties")
            if properties is not None and properties.get(f"fo:break-{where}"):
                return properties.get(f"fo:break-{where}") == "page"
        return False

    def is_hidden(self, family: str, name: str | None) -> bool:
        """Return whether a style hides its text (§20.337, text:display)."""
        for style in self._chain(family, name):
            properties = child(style, "style:text-properties")
            if properties is not None and properties.get("text:display"):
                return properties.get("text:display") == "none"
        return False

    def is_quotation(self, name: str | None) -> bool:
        """Return whether a paragraph style is that of block quotations, by its name."""
        names = [style.get("style:name", "").lower() for style in self._chain("paragraph", name)]
        return any("quot" in name for name in names)

    def counter(self, name: str | None) -> Counter:
        """Return a new counter for a list of that style."""
        return Counter(dict(self._lists.get(name or "", {})))

    def outline(self) -> Counter:
        """Return a new counter for the headings."""
        return Counter(dict(self._outline))

    def language(self, text: str) -> str | None:
        """Return the default language of the script that most of ``text`` is in."""
        kind = file_metadata.script(text)
        suffix = {"latin": "", "asian": "-asian", "complex": "-complex"}[kind]
        space = "style:" if suffix else "fo:"
        if self._default is None:
            return None
        subtags = [self._default.get(f"{space}{name}{suffix}") for name in ("language", "country")]
        return file_metadata.language(
            "-".join(tag for tag in subtags if tag and tag not in ("none", "zxx"))
        )


def _levels(style: Element) -> Mapping[int, Level]:
    """Return the levels of a list style or of the outline, from 0 (§16.30 to §16.34)."""
    return {whole_number(level.get("text:level"), 1) - 1: _level(level) for level in style}


def _level(element: Element) -> Level:
    at = whole_number(element.get("text:level"), 1) - 1
    if element.tag == "text:list-level-style-bullet":
        return Level(parts=(numbering.bullet(element.get("text:bullet-char")),))
    numeral = _NUMERALS.get(element.get("style:num-format", ""))
    if numeral is None:
        return Level(start=whole_number(element.get("text:start-value"), 1))
    shown = min(whole_number(element.get("text:display-levels"), 1), at + 1, 10)
    parts: list[str | int] = [element.get("style:num-prefix", "")]
    for level in range(at - shown + 1, at + 1):
        parts += [level, "."]
    parts[-1] = element.get("style:num-suffix", "")
    return Level(
        parts=tuple(parts), numeral=numeral, start=whole_number(element.get("text:start-value"), 1)
    )
