"""Where the pages of a site stand: paths that every file system can hold, and links between them.

These paths are cited, so they stay for good (docs/publish.md): ``KEY/`` for a document,
``KEY/translation.en/`` for a text, ``KEY/translation.en/v3/`` for a version.
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from urllib.parse import quote

OWN = "_"
"""The folder of what belongs to the site itself; no key begins with this sign."""

_PLAIN = re.compile("[A-Za-z0-9_.~/-]*")
"""What stands in an address as it is: nearly all of them are nothing else."""

_ROOT_FILE = re.compile(r"index\.html|robots\.txt|sitemap(-[0-9]+)?\.xml")
"""Files beside the documents' folders, which have the names that browsers and robots ask for."""

_DEVICES = frozenset(
    ["con", "prn", "aux", "nul"]
    + [f"{device}{number}" for device in ("com", "lpt") for number in range(10)]
)
"""Names that Windows keeps for devices, with any suffix, and refuses for folders."""


def document_folder(key: str) -> str:
    """Return the folder of a document: its key, with ``_`` before one that no folder may have."""
    return f"_{key}" if _ROOT_FILE.fullmatch(key) else file_name(key)


def file_name(name: str) -> str:
    """Return a name that begins with a key, with ``_`` before one that no file may have."""
    return f"_{name}" if name.partition(".")[0] in _DEVICES else name


def text_folder(key: str, kind: str, language: str, label: str | None) -> str:
    """Return the folder of a text: ``border-cable/translation.en.wang``, without a colon."""
    name = ".".join(part for part in (kind, language, label) if part)
    return f"{document_folder(key)}/{name}"


def version_folder(text: str, number: int) -> str:
    """Return the folder of a version of the text that has the folder ``text``."""
    return f"{text}/v{number}"


def changes_folder(text: str, before: int, after: int) -> str:
    """Return the folder of the page that compares two versions of a text."""
    return f"{text}/v{before}-v{after}"


def facing(text: str) -> str:
    """Return the path of the page on which a text, by its folder, faces what it translates."""
    return page(f"{text}/facing")


def page(folder: str) -> str:
    """Return the path of a folder's page."""
    return f"{folder}/index.html" if folder else "index.html"


@lru_cache(maxsize=4096)
def link(source: str, target: str, fragment: str = "") -> str:
    """Return the address that leads from one file of the site to another, both paths within it.

    It names the file, also where that is an ``index.html``: a folder read from a disk or a stick
    has no server that would add the name.
    """
    folders, parts = source.split("/")[:-1], target.split("/")
    same = 0
    while same < min(len(folders), len(parts) - 1) and folders[same] == parts[same]:
        same += 1
    relative = "/".join([".."] * (len(folders) - same) + parts[same:])
    quoted = relative if _PLAIN.fullmatch(relative) else quote(relative)
    return f"{quoted}#{fragment}" if fragment else quoted


def url(base: str, path: str) -> str:
    """Return the address on the web of a file of the site, below the address ``base``.

    A page is called by its folder, as servers show it.
    """
    folder = path.removesuffix("index.html") if posixpath.basename(path) == "index.html" else path
    return f"{base.rstrip('/')}/{quote(folder)}"
