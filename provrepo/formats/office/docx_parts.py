"""The parts of a Word document, found by their relationships (ECMA-376 part 2)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element  # types only: files are parsed by provrepo.formats.xml

from provrepo.errors import InputError
from provrepo.formats import xml
from provrepo.formats.element_tree import child, content, shorten
from provrepo.formats.zip_members import ZipMembers

if TYPE_CHECKING:
    from provrepo.formats.exported import Mark

_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://purl.oclc.org/ooxml/drawingml/picture": "pic",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
    "http://purl.oclc.org/ooxml/drawingml/diagram": "dgm",
    "http://purl.oclc.org/ooxml/drawingml/chart": "c",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
    "http://schemas.microsoft.com/office/word/2012/wordml": "w15",
    "http://www.w3.org/XML/1998/namespace": "xml",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "urn:schemas-microsoft-com:vml": "v",
}


class Package:
    """The parts of an Open Packaging Conventions zip (ECMA-376 part 2), found by relationships."""

    def __init__(self, data: bytes, path: str) -> None:
        self.path = path
        self.members = ZipMembers(data, path)
        self._relations: dict[str, list[tuple[str, str]]] = {}
        self.main = next(self._targets("", "officeDocument"), "")
        if not self.main:
            raise InputError(path, "is an office package without a main document")

    def part(self, name: str) -> Element | None:
        """Return the root of a part, with short names; None where there is no such part."""
        if name not in self.members:
            return None
        root = xml.parse(self.members.read(name), f"{self.path}: {name}")
        return shorten(root, _prefix)

    def name_of(self, kind: str) -> str:
        """Return the name of the part that the main document names as its ``kind``; else empty."""
        return next(iter(self.names_of(kind)), "")

    def names_of(self, kind: str) -> list[str]:
        """Return the names of all parts that the main document names as that ``kind``."""
        # Once each: a small file can name a large part fifty thousand times.
        return [*dict.fromkeys(self._targets(self.main, kind))]

    def related(self, kind: str) -> Element | None:
        """Return the part that the main document names as its ``kind``; None without one."""
        return next(self.all_related(kind), None)

    def all_related(self, kind: str) -> Iterator[Element]:
        """Yield the parts that the main document names as that ``kind``."""
        for name in self.names_of(kind):
            part = self.part(name)
            if part is not None:
                yield part

    def properties(self) -> Mapping[str, str]:
        """Return the core properties (ECMA-376 part 2 §11) by their names."""
        name = next(self._targets("", "core-properties"), "")
        return {field.tag: content(field) for field in _children(self.part(name))}

    def mark(self, root: Element) -> Mark | None:
        """Return how the file names the version that provrepo wrote it from.

        ``root`` is its main part. None where another program wrote it.
        """
        name = next(self._targets("", "custom-properties"), "")
        fields = {
            field.get("name", ""): content(field)
            for field in _children(self.part(name) if name else None)
        }
        from provrepo.formats.exported import mark_of, pinned

        if "provrepo" not in fields:
            paragraphs = list(_children(child(root, "w:body")))
            return pinned(["".join(map(content, each.iter("w:t"))) for each in paragraphs[-40:]])

        return mark_of(fields, self.path, map(content, self.all_related("customXml")))

    def _targets(self, source: str, kind: str) -> Iterator[str]:
        """Yield the names of parts that ``source`` is related to; the package itself is ""."""
        if source not in self._relations:
            folder, base = posixpath.split(source)
            self._relations[source] = [
                (relation.get("Type", "").rpartition("/")[2], _part_name(folder, relation))
                for relation in _children(
                    self.part(posixpath.join(folder, "_rels", f"{base}.rels"))
                )
                if relation.get("TargetMode") != "External"
            ]
        return (target for relation, target in self._relations[source] if relation == kind)


def _children(element: Element | None) -> Iterable[Element]:
    return () if element is None else element


def _part_name(folder: str, relation: Element) -> str:
    """Return the name of the part that a relationship of a part in ``folder`` points to."""
    target = posixpath.join("/", folder, relation.get("Target", ""))
    return posixpath.normpath(target).lstrip("/")


def _prefix(uri: str) -> str:
    """Return the short prefix of a namespace; the package has none of its own."""
    if uri.endswith("/core-properties") or uri.endswith("/coreProperties"):
        return "cp"
    return _PREFIXES.get(uri, "" if uri.endswith("/relationships") else "other")
