"""The files of a site: those of each document, and those that belong to all of it."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property, partial
from importlib.resources import files
from typing import Any

from provrepo.formats import writers
from provrepo.formats.exported import ExportedVersion
from provrepo.metadata import written
from provrepo.publish import addresses, machines, styles
from provrepo.publish.blame import blame_page, has_blame
from provrepo.publish.changes import changes_page
from provrepo.publish.citing import citing_page
from provrepo.publish.document import document_page
from provrepo.publish.facing import facing_page
from provrepo.publish.frame import CITING, FEED, OWN_STYLE, SCRIPT, SEARCH, STYLE, Site
from provrepo.publish.home import ORDERS, home_page, order_path
from provrepo.publish.labels import built_in, with_own
from provrepo.publish.leading_on import leading_on
from provrepo.publish.own_pages import own_page, own_pages
from provrepo.publish.proofs import ledger_files, version_data
from provrepo.publish.searching.page import SEARCH_SCRIPT, search_page
from provrepo.publish.searching.texts import text_files
from provrepo.publish.version import PLAIN_TEXT, TEI, WORD, text_page, version_page
from provrepo.publish.views import (
    ChangesView,
    DocumentView,
    Entry,
    NewsView,
    TextView,
    VersionView,
)
from provrepo.reading.comparing.differences import record_diff
from provrepo.reading.export import exported_view
from provrepo.reading.site.comparisons import Comparisons
from provrepo.reading.site.gather import Gathered, Gathering
from provrepo.reading.site.options import SiteOptions
from provrepo.reading.site.searching.texts import searched_texts
from provrepo.store import ledger, survey
from provrepo.store.database import Database
from provrepo.store.merkle import leaf_hash

File = tuple[str, bytes]
"""The path of a file within the site, and what it holds."""

Making = tuple[str, Callable[[], bytes]]
"""The path of a file within the site, and what makes it."""


@cache
def assets() -> Mapping[str, bytes]:
    """Return the style and the scripts of every site, by their paths."""
    folder = files("provrepo.publish") / "assets"
    names = {STYLE: "site.css", SCRIPT: "site.js", SEARCH_SCRIPT: "search.js"}
    return {path: (folder / name).read_bytes() for path, name in names.items()}


class SiteFiles:
    """The files of the site of a repository, at the checkpoint that it has when this is made."""

    def __init__(self, database: Database, options: SiteOptions) -> None:
        self._database, self._options = database, options
        self._gathering = Gathering(database, options)

    @cached_property
    def site(self) -> Site:
        """What is the same on all pages."""
        options = self._options
        labels = built_in(options.language)
        if options.labels is not None:
            labels = with_own(labels, options.labels, "the site's labels")
        reached = ledger.checkpoint(self._database, ledger.size(self._database))
        return Site(
            options.title or reached.origin,
            reached.origin,
            str(reached),
            labels,
            options.base_url,
            options.style is not None,
            [(title, path) for path, (title, _) in self._own_pages.items()],
        )

    @cached_property
    def _own_pages(self) -> Mapping[str, tuple[str, str]]:
        return own_pages(self._options.pages)

    @property
    def approved_only(self) -> bool:
        """Whether versions without the approvals that the policy asks for are left out."""
        return self._gathering.approved_only

    @property
    def shows_all(self) -> bool:
        """Whether all versions of the documents are shown."""
        return self._gathering.shows_all

    def keys(self) -> list[str]:
        """Return the keys of the documents that the site shows, sorted."""
        return [key for key in survey.document_keys(self._database) if self._options.holds(key)]

    def document(self, key: str) -> DocumentView | None:
        """Return what the pages of a document draw; None where the site shows nothing of it."""
        return self._gathering.document(key)

    def of_document(self, document: DocumentView) -> Iterator[File]:
        """Yield the files of a document: its page, all those below it, and those of its search."""
        for path, make in self.below(document):
            yield path, make()
        yield from self.of_search(document)

    def below(self, document: DocumentView) -> Iterator[Making]:
        """Yield the files in the folders of a document, each made when it is asked for."""
        yield document.path, partial(document_page, self.site, document)
        gathered = self._gathering.versions_of(document)
        for text in document.texts:
            yield text.path, partial(text_page, self.site, document, text)
            yield f"{text.folder}/timemap.link", partial(machines.timemap, self.site, text)
            if pair := document.facing_of(text):
                yield text.facing_path, partial(facing_page, self.site, document, text, pair)
            comparisons = Comparisons(text)
            if has_blame(text):
                scripts = comparisons.scripts
                yield text.blame_path, partial(blame_page, self.site, document, text, scripts)
            for version in text.versions:
                yield from self._of_version(document, text, version, gathered)
            for compared in comparisons.pairs():
                path = ChangesView(*compared, None, None).path
                make = partial(self._changes, document, text, comparisons, compared, gathered)
                yield path, make
        if styles.has_others(document):
            yield styles.path(document), partial(styles.styles_file, document)
        for path, data in leading_on(self.site, document):
            yield path, partial(bytes, data)

    def searched(self, key: str) -> DocumentView | None:
        """Return of a document what `of_search` draws; None where the site shows nothing of it."""
        return self._gathering.searched(key)

    @property
    def text_count(self) -> int:
        """How many texts the repository has, whether or not the site shows them."""
        return self._gathering.text_count

    def of_search(self, document: DocumentView) -> Iterator[File]:
        """Yield the files from which a search reads the texts of a document."""
        for text in searched_texts(document, self.site.labels):
            yield from text_files(text)

    def _of_version(
        self,
        document: DocumentView,
        text: TextView,
        version: VersionView,
        gathered: Mapping[str, Gathered],
    ) -> Iterator[Making]:
        yield version.path, partial(version_page, self.site, document, text, version)
        yield version.file("record.json"), partial(bytes, version.record)
        yield version.file("data.js"), partial(version_data, version)
        if version.content is not None:
            yield version.file(PLAIN_TEXT), version.content.encode
            with_all = _Exporting(
                self._database, gathered[version.identity], version.content, version.item
            )
            for name, form in ((TEI, "tei"), (WORD, "docx")):
                yield version.file(name), partial(with_all.written, form)
        if version.notes:
            yield version.file("notes.jsonld"), partial(machines.note_annotations, version)
        for name, data in version.exports.items():
            yield version.file(name), partial(bytes, data)

    def _changes(
        self,
        document: DocumentView,
        text: TextView,
        comparisons: Comparisons,
        pair: tuple[VersionView, VersionView],
        gathered: Mapping[str, Gathered],
    ) -> bytes:
        """Return the page that compares two versions."""
        texts, record = comparisons.diff(*pair), None
        if texts is not None:
            before, after = (gathered[version.identity] for version in pair)
            record = record_diff(
                self._database,
                (before.stored, after.stored),
                (before.view, after.view),
                (before.based_on, after.based_on),
                texts,
            )
        return changes_page(self.site, document, text, ChangesView(*pair, texts, record))

    def lists(self, entries: Sequence[Entry], news: Sequence[NewsView]) -> Iterator[File]:
        """Yield the files that name documents and versions of the whole site.

        ``entries`` are the lines of its list of documents, ``news`` the latest versions of all, the
        last one first.
        """
        for order in ORDERS:
            yield order_path(order), home_page(self.site, entries, order)
        yield FEED, machines.feed(self.site, news)
        if self.site.base_url:
            pages = [(path, "") for path in ("index.html", *self._own_pages)]
            pages += [(entry.path, entry.updated) for entry in entries]
            yield from machines.sitemaps(self.site, pages)

    def of_its_own(self) -> Iterator[File]:
        """Yield the files that are the site's own and name none of its documents."""
        yield CITING, citing_page(self.site)
        yield SEARCH, search_page(self.site)
        yield from assets().items()
        for path, (title, text) in self._own_pages.items():
            yield path, own_page(self.site, path, title, text)
        if self._options.style is not None:
            yield OWN_STYLE, self._options.style
        if self.site.base_url:
            yield "robots.txt", machines.robots(self.site)
        yield from self._ledger()

    def _ledger(self) -> Iterator[File]:
        leaves = [
            leaf_hash(record.canonical())
            for _, record in sorted(
                survey.records(self._database, 0, self.site.size), key=operator.itemgetter(0)
            )
        ]
        yield from ledger_files(leaves, self.site.checkpoint)


