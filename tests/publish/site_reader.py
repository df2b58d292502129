"""A site as a browser reads it: the elements of its pages, and where their links lead."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LINKS = ("href", "src", "data-file")


@dataclass
class Parsed(HTMLParser):
    """The elements of a page: tags with attributes, the ids, and the text between them."""

    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        if self.elements and self.elements[-1][0] == "script":
            self.scripts.append(data)
        else:
            self.words.append(data)

    @property
    def text(self) -> str:
        """All the words of the page."""
        return "".join(self.words)

    def all(self, tag: str) -> list[dict[str, str]]:
        """Return the attributes of all elements with a tag."""
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def ids(self) -> list[str]:
        """The ids of the page."""
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]

    def meta(self, name: str) -> list[str]:
        """Return the contents of the ``meta`` elements called so."""
        return [meta["content"] for meta in self.all("meta") if meta.get("name") == name]


def read(data: bytes) -> Parsed:
    """Return a page that was parsed."""
    parsed = Parsed()
    parsed.feed(data.decode())
    parsed.close()
    return parsed


def contents(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder by their paths."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def dead_links(files: dict[str, bytes]) -> Iterator[str]:
    """Yield each link that leads to no file, or to no place on its page; of all pages.

    As far as somebody gets who begins on the first page.
    """
    pages = {path: read(data) for path, data in files.items() if path.endswith(".html")}
    reached, waiting = {"index.html"}, ["index.html"]
    while waiting:
        path = waiting.pop()
        page = pages[path]
        if len(set(page.ids)) != len(page.ids):
            yield f"{path} has an id twice"
        for written, target, fragment in _links(path, page):
            if target not in files or (fragment and fragment not in pages[target].ids):
                yield f"{path} -> {written}"
            elif target in pages and target not in reached:
                reached.add(target)
                waiting.append(target)


def _links(path: str, page: Parsed) -> Iterator[tuple[str, str, str]]:
    """Yield the links of a page to the same site: as written, the path, the place on the page."""
    for _, attributes in page.elements:
        for name in LINKS:
            parts = urlsplit(attributes.get(name, ""))
            if name not in attributes or parts.scheme:
                continue
            relative = posixpath.join(posixpath.dirname(path), unquote(parts.path))
            target = posixpath.normpath(relative) if parts.path else path
            yield attributes[name], target, unquote(parts.fragment)
