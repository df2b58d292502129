"""What a style's XML says: its class, locale and options, its citation and its bibliography."""

from __future__ import annotations

from provrepo.cite.csl.area import Area
from provrepo.cite.csl.compiler import Compiler
from provrepo.cite.csl.elements.registry import RENDERING_ELEMENTS
from provrepo.cite.csl.locale import Layer, Locale, build_locale, layer_from_element
from provrepo.cite.csl.numbers import is_whole
from provrepo.cite.csl.xml_tree import Element
from provrepo.errors import StyleError

_NEAR_NOTE_DISTANCE = 5
"""How far back, in notes, a cite is near where the style does not say ("Note Distance")."""


class StyleDefinition:
    """A style in one locale, read but not yet applied to items.

    ``locale`` is a language tag (None: the style's own default, else en-US); ``folders`` are where
    official locale files are looked for.
    """

    def __init__(self, root: Element, *, locale: str | None, folders: tuple[str, ...]) -> None:
        if root.tag != "style":
            raise root.error("is not a CSL style")
        self._root = root
        self.class_ = root.get("class", "in-text")
        macros: dict[str, Element] = {}
        layers: list[tuple[str, Layer]] = []
        citation = bibliography = None
        for child in root.children:
            if child.tag == "macro":
                macros[child.get("name")] = child
            elif child.tag == "locale":
                layers.append((child.get("xml:lang"), layer_from_element(child)))
            elif child.tag == "citation":
                citation = child
            elif child.tag == "bibliography":
                bibliography = child
        if citation is None:
            raise root.error("has no citation element")
        self._macros = macros
        language = locale or root.get("default-locale") or "en-US"
        self.locale: Locale = build_locale(language, layers, folders)
        self.citation_area = self._area(citation)
        self._bibliography = bibliography
        self._bibliography_area: Area | None = None
        distance = citation.get("near-note-distance")
        self.near_note_distance = int(distance) if is_whole(distance) else _NEAR_NOTE_DISTANCE

    @property
    def title(self) -> str:
        """The style's title."""
        info = self._root.find("info")
        title = info.find("title") if info is not None else None
        return title.text.strip() if title is not None else ""

    @property
    def groups_cites(self) -> bool:
        """Whether cites with the same names are brought together (CSL 1.0.2, "Cite Grouping")."""
        attributes = self.citation_area.attributes
        years = attributes.get("collapse", "").startswith("year") and self.class_ == "in-text"
        return years or bool(attributes.get("cite-group-delimiter"))

    @property
    def bibliography_area(self) -> Area | None:
        """The bibliography, or None where the style has none."""
        if self._bibliography_area is None and self._bibliography is not None:
            self._bibliography_area = self._area(self._bibliography)
            # A year suffix that one of the two places itself is not added to dates in the other.
            areas = self.citation_area.compiler, self._bibliography_area.compiler
            explicit = any(compiler.explicit_suffix for compiler in areas)
            for compiler in areas:
                compiler.explicit_suffix = explicit
        return self._bibliography_area

    def error(self, message: str) -> StyleError:
        """Return an error about this style as a whole."""
        return self._root.error(message)

    def _area(self, element: Element) -> Area:
        options = {**self._root.attributes, **element.attributes}
        compiler = Compiler(element.tag, self.class_, self._macros, options, RENDERING_ELEMENTS)
        return Area(element, compiler)
