"""The files of the search of a site that is served: those of a text one by one, the index whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from threading import Lock
from typing import TYPE_CHECKING

from provrepo.publish.searching.texts import is_piece, number_of
from provrepo.reading.site.options import SiteOptions
from provrepo.reading.site.searching.index import Index
from provrepo.store import survey
from provrepo.store.database import Database

if TYPE_CHECKING:
    from provrepo.reading.site.files import SiteFiles

_last: dict[tuple[object, ...], Mapping[str, bytes]] = {}
"""The index that was asked for last, by the repository, its checkpoint and the options."""
_lock = Lock()


def searched_file(
    database: Database, files: SiteFiles, path: str, options: SiteOptions
) -> bytes | None:
    """Return a file of the search as `publish` would write it; None where there is none."""
    if is_piece(path):
        return _piece(database, files, path)
    site = files.site
    key = database.location, site.checkpoint, repr(options)
    with _lock:  # a page asks for several files at once
        if key not in _last:
            index = index_of(files)
            _last.clear()
            _last[key] = index
        return _last[key].get(path)


def _piece(database: Database, files: SiteFiles, path: str) -> bytes | None:
    try:
        number = number_of(path)
    except ValueError:
        return None
    key = survey.document_of(database, number)
    keys = files.keys()
    document = files.searched(key) if key is not None and key in keys else None
    if document is None:
        return None
    return next((data for name, data in files.of_search(document) if name == path), None)


def index_of(files: SiteFiles) -> dict[str, bytes]:
    """Return the files of the index of a site."""
    return index_over(dict(pieces(files)), files.text_count)


def pieces(files: SiteFiles) -> Iterator[tuple[str, bytes]]:
    """Yield the files from which a search reads the texts, of all documents of a site."""
    keys = files.keys()
    for key in keys:
        document = files.searched(key)
        if document is not None:
            yield from files.of_search(document)


def index_over(texts: dict[str, bytes], count: int) -> dict[str, bytes]:
    """Return the files of an index over pieces of texts; ``count`` texts are in the repository."""
    index = Index(_Made(texts), count, {})
    return {path: data for path, data in index.made() if data is not None}


class _Made:
    """Files that stand in no folder."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self._files = files

    def before(self) -> Mapping[str, str]:
        """Return nothing: there was no index."""
        return {}

    def now(self) -> Mapping[str, str]:
        """Return the paths with their digests."""
        return {path: hashlib.sha256(data).hexdigest() for path, data in self._files.items()}

    def read_before(self, path: str) -> bytes:
        """Raise ValueError: there was no index."""
        raise ValueError(path)

    def read_now(self, path: str) -> bytes:
        """Return what a file holds."""
        return self._files[path]
