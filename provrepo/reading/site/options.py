"""What a site is to hold and how it is called, as `Repository.publish` is told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from provrepo.arguments import strings
from provrepo.errors import InvalidValue
from provrepo.publish.labels import built_in
from provrepo.publish.own_pages import own_pages
from provrepo.store import rules
from provrepo.store.rules import string

VERSIONS = ("all", "newest", "approved")
"""Which versions a site shows."""

WITHDRAWN = ("mark", "hide")
"""Whether withdrawn versions are shown with their reason, or only their reason is."""

STYLES = {
    "chicago-notes": True,
    "mhra": True,
    "chicago-author-date": False,
    "mla": False,
    "apa": False,
}
"""The styles of the box in which a version is cited, and whether each writes notes.

Of the others the box has the entry of a list of works: what they put in running text names nothing.
"""


_BASE = re.compile(r"https?://[^\s/<>\"\\^`{}|?#@]+(/[^\s<>\"\\^`{}|?#]*)?", re.IGNORECASE)
"""What addresses can be made of: a host, perhaps with a port, and a path; no password."""


def _is_base(url: str) -> bool:
    try:
        port = urlsplit(url).port
    except ValueError:  # of the brackets of an address, or a port that is no number
        return False
    return port != 0 and url.isprintable() and _BASE.fullmatch(url) is not None


@dataclass(frozen=True, slots=True)
class SiteOptions:
    """What a site is to hold.

    - ``title``: its name; by default the name of the repository.
    - ``base_url``: where it will stand on the web; without it, addresses within are relative.
    - ``documents``: patterns of keys, ``cable-*``; all documents without any.
    - ``versions``: one of `VERSIONS`.
    - ``withdrawn``: one of `WITHDRAWN`.
    - ``language``: of the site's own words, one of `provrepo.publish.labels.LANGUAGES`.
    - ``style``: CSS of the edition's own, after the site's.
    - ``labels``: a TOML file's bytes with words of the edition's own.
    - ``pages``: the edition's own pages: the bytes of files in Markdown by their names, such as
      ``about.md``, which makes the address ``_/about/``.

    Raises InvalidValue or InputError.
    """

    title: str = ""
    base_url: str = ""
    documents: Sequence[str] = ()
    versions: str = "all"
    withdrawn: str = "mark"
    language: str = "en"
    style: bytes | None = None
    labels: bytes | None = None
    pages: Mapping[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("title", "base_url", "versions", "withdrawn", "language"):
            string(name, getattr(self, name))
        rules.one_of("versions", self.versions, VERSIONS)
        rules.one_of("withdrawn", self.withdrawn, WITHDRAWN)
        built_in(self.language)
        object.__setattr__(self, "pages", dict(self.pages))
        own_pages(self.pages)
        object.__setattr__(self, "documents", strings("document", self.documents))
        if self.base_url and not _is_base(self.base_url):
            rule = "write https:// and where the site stands, without a name, “?” and “#”"
            raise InvalidValue("base URL", self.base_url, rule)

    @property
    def shows_all(self) -> bool:
        """Whether all versions of the documents are shown."""
        return self.versions == "all" and self.withdrawn == "mark"

    def holds(self, key: str) -> bool:
        """Return whether a document belongs to the site."""
        return not self.documents or any(fnmatchcase(key, glob) for glob in self.documents)
