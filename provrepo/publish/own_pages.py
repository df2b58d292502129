"""An edition's own pages: written in Markdown, they stand among the pages of the site."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from provrepo.errors import InputError
from provrepo.publish import addresses
from provrepo.publish.frame import Page, Site, framed
from provrepo.publish.markdown import Written, as_html

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
_TAKEN = frozenset({"search", "citing", "ledger", "files"})
"""What the site has under these names."""

SUFFIXES = (".md", ".markdown")
"""How the names of files in Markdown end."""
_SCHEMES = ("https://", "http://", "mailto:")


def page_path(name: str) -> str:
    """Return the path of the page of a file, such as ``about.md``. Raises InputError."""
    stem, dot, suffix = name.rpartition(".")
    if f"{dot}{suffix}" not in SUFFIXES:
        raise InputError(name, "is no page: the name of a file in Markdown ends in .md")
    folder = addresses.document_folder(stem)
    if not _NAME.fullmatch(stem) or folder != stem:
        raise InputError(name, "makes no address; use a-z, 0-9, - and _, as in about-us.md")
    if stem in _TAKEN:
        raise InputError(name, f"has the name of a page of the site's own; not {stem}.md")
    return addresses.page(f"{addresses.OWN}/{stem}")


def own_pages(pages: Mapping[str, bytes]) -> dict[str, tuple[str, str]]:
    """Return, by their paths, the titles and texts of pages that come by the names of files.

    They are in the order of these names. Raises InputError for a name that makes no address, two
    that make the same, and what is no UTF-8.
    """
    texts: dict[str, tuple[str, str]] = {}
    for name in sorted(pages):
        path = page_path(name)
        if path in texts:
            raise InputError(name, "has the address of another page")
        try:
            text = pages[name].decode("utf-8-sig")
        except UnicodeDecodeError:
            raise InputError(name, "is no UTF-8") from None
        title = as_html(text, lambda target: target).title
        texts[path] = title or posixpath.basename(posixpath.dirname(path)), text
    return texts


def own_page(site: Site, path: str, title: str, text: str) -> bytes:
    """Return a page of the edition's own.

    A link leads to another one by the name of its file, ``about.md``, to a document by its address
    within the site, ``border-cable/``, and otherwise to the web.
    """
    written: Written = as_html(text, lambda target: _address(target, path))
    body = f'<div class="own">{written.html}</div>'
    return framed(site, Page(path, title, body))


def _address(target: str, path: str) -> str:
    """Return where a link leads; empty where that is neither in the site nor on the web."""
    if target.startswith("#") or target.lower().startswith(_SCHEMES):
        return target
    within, mark, fragment = target.partition("#")
    if not within or ":" in within or within.startswith(("/", "\\")) or ".." in within:
        return ""
    if within.endswith(SUFFIXES):
        try:
            within = page_path(within)
        except InputError:
            return ""
    elif within.endswith("/"):
        within += "index.html"
    link = addresses.link(path, within)
    return f"{link}{mark}{fragment}"
