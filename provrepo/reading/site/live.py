"""The pages of a site made one by one, as they are asked for, from the repository as it is now."""

from __future__ import annotations

from collections.abc import Iterator

from provrepo.publish import addresses
from provrepo.publish.frame import SEARCH
from provrepo.publish.machines import FEED_LENGTH
from provrepo.publish.searching.shards import FOLDER
from provrepo.publish.views import DocumentView, Entry, NewsView
from provrepo.reading import versions
from provrepo.reading.catalogue import item_of
from provrepo.reading.site.files import SiteFiles, entry_line, news
from provrepo.reading.site.gather import title
from provrepo.reading.site.options import SiteOptions
from provrepo.reading.site.searching.live import searched_file
from provrepo.reading.versions import Version
from provrepo.store import read, survey
from provrepo.store.database import Database
from provrepo.store.read import StoredVersion


def site_file(database: Database, path: str, options: SiteOptions) -> bytes | None:
    """Return a file of the site by its path, such as ``border-cable/index.html``; else None.

    It is what `publish` would write.
    """
    with database.snapshot():
        files = SiteFiles(database, options)
        folder = path.partition("/")[0]
        if path.startswith(f"{FOLDER}/") and path != SEARCH:
            return searched_file(database, files, path, options)
        if "/" not in path or folder == addresses.OWN:
            return _of_all(database, files, path)
        document = _document(database, files, folder)
        if document is None:
            return None
        return next((make() for name, make in files.below(document) if name == path), None)


def _document(database: Database, files: SiteFiles, folder: str) -> DocumentView | None:
    """Return the document that has a folder, by its key or by one that it had before."""
    for key in (folder, folder.removeprefix("_")):
        if addresses.document_folder(key) == folder and key in survey.known_keys(database, [key]):
            current = read.current_key(database, key)
            return files.document(current) if current else None
    return None


def _of_all(database: Database, files: SiteFiles, path: str) -> bytes | None:
    for name, data in files.of_its_own():
        if name == path:
            return data
    # Each page asks for a style and a script; only lists need to look at all documents.
    lists = files.lists([*_entries(database, files)], _news(database, files))
    return next((data for name, data in lists if name == path), None)


def _entries(database: Database, files: SiteFiles) -> Iterator[Entry]:
    shown = set(files.keys())
    of_document: dict[str, list[StoredVersion]] = {}
    for stored in survey.newest_of_all(database):
        if stored.document in shown:
            of_document.setdefault(stored.document, []).append(stored)
    for key, newest in of_document.items():
        item = item_of(database, newest) or {}
        paths = tuple(_text(versions.view(database, stored)) for stored in newest)
        updated = max(stored.record.recorded for stored in newest)
        yield entry_line(key, title(key, item), item, paths, updated)


def _text(version: Version) -> tuple[str, str, str]:
    text = version.text_name
    folder = addresses.text_folder(version.document, text.kind, text.language, text.label)
    path = addresses.page(addresses.version_folder(folder, version.record.number))
    return str(text), text.language, path


def _news(database: Database, files: SiteFiles) -> list[NewsView]:
    """Return the versions that the feed names: those that were recorded last."""
    keys = {stored.document for stored in survey.last(database, FEED_LENGTH)}
    documents = (files.document(key) for key in sorted(keys & set(files.keys())))
    items = [item for document in documents if document for item in news(document)]
    return sorted(items, key=lambda item: item.place, reverse=True)[:FEED_LENGTH]
