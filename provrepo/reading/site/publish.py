"""Publishing: the pages of all documents into a folder, of which only what changed is made anew."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from provrepo.errors import ProvrepoError
from provrepo.publish.machines import FEED_LENGTH
from provrepo.publish.searching import shards
from provrepo.publish.views import Entry, NewsView
from provrepo.reading.site.alone import alone_in
from provrepo.reading.site.files import SiteFiles, assets, entry, news
from provrepo.reading.site.folder import SiteFolder
from provrepo.reading.site.options import SiteOptions
from provrepo.reading.site.searching.index import Index
from provrepo.reading.status.staleness import Bases
from provrepo.software import VERSION
from provrepo.store import ledger, objects, survey, touched
from provrepo.store.checkpoint import Checkpoint
from provrepo.store.database import Database

_INDEX = "/search"
"""The part of a folder that the index is; no key of a document is like this."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What became of a folder: how many documents it shows, files written, files removed.

    ``warnings`` say what the editors' policy leaves out of it.
    """

    folder: str
    documents: int
    written: int
    removed: int
    checkpoint: str
    warnings: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON output shows it (docs/cli.md)."""
        return asdict(self)


def publish(
    database: Database,
    path: str | os.PathLike[str],
    options: SiteOptions,
    begin: Callable[[int], object],
    tick: Callable[[int], object],
) -> Publication:
    """Write the site of a repository into a folder. See `Repository.publish`."""
    written = removed = 0
    with alone_in(Path(path)), database.snapshot(), ExitStack() as closing:
        files = SiteFiles(database, options)
        keys = files.keys()
        begin(len(keys))
        folder = _opened(database, path)
        purged = _Purged(database, folder)
        if purged.is_shown():
            # What is to be seen no more is not seen while all other pages are made.
            if folder.is_finished:
                purging = _Run(database, files, folder, "", purged.documents())
                for key in keys:
                    purging.take(key)
                purging.finish()
            else:
                purged.hide(files, keys)
            written, removed = folder.written, folder.removed
            folder = _opened(database, path)
        general = _general(database, files, options)
        closing.callback(folder.close)
        folder.resume(
            {"general": general, "checkpoint": files.site.checkpoint}, partial(_holds, database)
        )
        run = _Run(database, files, folder, general)
        if run.is_up_to_date():
            tick(len(keys))
        else:
            for key in keys:
                run.take(key)
                tick(1)
            run.finish()
    return Publication(
        os.fspath(path),
        run.documents,
        written + folder.written,
        removed + folder.removed,
        files.site.checkpoint,
        tuple(_left_out(files, options, len(keys) - run.documents)),
    )


def _opened(database: Database, path: str | os.PathLike[str]) -> SiteFolder:
    """Return the folder; where it shows another history than this one, nothing of it is kept."""
    folder = SiteFolder(path)
    shown = folder.state.get("checkpoint")
    if shown and not _is_of(database, shown):
        folder.forget_state()
    return folder


def _is_of(database: Database, checkpoint: str) -> bool:
    """Return whether a checkpoint is one that this repository once had."""
    try:
        earlier = Checkpoint.parse(checkpoint)
    except ProvrepoError:
        return False
    if earlier.size > ledger.size(database):
        return False
    return str(ledger.checkpoint(database, earlier.size)) == str(earlier)


def _holds(database: Database, checkpoint: str) -> bool:
    """Return whether nothing was purged since a checkpoint of this repository."""
    if not _is_of(database, checkpoint):
        return False
    return touched.last_purge(database) < Checkpoint.parse(checkpoint).size


def _left_out(files: SiteFiles, options: SiteOptions, count: int) -> Iterator[str]:
    """Yield what a site lacks because it was not approved. ``count`` is that of documents."""
    if not files.approved_only:
        return
    if options.versions != "approved":
        yield "the policy says publish=approved, so versions that are not approved are left out"
    if count:
        yield f"left out, as no version of them is approved: {count} of the documents"


class _Purged:
    """What was purged since the pages of a folder were made."""

    def __init__(self, database: Database, folder: SiteFolder) -> None:
        self._database, self._folder = database, folder

    def is_shown(self) -> bool:
        """Return whether there are such pages, and something was purged since."""
        return self._size is not None and touched.last_purge(self._database) >= self._size

    @property
    def _size(self) -> int | None:
        """How long the ledger was when the oldest of the pages were made."""
        checkpoint = self._folder.state.get("checkpoint")
        return Checkpoint.parse(checkpoint).size if checkpoint else None

    @property
    def _contents(self) -> set[str]:
        return {digest for kind, digest in objects.all_purged(self._database) if kind == "content"}

    def documents(self) -> set[str]:
        """Return the documents of which a page shows a purged text, whoever it was purged for."""
        purged = self._contents
        return {part for part, digest in self._folder.digests() if digest in purged}

    def hide(self, files: SiteFiles, keys: Sequence[str]) -> None:
        """Make anew what may show something purged, of a site that a broken-off run left half new.

        All else stays as it is until the next run; until then, nothing is found by searching.
        """
        folders = self._folder.folders_with(self._contents)
        targets = touched.purged_documents(self._database, self._size or 0)
        shown = set(keys)
        for part in self._folder.parts():
            if part == _INDEX:
                self._folder.write(part, [(shards.MANIFEST, shards.manifest([]))])
            elif part in targets or self._folder.is_in(part, folders):
                document = files.document(part) if part in shown else None
                self._folder.write(part, files.of_document(document) if document else ())
            else:
                self._folder.keep(part)
        self._folder.keep_unsure(folders)
        self._folder.finish({"checkpoint": files.site.checkpoint})


