"""Pages under a name that a document or a text had before: they lead on to where it stands now."""

from __future__ import annotations

from collections.abc import Iterator

from provrepo.compare.views.escaping import shown
from provrepo.publish import addresses
from provrepo.publish.blame import has_blame
from provrepo.publish.frame import Page, Site, framed
from provrepo.publish.views import BLAME, DocumentView


def leading_on(site: Site, document: DocumentView) -> Iterator[tuple[str, bytes]]:
    """Yield the pages under the former names of a document and of its texts.

    Each address that somebody cited under such a name goes on leading to what was cited.
    """
    for key in document.former_keys:
        path = addresses.page(addresses.document_folder(key))
        yield path, _page(site, path, document.path, document.title)
    for text in document.texts:
        for folder in text.former_folders:
            path = addresses.page(folder)
            yield path, _page(site, path, text.path, document.title)
            if document.facing_of(text):
                path = addresses.facing(folder)
                yield path, _page(site, path, text.facing_path, document.title)
            if has_blame(text):
                path = addresses.page(f"{folder}/{BLAME}")
                yield path, _page(site, path, text.blame_path, document.title)
            for version in text.versions:
                path = addresses.page(addresses.version_folder(folder, version.number))
                yield path, _page(site, path, version.path, version.reference)


def _page(site: Site, path: str, target: str, name: str) -> bytes:
    link = addresses.link(path, target)
    return framed(
        site,
        Page(
            path,
            name,
            f'<p>{shown(site.labels["moved_to"])} <a href="{link}">{shown(name)}</a></p>',
            f'<meta http-equiv="refresh" content="0; url={link}">',
            canonical=target,
            is_indexed=False,
        ),
    )
