"""A style: found, read and ready to format (CSL 1.0.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from provrepo.cite.csl.compiler import Compiler, formatting
from provrepo.cite.csl.context import Context
from provrepo.cite.csl.locale import Layer, Locale, build_locale, layer_from_element
from provrepo.cite.csl.processor import Processor
from provrepo.cite.csl.result import Citation
from provrepo.cite.csl.sorting import SortKey
from provrepo.cite.csl.tree import Node, Output
from provrepo.cite.csl.xmltree import Element, parse
from provrepo.errors import ItemError, StyleError

_BUILT_IN = Path(__file__).parents[1] / "styles"


class Area:
    """cs:citation or cs:bibliography: its layout compiled, its options and sort keys."""

    def __init__(self, element: Element, compiler: Compiler) -> None:
        layout = element.find("layout")
        if layout is None:
            raise element.error("has no layout")
        self.attributes = element.attributes
        self.layout = layout
        self.marks = formatting(layout)
        self.compiler = compiler
        self._sort = element.find("sort")
        self._first: Callable[[Context], list[Output]] | None = None
        self._sequence: Callable[[Context], list[Output]] | None = None
        self._sort_keys: list[SortKey] | None = None
        roots = [layout] if self._sort is None else [layout, self._sort]
        used = _reachable(roots, compiler.macros)
        compiler.explicit_suffix = any(part.get("variable") == "year-suffix" for part in used)
        self.uses_condition = any("disambiguate" in part.attributes for part in used)

    @property
    def sequence(self) -> Callable[[Context], list[Output]]:
        """What the layout prints, piece by piece."""
        if self._sequence is None:
            self._sequence = self.compiler.sequence(self.layout.children)
        return self._sequence

    @property
    def first_field(self) -> Callable[[Context], list[Output]]:
        """What the first element of the layout prints."""
        if self._first is None:
            self._first = self.compiler.sequence(self.layout.children[:1])
        return self._first

    @property
    def sort_keys(self) -> list[SortKey]:
        """The sort keys, compiled on first use."""
        if self._sort_keys is None:
            keys = self._sort.children if self._sort is not None else []
            self._sort_keys = [SortKey(self.compiler, key) for key in keys if key.tag == "key"]
        return self._sort_keys

    def render(self, context: Context) -> Output | None:
        """Render the layout without its affixes."""
        outputs = self.sequence(context)
        if not outputs:
            return None
        return outputs[0] if len(outputs) == 1 else Node(outputs)


def _reachable(roots: list[Element], macros: dict[str, Element]) -> list[Element]:
    """Return every element that is rendered from ``roots``, through macros too.

    Raises:
        StyleError: a macro calls itself, directly or through others.

    """
    done: set[str] = set()
    active: list[str] = []
    found: list[Element] = []

    def visit(root: Element) -> None:
        for element in root.walk():
            found.append(element)
            name = element.get("macro")
            if name in active:
                raise element.error(f"the macro {name!r} calls itself")
            if name in macros and name not in done:
                active.append(name)
                visit(macros[name])
                active.pop()
                done.add(name)

    for root in roots:
        visit(root)
    return found


class Style:
    """A citation style in one locale.

    Make one with `Style.load` or `Style.read`.
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
        distance = citation.get("near-note-distance", "5")
        self.near_note_distance = int(distance) if distance.isdigit() else 5

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

    def _area(self, element: Element) -> Area:
        options = {**self._root.attributes, **element.attributes}
        return Area(element, Compiler(element.tag, self.class_, self._macros, options))

    @classmethod
    def load(
        cls,
        name: str | Path,
        *,
        locale: str | None = None,
        folders: Sequence[str | Path] = (),
    ) -> Style:
        """Return a style by the path of its file, by a built-in name, or by id.

        Args:
            name: a path to a ``.csl`` file; the name of a built-in style (``chicago-notes``); or
                the name or id of a style in one of the ``folders``.
            locale: a language tag such as ``de-DE``; without it the style's default, else en-US.
            folders: where styles (``NAME.csl``) and official locale files (``locales-*.xml``)
                are looked for before the built-in ones.

        Raises:
            StyleError: there is no such style, or it or its locale is malformed.

        """
        places = tuple(str(folder) for folder in folders)
        path = find_style(str(name), places)
        return cls.read(path.read_bytes(), file=str(path), locale=locale, folders=places)

    @classmethod
    def read(
        cls,
        source: bytes | str,
        *,
        file: str = "<style>",
        locale: str | None = None,
        folders: Sequence[str | Path] = (),
    ) -> Style:
        """Return a style from its XML; ``file`` is the name for error messages.

        A dependent style takes everything from its parent, which is looked for like any other.

        Raises:
            StyleError: the style or its locale is malformed, or its parent is not found.

        """
        places = tuple(str(folder) for folder in folders)
        root = parse(source, file)
        parent = _parent(root)
        if parent:
            locale = locale or root.get("default-locale") or None
            root = parse(find_style(parent, places).read_bytes(), parent)
        return cls(root, locale=locale, folders=places)

    def error(self, message: str) -> StyleError:
        """Return an error about this style as a whole."""
        return self._root.error(message)

    def citations(
        self,
        clusters: Sequence[Sequence[Mapping[str, Any]]],
        items: Mapping[str, Mapping[str, Any]],
    ) -> list[Citation]:
        """Format citations, one a note or one a place in the text, in document order.

        Args:
            clusters: for each citation its cites: ``{"id": …}`` with, where wanted, ``locator``,
                ``label`` (default ``page``), ``prefix``, ``suffix``, ``suppress-author``,
                ``author-only``.
            items: the CSL-JSON items by id; only those cited are looked at.

        Raises:
            ItemError: an item is missing or malformed.

        """
        return self._cite(self._processor(clusters, items), clusters)

    def bibliography(
        self, items: Mapping[str, Mapping[str, Any]] | Sequence[Mapping[str, Any]]
    ) -> list[Citation]:
        """Format a bibliography of all ``items``, sorted as the style says.

        Raises:
            ItemError: an item is malformed.
            StyleError: the style has no bibliography.

        """
        if not isinstance(items, Mapping):
            items = {str(item.get("id", number)): item for number, item in enumerate(items)}
        return Processor(self, items, list(items)).bibliography()

    def document(
        self,
        clusters: Sequence[Sequence[Mapping[str, Any]]],
        items: Mapping[str, Mapping[str, Any]],
    ) -> tuple[list[Citation], list[Citation]]:
        """Format citations, and the bibliography of what they cite, in one go.

        Raises:
            ItemError: an item is missing or malformed.
            StyleError: the style has no bibliography.

        """
        processor = self._processor(clusters, items)
        return self._cite(processor, clusters), processor.bibliography()

    def _processor(
        self,
        clusters: Sequence[Sequence[Mapping[str, Any]]],
        items: Mapping[str, Mapping[str, Any]],
    ) -> Processor:
        try:
            cited = [str(cite["id"]) for cluster in clusters for cite in cluster]
        except (KeyError, TypeError):
            raise ItemError("every cite must be an object with an id") from None
        return Processor(self, items, cited)

    def _cite(
        self, processor: Processor, clusters: Sequence[Sequence[Mapping[str, Any]]]
    ) -> list[Citation]:
        # Notes are numbered by their place; citations in the text stand in none.
        noted = self.class_ == "note"
        notes = [number if noted else 0 for number in range(1, len(clusters) + 1)]
        read = processor.clusters(clusters, notes)
        return [processor.citation(cluster) for cluster in read]


def find_style(name: str, folders: Sequence[str]) -> Path:
    """Return the file of a style, by path, name or id.

    Raises:
        StyleError: there is none.

    """
    path = Path(name)
    if path.suffix == ".csl" and path.is_file():
        return path
    short = name.rstrip("/").rpartition("/")[2].removesuffix(".csl")
    for folder in (*folders, str(_BUILT_IN)):
        candidate = Path(folder) / f"{short}.csl"
        if candidate.is_file():
            return candidate
    known = ", ".join(built_in_styles())
    raise StyleError(
        f"no such style; built in are {known}; others are given as the path of a .csl file",
        file=name,
    )


def built_in_styles() -> list[str]:
    """Return the names of the built-in styles, sorted."""
    return sorted(path.stem for path in _BUILT_IN.glob("*.csl"))


def _parent(root: Element) -> str:
    """Return the id of the style that a dependent style depends on; empty for others."""
    info = root.find("info")
    for link in info.children if info is not None else []:
        if link.tag == "link" and link.get("rel") == "independent-parent":
            return link.get("href")
    return ""