class _Exporting:
    """A version in files of several formats, read when the first of them is written."""

    def __init__(
        self,
        database: Database,
        version: Gathered,
        content: str,
        item: Mapping[str, Any] | None,
    ) -> None:
        self._database, self._version, self._content, self._item = database, version, content, item

    @cached_property
    def _exported(self) -> ExportedVersion:
        view, based_on = self._version.view, self._version.based_on
        return exported_view(self._database, view, self._content, self._item, based_on, _ignored)

    def written(self, form: str) -> bytes:
        """Return the version in a format, one of `writers.FORMATS`."""
        return writers.data(self._exported, form)


def _ignored(warning: str) -> None:
    """Say nothing of what a file cannot hold: the page tells of it."""


def entry(document: DocumentView) -> Entry:
    """Return the line of a document in the list of all."""
    newest = [text.newest for text in document.texts]
    texts = tuple((version.text_name, version.language, version.path) for version in newest)
    updated = max(version.recorded for version in newest)
    return entry_line(document.key, document.title, document.item or {}, texts, updated)


def entry_line(
    key: str,
    title: str,
    item: Mapping[str, Any],
    texts: tuple[tuple[str, str, str], ...],
    updated: str,
) -> Entry:
    """Return a line of the list of documents from its document's citation metadata.

    ``texts`` are the kind, the language and the path of each text, ``updated`` is an instant.
    """
    people = [written(name, item[name]) for name in ("author", "recipient") if item.get(name)]
    return Entry(
        key,
        title,
        addresses.page(addresses.document_folder(key)),
        written("issued", item["issued"]) if item.get("issued") else "",
        written("archive", item["archive"]) if item.get("archive") else "",
        "; ".join(people),
        texts,
        updated[:10],
    )


def news(document: DocumentView) -> list[NewsView]:
    """Return the versions of a document as the feed names them."""
    return [
        NewsView(
            document.key,
            document.title,
            version.reference,
            version.identity,
            version.place,
            version.recorded,
            version.message,
            tuple(f"{named} ({role})" for named, role in version.makers),
            version.path,
        )
        for text in document.texts
        for version in text.versions
    ]