class _Run:
    """One run: documents of which nothing changed since the last one keep their pages.

    With ``anew``, the keys of documents, it is one before the proper one: those and what was added
    are made anew, and all others keep their pages, whatever else would concern them.
    """

    def __init__(
        self,
        database: Database,
        files: SiteFiles,
        folder: SiteFolder,
        general: str,
        anew: Set[str] | None = None,
    ) -> None:
        self._database, self._files, self._folder = database, files, folder
        self._general, self._anew = general, anew or set()
        same = anew is not None or folder.state.get("general") == general
        self._before: dict[str, Any] = folder.state if same else {}
        self._digests = _digests(database) if not self.is_up_to_date() else {}
        self._entries: dict[str, Any] = {}
        self._news: list[NewsView] = []
        self._kept: set[str] = set()

    def is_up_to_date(self) -> bool:
        """Return whether the folder has the site of this very checkpoint."""
        return self._before.get("checkpoint") == self._files.site.checkpoint

    @property
    def documents(self) -> int:
        """How many documents the site shows."""
        return len(self._entries or self._before.get("entries", {}))

    def take(self, key: str) -> None:
        """Make the pages of a document, or keep those that are there."""
        digest = self._digests.get(key)
        before = self._before.get("entries", {}).get(key)
        if before is not None and before["digest"] == digest and key not in self._anew:
            self._folder.keep(key)
            self._entries[key] = before
            self._kept.add(key)
            return
        summary = self._folder.take_over(key, digest or "")
        if summary is None:
            document = self._files.document(key)
            if document is None:
                return
            self._folder.write(key, self._files.of_document(document))
            summary = {
                "entry": asdict(entry(document)),
                "news": [asdict(item) for item in _newest(news(document))],
            }
            self._folder.tell(key, digest or "", summary)
        self._entries[key] = {"digest": digest, "entry": summary["entry"]}
        self._news += map(_news_view, summary["news"])
        if len(self._news) > 10 * FEED_LENGTH:
            self._news = _newest(self._news)

    def finish(self) -> None:
        """Make the pages of all of it, and give all files their names."""
        for item in self._before.get("news", ()):
            if item["key"] in self._kept:
                self._news.append(_news_view(item))
        newest = _newest(self._news)
        entries = [_entry(line["entry"]) for line in self._entries.values()]
        own_files = self._files.of_its_own()
        self._folder.write("", chain(own_files, self._files.lists(entries, newest)))
        before = self._before.get("search", {})
        index = Index(self._folder, self._files.text_count, before)
        self._folder.write(_INDEX, index.made())
        self._folder.finish(
            {
                "general": self._general,
                "checkpoint": self._files.site.checkpoint,
                "entries": self._entries,
                "news": [asdict(item) for item in newest],
                "search": index.state,
            }
        )


def _newest(items: list[NewsView]) -> list[NewsView]:
    return sorted(items, key=lambda item: item.place, reverse=True)[:FEED_LENGTH]


def _news_view(item: dict[str, Any]) -> NewsView:
    return NewsView(**{**item, "makers": tuple(item["makers"])})


def _entry(line: dict[str, Any]) -> Entry:
    texts = tuple((name, language, path) for name, language, path in line["texts"])
    return Entry(**{**line, "texts": texts})


def _general(database: Database, files: SiteFiles, options: SiteOptions) -> str:
    """Return a digest over what concerns every page.

    Where not all versions are shown, one document's page may lead to a version of another that is
    shown no more: so whatever happens concerns every page. So do the words, the style and the
    scripts that come with provrepo.
    """
    happened = touched.everywhere(database) if files.shows_all else files.site.size
    drawn_with = [*assets().items()], files.site.labels.words
    concerning = repr((options, VERSION, happened, drawn_with))
    return hashlib.sha256(concerning.encode()).hexdigest()


def _digests(database: Database) -> dict[str, str]:
    """Return a digest for each document over all that its pages show."""
    digests = touched.digests(database)
    latest = survey.newest_of_all(database)
    for stale in Bases(database, latest).stale(latest):
        key = stale.reference.partition("/")[0]
        digests[key] = hashlib.sha256(f"{digests[key]}{stale!r}".encode()).hexdigest()
    return digests
