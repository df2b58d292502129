"""A style, found and ready to format citations and bibliographies (CSL 1.0.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from pathlib import Path
from typing import Any

from provrepo.cite.csl.cluster import format_cluster
from provrepo.cite.csl.definition import StyleDefinition
from provrepo.cite.csl.processor import Processor
from provrepo.cite.csl.result import Citation
from provrepo.cite.csl.style_files import find_style, is_built_in
from provrepo.cite.csl.xml_tree import Element, parse, read_xml
from provrepo.errors import ItemError

MANY = 100
"""From how many citations on a document is a long one."""
Items = Mapping[str, Mapping[str, Any]]
"""CSL-JSON items by their ids."""
Clusters = Sequence[Sequence[Mapping[str, Any]]]
"""Citations in document order, each a list of cites: objects with ``id`` and further keys."""


class Style(StyleDefinition):
    """A citation style in one locale, made with `Style.load` or `Style.read`."""

    @classmethod
    def load(
        cls,
        name: str | Path,
        *,
        locale: str | None = None,
        folders: Sequence[str | Path] = (),
    ) -> Style:
        """Return a style by the path of its file, by a built-in name, or by id.

        ``name`` is a path to a ``.csl`` file, the name of a built-in style (``chicago-notes``), or
        the name or id of a style in one of the ``folders``. These are searched for styles
        (``NAME.csl``) and official locale files (``locales-*.xml``) before the built-in ones.
        ``locale`` is a language tag such as ``de-DE``; without it the style's default holds, else
        en-US.

        Raises StyleError where there is no such style, or it or its locale is malformed.
        """
        places = tuple(str(folder) for folder in folders)
        path = find_style(str(name), places)
        if not places and is_built_in(path):
            return _built_in(path, locale)
        return cls.read(read_xml(path), file=str(path), locale=locale, folders=places)

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

        A dependent style takes everything but its default locale from its parent, which is looked
        for like any other.

        Raises StyleError where the style or its locale is malformed or its parent is not found.
        """
        places = tuple(str(folder) for folder in folders)
        root = parse(source, file)
        parent = _parent(root)
        if parent:
            locale = locale or root.get("default-locale") or None
            root = parse(read_xml(find_style(parent, places)), parent)
        return cls(root, locale=locale, folders=places)

    def citations(self, clusters: Clusters, items: Items) -> list[Citation]:
        """Format citations, one a note or one a place in the text, in document order.

        ``clusters`` holds for each citation its cites: ``{"id": …}`` with, where wanted,
        ``locator``, ``label`` (default ``page``), ``prefix``, ``suffix``, ``suppress-author`` or
        ``author-only``. Of the CSL-JSON ``items`` only those cited are looked at.

        Raises ItemError where an item is missing or malformed.
        """
        return self._format_all(self._processor(clusters, items), clusters)

    def bibliography(self, items: Items | Sequence[Mapping[str, Any]]) -> list[Citation]:
        """Format a bibliography of all ``items``, sorted as the style says.

        Numbers and year suffixes follow the order of ``items``: where they stand in the order of
        their first citation, the entries are those of `document`, without the work of formatting
        any citation.

        Raises ItemError where an item is malformed, and StyleError where the style has no
        bibliography.
        """
        if not isinstance(items, Mapping):
            items = {str(item.get("id", number)): item for number, item in enumerate(items)}
        return _format_bibliography(Processor(self, items, list(items)))

    def document(
        self,
        clusters: Clusters,
        items: Items,
        *,
        notes: Sequence[int] | None = None,
        uncited: Sequence[str] = (),
    ) -> tuple[list[Citation], list[Citation]]:
        """Format citations and the bibliography of what they cite, in one go.

        ``notes`` are the numbers of the notes that the citations stand in, 0 for running text;
        without it they are counted as `citations` does. An empty cluster says that a note cites
        something else besides. ``uncited`` are the ids of items that only the bibliography has; a
        style without a bibliography gives no entries where ``notes`` are given.

        Raises what `citations` and `bibliography` raise.
        """
        with _collection_put_off(len(clusters)):
            processor = self._processor(clusters, items, uncited)
            citations = self._format_all(processor, clusters, notes)
            if notes is not None and self.bibliography_area is None:
                return citations, []
            return citations, _format_bibliography(processor)

    def names(self, items: Items, ids: Sequence[str]) -> dict[str, Citation | None]:
        """Return for each item what names its author in a sentence, as after its first citation.

        ``ids`` are all items cited, in the order of their first citation. It is None for an item
        that the style cites without a name.
        """
        processor = Processor(self, items, ids)
        names: dict[str, Citation | None] = {}
        for identifier in processor.ids:
            whole, alone = {"id": identifier}, {"id": identifier, "author-only": True}
            # Two notes apart, so that it is no "ibid."
            _, cited, named = (
                format_cluster(processor, cluster)
                for cluster in processor.clusters([[whole], [whole], [alone]], [1, 3, 5])
            )
            has_name = named.text and named.text != cited.text.strip("().[]")
            names[identifier] = named if has_name else None
        return names

    def _processor(
        self, clusters: Clusters, items: Items, uncited: Sequence[str] = ()
    ) -> Processor:
        try:
            cited = [str(cite["id"]) for cluster in clusters for cite in cluster]
        except (KeyError, TypeError):
            raise ItemError("every cite must be an object with an id") from None
        return Processor(self, items, [*cited, *uncited])

    def _format_all(
        self, processor: Processor, clusters: Clusters, notes: Sequence[int] | None = None
    ) -> list[Citation]:
        if notes is None:
            # Notes are numbered by their place; citations in the text stand in none.
            noted = self.class_ == "note"
            notes = [number if noted else 0 for number in range(1, len(clusters) + 1)]
        return [
            format_cluster(processor, cluster) for cluster in processor.clusters(clusters, notes)
        ]


def _collection_put_off(citations: int) -> AbstractContextManager[None]:
    """Put off Python's garbage collector, which takes a tenth of the time of a long document."""
    if citations < MANY:
        return nullcontext()
    from provrepo.store.collecting import collection_put_off  # a single note does without it

    return collection_put_off()


@lru_cache(maxsize=32)
def _built_in(path: Path, locale: str | None) -> Style:
    """Return a built-in style, which is read and compiled once however often it is asked for."""
    return Style.read(read_xml(path), file=str(path), locale=locale)


def _format_bibliography(processor: Processor) -> list[Citation]:
    from provrepo.cite.csl.bibliography import format_bibliography  # notes alone do without it

    return format_bibliography(processor)


def _parent(root: Element) -> str:
    """Return the id of the style that a dependent style depends on; empty for others."""
    info = root.find("info")
    for link in info.children if info is not None else []:
        if link.tag == "link" and link.get("rel") == "independent-parent":
            return link.get("href")
    return ""
